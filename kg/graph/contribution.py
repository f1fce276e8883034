"""What one article gives to the graph: its own named graph as text, and its part in the merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import quarantine, terms
from kg.graph.tenures import Span, Tenure, span_of
from kg.graph.terms import Iris, Relation
from kg.graph.text import trig
from kg.graph.write import Entities, article_quads, holds, relation
from kg.model import Article, Extraction


@dataclass(frozen=True, slots=True)
class Contribution:
    """``text`` is the article's graph as TriG without prefixes, ``named`` the IRIs of the things in it; ``facts`` has
    the first date that the text gives a relation, ``tenures`` what it tells of the time of a post; ``quarantine`` is
    what it says and the graph cannot hold, so many facts, as TriG."""

    text: bytes
    named: frozenset[str]
    facts: dict[Relation, str | None]
    tenures: dict[Tenure, Span]
    claims: int
    quarantined: int
    quarantine: bytes


def contribution(article: Article, extraction: Extraction, entities: Entities, iris: Iris) -> Contribution:
    """What an article gives, each fact once."""
    claims = len(extraction.claims)
    extraction, held_back = quarantine.judged(article, extraction, entities, iris)
    said = [(claim, relation(article.id, extraction, claim, entities, iris)) for claim in extraction.claims]
    dates: dict[Relation, list[str]] = defaultdict(list)
    for claim, fact in said:
        if holds(claim, fact):
            dates[fact] += [claim.date] if claim.date else []
    tenures: dict[Tenure, Span] = defaultdict(Span)
    for claim, fact in said:
        if claim.predicate == "worksFor" and claim.title and fact[0] != fact[2]:
            span = span_of(article, claim, extraction.mentions[claim.subject])
            if span:
                tenures[Tenure(fact[0], fact[2], claim.title)].add(span)
    return Contribution(
        trig(article_quads(article, extraction, entities, iris), iris),
        frozenset(_named(article, extraction, entities)),
        {fact: min(told, default=None) for fact, told in dates.items()},
        dict(tenures),
        claims,
        len({node for node, _, _ in held_back}),
        trig((ox.Quad(*triple, iris.quarantine) for triple in sorted(held_back, key=terms.order)), iris),
    )


def _named(article: Article, extraction: Extraction, entities: Entities) -> Iterator[str]:
    for mention in extraction.mentions:
        if mention.type != "Article":
            yield entities.entity(article.id, mention).iri
