"""The grammar of indicators: a name with its number, 技术合同交易额达到11.5亿元 or 拥有380家高新技术企业.

Finds what is measured and how much, and how far to the left the words reach that belong to it; whose it is and when is
for :mod:`kg.extraction.indicators` to say. The words: ``lexicon/indicators.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from kg.resources import load_toml

NAME_FIRST = "hasIndicator.name-first"
NUMBER_FIRST = "hasIndicator.number-first"
_KINDS = ("money", "counted", "share", "area")
_NUMBER = r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_MANY = r"(?P<many>万亿|千亿|百亿|千万|百万|万|亿|千|百)?(?P<more>[余多])?"
_ASIDE = r"(?:（[^（）]{1,14}）)?"
#: A name does not begin within a word or number; 年 in front of it is part of 年产值, not of 2019年产值.
_APART = r"(?<![\dA-Za-z])"
_YEARLY = "(?:(?<![\\d今去前当明本])年)?"
_OF_YEAR = r"(?:(?:19|20)\d{2}年的?)?"
_WITH_DIGIT = re.compile(r"[^\d。；！？\n]*\d[^。；！？\n]*")
_SIGNS = {"over": "超", "near": "近", "about": "约"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A name with a number: characters ``start`` to ``end`` of the text hold both.

    ``edge`` is where the words that lead to it begin (已拥有); ``flow`` the verb among them that says that so many were
    added, ``held`` whether there is such a verb or one of having; ``name`` what is measured, without ``flow``, at the
    characters ``named``; ``sign`` one of 超, 近 and 约 where the number is not exact. ``rising`` are the characters of
    由…增加到, of whose dates only the last may be the number's.
    """

    start: int
    end: int
    edge: int
    rule: str
    name: str
    named: tuple[int, int]
    flow: str
    held: bool
    is_count: bool
    sign: str
    value: Decimal
    unit: str
    rising: tuple[int, int]

    @property
    def label(self) -> str:
        """The readable name: 技术合同交易额 11.5亿元."""
        return f"{self.flow}{self.name} {self.sign}{self.value}{self.unit}"


class Lead(NamedTuple):
    """Words in front of a name: where they begin (``edge``), where the first verb of adding among them is, all these
    verbs, and whether there is one of them or one of having."""

    edge: int
    first: int
    flow: str
    held: bool


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of the lexicon, longest word first."""
    return tuple(sorted(load_toml("lexicon/indicators.toml")[name], key=lambda word: (-len(word), word)))


def any_of(listed: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(listed), key=lambda word: (-len(word), word)))) + ")"


@cache
def period() -> re.Pattern[str]:
    """Parts of a year, such as 上半年."""
    return re.compile("|".join(load_toml("lexicon/indicators.toml")["periods"]))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = load_toml("lexicon/indicators.toml")
    industries = load_toml("lexicon/industries.toml")
    branch = any_of([*industries["industries"], *industries["plain"]])
    qualifier = f"(?:{any_of(table['qualifiers'])}|{branch}(?:产业)?)"
    sign = f"(?P<sign>{any_of([word for name in _SIGNS for word in table[name]])})?"
    between = f"(?:{any_of(table['behind'])}| ){{0,3}}"
    rise = f"(?P<rising>[从由][^，。；：！？\\n]{{1,24}}?{any_of(table['rising'])}了?[到至]{_OF_YEAR})?"
    after = f"(?=[。；：！？，（）”\\n]|$|{any_of(table['after'])})"
    found = []
    for kind in _KINDS:
        name = f"(?P<name>{_YEARLY}{qualifier}*{any_of(table[kind]['names'])})"
        number = f"{sign}{_NUMBER}{_MANY}(?P<unit>{any_of(table[kind]['units'])})"
        found.append((NAME_FIRST, re.compile(_APART + name + _ASIDE + between + rise + between + number + after)))
        if kind == "counted":
            found.append((NUMBER_FIRST, re.compile(f"{number}(?P<rising>){name}{_ASIDE}{after}")))
    return tuple(found)


def find_quantities(text: str, times: Mapping[int, int], stops: Collection[int]) -> list[Quantity]:
    """All names with their numbers, in order, none inside another. ``times`` are where dates end and begin, which the
    words in front of a name may hold (全市2023年新增), ``stops`` where other names end, which they do not."""
    parts = [part.span() for part in _WITH_DIGIT.finditer(text)]
    matches = [(rule, m) for rule, pattern in _patterns() for part in parts for m in pattern.finditer(text, *part)]
    found: list[Quantity] = []
    for rule, match in sorted(matches, key=lambda pair: (pair[1].start(), -pair[1].end())):
        if not found or match.start() >= found[-1].end:
            found.append(_quantity(text, rule, match, times, stops))
    return found


def _quantity(text: str, rule: str, match: re.Match[str], times: Mapping[int, int], stops: Collection[int]) -> Quantity:
    lead = led_by(text, match.start(), times, stops)
    word = match["sign"] or ""
    table = load_toml("lexicon/indicators.toml")
    sign = "超" if match["more"] else next((short for name, short in _SIGNS.items() if word in table[name]), "")
    return Quantity(
        start=lead.first if lead.flow else match.start(),
        end=match.end(),
        edge=lead.edge,
        rule=rule,
        name=match["name"],
        named=match.span("name"),
        flow=lead.flow,
        held=lead.held,
        is_count=match["unit"] in table["counted"]["units"],
        sign=sign,
        value=Decimal(match["number"].replace(",", "")),
        unit=(match["many"] or "") + match["unit"],
        rising=match.span("rising"),
    )


def led_by(text: str, end: int, times: Mapping[int, int], stops: Collection[int]) -> Lead:
    """The words that lead to what stands at ``end``: 全市2023年新增了 leads back to 全市, with 新增."""
    first, flows, held = end, "", False
    while end not in stops:
        if end in times:
            end = times[end]
        elif text[max(0, end - 1) : end] == " ":
            end -= 1
        elif flow := _ending(text, end, words("flows")):
            first = end = end - len(flow)
            flows, held = flow + flows, True
        elif holding := _ending(text, end, words("holding")):
            end, held = end - len(holding), True
        elif opener := _ending_period(text, end) or _ending(text, end, words("openers")):
            end -= len(opener)
        else:
            break
    return Lead(end, first, flows, held)


def _ending(text: str, end: int, listed: Iterable[str]) -> str:
    return next((word for word in listed if text.endswith(word, 0, end)), "")


def _ending_period(text: str, end: int) -> str:
    begin = max(0, end - 8)
    return next((text[m.start() : end] for m in period().finditer(text, begin, end) if m.end() == end), "")
