"""The merge: every entity and relation once, tenures with the dates at which they were seen, support by articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.tenures import Span, Tenure, span_of, successors
from kg.graph.terms import Iris, Relation, Triple
from kg.graph.write import Entities, article_triples, holds, relation
from kg.model import Article, Entity, Extraction
from kg.ontology import group

#: Groups whose things are listed, or marked as not listed.
_LISTED = frozenset({"place", "zone"})
_Said = TypeVar("_Said", Relation, Tenure)


class Merge:
    """Collects articles and gives the default graph. Holds facts and counts, no texts.

    ``texts`` leads from an article that prints the text of others to the one that stands for them.
    """

    def __init__(self, entities: Entities, iris: Iris, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._printed = set(texts.values())
        self._said: set[tuple[str, Relation | Tenure]] = set()
        self._resolution = entities
        self._iris = iris
        self._articles: dict[str, Article] = {}
        self._entities: dict[str, Entity] = {}
        self._named: Counter[str] = Counter()
        self._facts: Counter[Relation] = Counter()
        self._tenures: Counter[Tenure] = Counter()
        self._over: Counter[Tenure] = Counter()
        self._spans: dict[Tenure, Span] = defaultdict(Span)
        self._dates: dict[Relation, tuple[str, str]] = {}
        self._reported: dict[Relation, tuple[str, str]] = {}

    def add(self, article: Article, extraction: Extraction) -> None:
        """Count what one article says, each fact once."""
        head = replace(article, title=terms.headline(article), body="", bylines=())
        self._articles[self._iris.article(article.id)] = head
        here = [self._resolution.entity(article.id, m) for m in extraction.mentions if m.type != "Article"]
        self._entities.update((entity.iri, entity) for entity in here)
        self._named.update({entity.iri for entity in here})
        facts: dict[Relation, list[str]] = defaultdict(list)
        tenures: dict[Tenure, Span] = defaultdict(Span)
        for claim in extraction.claims:
            fact = relation(article.id, extraction, claim, self._resolution, self._iris)
            if holds(claim, fact):
                facts[fact] += [claim.date] if claim.date else []
            if claim.predicate == "worksFor" and claim.title:
                span = span_of(article, claim, extraction.mentions[claim.subject])
                if span and fact[0] != fact[2]:
                    tenures[Tenure(fact[0], fact[2], claim.title)].add(span)
        self._facts.update(self._new(article.id, facts))
        self._tenures.update(self._new(article.id, (t for t, span in tenures.items() if not span.ended)))
        self._over.update(self._new(article.id, (t for t, span in tenures.items() if span.ended)))
        for fact, dates in facts.items():
            self._when(fact, dates, article.published)
        for tenure, span in tenures.items():
            self._spans[tenure].add(span)

    def _new(self, article_id: str, said: Iterable[_Said]) -> list[_Said]:
        """What an article says and no other print of its text: reprints support a fact once."""
        text = self._texts.get(article_id, article_id)
        if text not in self._printed:
            return list(said)
        new = [one for one in said if (text, one) not in self._said]
        self._said.update((text, one) for one in new)
        return new

    def _when(self, fact: Relation, dates: Iterable[str], published: str | None) -> None:
        """Keep the first and last dates of a fact: those that the texts say, and those of publication apart."""
        for known, more in ((self._dates, [*dates]), (self._reported, [published] if published else [])):
            if more:
                seen = [*more, *known.get(fact, ())]
                known[fact] = min(seen), max(seen)

    @property
    def named(self) -> frozenset[str]:
        """The IRIs of all things that articles name."""
        return frozenset(self._named)

    @property
    def entities(self) -> Mapping[str, Entity]:
        """All things that articles name, by IRI."""
        return self._entities

    @property
    def relations(self) -> int:
        """How many different relations hold."""
        return len(self._facts)

    def triples(self, known: Iterable[Triple] = (), backbone: Container[str] = ()) -> Iterator[Triple]:
        """The default graph with what else is ``known``, in order, each triple once, made subject by subject.

        ``backbone`` has the IRIs of all that the gazetteer lists.
        """
        facts = {self._iris.derived("fact", *fact): fact for fact in self._facts}
        tenures = {self._iris.derived("tenure", *tenure): tenure for tenure in self._spans}
        following = successors({tenure: self._spans[tenure] for tenure in self._spans})
        relations: dict[str, list[Relation]] = defaultdict(list)
        for fact in self._facts:
            relations[fact[0]].append(fact)
        beside: dict[str, list[Triple]] = defaultdict(list)
        for triple in known:
            beside[triple[0].value].append(triple)
        for iri in sorted({*self._articles, *self._entities, *facts, *tenures, *beside}):
            about: set[Triple] = set(beside.get(iri, ()))
            if iri in self._articles:
                about.update(article_triples(self._articles[iri], self._iris))
                about.update(self._reprint(iri))
            if iri in self._entities:
                about.update(self._entity(self._entities[iri], backbone))
            if iri in facts:
                about.update(self._fact(iri, facts[iri]))
            if iri in tenures:
                about.update(self._tenure(iri, tenures[iri], following.get(tenures[iri])))
            about.update(terms.triple(fact) for fact in relations.get(iri, ()))
            yield from sorted(about, key=terms.order)

    def _reprint(self, iri: str) -> Iterator[Triple]:
        text = self._texts.get(self._articles[iri].id)
        if text:
            yield ox.NamedNode(iri), self._iris.term("reprintOf"), ox.NamedNode(self._iris.article(text))

    def _entity(self, entity: Entity, backbone: Container[str]) -> Iterator[Triple]:
        node = ox.NamedNode(entity.iri)
        yield node, terms.TYPE, self._iris.term(entity.type)
        yield node, terms.PREF_LABEL, terms.label(entity.name)
        yield from ((node, terms.ALT_LABEL, terms.label(alias)) for alias in entity.aliases)
        yield node, self._iris.term("articles"), terms.number(self._named[entity.iri])
        if entity.iri in backbone or group(entity.type) in _LISTED:
            yield node, self._iris.term("inBackbone"), terms.truth(entity.iri in backbone)

    def _fact(self, iri: str, fact: Relation) -> Iterator[Triple]:
        node, term = ox.NamedNode(iri), self._iris.term
        yield node, terms.TYPE, term("Fact")
        yield from terms.statement(node, fact)
        yield node, term("support"), terms.number(self._facts[fact])
        if fact in self._dates:
            yield node, term("date"), terms.day(self._dates[fact][0])
        if fact in self._reported:
            first, last = self._reported[fact]
            yield node, term("firstReported"), terms.day(first)
            yield node, term("lastReported"), terms.day(last)

    def _tenure(self, iri: str, tenure: Tenure, following: Tenure | None) -> Iterator[Triple]:
        node, term, span = ox.NamedNode(iri), self._iris.term, self._spans[tenure]
        yield node, terms.TYPE, term("Tenure")
        yield node, term("holder"), ox.NamedNode(tenure.holder)
        yield node, term("body"), ox.NamedNode(tenure.body)
        yield node, term("title"), ox.Literal(tenure.title)
        yield node, term("support"), terms.number(self._tenures[tenure] or self._over[tenure])
        if span.seen:
            yield node, term("firstSeen"), terms.day(span.seen[0])
            yield node, term("lastSeen"), terms.day(span.seen[-1])
        if span.begun:
            yield node, term("begun"), terms.day(span.begun[0])
        if span.ended:
            yield node, term("ended"), terms.day(span.ended[-1])
        if following:
            yield node, term("successor"), ox.NamedNode(self._iris.derived("tenure", *following))
            yield node, term("endedBy"), terms.day(self._spans[following].first)
