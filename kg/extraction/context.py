"""What a name means in its article: 市委 is 衡阳市委, 高新区 is 衡阳高新区, 副主任 of the 管委会 just named.

What stays ambiguous is left out and listed, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extraction.bodies import organs, shorten
from kg.extraction.events import GENERIC, held_events, name_event
from kg.extraction.found import Found
from kg.extraction.full_names import name_in_full
from kg.extraction.gazetteer import Division, Gazetteer
from kg.extraction.home import Home
from kg.extraction.sentences import split
from kg.model import Article, LeftOut, Mention
from kg.ontology import group
from kg.resources import load_toml

_TORCH, _TORCH_MINISTRIES = "火炬中心", ("科技部", "工信部")
_LEVELS: dict[str, str | tuple[str, ...]] = {"省": ("省", "自治区")}
_OF_ZONES = ("管委会", "党工委", "工委")
_CHAIN = 8  # characters of a title and its mark between two bodies of one chain
_NAMED_AFTER = ("Company", "ResearchInstitution", "MediaOutlet")  # 青岛某公司 says nothing of 青岛
_PARENT_STEMS = ("委", "政府", "人大", "人大常委会", "政协")
_PARTY_DEPARTMENTS = ("组织部", "宣传部", "统战部", "政法委")
DIVISIONS = ("Province", "City", "County")
_HEADING = 8  # characters of a line such as 【河北】 that says of which place the next one is
CENTRAL = "100000"  # the context of central bodies: no division of GB/T 2260 has this code


@dataclass(slots=True)
class Context:
    """What is known of the article while its names are being resolved, from left to right."""

    article: Article
    home: Home
    gazetteer: Gazetteer
    mentions: list[Mention] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)  # mention -> mention that places it
    stems: dict[int, str] = field(default_factory=dict)  # mention -> its organ or ending
    left_out: list[LeftOut] = field(default_factory=list)
    at: dict[tuple[int, int], int] = field(default_factory=dict)  # characters -> mention, while names are resolved


def resolve_names(article: Article, found: list[Found], home: Home, gazetteer: Gazetteer) -> Context:
    """Give every found name its meaning. Named things first, so that bare forms can refer to them."""
    context = Context(article, home, gazetteer)
    for name in sorted(found, key=_bareness):
        _add(context, name)
    _forget_unspoken_places(context, found)
    _forget_unspoken_parents(context, found)
    name_in_full(context.mentions)
    return _in_order(context)


def _forget_unspoken_parents(context: Context, found: list[Found]) -> None:
    """A 政府 or 市委 that the text names only inside its departments' names is not spoken of: 省政府办公厅."""
    spans = {(f.start, f.end) for f in found}
    spoken = {m.name for i, m in enumerate(context.mentions) if (m.start, m.end) in spans}
    for index, mention in enumerate(context.mentions):
        if context.stems.get(index) not in _PARENT_STEMS or mention.name in spoken:
            continue
        above = context.heads.pop(index, None)
        for child in [c for c, parent in context.heads.items() if parent == index]:
            if above is None:
                del context.heads[child]
            else:
                context.heads[child] = above
        context.mentions[index] = Mention(0, 0, mention.type, "", "")


def _forget_unspoken_places(context: Context, found: list[Found]) -> None:
    """A place that the text names only inside the names of zones is not spoken of: 通化 in 通化医药高新区."""
    spans = {(f.start, f.end) for f in found if not f.head or (f.head.start, f.head.end) != (f.start, f.end)}
    zones = {i for i, m in enumerate(context.mentions) if group(m.type) == "zone" or m.type in _NAMED_AFTER}
    inside = {h for i, h in context.heads.items() if i in zones}
    spoken = {
        m.context
        for i, m in enumerate(context.mentions)
        if group(m.type) == "place" and ((m.start, m.end) in spans or (i in context.heads.values() and i not in inside))
    }
    for index in inside:
        mention = context.mentions[index]
        if group(mention.type) == "place" and mention.context not in spoken:
            context.heads = {i: h for i, h in context.heads.items() if h != index}
            context.mentions[index] = Mention(0, 0, mention.type, "", "")


def _bareness(found: Found) -> int:
    """Named things come first, then bare ones, then words that may mean any meeting."""
    if not _is_bare(found):
        return int(found.head is not None and _is_bare(found.head))
    return 2 if found.how == "event" and found.stem in GENERIC else 1


def _is_bare(found: Found) -> bool:
    whole = found.how == "body" or len(found.stem) == found.end - found.start
    return found.head is None and found.how in ("body", "zone", "event") and whole


