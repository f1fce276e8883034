"""What names say by themselves (衡阳市科技局 is part of 衡阳市), and who wrote the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extraction.context import Context, home_code, place_mention
from kg.extraction.sentences import Sentence
from kg.model import BylineRole, Claim, Mention, Modality
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {
    "partOf.name": "衡阳市科技局: a body named after a place, zone or body is part of it",
    "locatedIn.name": "衡阳高新区创新中心: a thing named after a place or zone stands in it",
    "appliesTo.name": "《衡阳市促进条例》: a document named after a place or zone applies to it",
    "appliesTo.issuer": "衡阳市出台《意见》: what a place or its government issues applies to that place",
    "locatedIn.site-of-visit": "在永川，考察了甲、乙: the sites of a visit lie in the place that the sentence names",
    "locatedIn.zone-at-home": "四会高新区 in an article on 肇庆市: a zone of a part of the home city lies in it",
    "locatedIn.gazetteer-zone": "a zone of the gazetteer lies in its city, where the text names that city",
    "authorOf.byline": "（记者 某某）: who is named as reporter or correspondent wrote the article",
    "worksFor.byline": "某报记者某某: a reporter works for the outlet that the byline names",
}
_AUTHORS = (BylineRole.REPORTER, BylineRole.CORRESPONDENT, BylineRole.CONTRIBUTOR)


def structural_claims(context: Context) -> Iterator[Claim]:
    """``partOf`` and ``locatedIn`` by the names' own structure, sentence bounds unset (0, 0)."""
    seen: set[tuple[str, str, str]] = set()
    for index, head in sorted(context.heads.items()):
        if context.mentions[index].name.endswith("党工委"):  # 高新区管委会党工委 is the zone's, as the 管委会 is
            head = context.heads.get(head, head) if group(context.mentions[head].type) == "org" else head
        mention, place = context.mentions[index], context.mentions[head]
        predicate = _predicate(context, mention, place)
        key = (mention.name, mention.context, place.name)
        if predicate and key not in seen:
            seen.add(key)
            yield Claim(index, predicate, head, 0, 0, f"{predicate}.name", 0.95)
    yield from _zones(context)
    yield from _zones_at_home(context)


def _predicate(context: Context, mention: Mention, head: Mention) -> str | None:
    kind = group(mention.type)
    if kind == "org" and mention.type in ("GovernmentBody", "Association"):
        return "partOf"
    if kind == "policy":
        return "appliesTo"
    if group(head.type) not in ("place", "zone") or mention.name == head.name:
        return None
    if kind in ("zone", "facility"):
        return "locatedIn" if head.type != "Province" or kind == "zone" else None
    # 云南某集团 may sit anywhere; 肇庆市某公司 in an article on 肇庆市 sits there
    at_home = head.context == home_code(context) and context.home.county is None and head.type != "Province"
    return "locatedIn" if mention.type in ("Company", "ResearchInstitution") and at_home else None


def _zones(context: Context) -> Iterator[Claim]:
    """A known zone lies in its place of the gazetteer, where the text names that place."""
    done = {context.mentions[i].name for i in context.heads}
    for index, mention in enumerate(context.mentions):
        if group(mention.type) != "zone" or mention.name in done or not mention.context:
            continue
        if not any(k.key == mention.context for k in context.gazetteer.by_name.get(mention.name, ())):
            continue
        place = place_mention(context, mention.context)
        if place is not None:
            done.add(mention.name)
            yield Claim(index, "locatedIn", place, 0, 0, "locatedIn.gazetteer-zone", 0.8)


def _zones_at_home(context: Context) -> Iterator[Claim]:
    """四会高新区 in an article on 肇庆市 lies there, where 四会市 itself is not spoken of."""
    home = context.home.city
    place = next(
        (i for i, m in enumerate(context.mentions) if home and m.context == home.code and m.type == "City"), None
    )
    done: set[str] = set()
    for index, mention in enumerate(context.mentions):
        if home is None or place is None or group(mention.type) != "zone" or mention.name in done:
            continue
        spoken_of = any(m.context == mention.context and group(m.type) == "place" for m in context.mentions)
        if mention.context and not spoken_of and context.gazetteer.contains(home.code, mention.context):
            done.add(mention.name)
            yield Claim(index, "locatedIn", place, 0, 0, "locatedIn.zone-at-home", 0.8)


def scopes(context: Context, claims: Iterable[Claim]) -> Iterator[Claim]:
    """``appliesTo`` for issued documents whose names name no place: the place of their issuer."""
    scoped = {context.mentions[i].name for i in context.heads if context.mentions[i].type == "Policy"}
    for claim in claims:
        if claim.predicate != "issued" or claim.modality is not Modality.ASSERTED:
            continue
        document, issuer = context.mentions[claim.object], claim.subject
        place = issuer if group(context.mentions[issuer].type) == "place" else context.heads.get(issuer)
        if (
            place is not None
            and document.name not in scoped
            and group(context.mentions[place].type) in ("place", "zone")
        ):
            yield replace(
                claim,
                subject=claim.object,
                predicate="appliesTo",
                object=place,
                rule="appliesTo.issuer",
                confidence=0.7,
                date=None,
            )


def site_places(context: Context, claims: Sequence[Claim], sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """``locatedIn`` for the sites of a visit: the zone that the first of the list is named after, else the place that
    opens the sentence (在永川，…), else the place visited in the article, else the article's home."""
    located = {c.subject for c in structural_claims(context)} | {
        c.subject for c in claims if c.predicate == "locatedIn"
    }
    names = {context.mentions[i].name for i in located}
    done: set[str] = set()
    by_sentence = {s.start: s for s in sentences}
    for claim in claims:
        site = context.mentions[claim.object]
        kind = group(site.type)
        if claim.predicate != "visited" or claim.modality is not Modality.ASSERTED or site.name in done:
            continue
        if site.name in names or not (kind in ("facility", "zone") or site.type in ("Company", "ResearchInstitution")):
            continue
        place = _place_of_sites(context, by_sentence[claim.start])
        if place is not None:
            done.add(site.name)
            yield replace(
                claim,
                subject=claim.object,
                predicate="locatedIn",
                object=place,
                rule="locatedIn.site-of-visit",
                confidence=0.65,
                date=None,
            )


def _place_of_sites(context: Context, sentence: Sentence) -> int | None:
    inside = [i for i, m in enumerate(context.mentions) if sentence.start <= m.start < sentence.end]
    body = context.article.body
    for index in inside:
        mention = context.mentions[index]
        opens = (
            body[max(sentence.start, mention.start - 1) : mention.start] == "在"
            and body[mention.end : mention.end + 1] == "，"
        )
        if group(mention.type) in ("place", "zone") and opens:
            return index
    if _speaks_of_other_cities(context):
        return None
    code = home_code(context)
    return place_mention(context, code)


def _speaks_of_other_cities(context: Context) -> bool:
    """Whether a visit may have led elsewhere: the text names a city outside the home city."""
    home = context.home.city or context.home.county or context.home.province
    cities = {m.context for m in context.mentions if m.type == "City" and m.context in context.gazetteer.divisions}
    return home is None or any(
        not context.gazetteer.contains(home.code, c) and not context.gazetteer.contains(c, home.code) for c in cities
    )


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
