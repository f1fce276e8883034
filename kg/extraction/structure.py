"""What names say by themselves (衡阳市科技局 is part of 衡阳市), and who wrote the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extraction.context import Context, home_code, main_zone, place_mention
from kg.extraction.sentences import Sentence
from kg.model import BylineRole, Claim, Mention, Modality
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {
    "issued.name": "《国务院关于促进…的意见》: a document whose name begins with a body is issued by it",
    "partOf.name": "衡阳市科技局: a body named after a place, zone or body is part of it",
    "locatedIn.name": "衡阳高新区创新中心: a thing named after a place or zone stands in it",
    "appliesTo.name": "《衡阳市促进条例》: a document named after a place or zone applies to it",
    "appliesTo.issuer": "衡阳市出台《意见》: what a place or its government issues applies to that place",
    "locatedIn.site-of-visit": "在永川，考察了甲、乙: the sites of a visit lie in the place that the sentence names",
    "locatedIn.zone-in-spoken": "四会高新区 in an article on 肇庆市: a zone lies in the division that is spoken of",
    "locatedIn.place-in-front": "高新区甲公司、乙公司; 园区内的甲、乙: the place in front of a list has its members",
    "locatedIn.of-the-zone": "苏州某公司 in an article on 苏州高新区 stands in the zone",
    "locatedIn.gazetteer-zone": "a zone of the gazetteer lies in its city, where the text is about it",
    "authorOf.byline": "（记者 某某）: who is named as reporter or correspondent wrote the article",
    "worksFor.byline": "某报记者某某: a reporter works for the outlet that the byline names",
}
_GOING = re.compile(r"(?:[在到赴抵]|深入|走进|来到|前往|莅临|位于)$")
_SEEING = re.compile(r"[^、；。，]{0,6}，?[^、；。，]{0,8}(?:看|考察|参观|视察|走访|调研|观摩|检查|走进|来到|先后|的)")
_AGREEMENTS = ("协议", "协议书", "备忘录", "合同", "意向书")
#: Documents that settle one matter, and are in force nowhere.
_OF_A_MATTER = re.compile("关于(?:召开|接受|任免|任命|免去|表彰|授予|举办|举行|公布)")
_INSIDE = ("内的", "里的", "境内的", "辖区内的", "园区内的")
_CAMPUS = ("大学", "学院", "学校")
_AUTHORS = (BylineRole.REPORTER, BylineRole.CORRESPONDENT, BylineRole.CONTRIBUTOR)


def structural_claims(context: Context) -> Iterator[Claim]:
    """``partOf`` and ``locatedIn`` by the names' own structure, sentence bounds unset (0, 0)."""
    seen: set[tuple[str, str, str]] = set()
    zone = main_zone(context)
    for index, head in sorted(context.heads.items()):
        if context.mentions[index].name.endswith("党工委"):  # 高新区管委会党工委 is the zone's, as the 管委会 is
            head = context.heads.get(head, head) if group(context.mentions[head].type) == "org" else head
        mention, place = context.mentions[index], context.mentions[head]
        predicate = _predicate(context, mention, place)
        key = (mention.name, mention.context, place.name)
        if mention.type == "Policy" and group(place.type) == "org":
            if key not in seen:
                yield Claim(head, "issued", index, 0, 0, "issued.name", 0.95)
                governed = _governed(context, head)
                lasting = not mention.name.endswith(_AGREEMENTS) and not _OF_A_MATTER.search(mention.name)
                if governed is not None and lasting:
                    yield Claim(index, "appliesTo", governed, 0, 0, "appliesTo.issuer", 0.7)
            seen.add(key)
            continue
        if predicate and key not in seen:
            seen.add(key)
            if predicate == "locatedIn" and zone is not None and _is_of_zone(context, mention, zone):
                continue
            yield Claim(index, predicate, head, 0, 0, f"{predicate}.name", 0.95)
    yield from _zones(context)
    yield from _firms_of_zone(context, zone)
    placed = list(_placed_in_lists(context))
    yield from placed
    done = {context.mentions[c.subject].name for c in placed}
    yield from (c for c in _zones_of_unspoken(context) if context.mentions[c.subject].name not in done)


