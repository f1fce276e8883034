"""Where a thing stands by a word that points to a place named before: 区内的甲公司, 园区龙头企业乙, 当地的丙研究院."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.context import Context, main_zone
from kg.extraction.structure import list_from, outermost
from kg.model import Claim, Mention
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {"locatedIn.here": "区内的甲公司、乙公司: a word that points to the place named last says where things stand"}
_KIND = "(?:的|[龙骨][头干]|重点|链主|代表性?|知名|高新技术|规上|上市){0,2}(?:企业|平台|单位|的|——|“){0,2}$"
#: 区内 and the like mean the zone or district that the text named last; 当地 and the like the city or county.
_IN_ZONE = re.compile(f"(?:区内|园内|园区内?|区里|园里|入驻|驻区|入园|入区){_KIND}")
_IN_PLACE = re.compile(f"(?:当地|境内|辖区内?|县内|市内|县域内?){_KIND}")
LONGEST = 14  # characters that point, in front of a name
REACH = 2  # paragraphs back to the place that is meant


def here(context: Context) -> Iterator[Claim]:
    """``locatedIn`` for what stands behind such a word, sentence bounds unset (0, 0)."""
    text = context.article.body
    order = outermost(context.mentions)
    for position, index in enumerate(order):
        site = context.mentions[index]
        if group(site.type) not in ("org", "facility", "zone") or site.type in ("GovernmentBody", "MediaOutlet"):
            continue
        before = order[position - 1] if position else None
        begin = max(site.start - LONGEST, context.mentions[before].end if before is not None else 0)
        kinds = _meant(text, begin, site.start)
        place = _last(context, kinds, site) if kinds else None
        if place is None:
            continue
        for member in list_from(context, order[position:]):
            if member.name != context.mentions[place].name:
                yield Claim(context.mentions.index(member), "locatedIn", place, 0, 0, "locatedIn.here", 0.7)


def _meant(text: str, start: int, end: int) -> tuple[str, ...]:
    """The classes and groups of what the word in front of ``end`` may point to; none where none does."""
    if _IN_ZONE.search(text, start, end):
        return ("zone", "County")
    return ("County", "City", "Township") if _IN_PLACE.search(text, start, end) else ()


def _last(context: Context, kinds: Sequence[str], site: Mention) -> int | None:
    """The place of such a kind that the text names last, in this paragraph or the two before, also inside a body's
    name; else the article's zone."""
    text = context.article.body
    paragraphs = text[: site.start].rsplit("\n", REACH + 1)
    begin = len(paragraphs[0]) if len(paragraphs) > REACH + 1 else 0
    last = None
    for index, place in enumerate(context.mentions):  # in the order of the text
        if place.start >= site.start:
            break
        fits = place.type in kinds or group(place.type) in kinds
        if fits and begin <= place.start < place.end <= site.start and place.name != site.name:
            last = index
    return last if last is not None or "zone" not in kinds else main_zone(context)
