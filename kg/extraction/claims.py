"""From names to claims: what the names mean, the posts, the rules, what follows; each with its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction import structure
from kg.extraction.agreements import partners
from kg.extraction.careers import claims_behind
from kg.extraction.confidence import with_confidence
from kg.extraction.context import Context, home_code
from kg.extraction.dates import find_dates
from kg.extraction.found import Found
from kg.extraction.gazetteer import load_gazetteer
from kg.extraction.home import find_home
from kg.extraction.indicators import find_indicators
from kg.extraction.inside import here
from kg.extraction.posts import Phrase, read_posts
from kg.extraction.references import resolve_names
from kg.extraction.relations import RuleMatcher, load_matcher
from kg.extraction.scenes import tell_all
from kg.extraction.sentences import Sentence, split
from kg.extraction.titles import title_starting, titles
from kg.model import Article, BylineRole, Claim, Extraction, Mention, Modality
from kg.ontology import group

#: Titles that only public bodies give.
_OF_OFFICE = (
    "省长",
    "市长",
    "县长",
    "区长",
    "州长",
    "厅长",
    "局长",
    "部长",
    "司长",
    "处长",
    "总书记",
    "巡视员",
    "总理",
)
#: Who is spoken of so leads the party.
_AT_THE_CORE = "同志为核心"
_PAUSE = re.compile("[，；]")
#: What these are named after says little of where the article is at home: 深圳某公司, 北京某联盟.
_NAMED_AFTER = frozenset({"Company", "ResearchInstitution", "Association", "MediaOutlet", "Event"})
#: Predicates whose claims take the date that their sentence names.
DATED = frozenset({"visited", "attended", "designatedAs", "issued", "cooperatesWith"})
#: Of these a year or month is worth having; a visit or meeting has a day.
LOOSELY_DATED = frozenset({"designatedAs", "issued", "cooperatesWith"})


@Language.factory("kg_claims", requires=["doc._.found"], assigns=["doc._.extraction"], default_config={"rules": None})
def make_claimer(nlp: Language, name: str, rules: str | None) -> Callable[[Doc], Doc]:
    """The component that writes an article's mentions and claims to ``doc._.extraction``, by the shipped rules and
    those of a user's directory ``rules``."""
    matcher = load_matcher(Path(rules) if rules else None)

    def annotate(doc: Doc) -> Doc:
        doc._.extraction = extract(doc._.article, doc._.found, matcher)
        return doc

    return annotate


@dataclass(frozen=True, slots=True)
class Reading:
    """An article before the rules are tried: what its names mean, its sentences, its persons with their posts."""

    context: Context
    sentences: Sequence[Sentence]
    phrases: Sequence[Phrase]
    posts: Sequence[Claim]


def read(article: Article, found: list[Found]) -> Reading:
    """What the names of an article mean, and which posts its persons hold."""
    gazetteer = load_gazetteer()
    heads = [f.head for f in found if f.head and f.type not in _NAMED_AFTER]
    home = find_home(article, [*found, *heads], gazetteer)
    context = resolve_names(article, found, home, gazetteer)
    phrases, posts = read_posts(context)
    posts += claims_behind(context, phrases)
    context.mentions = _persons_typed(context, phrases, posts)
    return Reading(context, split(article.body), phrases, posts)


def extract(article: Article, found: list[Found], matcher: RuleMatcher) -> Extraction:
    """What an article says by these rules, given the names that were found in it."""
    reading = read(article, found)
    context, sentences = reading.context, reading.sentences
    ruled = tell_all(context, sentences, reading.phrases, matcher)
    ruled += [*structure.scopes(context, ruled), *structure.site_places(context, ruled, sentences)]
    ruled += partners(context, sentences)
    article_mention = len(context.mentions)
    title_end = len(article.title) or len(article.body.split("\n", 1)[0])
    mentions = (*context.mentions, Mention(0, title_end, "Article", article.id, article.id))
    by_name = structure.unless_seen(structure.structural_claims(context), ruled, context)
    inside = structure.unless_seen(here(context), ruled, context)
    unplaced = [*by_name, *inside, *structure.authors(context, article_mention), *reading.posts]
    placed = [_placed(c, mentions, sentences) for c in unplaced]
    measured, having = find_indicators(context, sentences)
    mentions = (*mentions, *measured)
    placed += [replace(c, object=article_mention + 1 + c.object) for c in having]
    claims = with_confidence(_dated(_unique([*placed, *ruled], mentions), article, sentences, mentions))
    return Extraction(article.id, mentions, tuple(claims), tuple(context.left_out))