def _add(context: Context, found: Found) -> int | None:
    """Add a mention for a name and the name that places it; its position, or None where it is left out."""
    if (found.start, found.end) in context.at:
        return context.at[found.start, found.end]
    head = _add(context, found.head) if found.head else None
    if found.head and head is None and found.how in ("body", "zone"):
        return None
    meaning = _meaning(context, found, context.mentions[head] if head is not None else None)
    if meaning is None:
        surface = context.article.body[found.start : found.end]
        context.left_out.append(LeftOut(found.start, found.end, f"{surface}: cannot tell which one is meant"))
        return None
    name, place = meaning
    division = context.gazetteer.divisions.get(place) if found.how == "own" else None
    kind = division.type if division else found.type  # the 市 of 原平市 is a county
    context.mentions.append(Mention(found.start, found.end, kind, name, place))
    index = context.at[found.start, found.end] = len(context.mentions) - 1
    if head is None and found.how == "body":
        head = _named_after(context, index)
    if head is not None:
        context.heads[index] = head
    context.stems[index] = found.stem
    return index


def _named_after(context: Context, index: int) -> int | None:
    """The place, zone or body that a bare body turned out to be of: 成都高新区 for the 管委会 of 成都高新区管委会."""
    name = context.mentions[index].name
    outer = [
        i
        for i, m in enumerate(context.mentions)
        if i != index and m.name and name.startswith(m.name) and m.name != name
    ]
    return max(outer, key=lambda i: len(context.mentions[i].name), default=None)


def _meaning(context: Context, found: Found, head: Mention | None) -> tuple[str, str] | None:
    """The full name of what is meant and the context that tells it from namesakes."""
    kind = group(found.type)
    if found.how == "own":
        beside = _place_beside(context, found)
        if beside:
            return beside
        division = context.home.of_level(found.stem)
        return (division.name, division.code) if division and division.type == found.type else None
    if kind == "place" and found.how == "gazetteer" and found.type != "Region":
        division = _division(context, found)
        return (division.name, division.code) if division else None
    if found.how == "body":
        return _body(context, found, head)
    if kind == "zone":
        return _zone(context, found, head)
    surface = context.article.body[found.start : found.end]
    if found.how == "gazetteer":
        return found.name, found.key
    if kind == "event":
        return _event(context, found, surface)
    if head is not None and found.stem:
        prefix = _short_name(context, head) if group(head.type) == "place" else head.name
        named = head.name if context.article.body[head.start : head.end] != surface[: head.end - head.start] else prefix
        return (named if group(head.type) == "zone" else surface[: head.end - head.start]) + found.stem, head.context
    if kind == "place" and found.type != "Region":  # a division's context is its own code; these have none
        return found.name or surface, f"in-{home_code(context)}"
    local = kind == "facility" or found.type == "IndustrialPark"
    name = (found.name or surface).removesuffix("社") if surface.endswith("报社") else found.name or surface
    return name, home_code(context) if local else ""


def _place_beside(context: Context, found: Found) -> tuple[str, str] | None:
    """六盘水市委副书记…，市委常委…: in one sentence a bare 市 takes up the city whose body was just named."""
    body = context.article.body
    ends = "。；\n" if context.home.city else "\n"  # of an article about many cities the paragraph is about one
    start = max(body.rfind(mark, 0, found.start) for mark in ends) + 1
    if ends == "\n" and start - 1 - (above := body.rfind("\n", 0, max(0, start - 1)) + 1) <= _HEADING:
        start = above
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


def place_mention(context: Context, code: str) -> int | None:
    """The first mention of the division with this code."""
    return next((i for i, m in enumerate(context.mentions) if m.context == code and group(m.type) == "place"), None)


def home_code(context: Context) -> str:
    """The code of the division that the article is about, or ``""``."""
    return context.home.place.code if context.home.place else ""


def _division(context: Context, found: Found) -> Division | None:
    """The division of an ambiguous name that lies in the article's home, or lies highest."""
    if found.key:
        division = context.gazetteer.divisions[found.key]
        return division if _is_near(context, found, division) else None
    surface = context.article.body[found.start : found.end]
    known = [k for k in context.gazetteer.by_name[surface] if k.type == found.type or k.type in DIVISIONS]
    candidates = [context.gazetteer.divisions[k.key] for k in known if k.key in context.gazetteer.divisions]
    candidates = [d for d in dict.fromkeys(candidates) if _is_near(context, found, d)]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
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
    if division.level != "county" or (certain and not surface.endswith("新区")):
        return True  # but every province has a 滨海新区
    home = context.home.province or context.home.city
    spoken_of = any(context.gazetteer.contains(d.code, division.code) for d, _ in context.home.ranked if d != division)
    return home is None or context.gazetteer.contains(home.code, division.code) or spoken_of


def _body(context: Context, found: Found, head: Mention | None) -> tuple[str, str] | None:
    usual: dict[str, str] = load_toml("lexicon/organs.toml")["canonical"]
    if head is not None:
        return shorten(head.name + found.stem, usual), head.context
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
    if found.stem == _TORCH:
        return _torch_center(context)
    if found.stem in _PARTY_DEPARTMENTS:
        return _party_department(context, found)
    if found.stem.startswith(("管委会", "党工委", "工委")):
        zones = [m for m in context.mentions if group(m.type) == "zone"]
        zones = [m for m in zones if found.name and m.name.endswith(found.name)] or zones
        nearest = _nearest(zones, found.start) if zones else None
        return (nearest[0] + found.stem, nearest[1]) if nearest else None
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


