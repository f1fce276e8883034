"""What a name means in its article: 市委 is 衡阳市委, a bare 会议 the meeting held before.

What stays ambiguous means nothing, and is left out and listed: never guessed.
"""

from __future__ import annotations

import re

from kg.extraction.bodies import organs, shorten
from kg.extraction.context import CENTRAL, Context, home_code
from kg.extraction.events import GENERIC, HOLDS, SPIRIT, held_events, name_event
from kg.extraction.found import Found
from kg.extraction.gazetteer import Division, words_too
from kg.extraction.sentences import split
from kg.extraction.zone_names import short_name, zone_meant
from kg.model import Mention
from kg.ontology import group
from kg.resources import load_toml

_TORCH, _TORCH_MINISTRIES = "火炬中心", ("科技部", "工信部")
_LEVELS: dict[str, str | tuple[str, ...]] = {"省": ("省", "自治区")}
_OUR_OWN = ("厅", "局", "委")
_OFFICES = ("处", "科", "室")
_LEADS = re.compile("带领|率领|率")
_OF_ZONES = ("管委会", "党工委", "工委", "执委会")
_CHAIN = 8  # characters of a title and its mark between two bodies of one chain
_PARTY_DEPARTMENTS = ("组织部", "宣传部", "统战部", "政法委")
_DIVISIONS = ("Province", "City", "County")
_HEADING = 8  # characters of a line such as 【河北】 that says of which place the next one is


def meaning(context: Context, found: Found, head: Mention | None) -> tuple[str, str] | None:
    """The full name of what is meant and the context that tells it from namesakes."""
    kind = group(found.type)
    if found.how == "same":
        return (head.name, head.context) if head is not None else None
    if found.how == "own":
        beside = _place_named_last(context, found) or _place_beside(context, found)
        if beside:
            return beside
        division = context.home.of_level(found.stem)
        return (division.name, division.code) if division else None
    if kind == "place" and found.how == "gazetteer" and found.type != "Region":
        division = _division(context, found)
        return (division.name, division.code) if division else None
    if found.how == "body":
        return _body(context, found, head)
    if kind == "zone":
        return zone_meant(context, found, head)
    surface = context.article.body[found.start : found.end]
    if found.how == "gazetteer":
        return found.name, found.key
    if kind == "event":
        return _event(context, found, surface)
    if head is not None and found.stem:
        prefix = short_name(context, head) if group(head.type) == "place" else head.name
        named = head.name if context.article.body[head.start : head.end] != surface[: head.end - head.start] else prefix
        own = found.head is not None and found.head.how == "own"
        named = head.name if own else named  # 市规划馆
        in_full = own or group(head.type) == "zone" or head.type == "ResearchInstitution"  # 中科院某某分院
        return (named if in_full else surface[: head.end - head.start]) + found.stem, head.context
    if kind == "place" and found.type != "Region":  # a division's context is its own code; these have none
        return found.name or surface, f"in-{home_code(context)}"
    local = kind == "facility" or found.type in ("IndustrialPark", "GovernmentBody")  # 民建省委: of this province
    name = (found.name or surface).removesuffix("社") if surface.endswith("报社") else found.name or surface
    return name, home_code(context) if local else ""


def _place_named_last(context: Context, found: Found) -> tuple[str, str] | None:
    """该县 is the county that its paragraph named last."""
    body = context.article.body
    if body[found.start] != "该":
        return None
    start = body.rfind("\n", 0, found.start)
    named = [m for m in context.mentions if start < m.start < m.end <= found.start and m.name.endswith(found.stem)]
    last = max((m for m in named if group(m.type) == "place"), key=lambda m: m.start, default=None)
    return (last.name, last.context) if last else None


