"""What the names themselves say: 衡阳市科技局 is part of 衡阳市, 衡阳高新区创新中心 stands in 衡阳高新区; and who wrote the article."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.context import Context
from kg.model import BylineRole, Claim, Mention
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {
    "partOf.name": "衡阳市科技局: a body named after a place, zone or body is part of it",
    "locatedIn.name": "衡阳高新区创新中心: a thing named after a place or zone stands in it",
    "locatedIn.gazetteer-zone": "a zone of the gazetteer lies in its city, where the text names that city",
    "authorOf.byline": "（记者 某某）: who is named as reporter or correspondent wrote the article",
    "worksFor.byline": "某报记者某某: a reporter works for the outlet that the byline names",
}
_AUTHORS = (BylineRole.REPORTER, BylineRole.CORRESPONDENT, BylineRole.CONTRIBUTOR)


def structural_claims(context: Context) -> Iterator[Claim]:
    """``partOf`` and ``locatedIn`` by the names' own structure, sentence bounds unset (0, 0)."""
    seen: set[tuple[str, str, str]] = set()
    for index, head in sorted(context.heads.items()):
        mention, place = context.mentions[index], context.mentions[head]
        predicate = _predicate(mention, place)
        key = (mention.name, mention.context, place.name)
        if predicate and key not in seen:
            seen.add(key)
            yield Claim(index, predicate, head, 0, 0, f"{predicate}.name", 0.95)
    yield from _zones(context)


def _predicate(mention: Mention, head: Mention) -> str | None:
    kind = group(mention.type)
    if kind == "org" and mention.type in ("GovernmentBody", "Association"):
        return "partOf"
    if kind in ("zone", "facility") or mention.type in ("Company", "ResearchInstitution"):
        return "locatedIn" if group(head.type) in ("place", "zone") and mention.name != head.name else None
    return None


def _zones(context: Context) -> Iterator[Claim]:
    """A zone without a place in its name lies in the home place; a known one in its place of the gazetteer."""
    done: set[str] = set()
    for index, mention in enumerate(context.mentions):
        if group(mention.type) != "zone" or mention.name in done or index in context.heads or not mention.context:
            continue
        place = next((i for i, m in enumerate(context.mentions) if m.context == mention.context and group(m.type) == "place"), None)
        if place is not None:
            done.add(mention.name)
            yield Claim(index, "locatedIn", place, 0, 0, "locatedIn.gazetteer-zone", 0.8)


def authors(context: Context, article_mention: int) -> Iterator[Claim]:
    """``authorOf`` for reporters, correspondents and contributors; ``worksFor`` for a reporter's outlet."""
    at = {(m.start, m.end): i for i, m in enumerate(context.mentions)}
    outlets = {m.name: i for i, m in enumerate(context.mentions) if m.type == "MediaOutlet"}
    for byline in context.article.bylines:
        person = at.get((byline.start, byline.end))
        if person is None or byline.role not in _AUTHORS:
            continue
        yield Claim(person, "authorOf", article_mention, 0, 0, "authorOf.byline", 0.98)
        outlet = outlets.get(byline.outlet or context.article.publisher or "")
        if outlet is not None and byline.role is BylineRole.REPORTER:
            yield Claim(person, "worksFor", outlet, 0, 0, "worksFor.byline", 0.9, title="记者")
