"""Indicators: which place, zone or firm has which number of what, and when (技术合同交易额 11.5亿元).

What is measured and how much: :mod:`kg.extraction.quantities`; whose it is: :mod:`kg.extraction.holders`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.context import Context
from kg.extraction.dates import When, find_dates
from kg.extraction.holders import CLAUSE, SENTENCE, Holders
from kg.extraction.modality import modality_of
from kg.extraction.quantities import NAME_FIRST, NUMBER_FIRST, Quantity, any_of, find_quantities, led_by, period, words
from kg.extraction.sentences import Sentence
from kg.model import Claim, LeftOut, Mention, Modality
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {
    NAME_FIRST: "某地技术合同交易额达到11.5亿元: a place, zone, firm or institute has so much of an indicator",
    NUMBER_FIRST: "某地拥有380家高新技术企业: it has the number in front of what is counted",
}
_SURE = 0.85
_NOT_ITS_DATE = re.compile(r"(?:[比较从由自超与]|相比|获批于|成立于|始于)$")
_SINCE = re.compile("以来|至今|同期|相比|起")
_GOES_ON = re.compile("其中|分[^，。]{1,6}看，")  # a sentence that tells the parts of the one before
_LATEST = 3  # characters between a year and the end of 由…增加到2020年的
_HEADING = 24  # characters of the longest heading, such as 二、发展目标


def find_indicators(context: Context, sentences: Sequence[Sentence]) -> tuple[list[Mention], list[Claim]]:
    """The indicators of an article as mentions, and their claims; the objects of these count from 0, the first of the
    mentions. What is an indicator and nobody's for certain goes to ``context.left_out``."""
    reader = _Reader(context)
    mentions: list[Mention] = []
    claims: list[Claim] = []
    for quantity, holder in reader.held():
        sentence = sentences[bisect_right(sentences, quantity.start, key=lambda s: s.start) - 1]
        if holder is None or _is_of_others(context.mentions[holder], quantity):
            reason = f"{quantity.label}: the text does not say for certain whose"
            context.left_out.append(LeftOut(quantity.start, quantity.end, reason))
            continue
        date, part = reader.when(quantity)
        mentions.append(_mention(context.mentions[holder], quantity, date, part))
        claims.append(
            Claim(
                holder,
                "hasIndicator",
                len(mentions) - 1,
                sentence.start,
                sentence.end,
                quantity.rule,
                _SURE,
                reader.modality(quantity, date),
                date=date,
                value=quantity.value,
                unit=quantity.unit,
            )
        )
    return mentions, claims


def _is_of_others(holder: Mention, quantity: Quantity) -> bool:
    """Whether a place is said to have what only firms and zones have: 全市…, 实现产值100亿元."""
    return group(holder.type) == "place" and quantity.name in words("not_of_places")


def _mention(holder: Mention, quantity: Quantity, date: str | None, part: str) -> Mention:
    """The indicator of a holder at a time: two with the same number are one only where all of these are the same."""
    whose = holder.context if group(holder.type) == "place" and holder.context else holder.name
    context = f"{whose} {date}" if date else whose
    return Mention(quantity.start, quantity.end, "Indicator", part + quantity.label, context)


