"""Which zone a name means: 高新区 is 衡阳高新区, 国际商务区 the 嘉兴国际商务区 named before."""

from __future__ import annotations

from kg.extraction.bodies import shorten
from kg.extraction.context import Context, home_code
from kg.extraction.found import Found
from kg.extraction.gazetteer import Division, Known
from kg.model import Mention
from kg.ontology import group
from kg.resources import load_toml


def zone_meant(context: Context, found: Found, head: Mention | None) -> tuple[str, str] | None:
    """The full name of a zone and the code of its place; None where the text does not tell which zone it is."""
    usual: dict[str, str] = load_toml("lexicon/organs.toml")["canonical"]
    surface = context.article.body[found.start : found.end]
    if found.how == "gazetteer":
        return found.name, found.key
    if found.head is None and len(surface) == len(found.stem):
        return _bare_zone(context, found, usual)
    prefix = surface[: found.head.end - found.head.start] if found.head else ""
    short = prefix if head is None else head.name if group(head.type) == "zone" else short_name(context, head)
    rest = surface[len(prefix) :] or found.stem  # 成都 in 成都、自贡等国家高新区
    for level in ("国家级", "国家", "省级"):
        rest = rest.replace(level, "", 1)
    name = shorten(short + rest, usual)
    if known := _known_zone(context, name, head.context if head else home_code(context)):
        return known.name, known.key
    zones = (m for m in context.mentions if group(m.type) == "zone")
    longer = {(m.name, m.context) for m in zones if shorten(m.name, usual).endswith(name)}
    if head is None and len(longer) == 1:
        return longer.pop()  # 国际商务区 after 嘉兴国际商务区
    if head is not None:
        return name, head.context
    named_after = _city_in_front(context, name)
    return name, named_after.code if named_after else home_code(context)


def _known_zone(context: Context, name: str, place: str) -> Known | None:
    """The known zone of this name that lies in a place or around it; the only one, where no place is known."""
    zones = [k for k in context.gazetteer.by_name.get(name, ()) if group(k.type) == "zone"]
    contains = context.gazetteer.contains
    near = [k for k in zones if not k.key or contains(place, k.key) or contains(k.key, place)] if place else zones
    return near[0] if len({(k.name, k.key) for k in near}) == 1 else None


def _city_in_front(context: Context, name: str) -> Division | None:
    """The city that a zone's name begins with, where the text does not stop to name it: 裕安经开区, 黄山高新区."""
    for size in (4, 3, 2):
        known = [k for k in context.gazetteer.by_name.get(name[:size], ()) if k.key in context.gazetteer.divisions]
        divisions = list({k.key: context.gazetteer.divisions[k.key] for k in known}.values())
        outer = [d for d in divisions if all(context.gazetteer.contains(d.code, o.code) for o in divisions)]
        if outer:
            return outer[0]
    return None


def short_name(context: Context, place: Mention) -> str:
    """衡阳 for 衡阳市: zones are named after the short form."""
    division = context.gazetteer.divisions.get(place.context)
    if division is None:
        return place.name
    if division.short:
        return division.short
    bare = division.name[:-1]
    return bare if len(bare) > 1 else division.name


def _bare_zone(context: Context, found: Found, usual: dict[str, str]) -> tuple[str, str] | None:
    ending = shorten(found.stem, usual)
    candidates = [m for m in context.mentions if m.type == found.type and shorten(m.name, usual).endswith(ending)]
    if candidates:
        places = {m.name: m for m in candidates}
        if len(places) == 1:
            return candidates[0].name, candidates[0].context
        return _nearest_zone(context, candidates, found.start)
    if ending == "新区":
        return None  # of a city's new areas none is meant before it is named
    for division in (context.home.county, context.home.city):
        if division is None:
            continue
        if known := _known_zone(context, (division.short or division.name[:-1]) + ending, division.code):
            return known.name, known.key
    if context.home.city and not context.home.county:
        return (context.home.city.short or context.home.city.name) + ending, context.home.city.code
    return None


def _nearest_zone(context: Context, candidates: list[Mention], position: int) -> tuple[str, str]:
    """Of several zones the one that was named last, itself or by its place (在永川，…高新区)."""
    places = {c.context: c for c in candidates if c.context}
    named = [m for m in context.mentions if m.start < position]
    before = [m for m in named if m in candidates or (group(m.type) == "place" and m.context in places)]
    if not before:
        return candidates[0].name, candidates[0].context
    last = max(before, key=lambda m: m.start)
    chosen = last if last in candidates else places[last.context]
    return chosen.name, chosen.context
