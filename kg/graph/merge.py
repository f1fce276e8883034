"""The merge: every entity and relation once, tenures with the dates at which they were seen, support by articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.tenures import Span, Tenure, successors
from kg.graph.terms import Iris, Relation, Triple
from kg.graph.write import article_triples
from kg.model import Article
from kg.ontology import group

#: Groups whose things are listed, or marked as not listed.
_LISTED = frozenset({"place", "zone"})
_FACT = """SELECT COUNT(DISTINCT text), MIN(date), MIN(published), MAX(published) FROM said JOIN article ON id = article
    WHERE subject = ? AND predicate = ? AND object = ?"""
_POST = """SELECT holder, MIN(seen), MAX(seen), MIN(begun_first), MAX(begun_last), MIN(ended_first), MAX(ended_last)
    FROM held WHERE body = ? AND title = ? GROUP BY holder"""
_TENURE = """SELECT COUNT(DISTINCT text) FROM held JOIN article ON id = article
    WHERE body = ? AND title = ? AND holder = ? AND (ended_first IS NULL) = ?"""


class Merge:
    """What the default graph says of each of its subjects, counted from the tables of what articles give.

    ``backbone`` has the IRIs of all that the gazetteer lists, ``beside`` what it says of things beside the articles.
    """

    def __init__(
        self, db: sqlite3.Connection, iris: Iris, backbone: Container[str], beside: Mapping[str, set[Triple]]
    ) -> None:
        self._db = db
        self._iris = iris
        self._backbone = backbone
        self._beside = beside
        self._post = lru_cache(maxsize=1000)(self._spans)

    def thing(self, iri: str) -> set[Triple]:
        """An article or a thing, with its relations; nothing where no article names it any more."""
        found = set(self._beside.get(iri, ()))
        found.update(self._article(iri))
        found.update(self._entity(iri))
        asked = "SELECT DISTINCT predicate, object FROM said WHERE subject = ?"
        found.update(terms.triple((iri, *said)) for said in self._db.execute(asked, (iri,)))
        return found

    def _article(self, iri: str) -> Iterator[Triple]:
        asked = "SELECT id, path, sha256, headline, published, publisher, text FROM article WHERE iri = ?"
        for number, path, sha256, headline, published, publisher, text in self._db.execute(asked, (iri,)):
            yield from article_triples(Article(number, path, sha256, headline, "", published, publisher), self._iris)
            if text != number:
                yield ox.NamedNode(iri), self._iris.term("reprintOf"), ox.NamedNode(self._iris.article(text))

    def _entity(self, iri: str) -> Iterator[Triple]:
        (articles,) = self._db.execute("SELECT COUNT(*) FROM named WHERE iri = ?", (iri,)).fetchone()
        known = self._db.execute("SELECT type, name, aliases FROM thing WHERE iri = ?", (iri,)).fetchone()
        if not articles or not known:
            return
        kind, name, aliases = known
        node = ox.NamedNode(iri)
        yield node, terms.TYPE, self._iris.term(kind)
        yield node, terms.PREF_LABEL, terms.label(name)
        yield from ((node, terms.ALT_LABEL, terms.label(alias)) for alias in json.loads(aliases))
        yield node, self._iris.term("articles"), terms.number(articles)
        if iri in self._backbone or group(kind) in _LISTED:
            yield node, self._iris.term("inBackbone"), terms.truth(iri in self._backbone)

    def fact(self, fact: Relation) -> Iterator[Triple]:
        """A relation as a node: how many independent articles say it, and when. Nothing where none does any more."""
        support, date, first, last = self._db.execute(_FACT, fact).fetchone()
        if not support:
            return
        node, term = ox.NamedNode(self._iris.derived("fact", *fact)), self._iris.term
        yield node, terms.TYPE, term("Fact")
        yield from terms.statement(node, fact)
        yield node, term("support"), terms.number(support)
        if date:
            yield node, term("date"), terms.day(date)
        if first:
            yield node, term("firstReported"), terms.day(first)
            yield node, term("lastReported"), terms.day(last)

    def tenure(self, tenure: Tenure) -> Iterator[Triple]:
        """A post of a person over time, and who followed."""
        spans, following = self._post(tenure.body, tenure.title)
        span, after = spans.get(tenure), following.get(tenure)
        if not span:
            return
        node, term = ox.NamedNode(self._iris.derived("tenure", *tenure)), self._iris.term
        yield node, terms.TYPE, term("Tenure")
        yield node, term("holder"), ox.NamedNode(tenure.holder)
        yield node, term("body"), ox.NamedNode(tenure.body)
        yield node, term("title"), ox.Literal(tenure.title)
        yield node, term("support"), terms.number(self._support(tenure))
        if span.seen:
            yield node, term("firstSeen"), terms.day(span.seen[0])
            yield node, term("lastSeen"), terms.day(span.seen[-1])
        if span.begun:
            yield node, term("begun"), terms.day(span.begun[0])
        if span.ended:
            yield node, term("ended"), terms.day(span.ended[-1])
        if after:
            yield node, term("successor"), ox.NamedNode(self._iris.derived("tenure", *after))
            yield node, term("endedBy"), terms.day(spans[after].first)

    def _support(self, tenure: Tenure) -> int:
        """The independent articles that show the post held, or where there are none, those that tell of its end."""
        counts = (
            self._db.execute(_TENURE, (tenure.body, tenure.title, tenure.holder, held)).fetchone()[0]
            for held in (True, False)
        )
        return next((count for count in counts if count), 0)

    def _spans(self, body: str, title: str) -> tuple[dict[Tenure, Span], dict[Tenure, Tenure]]:
        """All tenures of a post, and which follows which."""
        spans = {}
        for holder, *ends in self._db.execute(_POST, (body, title)):
            seen, begun, ended = ([end for end in pair if end] for pair in (ends[:2], ends[2:4], ends[4:]))
            spans[Tenure(holder, body, title)] = Span(seen, begun, ended)
        return spans, successors(spans)
