"""Whose a number is: the place, zone, firm or institute that its clause, its sentence, its paragraph or its article is
about; nobody's where that is not certain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.context import Context
from kg.extraction.quantities import Quantity, any_of, led_by, words
from kg.extraction.titles import titles
from kg.model import Mention
from kg.ontology import group

CLAUSE = "，；：。！？\n"
SENTENCE = "。！？\n"
_GROUPS = ("place", "zone", "org", "facility")
#: These speak of the numbers of others; their own are few.
_BODIES = ("GovernmentBody", "MediaOutlet", "Association")
#: Words for a place or zone that leave open which one is meant, where the extraction makes no name of them.
_WHOLE = re.compile(
    "[全我本][国省市区县州镇乡]|园区|该[区市县园]|公司|两[市地区省]|各[地县市区州]|(?:国家级?|省级|市级)?(?:高新区|开发区|经开区|示范区|新区)"
)
_SPOKEN_OF = re.compile("[全我本][省市区县州镇乡]")
_UNKNOWN_PART = re.compile(
    "(?!.{0,2}(?:地|园|辖|社|城)区)[\u4e00-\u9fff]{2,3}(?:[区县镇乡]|街道)"
)  # of a city: 某市某区, where 某区 is no known name
_GUESTS = re.compile("[来到赴莅抵]我[市县区州]")
_BARE_ZONE = 3  # characters of 高新区 and 该园区
_OWN_DISTRICT = ("全区", "我区")
_OF_MANY = re.compile("[全各][国省市区县]")  # no name of one zone: what a recogniser makes of 上半年全省高新区
_JOINED = ("、", "和", "及", "与", "同", "以及", "等", "跟")
_PRONOUN = 2  # characters of 全市
_BREAK = "，；：。！？\n”“"
_BYLINE = re.compile("（[^（）]*(?:记者|通讯员)[^（）]*）")


@dataclass(frozen=True, slots=True)
class Name:
    """Names that stand side by side, of which the last tells what is meant (湖南省衡阳市): characters and its mention;
    None where the word leaves open which one is meant."""

    start: int
    end: int
    mention: int | None


class Holders:
    """The names in one article to which numbers may belong."""

    def __init__(self, context: Context, times: Mapping[int, int]) -> None:
        self._context = context
        self._text = context.article.body
        self._times = times
        self._title_end = len(context.article.title) or self._text.find("\n")
        self._names = _side_by_side(context, self._title_end)
        self._prepositions = tuple(words("prepositions"))
        self._asides = re.compile(any_of(words("asides")))
        verbs = [*words("openers"), *words("holding"), *words("flows"), *words("behind")]
        self._members = re.compile(f"[^，；：。！？\\n]{{0,16}}?{any_of(words('members'))}{any_of(verbs)}")
        self.stops = frozenset(name.end for name in self._names)

    def of(self, quantity: Quantity, before: Sequence[tuple[Quantity, int | None]]) -> tuple[bool, int | None]:
        """Whether what stands in front of a number lets it be an indicator, and whose it is (None: that is unclear);
        ``before`` are the quantities in front of it with their holders."""
        last, holder = before[-1] if before else (None, None)
        if last is not None and self._text[last.end : quantity.edge] in ("、", "和", "及", "以及", "，以及"):
            return True, holder
        if quantity.rule.endswith("number-first") and not quantity.held:
            return False, None
        edge = quantity.edge
        own = next((name for name in self._names if name.end == edge), None)
        if own is not None:
            return True, self._direct(own)
        if not self._is_break(edge) or self._is_part(quantity):
            return False, None
        return True, self._told_before(edge, before)

    def _is_break(self, position: int) -> bool:
        """Whether a clause may begin here: behind a mark, or behind a byline."""
        if position == 0 or self._text[position - 1] in _BREAK:
            return True
        bracket = self._text.rfind("（", 0, position)
        return bracket >= 0 and bool(_BYLINE.fullmatch(self._text, bracket, position))

    def _is_part(self, quantity: Quantity) -> bool:
        """Whether things are counted that are only some of what was counted before: 其中规上企业20家."""
        begin = self._begin(quantity.edge, SENTENCE + "；")
        return quantity.is_count and "其中" in self._text[begin : quantity.edge]

    def _direct(self, name: Name) -> int | None:
        """全市高新技术企业达380家: the name in front, unless a preposition or a list stands before it."""
        fits = not self._text.endswith(self._prepositions, 0, name.start)
        return name.mention if fits and self._may_hold(name) else None

    def _may_hold(self, name: Name) -> bool:
        if name.mention is None:
            return False
        mention = self._context.mentions[name.mention]
        spelt = name.end - name.start > _PRONOUN or not _SPOKEN_OF.match(self._text, name.start)
        if group(mention.type) == "place" and spelt and _UNKNOWN_PART.match(self._text, name.end):
            return False
        if not self._points_well(name, mention):
            return False
        return group(mention.type) != "facility" and mention.type not in _BODIES

    def _points_well(self, name: Name, mention: Mention) -> bool:
        """Whether a word for a thing can only mean that one: 全区 no county where the text speaks of a zone, nor one
        whose people come to 我区; 高新区 one that is named in full; 该区 nothing but what its sentence named."""
        word = self._text[mention.start : mention.end]
        if group(mention.type) == "zone" and len(word) <= _BARE_ZONE:
            full = any(m.name == mention.name and m.end - m.start > _BARE_ZONE for m in self._context.mentions)
            if not full or _GUESTS.search(self._context.article.title):
                return False
        own = self._context.home.own
        if word in _OWN_DISTRICT and mention.type == "County" and (own is None or own.code != mention.context):
            return not any(group(m.type) == "zone" for m in self._context.mentions)
        begin = self._begin(name.start, SENTENCE)
        return not word.startswith("该") or all(
            self._key(n) == self._key(name) for n in self._names if begin <= n.start < name.start
        )

    def _told_before(self, edge: int, before: Sequence[tuple[Quantity, int | None]]) -> int | None:
        """The holder from the clauses in front, the nearest first, else from the paragraph, else from the title."""
        begin = self._begin(edge, SENTENCE)
        end = edge
        tellers: list[Name] = []
        while end > begin:
            start = self._begin(end - 1, CLAUSE)
            inside = [holder for quantity, holder in before if start <= quantity.start < end]
            names = [n for n in self._names if start <= n.start < end]
            if self._asides.search(self._text, start, end):
                tellers += [n for n in names if self._is_body(n)]
                names = [n for n in names if not self._is_body(n)]
            if inside or names:
                return self._as_told(inside[-1] if inside else self._acting(names, start), tellers)
            end = start
        return self._as_told(self._of_paragraph(begin), tellers)

    def _as_told(self, holder: int | None, tellers: Sequence[Name]) -> int | None:
        """The holder, if all who tell of it are its own: what 衡山县统计局 says need not be of 衡阳市."""
        mentions, heads = self._context.mentions, self._context.heads
        for teller in tellers:
            above = teller.mention
            while above is not None and group(mentions[above].type) == "org":
                above = heads.get(above)
            if holder is None or above is None or mentions[above].context != mentions[holder].context:
                return None
            if group(mentions[above].type) != group(mentions[holder].type):
                return None
        return holder

    def _begin(self, position: int, marks: str) -> int:
        """Where the clause or sentence begins that holds a position."""
        return max(self._text.rfind(mark, 0, position) for mark in marks) + 1

    def _is_body(self, name: Name) -> bool:
        return name.mention is not None and self._context.mentions[name.mention].type in _BODIES

    def _acting(self, names: Sequence[Name], start: int) -> int | None:
        """The one name of a clause, where the clause begins with it and it is no part of a list or a post."""
        name = names[0]
        alone = len({self._key(n) for n in names}) == 1
        return name.mention if alone and self._begins(name, start) and self._may_hold(name) else None

    def _begins(self, name: Name, start: int) -> bool:
        edge = led_by(self._text, name.start, self._times, self.stops).edge
        if edge > start and not self._is_break(edge):
            return False
        after = self._text[name.end : name.end + titles().longest]
        is_post = any(after[:size] in titles().all for size in range(2, len(after) + 1))
        return not after.startswith(_JOINED) and not is_post and not self._members.match(self._text, name.end)

    def _key(self, name: Name) -> object:
        if name.mention is None:
            return name.start
        mention = self._context.mentions[name.mention]
        return mention.name, mention.context

    def _of_paragraph(self, end: int) -> int | None:
        """What a paragraph is about that begins with a name and goes on without another, or that names what the title
        alone speaks of and nothing else; of one without names the same, if the text named it last."""
        begin = self._text.rfind("\n", 0, end) + 1
        latest = [n for n in self._names if n.start < end and not self._is_body(n)]
        names = [n for n in latest if n.start >= begin] or latest[-1:]
        if not names or len({self._key(n) for n in names}) != 1 or not self._may_hold(names[0]):
            return None
        title = {self._key(n) for n in self._names if n.start < self._title_end and not self._is_body(n)}
        if title == {self._key(names[0])} and not _GUESTS.search(self._context.article.title):
            return names[0].mention
        first = self._begin(names[0].start, SENTENCE) == begin
        return names[0].mention if first and self._begins(names[0], self._begin(names[0].start, CLAUSE)) else None


def _side_by_side(context: Context, title_end: int) -> list[Name]:
    """The names of places, zones, bodies and facilities, none inside another, with what may mean one; without those
    that a number is only compared with."""
    text = context.article.body
    found: list[Name] = []
    for index, mention in _outermost(context.mentions):
        start = found.pop().start if found and found[-1].end == mention.start else mention.start
        many = mention.end - mention.start > _PRONOUN and _OF_MANY.search(text, mention.start, mention.end)
        found.append(Name(start, mention.end, None if many else index))
    taken = {at for name in found for at in range(name.start, name.end)}
    titled = {n.mention for n in found if n.start < title_end}
    one = titled.pop() if len(titled) == 1 and not _GUESTS.search(context.article.title) else None
    for match in _WHOLE.finditer(text):
        if match.start() not in taken:
            level = match.group()[-1] if _SPOKEN_OF.fullmatch(match.group()) else ""
            own = one is not None and level and context.mentions[one].name.endswith(level)
            found.append(Name(match.start(), match.end(), one if own else None))
    compared = tuple(words("comparing"))
    return sorted((n for n in found if not text.endswith(compared, 0, n.start)), key=lambda name: name.start)


def _outermost(mentions: Sequence[Mention]) -> list[tuple[int, Mention]]:
    found: list[tuple[int, Mention]] = []
    for index, mention in enumerate(mentions):
        if group(mention.type) in _GROUPS and (not found or mention.start >= found[-1][1].end):
            found.append((index, mention))
    return found
