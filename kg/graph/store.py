"""A built graph, opened for reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph import terms
from kg.graph.query import Answer, find_query, run
from kg.graph.terms import kg

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

    def query(self, question: str) -> Answer:
        """Answer SPARQL, a ``.rq`` file or a named question; raises :class:`~kg.errors.QueryError`."""
        return run(self.store, find_query(question))

    def networkx(self) -> nx.MultiDiGraph:
        """The merged graph as networkx sees it (see :func:`kg.graph.networkx.to_networkx`)."""
        from kg.graph.networkx import to_networkx

        return to_networkx(self.store, self._gazetteer)

    @cached_property
    def _gazetteer(self) -> ox.NamedNode:
        named = (g for g in self.store.named_graphs() if g.value.endswith("/gazetteer"))
        return next(named, ox.NamedNode(terms.DEFAULT_BASE + "gazetteer"))  # type: ignore[return-value]

    def articles(self) -> list[ArticleRecord]:
        """The articles, by id."""
        found = []
        for quad in self.store.quads_for_pattern(None, kg("text"), None, None):
            quads = self.store.quads_for_pattern(quad.subject, None, None, quad.graph_name)
            said = {q.predicate: q.object.value for q in quads}
            iri = quad.subject.value
            found.append(
                ArticleRecord(
                    iri,
                    iri.rsplit("/", 1)[-1],
                    said[terms.HEADLINE],
                    said.get(terms.PUBLISHED),
                    said.get(terms.PUBLISHER),
                    said[kg("sourcePath")],
                    said[kg("text")],
                )
            )
        return sorted(found, key=lambda a: a.id)


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
