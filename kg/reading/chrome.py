"""Page chrome: which lines are navigation, sharing, footers and neighbours. The patterns are data (chrome.toml)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg import resources
from kg.errors import ResourceError

LABEL_LENGTH = 200  # characters; a longer line is text, and no pattern is tried on it
PACKED_LENGTH = 60  # characters from which a line may hold text and chrome at once
HEADING_LENGTH = 40  # characters of the longest heading of a list of neighbours
ENOUGH = 60  # characters of sentences after which the article has begun and a heading can end it
PLAIN_GROUP = re.compile(r"(?<!\\)\((?!\?)")  # rows are written with plain brackets; none of them captures
SPACE = re.compile(r"\s+")
BULLET = re.compile(r"^(?:[-–—*•·●○◆◇■□▪▲△▶►▷★☆※⊙◎➤>»›√]\s*)+(?=\S)")
SENTENCE = re.compile(r"[。；！？]")
TAIL_FACTOR = 2.0  # a heading with this many times more text below than above it stands beside the article, not below


@cache
def _patterns(group: str) -> re.Pattern[str]:
    rows = [PLAIN_GROUP.sub("(?:", row) for row in resources.load_toml("chrome.toml")[group]]
    for row in rows:
        try:
            re.compile(row)
        except re.error as error:
            raise ResourceError(f"{group}: {row!r}: {error}", "chrome.toml", "mend the pattern") from None
    return re.compile("|".join(f"(?:{row})" for row in rows))


@cache
def navigation_words() -> frozenset[str]:
    """Words of site navigation."""
    return frozenset(resources.load_toml("chrome.toml")["navigation"])


@cache
def _lead() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(resources.load_toml("chrome.toml")["lead"], key=len, reverse=True)))
    return re.compile(rf"^[【\[（]?(?:{words})(?:[】\]）：:]+\s*|$)")


def is_sentence(line: str) -> bool:
    """Whether a line is running text rather than a label, a heading or a link."""
    return (
        "。" in line
        or len(line) >= ENOUGH
        or (len(line) >= 15 and line[-1:] in "；！？：，")
        or (line.endswith("…") and "，" in line)
    )


def is_chrome(line: str) -> bool:
    """Whether a whole line is page chrome."""
    if len(line) > LABEL_LENGTH:
        return False
    return bool(_patterns("drop_line").fullmatch(SPACE.sub("", line))) or _is_menu(line)


def _is_menu(line: str) -> bool:
    """A line of several words of navigation, as 首页 新闻资讯 政务信息 查看内容."""
    words = re.split(r"[\s|｜>/]+", line)
    chinese = [word for word in words if not word.isascii()]
    known = sum(word in navigation_words() for word in chinese)
    return known >= 2 and known * 2 >= len(chinese) and "。" not in line


def ends_article(line: str) -> bool:
    """Whether a line is, or begins with, the heading of what follows an article: related news, comments, links."""
    heading = SPACE.sub("", line[:LABEL_LENGTH]).split("：")[0]
    return len(heading) <= HEADING_LENGTH and bool(_patterns("cut_after").fullmatch(heading))


def without_lead_label(line: str) -> str:
    """A summary without the label before it."""
    return _lead().sub("", line, count=1)


#: The label of the text itself, near the beginning of a line; a news agency's dateline further on.
TEXT_BEGINS = re.compile(r"[，,]?\s?正文[：:]\s?")
DATELINE = re.compile(
    r"(?<=[\u4e00-\u9fff”。）])\s?(?=(?:新华社|新华网|中新社|中新网|人民网|央广网|光明网|中国网)[\u4e00-\u9fff]{2,5}\d{1,2}月\d{1,2}日[电讯])"
)


def unpacked(line: str) -> list[str]:
    """A long line broken where page chrome begins behind the end of a sentence, and where the text begins behind what
    a scraper has put in front of it: 来源：某报 | 2023年7月28日，正文：…, 某网供图 某社北京7月1日电."""
    if len(line) <= PACKED_LENGTH:
        return [line]
    parts = [part.strip(" ，,") for part in TEXT_BEGINS.split(line, maxsplit=1)]
    parts = [piece for part in parts for piece in DATELINE.split(part, maxsplit=1)]
    return [piece.strip() for part in parts for piece in _inline().split(part) if piece.strip()]


@cache
def _inline() -> re.Pattern[str]:
    return re.compile(rf"(?<=[。！？”）])\s?(?={_patterns('inline').pattern})")


def cut_tail(lines: Sequence[str]) -> list[str]:
    """``lines`` up to the first heading that ends the article; headings that stand before or beside it just go."""
    kept: list[str] = []
    above = 0
    left = sum(len(line) for line in lines if is_sentence(line))
    for line in lines:
        if ends_article(line):
            if above >= ENOUGH and left - above < TAIL_FACTOR * above + ENOUGH:
                break
            continue
        above += len(line) if is_sentence(line) else 0
        kept.append(line)
    return kept


def drop_repeats(paragraphs: Sequence[str]) -> list[str]:
    """``paragraphs`` without leads that a later one repeats, and without the second of two equal ones."""
    bare = [re.sub(r"[\s…]+", "", without_lead_label(paragraph)) for paragraph in paragraphs]
    kept: list[str] = []
    seen: set[str] = set()
    for position, (paragraph, text) in enumerate(zip(paragraphs, bare, strict=True)):
        repeated = text in seen or _is_lead_of(text, bare[position + 1 : position + 4])
        if text and not repeated:
            kept.append(without_lead_label(paragraph))
        if len(text) >= 15:
            seen.add(text)
    return kept


def _is_lead_of(text: str, following: Sequence[str]) -> bool:
    """Whether ``text`` is what a paragraph shortly after it begins with."""
    return len(text) >= 15 and any(other.startswith(text) and other != text for other in following)
