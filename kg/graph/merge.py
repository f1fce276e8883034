"""The merge: every entity and relation once, tenures with the dates at which they were seen, support by articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, kg
from kg.graph.write import Triple, article_triples, relation
from kg.model import Article, Extraction, Modality
from kg.resolution import Resolution
from kg.resolution.keys import Key


@dataclass(slots=True)
class Seen:
    """A tenure as the articles show it: in how many, and the first and last date; ``None`` where none has a date."""

    articles: int = 0
    first: str | None = None
    last: str | None = None

    def add(self, date: str | None) -> None:
        """Count one more article, which shows the tenure at ``date``."""
        self.articles += 1
        if date:
            self.first = min(self.first or date, date)
            self.last = max(self.last or date, date)


class Merge:
    """Collects articles and gives the default graph. Holds facts and counts, no texts."""

    def __init__(self, resolution: Resolution, iris: Iris) -> None:
        self._resolution = resolution
        self._iris = iris
        self._articles: set[Triple] = set()
        self._named: Counter[Key] = Counter()
        self.facts: Counter[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]] = Counter()
        self._tenures: dict[tuple[ox.NamedNode, ox.NamedNode, str], Seen] = {}

    def add(self, article: Article, extraction: Extraction) -> None:
        """Count what one article says, each fact once."""
        self._articles.update(article_triples(article, self._iris))
        mentions = (m for m in extraction.mentions if m.type != "Article")
        self._named.update({self._resolution.thing(m).key for m in mentions})
        said = set()
        tenures: dict[tuple[ox.NamedNode, ox.NamedNode, str], str | None] = {}
        for claim in extraction.claims:
            if claim.modality is not Modality.ASSERTED:
                continue
            fact = relation(article, extraction, claim, self._resolution, self._iris)
            said.add(fact)
            if claim.predicate == "worksFor" and claim.title:
                tenures.setdefault((fact[0], fact[2], claim.title), claim.date or article.published)
        self.facts.update(said)
        for tenure, date in tenures.items():
            self._tenures.setdefault(tenure, Seen()).add(date)

    @property
    def keys(self) -> frozenset[Key]:
        """The keys of all things that articles name."""
        return frozenset(self._named)

    def triples(self) -> Iterator[Triple]:
        """The default graph, without the gazetteer's part; every triple once, in no order."""
        yield from self._articles
        for key, articles in self._named.items():
            thing = self._resolution.things[key]
            node = self._iris.entity(key)
            yield node, terms.TYPE, kg(thing.type)
            yield node, terms.PREF_LABEL, terms.label(thing.name)
            yield from ((node, terms.ALT_LABEL, terms.label(alias)) for alias in thing.aliases)
            yield node, kg("articles"), terms.number(articles)
        for fact, articles in self.facts.items():
            yield fact
            node = self._iris.derived("fact", *(part.value for part in fact))
            yield node, terms.TYPE, kg("Fact")
            yield from zip((node,) * 3, (terms.SUBJECT, terms.PREDICATE, terms.OBJECT), fact, strict=True)
            yield node, kg("support"), terms.number(articles)
        for tenure, seen in self._tenures.items():
            yield from self._tenure(*tenure, seen)

    def _tenure(self, holder: ox.NamedNode, body: ox.NamedNode, title: str, seen: Seen) -> Iterator[Triple]:
        node = self._iris.derived("tenure", holder.value, body.value, title)
        yield node, terms.TYPE, kg("Tenure")
        yield node, kg("holder"), holder
        yield node, kg("body"), body
        yield node, kg("title"), ox.Literal(title)
        yield node, kg("support"), terms.number(seen.articles)
        if seen.first and seen.last:
            yield node, kg("firstSeen"), terms.day(seen.first)
            yield node, kg("lastSeen"), terms.day(seen.last)
