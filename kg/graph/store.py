"""A built graph, opened for reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.kept import open_store
from kg.graph.query import Answer, Rows, find_query, run, stream
from kg.graph.reread import Described, described
from kg.graph.terms import Iris

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article of the graph: what a page about it needs. ``text`` is the cleaned body that offsets refer to."""

    iri: str
    id: str
    headline: str
    published: str | None
    publisher: str | None
    source_path: str
    text: str


class Graph:
    """The merged graph with the articles behind it. Made by :func:`load`.

    ``file`` is the dataset, ``iris`` spells its IRIs. Queries open its store once. The networkx view and
    the articles are read from the file as they are asked for, so that a large graph need not be in memory twice.
    ``triggers`` has the words of rules that are not shipped, by their ids, where they are known.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.iris = Iris(_base(file))
        self.triggers: Mapping[str, Sequence[Sequence[str]]] = {}

    @cached_property
    def store(self) -> ox.Store:
        """The whole dataset as a pyoxigraph store, not to be written (see :func:`kg.graph.kept.open_store`)."""
        return open_store(self.file)

    def query(self, question: str) -> Answer:
        """Answer SPARQL, a ``.rq`` file or a named question; raises :class:`~kg.errors.QueryError`."""
        sparql = find_query(question)
        return run(self.store, sparql, self.iris.prefixes)

    def stream(self, question: str) -> Rows:
        """As :meth:`query`, with the rows as they are found, none held: for answers of any size."""
        return stream(self.store, find_query(question), self.iris.prefixes)

    def networkx(self) -> nx.MultiDiGraph:
        """The merged graph as networkx sees it (see :func:`kg.graph.networkx.to_networkx`)."""
        return self.shown()[0]

    def shown(self) -> tuple[nx.MultiDiGraph, list[ArticleRecord]]:
        """What pages are made of, read in one go: :meth:`networkx` and :meth:`articles`."""
        from kg.graph.networkx import to_networkx

        records: list[ArticleRecord] = []
        view = to_networkx(self._noting(records), self.iris)
        view.graph["triggers"] = self.triggers
        return view, sorted(records, key=lambda record: record.id)

    def things(self, name: str) -> list[str]:
        """The IRIs of the things that go by a name or another form of it, or of the one whose IRI, with the base or
        without, this is; in order."""
        text = json.dumps(name, ensure_ascii=False)
        named = f"{{ ?thing skos:prefLabel|skos:altLabel ?name FILTER(STR(?name) = {text}) }}"
        rows = self.query(f"SELECT DISTINCT ?thing {named} ORDER BY ?thing").rows
        if rows or "/" not in name:
            return [iri for (iri,) in rows]
        iri = ox.NamedNode(self.iris.base + name.removeprefix(self.iris.base).replace(" ", "%20"))
        return [iri.value] if any(True for _ in self.store.quads_for_pattern(iri, None, None, None)) else []

    def to_rdflib(self) -> rdflib.Dataset:
        """The whole dataset for rdflib: the merge is its default graph, each article a named graph."""
        import rdflib

        return rdflib.Dataset().parse(self.file, format="trig")

    def articles(self) -> list[ArticleRecord]:
        """The articles, by id."""
        records: list[ArticleRecord] = []
        for _ in self._noting(records):
            pass
        return sorted(records, key=lambda record: record.id)

    def _noting(self, records: list[ArticleRecord]) -> Iterator[Described]:
        """Every node of the file; the articles among them are added to ``records``."""
        text = self.iris.term("text").value
        for node in described(self.file):
            if text in node.said:
                records.append(self._record(node))
            yield node

    def _record(self, node: Described) -> ArticleRecord:
        return ArticleRecord(
            node.iri,
            node.iri.removeprefix(self.iris.article_base),
            node.one(terms.HEADLINE) or "",
            node.one(terms.PUBLISHED),
            node.one(terms.PUBLISHER),
            node.one(self.iris.term("sourcePath")) or "",
            node.one(self.iris.term("text")) or "",
        )


def _base(file: Path) -> str:
    """What the graph's IRIs begin with, as the name of its first graph shows it."""
    first = next(described(file), None)
    base, found, _ = first.graph.rpartition("article/") if first else ("", "", "")
    return base if found else terms.DEFAULT_BASE


def load(folder: str | Path = "output") -> Graph:
    """Open the graph that ``kg build`` wrote into ``folder``.

    Raises:
        OutputError: the folder holds no graph, or a damaged one.
    """
    return Graph(Path(folder) / "graph.trig")