class _Reader:
    """The numbers of one article, in order, with what the text around them says of each."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._text = context.article.body
        self._published = context.article.published
        self._dates = find_dates(self._text, self._published)
        self._times = {when.end: when.start for when in self._dates}
        self._holders = Holders(context, self._times)
        self._now = re.compile(any_of(words("now")))
        self._aims = re.compile(any_of(words("aims")))
        self._when: dict[int, tuple[str | None, str]] = {}
        self._done: list[Quantity] = []

    def held(self) -> list[tuple[Quantity, int | None]]:
        """The numbers that may be indicators, each with its holder where that is certain."""
        found: list[tuple[Quantity, int | None]] = []
        for quantity in find_quantities(self._text, self._times, self._holders.stops):
            if self._is_in_name(quantity):
                continue
            fits, holder = self._holders.of(quantity, found)
            if fits:
                found.append((_as_listed(self._text, quantity, found), holder))
        self._done = [quantity for quantity, _ in found]
        return found

    def _is_in_name(self, quantity: Quantity) -> bool:
        """Whether a name reaches into the number's: 《…》, or a firm called 某高新技术企业."""
        return any(
            m.start < quantity.named[0] < m.end or m.start <= quantity.start < quantity.end <= m.end
            for m in self._context.mentions
        )

    def when(self, quantity: Quantity) -> tuple[str | None, str]:
        """The ISO date that the text gives a number, and the part of the year that it names."""
        found = self._of_rise(quantity) or self._of_clause(quantity) or self._of_sentence(quantity)
        self._when[quantity.start] = found
        return found

    def _of_rise(self, quantity: Quantity) -> tuple[str | None, str] | None:
        start, end = quantity.rising
        if start == end:
            return None
        inside = [d.iso for d in self._dates if start <= d.start and end - _LATEST < d.end <= end]
        return (inside[-1], "") if inside else None

    def _of_clause(self, quantity: Quantity) -> tuple[str | None, str] | None:
        """The date in the number's own clause; nothing where the clause speaks of today or of no time."""
        begin = self._begin(quantity.edge, CLAUSE)
        end = quantity.named[0]
        if self._now.search(self._text, begin, end):
            return None, ""
        return self._last_time(begin, end)

    def _last_time(self, begin: int, end: int) -> tuple[str | None, str] | None:
        dates = [d for d in self._dates if begin <= d.start and d.end <= end and self._is_own(d)]
        parts = list(period().finditer(self._text, begin, end))
        if not dates and not parts:
            return None
        return (dates[-1].iso if dates else None, parts[-1].group() if parts else "")

    def _is_own(self, date: When) -> bool:
        return not _NOT_ITS_DATE.search(self._text, max(0, date.start - 4), date.start) and not _SINCE.match(
            self._text, date.end
        )

    def _of_sentence(self, quantity: Quantity) -> tuple[str | None, str]:
        """The date of a clause in front that says nothing else (2019年，) or holds a number of its own."""
        begin = self._begin(quantity.edge, SENTENCE)
        if _GOES_ON.match(self._text, begin):
            begin = self._begin(max(0, begin - 1), SENTENCE)
        end = self._begin(quantity.edge, CLAUSE)
        while end > begin:
            start = self._begin(end - 1, CLAUSE)
            before = [q.start for q in self._done if start <= q.start < end and q.start in self._when]
            if before:
                return self._when[before[-1]]
            told = self._last_time(start, end)
            if told is not None:
                bare = led_by(self._text, end - 1, self._times, ()).edge <= start
                return told if bare else (None, "")
            if self._now.search(self._text, start, end):
                return None, ""
            end = start
        return None, ""

    def _begin(self, position: int, marks: str) -> int:
        return max(self._text.rfind(mark, 0, position) for mark in marks) + 1

    def modality(self, quantity: Quantity, date: str | None) -> Modality:
        """What is aimed at is planned: by a word of its sentence, by a date to come, by the sentences in front."""
        begin = self._begin(quantity.edge, CLAUSE)
        names = [(m.start, m.end) for m in self._context.mentions if begin <= m.start < quantity.end]
        said = modality_of(self._text, begin, quantity.end, [*names, quantity.named])
        if said is not Modality.ASSERTED or self._now.search(self._text, begin, quantity.start):
            return said
        if date is not None:
            begin = self._begin(quantity.edge, SENTENCE)
            return Modality.PLANNED if self._is_to_come(date, quantity) else self._of_aims(quantity, begin)
        line = self._text.rfind("\n", 0, quantity.start) + 1
        earlier = [d for d in self._dates if line <= d.start < quantity.start]
        if earlier and self._is_to_come(earlier[-1].iso, quantity):
            return Modality.PLANNED
        return Modality.PLANNED if self._is_under_aims(line) else self._of_aims(quantity, line)

    def _of_aims(self, quantity: Quantity, begin: int) -> Modality:
        return Modality.PLANNED if self._aims.search(self._text, begin, quantity.named[0]) else Modality.ASSERTED

    def _is_to_come(self, date: str, quantity: Quantity) -> bool:
        """Whether a date lies behind the article's own; without that, whether the text goes towards it: 到2025年."""
        if self._published:
            return date > self._published[: len(date)]
        return any(
            when.iso == date and re.search("(?<![截达])[到至]$", self._text[max(0, when.start - 2) : when.start])
            for when in self._dates
            if when.end <= quantity.end
        )

    def _is_under_aims(self, line: int) -> bool:
        """Whether the line above is a heading that speaks of aims."""
        above = self._text[self._text.rfind("\n", 0, max(0, line - 1)) + 1 : max(0, line - 1)]
        return len(above) <= _HEADING and "目标" in above


def _as_listed(text: str, quantity: Quantity, found: Sequence[tuple[Quantity, int | None]]) -> Quantity:
    """新增高新技术企业38家、科技型中小企业50家: what a list adds is said once."""
    if not found or quantity.held or text[found[-1][0].end : quantity.edge] not in ("、", "和", "及"):
        return quantity
    return replace(quantity, flow=found[-1][0].flow)
