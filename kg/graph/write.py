"""The quads of one article: its own named graph, and nothing in it that the text does not say."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, kg
from kg.model import Article, Claim, Extraction, Mention, Modality
from kg.resolution import Resolution

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def article_quads(article: Article, extraction: Extraction, resolution: Resolution, iris: Iris) -> list[ox.Quad]:
    """The article's graph, sorted, each quad once."""
    graph = iris.article(article)
    triples: set[Triple] = set(article_triples(article, iris))
    triples |= set(_text(article, iris))
    triples |= set(_names(article, extraction, resolution, iris))
    for position, claim in enumerate(extraction.claims):
        triples |= set(_claim(article, position, claim, relation(article, extraction, claim, resolution, iris), iris))
    return [ox.Quad(*triple, graph) for triple in sorted(triples, key=str)]


def article_triples(article: Article, iris: Iris) -> Iterator[Triple]:
    """The article as a thing: headline, date, publisher, where it was read, its digest."""
    node = iris.article(article)
    yield node, terms.TYPE, kg("Article")
    yield node, kg("sourcePath"), ox.Literal(article.source_path)
    yield node, kg("sha256"), ox.Literal(article.sha256)
    yield node, terms.HEADLINE, terms.label(article.title or article.body.split("\n", 1)[0][:60])
    if article.published:
        yield node, terms.PUBLISHED, terms.day(article.published)
    if article.publisher:
        yield node, terms.PUBLISHER, ox.Literal(article.publisher)


def _text(article: Article, iris: Iris) -> Iterator[Triple]:
    yield iris.article(article), kg("text"), ox.Literal(article.body)


def _names(article: Article, extraction: Extraction, resolution: Resolution, iris: Iris) -> Iterator[Triple]:
    for mention in extraction.mentions:
        if mention.type == "Article":
            continue
        thing = resolution.thing(mention)
        node = iris.entity(thing.key)
        kind = "Official" if mention.type == "Person" and _is_official(mention, extraction) else mention.type
        yield node, terms.TYPE, kg(kind)
        yield node, terms.PREF_LABEL, terms.label(thing.name)
        surface = article.body[mention.start : mention.end]
        if len(surface) > 1 and surface != thing.name:
            yield node, terms.ALT_LABEL, terms.label(surface)


def _is_official(mention: Mention, extraction: Extraction) -> bool:
    return any(m.type == "Official" and m.name == mention.name for m in extraction.mentions)


def relation(
    article: Article, extraction: Extraction, claim: Claim, resolution: Resolution, iris: Iris
) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    """The relation that a claim is about, its ends resolved."""
    ends = []
    for position in (claim.subject, claim.object):
        mention = extraction.mentions[position]
        is_article = mention.type == "Article"
        ends.append(iris.article(article) if is_article else iris.entity(resolution.thing(mention).key))
    return ends[0], kg(claim.predicate), ends[1]


def _claim(
    article: Article,
    position: int,
    claim: Claim,
    said: tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode],
    iris: Iris,
) -> Iterator[Triple]:
    if claim.modality is Modality.ASSERTED:
        yield said
    node = iris.claim(article, position)
    yield node, terms.TYPE, kg("Claim")
    yield from zip((node,) * 3, (terms.SUBJECT, terms.PREDICATE, terms.OBJECT), said, strict=True)
    yield node, kg("quote"), ox.Literal(article.body[claim.start : claim.end])
    yield node, kg("start"), terms.number(claim.start)
    yield node, kg("end"), terms.number(claim.end)
    yield node, kg("rule"), ox.Literal(claim.rule)
    yield node, kg("confidence"), terms.decimal(claim.confidence)
    yield node, kg("modality"), ox.Literal(claim.modality.value)
    if claim.title:
        yield node, kg("title"), ox.Literal(claim.title)
    if claim.date:
        yield node, kg("date"), ox.Literal(claim.date)
