"""A built graph, opened for reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph import terms
from kg.graph.query import Answer, find_query, run
from kg.graph.terms import Iris

if TYPE_CHECKING:
    import networkx as nx


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
    """The merged graph with the articles behind it. Made by :func:`load`."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._iris = Iris(_base(store))

    def query(self, question: str) -> Answer:
        """Answer SPARQL, a ``.rq`` file or a named question; raises :class:`~kg.errors.QueryError`."""
        return run(self.store, find_query(question), self._iris.prefixes)

    def networkx(self) -> nx.MultiDiGraph:
        """The merged graph as networkx sees it (see :func:`kg.graph.networkx.to_networkx`)."""
        from kg.graph.networkx import to_networkx

        return to_networkx(self.store, self._iris)

    def articles(self) -> list[ArticleRecord]:
        """The articles, by id."""
        quads = self.store.quads_for_pattern(None, self._iris.term("text"), None, None)
        return sorted((self._article(q) for q in quads), key=lambda record: record.id)

    def _article(self, text: ox.Quad) -> ArticleRecord:
        quads = self.store.quads_for_pattern(text.subject, None, None, text.graph_name)
        said = {q.predicate: terms.plain(q.object) for q in quads}
        iri = terms.plain(text.subject)
        return ArticleRecord(
            iri,
            iri.removeprefix(self._iris.article_base),
            said[terms.HEADLINE],
            said.get(terms.PUBLISHED),
            said.get(terms.PUBLISHER),
            said[self._iris.term("sourcePath")],
            terms.plain(text.object),
        )


def _base(store: ox.Store) -> str:
    """What the graph's IRIs begin with, as its graphs' names show it."""
    for graph in store.named_graphs():
        base, found, _ = terms.plain(graph).rpartition("article/")
        if found:
            return base
    return terms.DEFAULT_BASE


def load(folder: str | Path = "output") -> Graph:
    """Open the graph that ``kg build`` wrote into ``folder``.

    Raises:
        OutputError: the folder holds no graph, or a damaged one.
    """
    file = Path(folder) / "graph.trig"
    store = ox.Store()
    try:
        store.bulk_load(path=str(file), format=ox.RdfFormat.TRIG)
    except FileNotFoundError:
        raise OutputError("no graph here", str(folder), "run kg build first, or name its directory by -o") from None
    except (SyntaxError, ValueError, OSError) as error:
        raise OutputError(f"the graph is damaged ({error})", str(file), "build it again") from None
    return Graph(store)
