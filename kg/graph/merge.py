"""The merge: every entity and relation once, tenures with the dates at which they were seen, support by articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, Relation, Triple
from kg.graph.write import Entities, article_triples, holds, relation
from kg.model import Article, Entity, Extraction

#: Who, where, as what.
_Tenure = tuple[ox.NamedNode, ox.NamedNode, str]


class Merge:
    """Collects articles and gives the default graph. Holds facts and counts, no texts."""

    def __init__(self, entities: Entities, iris: Iris) -> None:
        self._resolution = entities
        self._iris = iris
        self._articles: list[Triple] = []
        self._entities: dict[str, Entity] = {}
        self._named: Counter[str] = Counter()
        self._facts: Counter[Relation] = Counter()
        self._tenures: Counter[_Tenure] = Counter()
        self._dates: dict[_Tenure, tuple[str, str]] = {}

    def add(self, article: Article, extraction: Extraction) -> None:
        """Count what one article says, each fact once."""
        self._articles.extend(article_triples(article, self._iris))
        here = [self._resolution.entity(article.id, m) for m in extraction.mentions if m.type != "Article"]
        self._entities.update((entity.iri, entity) for entity in here)
        self._named.update({entity.iri for entity in here})
        facts: set[Relation] = set()
        tenures: dict[_Tenure, list[str]] = defaultdict(list)
        for claim in extraction.claims:
            fact = relation(article.id, extraction, claim, self._resolution, self._iris)
            if not holds(claim, fact):
                continue
            facts.add(fact)
            if claim.predicate == "worksFor" and claim.title:
                date = claim.date or article.published
                tenures[fact[0], fact[2], claim.title].extend([date] if date else [])
        self._facts.update(facts)
        for tenure, dates in tenures.items():
            self._see(tenure, dates)

    def _see(self, tenure: _Tenure, dates: list[str]) -> None:
        self._tenures[tenure] += 1
        seen = [*dates, *self._dates.get(tenure, ())]
        if seen:
            self._dates[tenure] = min(seen), max(seen)

    @property
    def named(self) -> frozenset[str]:
        """The IRIs of all things that articles name."""
        return frozenset(self._named)

    @property
    def relations(self) -> int:
        """How many different relations hold."""
        return len(self._facts)

    def triples(self) -> Iterator[Triple]:
        """The default graph, without the gazetteer's part; every triple once, in no order."""
        term = self._iris.term
        yield from self._articles
        for entity in self._entities.values():
            node = ox.NamedNode(entity.iri)
            yield node, terms.TYPE, term(entity.type)
            yield node, terms.PREF_LABEL, terms.label(entity.name)
            yield from ((node, terms.ALT_LABEL, terms.label(alias)) for alias in entity.aliases)
            yield node, term("articles"), terms.number(self._named[entity.iri])
        for fact, articles in self._facts.items():
            yield fact
            yield from self._fact(fact, articles)
        for tenure, articles in self._tenures.items():
            yield from self._tenure(tenure, articles)

    def _fact(self, fact: Relation, articles: int) -> Iterator[Triple]:
        node = self._iris.derived("fact", *(part.value for part in fact))
        yield node, terms.TYPE, self._iris.term("Fact")
        yield node, terms.SUBJECT, fact[0]
        yield node, terms.PREDICATE, fact[1]
        yield node, terms.OBJECT, fact[2]
        yield node, self._iris.term("support"), terms.number(articles)

    def _tenure(self, tenure: _Tenure, articles: int) -> Iterator[Triple]:
        holder, body, title = tenure
        term = self._iris.term
        node = self._iris.derived("tenure", holder.value, body.value, title)
        yield node, terms.TYPE, term("Tenure")
        yield node, term("holder"), holder
        yield node, term("body"), body
        yield node, term("title"), ox.Literal(title)
        yield node, term("support"), terms.number(articles)
        if tenure in self._dates:
            first, last = self._dates[tenure]
            yield node, term("firstSeen"), terms.day(first)
            yield node, term("lastSeen"), terms.day(last)