def _is_of_zone(context: Context, firm: Mention, zone: int) -> bool:
    """Whether a firm or institute is named after the city of the zone that the whole article is about."""
    city = context.gazetteer.divisions.get(context.mentions[zone].context)
    named = city is not None and firm.context == city.code and (city.short or city.name) in firm.name
    return named and firm.type in ("Company", "ResearchInstitution") and not firm.name.endswith(_CAMPUS)


def _firms_of_zone(context: Context, zone: int | None) -> Iterator[Claim]:
    """苏州某公司 in an article on 苏州高新区 stands in the zone."""
    done: set[str] = set()
    for index, mention in enumerate(context.mentions):
        if zone is not None and mention.name not in done and _is_of_zone(context, mention, zone):
            done.add(mention.name)
            yield Claim(index, "locatedIn", zone, 0, 0, "locatedIn.of-the-zone", 0.65)


def _predicate(context: Context, mention: Mention, head: Mention) -> str | None:
    kind = group(mention.type)
    if kind == "org" and mention.type in ("GovernmentBody", "Association"):
        named_after = mention.type == "Association" and (head.type == "Region" or group(head.type) == "zone")
        return None if named_after else "partOf"
    if mention.type in ("Company", "ResearchInstitution") and group(head.type) == "org":
        return "partOf"  # 中国科学院某某研究所, 某某集团中央研究院, 某某银行某某分行
    if kind == "policy":
        return None if _OF_A_MATTER.search(mention.name) else "appliesTo"
    if group(head.type) not in ("place", "zone") or mention.name == head.name:
        return None
    if kind in ("zone", "facility"):
        return "locatedIn" if head.type != "Province" else None
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
        if place is not None and _is_at_home(context, mention):
            done.add(mention.name)
            yield Claim(index, "locatedIn", place, 0, 0, "locatedIn.gazetteer-zone", 0.8)


def _is_at_home(context: Context, zone: Mention) -> bool:
    """Whether a zone lies in the city or county that the article is about: of others it tells in passing."""
    home = context.home.city or context.home.county
    return home is not None and context.gazetteer.contains(home.code, zone.context)


def _zones_of_unspoken(context: Context) -> Iterator[Claim]:
    """四会高新区, where 四会市 itself is not spoken of, lies in the 肇庆市 that is."""
    spoken = {m.context: i for i, m in reversed(list(enumerate(context.mentions))) if group(m.type) == "place"}
    done: set[str] = set()
    for index, mention in enumerate(context.mentions):
        if group(mention.type) != "zone" or mention.name in done or not mention.context or mention.context in spoken:
            continue
        if not _is_named_after(context, mention):
            continue
        above = [
            d.code for d in context.gazetteer.ancestors(mention.context) if d.code in spoken and d.type != "Province"
        ]
        if above:
            done.add(mention.name)
            yield Claim(index, "locatedIn", spoken[above[0]], 0, 0, "locatedIn.zone-in-spoken", 0.8)


def _is_named_after(context: Context, zone: Mention) -> bool:
    """Whether a zone's place is known by its name or by the gazetteer, not just guessed from the article."""
    division = context.gazetteer.divisions.get(zone.context)
    known = any(k.key == zone.context for k in context.gazetteer.by_name.get(zone.name, ()))
    return known or (division is not None and (division.short or division.name) in zone.name)


def _placed_in_lists(context: Context) -> Iterator[Claim]:
    """到高新区甲公司、乙公司和永川区丙公司调研; 园区内的甲、乙: the place in front of a list has its members."""
    text = context.article.body
    outer = outermost(context.mentions)
    for position, index in enumerate(outer[:-1]):
        place = context.mentions[index]
        between = text[place.end : context.mentions[outer[position + 1]].start]
        inside = between in _INSIDE and place.type != "Province"
        if not _is_place(place) or not (inside or (not between and place.type != "City")):
            continue
        for site in list_from(context, outer[position + 1 :]):
            if site.name != place.name:
                yield Claim(context.mentions.index(site), "locatedIn", index, 0, 0, "locatedIn.place-in-front", 0.75)


