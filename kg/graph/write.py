"""The quads of one article: its own named graph, and nothing in it that the text does not say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Protocol

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, Relation, Triple
from kg.model import Article, Claim, Entity, Extraction, Mention, Modality
from kg.ontology import PREDICATES, most_specific

#: Words that stand for somebody and are nobody's name.
PRONOUNS = frozenset("他她")


class Entities(Protocol):
    """What the graph needs of a resolution."""

    def entity(self, article_id: str, mention: Mention) -> Entity:
        """The entity that a mention of an article names."""


def article_quads(article: Article, extraction: Extraction, entities: Entities, iris: Iris) -> list[ox.Quad]:
    """The article's graph, sorted, each quad once."""
    graph = ox.NamedNode(iris.article(article.id))
    triples: set[Triple] = {(graph, iris.term("text"), ox.Literal(article.body))}
    triples.update(article_triples(article, iris))
    triples.update(_names(article, extraction, entities, iris))
    for position, claim in enumerate(extraction.claims):
        said = relation(article.id, extraction, claim, entities, iris)
        if holds(claim, said):
            triples.add(terms.triple(said))
        triples.update(claim_triples(iris.claim(article.id, position), article, claim, said, iris))
    return [ox.Quad(*triple, graph) for triple in sorted(triples, key=terms.order)]


def article_triples(article: Article, iris: Iris) -> Iterator[Triple]:
    """The article as a thing: headline, date, publisher, where it was read, its digest."""
    node = ox.NamedNode(iris.article(article.id))
    yield node, terms.TYPE, iris.term("Article")
    yield node, iris.term("sourcePath"), ox.Literal(article.source_path)
    yield node, iris.term("sha256"), ox.Literal(article.sha256)
    yield node, terms.HEADLINE, terms.label(terms.headline(article))
    if article.published:
        yield node, terms.PUBLISHED, terms.day(article.published)
    if article.publisher:
        yield node, terms.PUBLISHER, ox.Literal(article.publisher)


def _names(article: Article, extraction: Extraction, entities: Entities, iris: Iris) -> Iterator[Triple]:
    """Class and names of everything that the text names. Every form counts here, also one that only this text makes
    clear: 市科技局."""
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    fixed: dict[str, str] = {}
    for mention in extraction.mentions:
        if mention.type == "Article":
            continue
        entity = entities.entity(article.id, mention)
        node = ox.NamedNode(entity.iri)
        classes[entity.iri][mention.type] += 1
        if entity.fixed:
            fixed[entity.iri] = entity.type
        yield node, terms.PREF_LABEL, terms.label(entity.name)
        for form in {mention.name, article.body[mention.start : mention.end]} - {entity.name, *PRONOUNS}:
            yield node, terms.ALT_LABEL, terms.label(form)
    for iri, seen in classes.items():
        yield ox.NamedNode(iri), terms.TYPE, iris.term(fixed.get(iri) or most_specific(seen))


def relation(article_id: str, extraction: Extraction, claim: Claim, entities: Entities, iris: Iris) -> Relation:
    """The relation that a claim is about, its ends resolved; of a symmetric one the ends are in order."""
    subject, object_ = (
        iris.article(article_id) if m.type == "Article" else entities.entity(article_id, m).iri
        for m in (extraction.mentions[claim.subject], extraction.mentions[claim.object])
    )
    if PREDICATES[claim.predicate].symmetric and object_ < subject:
        subject, object_ = object_, subject
    return subject, iris.ontology + claim.predicate, object_


def holds(claim: Claim, said: Relation) -> bool:
    """Whether a claim becomes a relation of the graph: the text asserts it, and of two things, not of one."""
    return claim.modality is Modality.ASSERTED and said[0] != said[2]


def claim_triples(node: ox.NamedNode, article: Article, claim: Claim, said: Relation, iris: Iris) -> Iterator[Triple]:
    """A claim as its article's graph has it: what it says of what, in which sentence, by which rule, how surely."""
    yield node, terms.TYPE, iris.term("Claim")
    yield from terms.statement(node, said)
    yield node, iris.term("quote"), ox.Literal(article.body[claim.start : claim.end])
    yield node, iris.term("start"), terms.number(claim.start)
    yield node, iris.term("end"), terms.number(claim.end)
    yield node, iris.term("rule"), ox.Literal(claim.rule)
    yield node, iris.term("confidence"), terms.decimal(claim.confidence)
    yield node, iris.term("modality"), ox.Literal(claim.modality.value)
    if claim.title:
        yield node, iris.term("title"), ox.Literal(claim.title)
    if claim.date:
        yield node, iris.term("date"), terms.day(claim.date)
    if claim.value is not None:
        yield node, iris.term("value"), terms.exact(claim.value)
    if claim.unit:
        yield node, iris.term("unit"), ox.Literal(claim.unit)