def _place_beside(context: Context, found: Found) -> tuple[str, str] | None:
    """六盘水市委副书记…，市委常委…: in one sentence a bare 市 takes up the city whose body was just named."""
    body = context.article.body
    if body[found.start] in "我本":
        return None  # 甲市考察团来我市: whose 市 it is, the city just named is not it
    ends = "。；\n" if context.home.city else "\n"  # of an article about many cities the paragraph is about one
    start = max(body.rfind(mark, 0, found.start) for mark in ends) + 1
    if ends == "\n" and start - 1 - (above := body.rfind("\n", 0, max(0, start - 1)) + 1) <= _HEADING:
        start = above
    led = _place_of_leader(context, found, start)
    if led is not None:
        return led
    named = {context.heads[i] for i in context.heads if group(context.mentions[i].type) == "org"}
    places = [
        m
        for i, m in enumerate(context.mentions)
        if (i in named or not context.home.of_level(found.stem)) and start <= m.start < found.start
        if m.end - m.start > 1 and group(m.type) == "place" and m.name.endswith(_LEVELS.get(found.stem, found.stem))
        if m.type == found.type or not context.home.city  # 市委 after 寿光市委 is the city's
    ]
    nearest = max(places, key=lambda m: m.start, default=None)
    return (nearest.name, nearest.context) if nearest else None


def _place_of_leader(context: Context, found: Found, start: int) -> tuple[str, str] | None:
    """甲市副市长某某带领市科技局…: the 市 behind 带领 is that of whoever leads."""
    led = _LEADS.search(context.article.body, start, found.start)
    level = _LEVELS.get(found.stem, found.stem)
    places = [
        m
        for m in context.mentions
        if led and start <= m.start < led.start() and group(m.type) == "place" and m.name.endswith(level)
    ]
    last = max(places, key=lambda m: m.start, default=None)
    return (last.name, last.context) if last is not None and last.type == found.type else None


def _division(context: Context, found: Found) -> Division | None:
    """The division of an ambiguous name that lies in the article's home, or lies highest."""
    if found.key:
        division = context.gazetteer.divisions[found.key]
        return division if _is_near(context, found, division) else None
    surface = context.article.body[found.start : found.end]
    known = [k for k in context.gazetteer.by_name[surface] if k.type == found.type or k.type in _DIVISIONS]
    candidates = [context.gazetteer.divisions[k.key] for k in known if k.key in context.gazetteer.divisions]
    candidates = [d for d in dict.fromkeys(candidates) if _is_near(context, found, d)]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    in_front = next((m for m in context.mentions if m.end == found.start and group(m.type) == "place"), None)
    named = [d for d in candidates if in_front and context.gazetteer.contains(in_front.context, d.code)]
    if len(named) == 1:
        return named[0]  # 深圳市南山区
    outer = [d for d in candidates if all(context.gazetteer.contains(d.code, other.code) for other in candidates)]
    if outer:
        return outer[0]  # 楚雄 is the 州 before the 市 in it
    for code in context.home.codes:
        inside = [d for d in candidates if context.gazetteer.contains(code, d.code)]
        if len(inside) == 1:
            return inside[0]
        if inside:
            candidates = inside
            break
    levels = sorted(candidates, key=lambda d: ("province", "city", "county").index(d.level))
    if levels[0].level != levels[1].level:
        return levels[0]
    return None


def _is_near(context: Context, found: Found, division: Division) -> bool:
    """A short county name counts where its full name stands or its province is spoken of."""
    surface = context.article.body[found.start : found.end]
    certain = surface == division.name or division.name in context.article.body
    of_many = surface.endswith("新区") and surface.removesuffix("新区") in words_too()
    if division.level != "county" or (certain and not of_many):
        return True  # but every province has a 滨海新区
    home = context.home.province or context.home.city
    spoken_of = any(context.gazetteer.contains(d.code, division.code) for d, _ in context.home.ranked if d != division)
    return home is None or context.gazetteer.contains(home.code, division.code) or spoken_of


