"""CSV tables of nodes and edges, with the headers that ``neo4j-admin database import`` reads; any other reader of CSV
takes them, too."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.exchange.flat import Edge, Node, rows
from kg.graph import Graph

NODES, EDGES = "nodes.csv", "edges.csv"
#: Between the members of a list, as neo4j-admin has it; it knows no way to write one inside a member.
_BETWEEN, _INSTEAD = ";", "；"
NODE_HEAD = (
    "iri:ID",  # under a name, so that neo4j keeps it
    "name",
    ":LABEL",
    "aliases:string[]",
    "articles:int",
    "gazetteer:boolean",
    "first",
    "last",
    "published",
    "publisher",
    "source_path",
)
EDGE_HEAD = (
    ":START_ID",
    ":END_ID",
    ":TYPE",
    "title",
    "support:int",
    "date",
    "first",
    "last",
    "quote",
    "confidence:double",
    "articles:string[]",
    "value:double",
    "unit",
)


def write_tables(graph: Graph, folder: Path) -> None:
    """Write the merge as ``nodes.csv`` and ``edges.csv``. A node's labels are its class and all classes above it."""
    flat = rows(graph)
    _write(folder / NODES, NODE_HEAD, map(_node, flat.nodes))
    _write(folder / EDGES, EDGE_HEAD, map(_edge, flat.edges))


def _node(node: Node) -> Iterator[object]:
    yield from (node.iri, node.name, listed(node.kinds), listed(node.aliases), node.articles)
    yield from (str(node.gazetteer).lower(), *(node.span or ("", "")))
    yield from (node.published, node.publisher, node.source_path)


def _edge(edge: Edge) -> Iterator[object]:
    yield from (edge.source, edge.target, edge.predicate, edge.title, edge.support, edge.date)
    yield from (*(edge.span or ("", "")), edge.quote, edge.confidence, listed(edge.articles), edge.value, edge.unit)


def listed(members: Sequence[str]) -> str:
    """The members of a list in one field. A semicolon inside one becomes a Chinese one."""
    return _BETWEEN.join(member.replace(_BETWEEN, _INSTEAD) for member in members)


def _write(file: Path, head: Sequence[str], content: Iterable[Iterable[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(map(_field, row) for row in content)


def _field(value: object) -> object:
    """A value as the writer quotes it: before Python 3.13 it leaves a carriage return bare, which no reader takes."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
