"""From names found to mentions: each gets its meaning in the article, and what places it."""

from __future__ import annotations

from kg.extraction.context import Context
from kg.extraction.events import GENERIC
from kg.extraction.found import Found
from kg.extraction.full_names import name_in_full
from kg.extraction.gazetteer import Gazetteer
from kg.extraction.home import Home
from kg.extraction.meanings import meaning
from kg.model import Article, LeftOut, Mention
from kg.ontology import group

_NAMED_AFTER = ("Company", "ResearchInstitution", "MediaOutlet")  # 青岛某公司 says nothing of 青岛
_FIRMS = ("Company", "ResearchInstitution")
_PARENT_STEMS = ("政府", "人大", "人大常委会", "政协")


def resolve_names(article: Article, found: list[Found], home: Home, gazetteer: Gazetteer) -> Context:
    """Give every found name its meaning. Named things first, so that bare forms can refer to them."""
    context = Context(article, home, gazetteer)
    for name in sorted(found, key=_bareness):
        _add(context, name)
    _forget_unspoken_places(context, found)
    _forget_unspoken_parents(context, found)
    parents = {context.mentions[head].name for i, head in context.heads.items() if context.mentions[i].type in _FIRMS}
    name_in_full(context.mentions, parents)
    return _in_order(context)


def _forget_unspoken_parents(context: Context, found: list[Found]) -> None:
    """A 政府 or 人大 that the text names only inside its departments' names is not spoken of: 省政府办公厅."""
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
    of_zones = {h for i, h in context.heads.items() if group(context.mentions[i].type) == "zone"}
    in_full = {
        context.mentions[h].context for h in of_zones if _is_in_full(context, context.mentions[h])
    }  # 鹿城区商务区
    spoken = in_full | {
        m.context
        for i, m in enumerate(context.mentions)
        if group(m.type) == "place" and ((m.start, m.end) in spans or (i in context.heads.values() and i not in inside))
    }
    for index in inside:
        mention = context.mentions[index]
        if group(mention.type) == "place" and mention.context not in spoken:
            context.heads = {i: h for i, h in context.heads.items() if h != index}
            context.mentions[index] = Mention(0, 0, mention.type, "", "")


def _is_in_full(context: Context, place: Mention) -> bool:
    """Whether a place stands under its official name, which speaks of it even inside another name."""
    surface = context.article.body[place.start : place.end]
    return group(place.type) == "place" and surface == place.name and len(surface) > 2


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
    meant = meaning(context, found, context.mentions[head] if head is not None else None)
    if meant is None:
        surface = context.article.body[found.start : found.end]
        context.left_out.append(LeftOut(found.start, found.end, f"{surface}: cannot tell which one is meant"))
        return None
    name, place = meant
    placed = found.how == "own" or (found.how == "gazetteer" and group(found.type) == "place")
    division = context.gazetteer.divisions.get(place) if placed else None
    kind = division.type if division else found.type  # the 市 of 原平市 is a county
    context.mentions.append(Mention(found.start, found.end, kind, name, place))
    index = context.at[found.start, found.end] = len(context.mentions) - 1
    if head is None and found.how == "body":
        head = _named_after(context, index)
    if head is not None and found.how != "same":
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


def _in_order(context: Context) -> Context:
    """The same context with mentions in the order of the text, their links kept."""
    kept = [i for i, m in enumerate(context.mentions) if m.name]
    order = sorted(kept, key=lambda i: (context.mentions[i].start, -context.mentions[i].end))
    place = {old: new for new, old in enumerate(order)}
    context.mentions = [context.mentions[i] for i in order]
    context.heads = {place[i]: place[h] for i, h in context.heads.items()}
    context.stems = {place[i]: s for i, s in context.stems.items() if i in place}
    return context
