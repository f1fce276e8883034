"""``graph.trig`` (everything) and ``graph.ttl`` (the merge), sorted; renewed where articles changed, copied elsewhere.

Both files are pieces put together: each article's graph, what the gazetteer says, and the merge subject by subject. The
tables know how long each piece is, so that of a former file only what changed is made again.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph import quarantine, tables, terms
from kg.graph.contribution import contribution
from kg.graph.gazetteer import Gazetteer
from kg.graph.merge import Merge
from kg.graph.pieces import Piece, Pieces
from kg.graph.tables import Touched
from kg.graph.terms import DEFAULT_BASE, Iris, Triple
from kg.graph.text import prefixes, trig, turtle
from kg.graph.write import Entities
from kg.model import Article, Entity, Extraction

FILES = TRIG, TTL = "graph.trig", "graph.ttl"
_NEW = "articles.new"  # the graphs of the articles that come, until the files are put together


@dataclass(frozen=True, slots=True)
class Counts:
    """What was written: articles, entities that they name, relations that hold, claims of any modality; and the facts
    that violate a shape, which stand in the quarantine alone."""

    articles: int
    entities: int
    relations: int
    claims: int
    quarantined: int


class Resolution(Entities, Protocol):
    """What a graph needs of a resolution."""

    def entities(self) -> list[Entity]:
        """All entities."""


class Dataset:
    """A graph under way from its former state to the next: take articles away, add others, then :meth:`write`.

    ``db`` has the tables of the former state, ``folder`` is for the new files. ``gazetteer`` is the shipped one unless
    given.
    """

    def __init__(self, db: sqlite3.Connection, folder: Path, base: str, gazetteer: Gazetteer | None = None) -> None:
        self._db = db
        self._folder = folder
        self._iris = Iris(base)
        self._gazetteer = gazetteer or Gazetteer.shipped()
        self._touched = Touched()
        self._new: dict[str, Piece] = {}
        self._former = dict(db.execute("SELECT id, length FROM article"))
        self._blocks = dict(db.execute("SELECT iri, length FROM block"))

    def remove(self, article_id: str) -> None:
        """Take an article away, where it is there."""
        tables.touch(self._db, article_id, self._touched)
        tables.take(self._db, article_id)

    def add(self, items: Iterable[tuple[Article, Extraction]], entities: Entities) -> None:
        """Add articles, also such as were there before. Raises OutputError where the folder cannot be written."""
        file, end = self._folder / _NEW, 0
        with _told(file), file.open("wb") as out:
            for article, extraction in items:
                self.remove(article.id)
                given = contribution(article, extraction, entities, self._iris)
                tables.put(self._db, article, self._iris.article(article.id), given)
                tables.touch(self._db, article.id, self._touched)
                out.write(given.text)
                self._new[article.id] = Piece(file, end, len(given.text))
                end += len(given.text)

    def write(self, former: Path | None, entities: Iterable[Entity], texts: Mapping[str, str]) -> Counts:
        """Write both files. ``former`` is the folder of those of the former state, None where there are none.

        ``entities`` are all there are, ``texts`` leads from an article that prints the text of others to the one that
        stands for them. Each file appears complete; the same articles give the same bytes.

        Raises:
            OutputError: the folder cannot be written.
        """
        tables.renew_texts(self._db, texts, self._touched)
        known = list(entities)
        tables.renew_things(self._db, known, self._touched)
        listed = sorted(set(self._gazetteer.triples(named := tables.named(self._db), self._iris)), key=terms.order)
        facts = _beside(listed, named)
        fitting, unfit = quarantine.fitting(facts, {e.iri: e for e in known if e.iri in named}, self._iris)
        beside = _by_subject(fitting)
        tables.renew_listed(self._db, {iri: str(sorted(map(str, said))) for iri, said in beside.items()}, self._touched)
        merge = Merge(self._db, self._iris, self._gazetteer.iris_of_all(self._iris), beside)
        with _told(self._folder):
            self._write_merge(merge, former)
            self._write_all(listed, unfit, former)
            (self._folder / _NEW).unlink(missing_ok=True)
        return self._counts(len(named), len({node for node, _, _ in unfit}))

    def _write_merge(self, merge: Merge, former: Path | None) -> None:
        """Subject by subject: what is touched anew, the rest as it was."""
        touched, old = self._to_be_told(merge), former and former / TTL
        lengths: dict[str, int] = {}
        with Pieces(self._folder / TTL) as out:
            out.write(prefixes(self._iris.base))
            at = len(prefixes(self._iris.base))
            for iri in sorted({*self._blocks, *touched}):
                length = self._blocks.get(iri, 0)
                if iri in touched:
                    text = turtle(sorted(set(touched[iri]()), key=terms.order), self._iris)
                    out.write(text)
                    lengths[iri] = len(text)
                elif old:
                    out.copy(Piece(old, at, length))
                at += length
        self._db.executemany("DELETE FROM block WHERE iri = ?", ((iri,) for iri in lengths))
        told = ((iri, length) for iri, length in lengths.items() if length)
        self._db.executemany("INSERT INTO block VALUES (?, ?)", told)

    def _to_be_told(self, merge: Merge) -> dict[str, Callable[[], Iterable[Triple]]]:
        """The subjects of the merge of which something may have changed, with what tells of them."""
        things = {iri: partial(merge.thing, iri) for iri in self._touched.things}
        facts = {self._iris.derived("fact", *fact): partial(merge.fact, fact) for fact in self._touched.facts}
        held = tables.with_their_successions(self._db, self._touched.tenures)
        tenures = {self._iris.derived("tenure", *tenure): partial(merge.tenure, tenure) for tenure in held}
        return {**things, **facts, **tenures}

    def _write_all(self, listed: Iterable[Triple], unfit: Iterable[Triple], former: Path | None) -> None:
        """The articles by their ids, the gazetteer, the quarantine of both, the merge."""
        staying = {article for (article,) in self._db.execute("SELECT id FROM article")}
        old = former and former / TRIG
        with Pieces(self._folder / TRIG) as out:
            out.write(prefixes(self._iris.base))
            at = len(prefixes(self._iris.base))
            for article in sorted({*self._former, *staying}):
                length = self._former.get(article, 0)
                if article in self._new:
                    out.copy(self._new[article])
                elif article in staying and old:
                    out.copy(Piece(old, at, length))
                at += length
            out.write(trig((ox.Quad(*triple, self._iris.gazetteer) for triple in listed), self._iris))
            for (text,) in self._db.execute("SELECT text FROM quarantined ORDER BY article"):
                out.write(text)
            unfit = sorted(unfit, key=terms.order)
            out.write(trig((ox.Quad(*triple, self._iris.quarantine) for triple in unfit), self._iris))
            merged, head = self._folder / TTL, len(prefixes(self._iris.base))
            out.copy(Piece(merged, head, merged.stat().st_size - head))

    def _counts(self, named: int, unfit: int) -> Counts:
        articles, claims = self._db.execute("SELECT COUNT(*), COALESCE(SUM(claims), 0) FROM article").fetchone()
        distinct = "SELECT COUNT(*) FROM (SELECT DISTINCT subject, predicate, object FROM said)"
        held_back = "SELECT COALESCE(SUM(facts), 0) FROM quarantined"
        relations, quarantined = (self._db.execute(asked).fetchone()[0] for asked in (distinct, held_back))
        return Counts(articles, named, relations, claims, quarantined + unfit)


def _beside(listed: Iterable[Triple], named: Container[str]) -> Iterator[Triple]:
    """The gazetteer's facts for the merge, where a thing that articles name has one class and one name: theirs."""
    for triple in listed:
        if triple[1] not in (terms.TYPE, terms.PREF_LABEL) or triple[0].value not in named:
            yield triple


def _by_subject(facts: Iterable[Triple]) -> dict[str, set[Triple]]:
    found: dict[str, set[Triple]] = defaultdict(set)
    for triple in facts:
        found[triple[0].value].add(triple)
    return found


@contextmanager
def _told(where: Path) -> Iterator[None]:
    """An error of the disk in words."""
    try:
        yield
    except OSError as error:
        todo = "free some space, or choose another directory"
        raise OutputError(f"cannot write the graph ({error.strerror or error})", str(where), todo) from None


def write(
    folder: Path,
    items: Callable[[], Iterable[tuple[Article, Extraction]]],
    entities: Resolution,
    base: str = DEFAULT_BASE,
    gazetteer: Gazetteer | None = None,
    texts: Mapping[str, str] | None = None,
) -> Counts:
    """Write the graph of some articles into ``folder``, with no former state; see :class:`Dataset`."""
    db = sqlite3.connect(":memory:")
    db.executescript(tables.SCHEMA)
    dataset = Dataset(db, folder, base, gazetteer)
    dataset.add(items(), entities)
    return dataset.write(None, entities.entities(), texts or {})