def _body(context: Context, found: Found, head: Mention | None) -> tuple[str, str] | None:
    usual: dict[str, str] = load_toml("lexicon/organs.toml")["canonical"]
    if head is not None:
        return shorten(head.name + found.stem, usual), head.context
    if found.stem in _OUR_OWN:
        publisher = shorten(context.article.publisher or "", usual)
        own = context.home.own
        return (publisher, own.code) if own and publisher.endswith(found.stem) else None
    if found.stem.startswith(_OF_ZONES) and (beside := _zone_in_chain(context, found)):
        return beside[0] + found.stem, beside[1]
    earlier = [
        m
        for i, m in enumerate(context.mentions)
        if context.stems.get(i) == found.stem and group(m.type) == "org" and (m.end - m.start) > len(found.stem)
    ]
    if earlier:
        return _nearest(earlier, found.start)
    if found.stem.endswith("司"):
        return _department(context, found)
    if found.stem.endswith(_OFFICES):
        return _office(context, found)
    if found.stem == _TORCH:
        return _torch_center(context)
    if found.stem in _PARTY_DEPARTMENTS:
        return _party_department(context, found)
    if found.stem.startswith(_OF_ZONES):
        zones = [m for m in context.mentions if group(m.type) == "zone"]
        zones = [m for m in zones if found.name and m.name.endswith(found.name)] or zones
        governed = {
            context.mentions[h].name for i, h in context.heads.items() if context.stems.get(i, "").startswith(_OF_ZONES)
        }
        zones = [m for m in zones if m.type != "IndustrialPark" or not governed or m.name in governed] or zones
        nearest = _nearest(zones, found.start) if zones else None
        return (nearest[0] + found.stem, nearest[1]) if nearest else None
    if zone := _zone_of_body_before(context, found):
        return shorten(zone.name + found.stem, usual), zone.context
    level = "省" if found.stem.endswith("厅") else "市"
    division = context.home.of_level(level)
    if division is None or found.stem not in organs() or (level == "市" and context.home.county):
        return None
    return shorten(division.name + found.stem, usual), division.code


def _zone_in_chain(context: Context, found: Found) -> tuple[str, str] | None:
    """管委会 in 甲经开区党工委副书记、管委会主任 is 甲经开区's, whoever was named before."""
    text = context.article.body
    chained = [
        i
        for i, m in enumerate(context.mentions)
        if m.end <= found.start <= m.end + _CHAIN
        and i in context.heads
        and context.stems.get(i, "").startswith(_OF_ZONES)
        if "，" not in text[m.end : found.start] and "。" not in text[m.end : found.start]
    ]
    if not chained:
        return None
    last = max(chained, key=lambda i: context.mentions[i].end)
    zone = context.mentions[context.heads[last]]
    return (zone.name, zone.context) if group(zone.type) == "zone" else None


def _zone_of_body_before(context: Context, found: Found) -> Mention | None:
    """投促局 in 高新区科发局副局长甲，投促局副局长乙 is the zone's: the zone of the body named last in the sentence."""
    text = context.article.body
    begin = max(text.rfind(mark, 0, found.start) for mark in "。；\n") + 1
    bodies = [
        i for i, m in enumerate(context.mentions) if begin <= m.start < m.end <= found.start and i in context.stems
    ]
    bodies = [i for i in bodies if context.mentions[i].type == "GovernmentBody"]
    last = max(bodies, key=lambda i: context.mentions[i].end, default=None)
    head = context.heads.get(last) if last is not None else None
    return context.mentions[head] if head is not None and group(context.mentions[head].type) == "zone" else None


def _department(context: Context, found: Found) -> tuple[str, str] | None:
    """农村司 after 科技部高新司 is the same ministry's."""
    before = [i for i, m in enumerate(context.mentions) if m.context == CENTRAL and m.start < found.start]
    if not before:
        return None
    short = found.stem[:-1]  # 区域司 behind 科技部成果转化与区域创新司
    full = [i for i in before if context.stems.get(i, "").endswith("司") and short in context.stems[i]]
    if full:
        return context.mentions[full[-1]].name, CENTRAL
    last = max(before, key=lambda i: context.mentions[i].start)
    parent = context.mentions[context.heads.get(last, last)]
    return parent.name + found.stem, CENTRAL


