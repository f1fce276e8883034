"""Why a built graph has a relation, and why it has not: the stored articles read again, and told in plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Article, Claim, Modality

if TYPE_CHECKING:
    from kg.extraction.explain import Attempt, Told
    from kg.graph import Graph
    from kg.graph.store import ArticleRecord

#: All names of one thing.
Names = frozenset[str]
_MARK = "「{}」"  # one of the two names, within its sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """A claim with what is behind it. ``sentence`` has the two names marked; ``parts`` pairs each part of the rule
    with the text that it matched, and is empty for a rule that is no pattern; ``guards`` say what did not stop it;
    ``cue`` is the word that makes it no fact, or ``""``."""

    subject: str
    object: str
    claim: Claim
    headline: str
    published: str | None
    sentence: str
    says: str
    parts: tuple[tuple[str, str], ...]
    guards: tuple[str, ...]
    cue: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence in which two things stand, and how far each rule of a predicate came, the nearest first: its id, its
    pattern, the parts that matched, and what stopped it."""

    headline: str
    published: str | None
    sentence: str
    attempts: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]


def reasons(graph: Graph, a: Names, b: Names, rules: str | None = None) -> Iterator[Reason]:
    """Every claim between two things, either way round, by article and sentence."""
    for record in _records(graph, a, b):
        for told in _told(record, rules):
            for claim in told.claims:
                names = told.mentions[claim.subject].name, told.mentions[claim.object].name
                if any(names[0] in x and names[1] in y for x, y in ((a, b), (b, a))):
                    yield _reason(record, told, claim)


def misses(graph: Graph, a: Names, predicate: str, b: Names, rules: str | None = None) -> Iterator[Miss]:
    """Every sentence in which two things stand, and what the rules of a predicate made of it."""
    from kg.extraction.explain import attempts

    for record in _records(graph, a, b):
        for told in _told(record, rules):
            named = {told.mentions[i].name for chip in told.chips for i in chip.members}
            if named & a and named & b:
                tried = tuple(
                    (t.rule.id, t.rule.when, _matched(t), t.fault or "a nearer match of the rule was taken")
                    for t in attempts(told, predicate, a, b)
                )
                yield Miss(record.headline, record.published, told.text, tried)


def _records(graph: Graph, a: Names, b: Names) -> list[ArticleRecord]:
    """The articles that speak of both."""
    return [r for r in graph.articles() if all(any(name in r.text for name in names) for names in (a, b))]


def _told(record: ArticleRecord, rules: str | None) -> list[Told]:
    """How the extraction reads an article of the graph."""
    from kg.extraction.explain import explain
    from kg.reading.bylines import find_bylines

    first = record.text.split("\n", 1)[0]
    title = record.headline if record.text.startswith(record.headline) else first
    bylines = find_bylines(record.text)
    facts = record.published, record.publisher, bylines
    return explain(Article(record.id, record.source_path, "", title, record.text, *facts), rules)


def _reason(record: ArticleRecord, told: Told, claim: Claim) -> Reason:
    from kg.extraction.explain import cue, grammar_rules, trace

    attempt = trace(told, claim)
    names = told.mentions[claim.subject].name, told.mentions[claim.object].name
    word = cue(told, claim) if claim.modality is not Modality.ASSERTED else ""
    guards = tuple(f"no word of <{name}> between" for name in attempt.rule.unless) if attempt else ()
    return Reason(
        *names,
        claim,
        record.headline,
        record.published,
        _marked(told, claim),
        attempt.rule.says if attempt else grammar_rules().get(claim.rule, ""),
        _matched(attempt) if attempt else (),
        guards,
        word,
    )


def _matched(attempt: Attempt) -> tuple[tuple[str, str], ...]:
    return tuple(zip(attempt.parts, attempt.matched, strict=False))


def _marked(told: Told, claim: Claim) -> str:
    """The sentence with the two names marked."""
    text = told.text
    spans = {(m.start, m.end) for m in (told.mentions[claim.subject], told.mentions[claim.object])}
    for start, end in sorted(spans, reverse=True):
        if told.start <= start and end <= told.end:
            first, last = start - told.start, end - told.start
            text = text[:first] + _MARK.format(text[first:last]) + text[last:]
    return text