def _department(context: Context, found: Found) -> tuple[str, str] | None:
    """农村司 after 科技部高新司 is the same ministry's."""
    before = [i for i, m in enumerate(context.mentions) if m.context == CENTRAL and m.start < found.start]
    if not before:
        return None
    last = max(before, key=lambda i: context.mentions[i].start)
    parent = context.mentions[context.heads.get(last, last)]
    return parent.name + found.stem, CENTRAL


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


def _zone(context: Context, found: Found, head: Mention | None) -> tuple[str, str] | None:
    usual: dict[str, str] = load_toml("lexicon/organs.toml")["canonical"]
    surface = context.article.body[found.start : found.end]
    if found.how == "gazetteer":
        return found.name, found.key
    if found.head is None and len(surface) == len(found.stem):
        return _bare_zone(context, found, usual)
    prefix = surface[: found.head.end - found.head.start] if found.head else ""
    short = _short_name(context, head) if head is not None else prefix
    rest = surface[len(prefix) :] or found.stem  # 成都 in 成都、自贡等国家高新区
    for level in ("国家级", "国家", "省级"):
        rest = rest.replace(level, "", 1)
    name = shorten(short + rest, usual)
    known = context.gazetteer.by_name.get(name)
    if known and group(known[0].type) == "zone":
        return known[0].name, known[0].key
    longer = {(m.name, m.context) for m in context.mentions if group(m.type) == "zone" and m.name.endswith(name)}
    if head is None and len(longer) == 1:
        return longer.pop()  # 国际商务区 after 嘉兴国际商务区
    if head is not None:
        return name, head.context
    named_after = _city_in_front(context, name)
    return name, named_after.code if named_after else home_code(context)


def _city_in_front(context: Context, name: str) -> Division | None:
    """The city that a zone's name begins with, where the text does not stop to name it: 裕安经开区, 黄山高新区."""
    for size in (4, 3, 2):
        known = [k for k in context.gazetteer.by_name.get(name[:size], ()) if k.key in context.gazetteer.divisions]
        divisions = list({k.key: context.gazetteer.divisions[k.key] for k in known}.values())
        outer = [d for d in divisions if all(context.gazetteer.contains(d.code, o.code) for o in divisions)]
        if outer:
            return outer[0]
    return None


def _short_name(context: Context, place: Mention) -> str:
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
    candidates = [m for m in context.mentions if m.type == found.type and m.name.endswith(ending)]
    if candidates:
        places = {m.name: m for m in candidates}
        if len(places) == 1:
            return candidates[0].name, candidates[0].context
        return _nearest_zone(context, candidates, found.start)
    for division in (context.home.county, context.home.city):
        if division is None:
            continue
        known = context.gazetteer.by_name.get((division.short or division.name[:-1]) + ending)
        if known and group(known[0].type) == "zone":
            return known[0].name, known[0].key
    if context.home.city and not context.home.county:
        return (context.home.city.short or context.home.city.name) + ending, context.home.city.code
    return None


def _nearest_zone(context: Context, candidates: list[Mention], position: int) -> tuple[str, str]:
    """Of several zones the one that was named last, itself or by its place (在永川，…高新区)."""
    places = {c.context: c for c in candidates if c.context}
    before = [m for m in context.mentions if m.start < position and (m in candidates or m.context in places)]
    if not before:
        return candidates[0].name, candidates[0].context
    last = max(before, key=lambda m: m.start)
    chosen = last if last in candidates else places[last.context]
    return chosen.name, chosen.context


def _event(context: Context, found: Found, surface: str) -> tuple[str, str] | None:
    """A bare 会议 is the meeting held before it; a bare 座谈会 is that too, or else this article's own."""
    if surface != found.stem:
        year = (context.article.published or "")[:4]
        return name_event(surface, context.home), f"{home_code(context)}{year}"
    events = [(m.start, m.end, i) for i, m in enumerate(context.mentions) if m.type == "Event"]
    sentences = split(context.article.body)
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
    if candidates:
        return _nearest(sorted(candidates, key=lambda m: m.start), found.start)
    return None if surface in GENERIC else (surface, context.article.id)


def _in_order(context: Context) -> Context:
    """The same context with mentions in the order of the text, their links kept."""
    kept = [i for i, m in enumerate(context.mentions) if m.name]
    order = sorted(kept, key=lambda i: (context.mentions[i].start, -context.mentions[i].end))
    place = {old: new for new, old in enumerate(order)}
    context.mentions = [context.mentions[i] for i in order]
    context.heads = {place[i]: place[h] for i, h in context.heads.items()}
    context.stems = {place[i]: s for i, s in context.stems.items() if i in place}
    return context