def _office(context: Context, found: Found) -> tuple[str, str] | None:
    """高新处 in 省科技厅副厅长甲、高新处处长乙 is the 厅's: of the body that the sentence named last."""
    begin = max(context.article.body.rfind(mark, 0, found.start) for mark in "。；\n") + 1
    bodies = [i for i, m in enumerate(context.mentions) if begin <= m.start < m.end <= found.start]
    bodies = [i for i in bodies if context.mentions[i].type == "GovernmentBody"]
    last = max(bodies, key=lambda i: (context.mentions[i].end, -context.mentions[i].start), default=None)
    if last is None:
        return None
    if context.mentions[last].name.endswith(_OFFICES):
        last = context.heads.get(last, last)
    return context.mentions[last].name + found.stem, context.mentions[last].context


def _torch_center(context: Context) -> tuple[str, str]:
    """The 火炬中心 is the 科技部's, since the reform of 2023 the 工业和信息化部's: whichever the text names."""
    named = [m.name for m in context.mentions if m.name in _TORCH_MINISTRIES]
    return (named[0] if named else _TORCH_MINISTRIES[0]) + _TORCH, CENTRAL


def _party_department(context: Context, found: Found) -> tuple[str, str] | None:
    """组织部 after 区委常委 is the 区委's."""
    line = context.article.body.rfind("\n", 0, found.start)
    committees = [
        m for i, m in enumerate(context.mentions) if context.stems.get(i) == "委" and line < m.start < found.start
    ]
    if not committees:
        return None
    nearest = max(committees, key=lambda m: m.start)
    return nearest.name + found.stem, nearest.context


def _nearest(candidates: list[Mention], position: int) -> tuple[str, str]:
    """The last one named before ``position``, else the first one named after."""
    before = [m for m in candidates if m.start < position]
    chosen = max(before, key=lambda m: m.start) if before else min(candidates, key=lambda m: m.start)
    return chosen.name, chosen.context


def _event(context: Context, found: Found, surface: str) -> tuple[str, str] | None:
    """A bare 会议 is the meeting held before it; a bare 座谈会 is that too, or else this article's own."""
    if surface != found.stem:
        year = (context.article.published or "")[:4]
        return name_event(surface, context.home), f"{home_code(context)}{year}"
    body = context.article.body
    meant = [i for i, m in enumerate(context.mentions) if m.type == "Event" and not body.startswith(SPIRIT, m.end)]
    events = [(context.mentions[i].start, context.mentions[i].end, i) for i in meant]
    sentences = split(body)
    held = [context.mentions[i] for i in held_events(context.article.body, sentences, events)]
    named = [context.mentions[e[2]] for e in events]
    if surface in GENERIC:
        before = [m for m in held if m.start < found.start] or [m for m in named if m.start < found.start]
        candidates = before or held
    else:
        same = [m for m in named if m.name.endswith(surface)]
        candidates = [m for m in held if m in same]
        if not candidates and held_events(context.article.body, sentences, [(found.start, found.end, -1)]):
            return surface, context.article.id
        candidates = candidates or same or held
    if holder := _holder(context, found):
        return f"{holder}{surface}", context.article.id
    if candidates:
        return _nearest(sorted(candidates, key=lambda m: m.start), found.start)
    return None if surface in GENERIC else (surface, context.article.id)


def _holder(context: Context, found: Found) -> str:
    """Who holds a bare meeting, where the words in front of it say so: 某区党工委、管委会召开会议; else ``""``."""
    text = context.article.body
    verb = HOLDS.search(text, max(0, found.start - 8), found.start)
    holders = [m for m in context.mentions if verb and m.end == verb.start() > m.start and group(m.type) == "org"]
    return min(holders, key=lambda m: m.start).name if holders else ""
