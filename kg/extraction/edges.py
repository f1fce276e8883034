"""Where a name that was found by its ending begins. The words that bound it: ``resources/lexicon/names.toml``."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from kg.resources import load_toml

#: The longest name by its ending; of 2,000 company and institute names in the corpora 99 % are shorter.
MAX_NAME = 26
_HARD = frozenset("，。；：！？、,;:!?|·… \t\n\u3000")
#: Verbs of one character between a person's name and what it is about.
_AFTER_PERSONS = frozenset("任兼率带")
_ENDS_ASIDE = frozenset("。！？；\n，")
_PAIRS = {"”": "“", "）": "（", ")": "(", "》": "《"}
_LEADING = re.compile(
    r"^(?:(?:19|20)\d{2}年度?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|[一二三四五六七八九十百\d]+(?:余|多)?[家个所座项次名位])+"
)
#: A meeting's year is part of its name: 2021年全市科技工作会议; its day is not.
EVENT_LEADING = re.compile(
    r"^(?:(?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|[一二三四五六七八九十百\d]+[余多]?[家个所座项次名位])+"
)


@cache
def _stop_words() -> tuple[frozenset[str], int]:
    stops = frozenset(load_toml("lexicon/names.toml")["stops"])
    return stops, max(map(len, stops))


@lru_cache(maxsize=4)
def _kept(text: str) -> frozenset[int]:
    """Positions inside a word that keeps a stop in the name: 城市建设集团."""
    return frozenset(i for m in _keeps().finditer(text) for i in range(m.start(1) + 1, m.end(1) + 1))


@cache
def _keeps() -> re.Pattern[str]:
    words = sorted(load_toml("lexicon/names.toml")["keeps"], key=lambda w: (-len(w), w))
    return re.compile(f"(?=({'|'.join(map(re.escape, words))}))")


@cache
def _generic() -> re.Pattern[str]:
    words = sorted(load_toml("lexicon/names.toml")["generic"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})*")


@cache
def _kinds() -> re.Pattern[str]:
    industries = load_toml("lexicon/industries.toml")
    words = [*load_toml("lexicon/names.toml")["generic"], *industries["industries"], *industries["plain"]]
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})*")


@cache
def _not_before() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = load_toml("lexicon/names.toml")["not_before"]
    return {ending: tuple(words) for ending, words in table.items()}


def goes_on(text: str, end: int, ending: str) -> bool:
    """Whether the word that ends at ``end`` with ``ending`` goes on: 大学 in 大学生."""
    return any(text.startswith(word, end) for word in _not_before().get(ending, ()))


def left_edge(text: str, ending_start: int, blocked: Collection[int], leading: re.Pattern[str] = _LEADING) -> int:
    """Where the name begins whose ending starts at ``ending_start``; characters in ``blocked`` belong to others, and
    what matches ``leading`` at its beginning belongs to none."""
    stops, longest = _stop_words()
    kept = _kept(text)
    start = ending_start
    open_pairs: list[str] = []
    while start > 0 and ending_start - start < MAX_NAME:
        char = text[start - 1]
        if char in _PAIRS:
            open_pairs.append(_PAIRS[char])
        elif open_pairs and char == open_pairs[-1]:
            open_pairs.pop()
        elif open_pairs and (char in _ENDS_ASIDE or (char == " " and open_pairs[-1] != "“")):
            break  # a bracket or quotation that is no part of a name: （记者 某某）中国…
        elif (not open_pairs and (char in _HARD or char in _PAIRS.values() or start - 1 in blocked)) or (
            not open_pairs
            and start not in kept
            and any(text[max(0, start - size) : start] in stops for size in range(1, longest + 1))
        ):
            break
        start -= 1
    if start - 1 in blocked and text[start] in _AFTER_PERSONS and ending_start - start > 3:
        start += 1  # 某某|任某博物馆
    while open_pairs and start < ending_start:  # an unbalanced mark inside: the name begins after it
        start = max(text.rfind(mark, start, ending_start) for mark in _PAIRS) + 1
        open_pairs = []
    counted = leading.match(text[start:ending_start])
    return start + counted.end() if counted else start


def has_stop(name: str) -> bool:
    """Whether a word of two or more characters that never belongs to a name stands in ``name``."""
    stops, longest = _stop_words()
    kept = _kept(name)
    return any(
        name[i : i + size] in stops and i + size not in kept
        for size in range(2, longest + 1)
        for i in range(len(name) - size + 1)
    )


def says_a_kind(prefix: str) -> bool:
    """Whether what stands before an ending says only of what kind or industry the thing is (储能, 新型半导体)."""
    match = _kinds().match(prefix)
    return match is not None and match.end() == len(prefix)


def is_generic(prefix: str) -> bool:
    """Whether what stands before an ending says only of what kind the thing is (国家级, 大型, 创新)."""
    match = _generic().match(prefix)
    return match is not None and match.end() == len(prefix)