def _persons_typed(context: Context, phrases: Sequence[Phrase], claims: Sequence[Claim]) -> list[Mention]:
    """Persons with a public post are Officials, and a person's context is where they hold their posts."""
    public: set[str] = set()
    places: dict[str, str] = {}
    for claim in claims:
        person, body = context.mentions[claim.subject], context.mentions[claim.object]
        of_court = body.type == "GovernmentBody" and (claim.title or "").endswith(("院长", "发言人"))
        private = body.type in ("Company", "ResearchInstitution", "MediaOutlet")
        if claim.title and (of_court or (_is_public(claim.title) and not private)):
            public.add(person.name)
        places.setdefault(person.name, body.context or body.name)
    for phrase in phrases:  # 局长某某: an official, whichever 局 it is
        behind = title_starting(context.article.body, phrase.end)
        if any(
            title.endswith(_OF_OFFICE) and _is_public(title) for title in (*(p.title for p in phrase.posts), behind)
        ):
            public.add(context.mentions[phrase.person].name)
    public |= {m.name for m in context.mentions if context.article.body.startswith(_AT_THE_CORE, m.end)}
    fallback = {
        b.name: b.outlet or context.article.publisher or ""
        for b in context.article.bylines
        if b.role is BylineRole.REPORTER  # a correspondent writes for many outlets of one place
    }
    typed = []
    for mention in context.mentions:
        if group(mention.type) == "person":
            kind = "Official" if mention.name in public else "Person"
            place = places.get(mention.name) or fallback.get(mention.name) or home_code(context)
            mention = replace(mention, type=kind, context=place)
        typed.append(mention)
    return typed


def _is_public(title: str) -> bool:
    words = titles()
    return any(title[:size] in words.public for size in range(2, len(title) + 1)) or title.endswith("领导")


def _placed(claim: Claim, mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> Claim:
    """The claim with the sentence of its subject (of its object, where the subject is a whole-article matter)."""
    at = mentions[claim.subject].start
    index = bisect_right(sentences, at, key=lambda s: s.start) - 1
    sentence = sentences[max(index, 0)]
    return replace(claim, start=sentence.start, end=sentence.end)


def _unique(claims: Iterable[Claim], mentions: Sequence[Mention]) -> list[Claim]:
    """Each statement of a sentence once, by the surest rule."""

    def named(index: int) -> tuple[str, str]:
        return mentions[index].name, mentions[index].context

    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (named(claim.subject), claim.predicate, named(claim.object), claim.title, claim.start, claim.modality)
        if key not in seen or seen[key].confidence < claim.confidence:
            seen[key] = claim
    return sorted(seen.values(), key=lambda c: (c.start, c.subject, c.predicate, c.object, c.title or ""))


def _dated(
    claims: Iterable[Claim], article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> list[Claim]:
    claims = list(claims)
    told = {c.start for c in claims if c.predicate in DATED and c.modality is Modality.ASSERTED}
    dates = {
        s.start: find_dates(article.body[s.start : s.end], article.published, s.start)
        for s in sentences
        if s.start in told
    }
    done = []
    for claim in claims:
        found = dates.get(claim.start, [])
        fitting = [d.iso for d in found if len(d.iso) == 10 or claim.predicate in LOOSELY_DATED]
        if claim.predicate in LOOSELY_DATED:  # 2012年获批国家级新区，2019年获批…试验区: the date nearest in front
            before = [d for d in found if d.end <= mentions[claim.object].start]
            near = [d.iso for d in before if not _PAUSE.search(article.body, d.end + 1, mentions[claim.object].start)]
            fitting = near[-1:] or [iso for iso in fitting if len(iso) == 10]
        if fitting and claim.predicate in DATED and claim.modality is Modality.ASSERTED:
            claim = replace(claim, date=fitting[0])
        done.append(claim)
    return done
