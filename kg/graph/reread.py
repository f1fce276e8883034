"""``graph.trig`` read back as it was written, subject by subject: no store, and memory for one subject at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph.terms import plain


@dataclass(frozen=True, slots=True)
class Described:
    """A node as one graph describes it. ``graph`` is ``""`` for the merge; ``said`` has the values by predicate."""

    graph: str
    iri: str
    said: dict[str, list[str]]

    def one(self, predicate: ox.NamedNode) -> str | None:
        """The value of a predicate that has one."""
        return next(iter(self.said.get(predicate.value, ())), None)

    def all(self, predicate: ox.NamedNode) -> list[str]:
        """All values of a predicate."""
        return self.said.get(predicate.value, [])


def described(file: Path) -> Iterator[Described]:
    """Every node of every graph, in the order of the file: articles, gazetteer, merge.

    Raises:
        OutputError: there is no such file, or it is damaged.
    """
    try:
        quads = ox.parse(path=str(file), format=ox.RdfFormat.TRIG)
        for (graph, node), about in groupby(quads, key=lambda q: (q.graph_name, q.subject)):
            said: dict[str, list[str]] = {}
            for quad in about:
                said.setdefault(quad.predicate.value, []).append(plain(quad.object))
            yield Described("" if isinstance(graph, ox.DefaultGraph) else plain(graph), plain(node), said)
    except (SyntaxError, ValueError, OSError) as error:
        raise damaged(file, error) from None


def damaged(file: Path, error: Exception) -> OutputError:
    """What to tell of a graph that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return OutputError("no graph here", str(file.parent), "run kg build first, or name its directory by -o")
    return OutputError(f"the graph is damaged ({str(error).splitlines()[0]})", str(file), "build it again")