def outermost(mentions: Sequence[Mention]) -> list[int]:
    """The mentions that lie in no other, in the order of the text."""
    found: list[int] = []
    for index, mention in enumerate(mentions):
        if mention.end > mention.start and (not found or mention.start >= mentions[found[-1]].end):
            found.append(index)
    return found


def list_from(context: Context, later: Sequence[int]) -> Iterator[Mention]:
    """The sites of a list, up to one that has a place of its own in front."""
    end: int | None = None
    for index in later:
        site = context.mentions[index]
        joint = context.article.body[end : site.start] if end is not None else "、"
        if joint not in ("、", "和", "及", "以及") or not _is_site(site):
            return
        yield site
        end = site.end


def scopes(context: Context, claims: Iterable[Claim]) -> Iterator[Claim]:
    """``appliesTo`` for issued documents whose names name no place: the place of their issuer."""
    scoped = {context.mentions[i].name for i in context.heads if context.mentions[i].type == "Policy"}
    for claim in claims:
        if claim.predicate != "issued" or claim.modality is not Modality.ASSERTED:
            continue
        document, issuer = context.mentions[claim.object], claim.subject
        if document.name.endswith(_AGREEMENTS) or _OF_A_MATTER.search(document.name):
            continue
        place = _governed(context, issuer)
        if place is not None and document.name not in scoped:
            yield replace(
                claim,
                subject=claim.object,
                predicate="appliesTo",
                object=place,
                rule="appliesTo.issuer",
                confidence=0.7,
                date=None,
            )


def _governed(context: Context, issuer: int) -> int | None:
    """The place or zone that an issuer is, or is an office of: 省委办公厅 is 省委's, and that the province's."""
    place: int | None = issuer
    while place is not None and group(context.mentions[place].type) == "org":
        place = context.heads.get(place)
    return place if place is not None and group(context.mentions[place].type) in ("place", "zone") else None


