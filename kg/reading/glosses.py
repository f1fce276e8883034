"""Pinyin glosses as in 導(dǎo)航: removed where, and only where, the gloss is a reading of the character before it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Latin letters with and without tone marks, combining marks, the typographic ɡ and ɑ, a tone digit; or bopomofo.
GLOSS = re.compile(
    rf"([{HAN}])\s?[(（]\s?([A-Za-z\u00c0-\u024f\u0251\u0261\u0300-\u036f:]{{1,10}}[0-5]?|[\u3105-\u312fˊˇˋ˙ˉ]{{1,5}})\s?[)）]"
)
_LETTERS = r"[A-Za-z\u00c0-\u024f\u0251\u0261\u0300-\u036f]{1,18}[0-5]?"
# Several syllables for as many characters: 令狐文(Líng hú Wén), 阿木尔(Ā mù ěr，蒙古族).
GLOSSES = re.compile(
    rf"(?P<chars>[{HAN}]{{2,6}})\s?[(（]\s?(?P<glosses>{_LETTERS}(?:[\s'’·-]{_LETTERS}){{1,5}})\s?(?P<end>[)）]|[，,；;])"
)
TONES = re.compile(r"[\u0300-\u0307\u0309-\u036f0-5]")  # all marks but the two dots of ü (U+0308)


def drop_glosses(text: str) -> str:
    """``text`` without its glosses. Brackets such as 新材料(PE) and 北京(Beijing) stay."""
    return GLOSS.sub(_without, GLOSSES.sub(_without_several, text))


def _without_several(match: re.Match[str]) -> str:
    chars, letters = match["chars"], "".join(map(_plain, re.split(r"[\s'’·-]", match["glosses"])))
    if not any(_reads(chars[-size:], letters) for size in range(2, len(chars) + 1)):
        return match[0]
    return chars if match["end"] in ")）" else f"{chars}（"


def _without(match: re.Match[str]) -> str:
    char, gloss = match.groups()
    return char if _plain(gloss) in _readings(char) else match[0]


def _reads(chars: str, letters: str) -> bool:
    """Whether letters without spaces are a reading of characters: yinchongli of 尹崇礼."""
    if not chars:
        return not letters
    return any(letters.startswith(r) and _reads(chars[1:], letters[len(r) :]) for r in _readings(chars[0]))


def _plain(gloss: str) -> str:
    """A reading without tones, ü as v: ``Lǜ``, ``lu:4`` and ``lǘ`` are all ``lv``."""
    letters = TONES.sub("", unicodedata.normalize("NFD", gloss)).replace("u\u0308", "v").replace("U\u0308", "v")
    letters = letters.replace("u:", "v").replace("ɡ", "g").replace("ɑ", "a")
    return re.sub("[ˊˇˋ˙ˉ]", "", letters).lower()


@cache
def _readings(char: str) -> frozenset[str]:
    """All readings of a character, in pinyin and bopomofo, without tones; ü also as u, as typed without marks."""
    # Its table of characters alone: the whole of pypinyin takes a second to load its phrases.
    from pypinyin.constants import PINYIN_DICT, Style
    from pypinyin.style import convert

    readings = [reading for reading in PINYIN_DICT.get(ord(char), "").split(",") if reading]
    latin = {_plain(reading) for reading in readings}
    bopomofo = {_plain(str(convert(reading, Style.BOPOMOFO, strict=True, default=""))) for reading in readings}
    return frozenset(latin | bopomofo | {reading.replace("v", "u") for reading in latin})
