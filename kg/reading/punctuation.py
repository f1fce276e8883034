"""One convention for characters: see :mod:`kg.reading`."""

from __future__ import annotations

import html
import re
import unicodedata

from kg.reading.glosses import HAN

_WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = dict(
    zip(
        map(ord, "％＋－．／＆＝＃＠＂＊＜＞｡､﹑﹒﹐﹔﹕﹖﹗﹙﹚︰⋯「」『』﹁﹂﹃﹄"),
        '%+-./&=#@"*<>。、、.，；：？！（）：…“”‘’“”‘’',
        strict=True,
    )
)
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c"),
    " ",
)
_NOTHING = dict.fromkeys(
    [
        *range(9),
        *range(0x0E, 0x20),
        0x7F,
        *range(0x80, 0x85),
        *range(0x86, 0xA0),
        0xAD,
        0x200B,
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        0x2060,
        0xFEFF,
        0xFFFD,
        *range(0xD800, 0xF900),
    ]
)
_COMPATIBLE = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
}
CHARACTERS = {**_COMPATIBLE, **_WIDE, **_SIGNS, **_SPACES, **_NOTHING}

TOUCH = rf"{HAN}，。、：；！？（）《》〈〉“”‘’【】〔〕…—％%"
_COMMA = re.compile(rf"(?<=[{TOUCH}])\s?,|(?<!\d),(?=[{HAN}《“])|(?<=\d),(?=[{HAN}《“])")
_SEMICOLON = re.compile(rf"(?<=[{TOUCH}])\s?;|(?<=\w);(?=[{HAN}《“])")
_COLON = re.compile(rf"(?<=[{TOUCH}])\s?:(?!//)|(?<=[A-Za-z\d]):(?=[{HAN}《“])")
# 以?xún) is what some pages make of a gloss: a damage, not a question.
_QUESTION = re.compile(rf"(?<=[{TOUCH}])\?(?![A-Za-z\u00c0-\u024f]{{1,7}}\))")
_SHOUT = re.compile(rf"(?<=[{TOUCH}])\s?!")
_BRACKETS = re.compile(r"\(([^()\n]{0,300})\)")
_NEAR = re.compile(rf"[{TOUCH}]")
_QUOTED = re.compile(r'"([^"\n]{1,400})"')
_DOTS = re.compile(r"\s?(?<!\.)(\.{3}|\.{6}|…\s?…|…)(?!\.)")
_BESIDE = re.compile(
    rf" +(?=[，。、：；！？）》〉”’】])|(?<=[，。、：；！？（《〈“‘【]) +|(?<=[{HAN}]) +(?=（)|(?<=）) +(?=[{HAN}\d])"
)
_NUMBERS = re.compile(rf"(?<=[{HAN}])(?<![讯电]) (?=\d)|(?<=\d) (?=[{HAN}])")
_RUNS = re.compile(r" {2,}")
# Where a page came as one line, the indent of its paragraphs is still there.
_INDENT = re.compile(
    r"(?<=[。！？；”])[ \u00a0\u3000]{2,}(?=\S)|(?<=\S)[ \u00a0]*\u3000{2}[ \u00a0\u3000]*(?=[^\n]{60})"
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")


def plain_characters(text: str) -> str:
    """``text`` with full-width digits, odd spaces, compatibility forms and invisible characters made plain."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x85", "\n")
    )
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _INDENT.sub("\n", text).translate(CHARACTERS)


def punctuate(line: str) -> str:
    """One line in the convention. Only what NFKC holds equal is exchanged, and spaces and quotation marks."""
    line = _RUNS.sub(" ", line)
    line = _QUOTED.sub(_quoted, line)
    line = _BRACKETS.sub(_bracketed, line)
    line = _COMMA.sub("，", line)
    line = _SEMICOLON.sub("；", line)
    line = _COLON.sub("：", line)
    line = _QUESTION.sub("？", line)
    line = _SHOUT.sub("！", line)
    line = _DOTS.sub(lambda match: "……" if len(match[1]) > 3 or match[1].count("…") == 2 else "…", line)
    return _BESIDE.sub("", line).strip()


def close_numbers(paragraph: str) -> str:
    """A paragraph without the spaces that some editors put between Chinese characters and numbers."""
    return _NUMBERS.sub("", paragraph)


def _quoted(match: re.Match[str]) -> str:
    return f"“{match[1]}”" if _NEAR.search(match[1]) or _touches(match) else match[0]


def _bracketed(match: re.Match[str]) -> str:
    return f"（{match[1]}）" if _NEAR.search(match[1]) or _touches(match) else match[0]


def _touches(match: re.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    return bool(_NEAR.match(text[start - 1 : start]) or _NEAR.match(text[end : end + 1]))