def site_places(context: Context, claims: Sequence[Claim], sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """``locatedIn`` for the sites of a visit: the place or zone that the sentence goes to before it names them
    (在永川，考察了甲、乙), else the zone or county that the visit went to before, else the article's home."""
    named = {c.subject: context.mentions[c.object] for c in structural_claims(context) if c.predicate == "locatedIn"}
    named |= {c.subject: context.mentions[c.object] for c in claims if c.predicate == "locatedIn"}
    places = {context.mentions[i].name: place for i, place in named.items()}
    done: set[str] = set()
    by_sentence = {s.start: s for s in sentences}
    visited = [c for c in claims if c.predicate == "visited" and c.modality is Modality.ASSERTED]
    for claim in visited:
        site = context.mentions[claim.object]
        if site.name in done or not _is_site(site):
            continue
        place = _place_of_site(context, claim, visited, by_sentence[claim.start])
        if place is None or _is_named_closer(places.get(site.name), context.mentions[place]):
            continue
        if _is_elsewhere(context, site, context.mentions[place]):
            continue
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


def unless_seen(claims: Iterable[Claim], seen: Sequence[Claim], context: Context) -> Iterator[Claim]:
    """Of what names say, what nothing said closer: 襄阳科技城 is in 襄阳, unless it was seen in 襄阳高新区."""
    closer = {
        context.mentions[c.subject].name
        for c in seen
        if c.predicate == "locatedIn" and group(context.mentions[c.object].type) == "zone"
    }
    for claim in claims:
        by_place = claim.predicate == "locatedIn" and group(context.mentions[claim.object].type) == "place"
        if not (by_place and context.mentions[claim.subject].name in closer):
            yield claim


def _is_site(mention: Mention) -> bool:
    return group(mention.type) in ("facility", "zone") or mention.type in ("Company", "ResearchInstitution")


def _is_elsewhere(context: Context, site: Mention, place: Mention) -> bool:
    """Whether a zone's name says that it lies in another division than a place: 德阳高新区 is not in 荆门市."""
    if group(site.type) != "zone" or not _is_named_after(context, site):
        return False
    within = {site.context, *(division.code for division in context.gazetteer.ancestors(site.context))}
    return place.context in context.gazetteer.divisions and place.context not in within


def _is_named_closer(by_name: Mention | None, place: Mention) -> bool:
    """Whether a site's own name places it as well as the visit does: 衡阳高新区创新中心 needs no visit; 襄阳科技城,
    seen in 襄阳高新区, lies there, not just in 襄阳."""
    return by_name is not None and not (group(place.type) == "zone" and by_name.type in ("City", "County"))


def _place_of_site(context: Context, claim: Claim, visited: Sequence[Claim], sentence: Sentence) -> int | None:
    site = context.mentions[claim.object]
    gone_to = [
        i
        for i in outermost(context.mentions)
        for m in [context.mentions[i]]
        if sentence.start <= m.start < m.end <= site.start and _is_place(m) and _is_gone_to(context, m, site)
    ]
    if gone_to:
        return gone_to[-1]
    visitor = context.mentions[claim.subject].name
    of_visitor = [c for c in visited if context.mentions[c.subject].name == visitor]
    seen_before = [c.object for c in of_visitor if c.start < claim.start and _is_place(context.mentions[c.object])]
    if seen_before and _stops(context, of_visitor, seen_before) > 1:
        seen_before = []  # 到甲区、乙园有关企业调研: who knows which is where
    if seen_before and not any(_leads_out(context.mentions[c.object]) for c in of_visitor if c.start >= claim.start):
        last = context.mentions[seen_before[-1]]
        same_line = "\n" not in context.article.body[last.end : site.start]
        if (same_line or last.type != "City") and last.name != site.name:
            return seen_before[-1]
    home = context.home.place
    if home is None or home.type == "Province" or _speaks_of_other_cities(context):
        return None
    return place_mention(context, home.code)


def _stops(context: Context, claims: Sequence[Claim], places: Sequence[int]) -> int:
    """How many places other than cities the last sentence that went to one of ``places`` went to."""
    last = max(c.start for c in claims if c.object in places)
    stops = [context.mentions[c.object] for c in claims if c.start == last]
    return len({m.name for m in stops if _is_place(m) and m.type != "City"})


def _leads_out(site: Mention) -> bool:
    """Whether who sees this is no longer in the zone that they went to: a university, another zone."""
    elsewhere = group(site.type) in ("zone", "place") and site.type != "IndustrialPark"
    return elsewhere or site.name.endswith(_CAMPUS)


def _is_place(mention: Mention) -> bool:
    return group(mention.type) == "zone" or mention.type in ("City", "County", "Township")


def _is_gone_to(context: Context, place: Mention, site: Mention) -> bool:
    """Whether a place stands behind a word of going, and the site in the list behind it: 在永川，…考察了甲、乙."""
    body = context.article.body
    if not _GOING.search(body, max(0, place.start - 5), place.start):
        return False
    return body.startswith("，", place.end) or bool(_SEEING.match(body, place.end, site.start))


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
    text = context.article.body
    media = [(i, m) for i, m in enumerate(context.mentions) if m.type == "MediaOutlet"]
    outlets = {name: i for i, m in media for name in (text[m.start : m.end], m.name)}
    for byline in context.article.bylines:
        person = at.get((byline.start, byline.end))
        if person is None or byline.role not in _AUTHORS:
            continue
        yield Claim(person, "authorOf", article_mention, 0, 0, "authorOf.byline", 0.98)
        outlet = outlets.get(byline.outlet or context.article.publisher or "")
        if outlet is not None and byline.role is BylineRole.REPORTER:
            yield Claim(person, "worksFor", outlet, 0, 0, "worksFor.byline", 0.9, title="记者")
