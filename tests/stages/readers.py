"""Exports read back by other libraries than wrote them, as plain values that can be compared with the graph."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import igraph
import networkx as nx
import pyoxigraph as ox
import rdflib

from kg.ontology import PREDICATES

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Values = dict[str, Any]


def fit(value: Any) -> Any:
    """What XML can hold of a text; other values as they are."""
    return FORBIDDEN.sub("\ufffd", value) if isinstance(value, str) else value


def expected_nodes(view: nx.MultiDiGraph) -> dict[str, Values]:
    """What every export says of a node, taken from the networkx view."""
    return {
        iri: {
            "name": known["name"],
            "type": known["type"],
            "aliases": tuple(known["aliases"]),
            "articles": known["articles"],
            "gazetteer": known["gazetteer"],
            "publisher": known.get("publisher"),
            "source_path": known.get("source_path"),
        }
        for iri, known in view.nodes(data=True)
    }


def expected_edges(view: nx.MultiDiGraph) -> list[Values]:
    """What every export says of an edge, in order."""
    found = []
    for source, target, known in view.edges(data=True):
        evidence = known["evidence"]
        surest = sorted(evidence, key=lambda e: -e["confidence"])[:1]
        found.append(
            {
                "source": source,
                "target": target,
                "predicate": known["predicate"],
                "title": known["title"],
                "support": known["support"],
                "date": known["date"],
                "quote": " ".join(surest[0]["quote"].split()) if surest else None,
                "confidence": surest[0]["confidence"] if surest else None,
                "articles": tuple(dict.fromkeys(e["article"] for e in evidence)),
                "value": known.get("value"),
                "unit": known.get("unit"),
            }
        )
    return sorted(found, key=order)


def order(edge: Values) -> tuple[str, ...]:
    return tuple(str(edge[part] or "") for part in ("source", "target", "predicate", "title"))


def as_xml(values: Values, between: str) -> Values:
    """The same as a format of XML has it: lists joined, nothing where nothing is known."""
    flat = {name: between.join(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {name: fit(value) for name, value in flat.items() if value not in (None, "")}


def of_igraph(file: Path) -> tuple[dict[str, Values], list[Values]]:
    """Nodes and edges of a GraphML file."""
    graph = igraph.Graph.Read_GraphML(str(file))

    def known(values: Values) -> Values:
        return {name: value for name, value in values.items() if value not in ("", None) and value == value}

    nodes = {vertex["id"]: known(vertex.attributes()) for vertex in graph.vs}
    ids = graph.vs["id"]
    return nodes, [known(e.attributes()) | {"source": ids[e.source], "target": ids[e.target]} for e in graph.es]


def of_networkx(file: Path) -> tuple[dict[str, Values], list[Values]]:
    """Nodes and edges of a GEXF file."""
    graph = nx.read_gexf(file, version="1.3")
    edges = [values | {"source": a, "target": b} for a, b, values in graph.edges(data=True)]
    return dict(graph.nodes(data=True)), edges


def rows(file: Path) -> list[Values]:
    """The rows of a CSV or Parquet file, as DuckDB reads them."""
    dialect = "all_varchar=true, header=true, delim=',', quote='\"', escape='\"', comment='', new_line='\\n'"
    source = "read_parquet(?)" if file.suffix == ".parquet" else f"read_csv(?, {dialect})"
    answer = _duckdb().execute(f"SELECT * FROM {source}", [str(file)])
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@cache
def _duckdb() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def quads_of(file: Path, form: ox.RdfFormat) -> set[str]:
    """The quads of a file, as pyoxigraph reads them."""
    return {str(quad) for quad in ox.parse(path=str(file), format=form)}


def by_rdflib(file: Path, form: str) -> set[tuple[str, ...]]:
    """The quads of a file, as rdflib reads them."""
    found = rdflib.Dataset()
    found.parse(file, format=form)
    default = str(found.default_graph.identifier)
    return {(s.n3(), p.n3(), o.n3(), "" if g is None or str(g) == default else str(g)) for s, p, o, g in found.quads()}


def label(predicate: str) -> str:
    return PREDICATES[predicate].zh
