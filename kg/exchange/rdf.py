"""RDF in its usual forms, streamed from the graph's file: no format needs more memory than one quad."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph import Graph
from kg.graph.reread import damaged


def quads(graph: Graph) -> Iterator[ox.Quad]:
    """Every quad in the order of the file. Raises OutputError where the file is missing or damaged."""
    try:
        yield from ox.parse(path=str(graph.file), format=ox.RdfFormat.TRIG)
    except (SyntaxError, ValueError, OSError) as error:
        raise damaged(graph.file, error) from None


def merged(graph: Graph) -> Iterator[ox.Triple]:
    """The triples of the merge."""
    return (quad.triple for quad in quads(graph) if isinstance(quad.graph_name, ox.DefaultGraph))


def write_trig(graph: Graph, file: Path) -> None:
    """Everything: the articles' graphs, the gazetteer's, the merge. The bytes are those of ``graph.trig``."""
    ox.serialize(quads(graph), str(file), ox.RdfFormat.TRIG, prefixes=graph.iris.prefixes)


def write_nquads(graph: Graph, file: Path) -> None:
    """Everything, a quad a line."""
    ox.serialize(quads(graph), str(file), ox.RdfFormat.N_QUADS)


def write_turtle(graph: Graph, file: Path) -> None:
    """The merge: each fact once, with counts and dates. The bytes are those of ``graph.ttl``."""
    ox.serialize(merged(graph), str(file), ox.RdfFormat.TURTLE, prefixes=graph.iris.prefixes)


def write_ntriples(graph: Graph, file: Path) -> None:
    """The merge, a triple a line."""
    ox.serialize(merged(graph), str(file), ox.RdfFormat.N_TRIPLES)
