"""GraphML for yEd, Cytoscape, igraph and others: things as nodes, relations as edges, all else as their attributes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx

from kg.exchange.flat import Edge, Node, rows
from kg.exchange.xml_text import fit
from kg.graph import Graph

#: Between the members of a list: neither names nor IRIs have a line break.
BETWEEN = "; "


def write_graphml(graph: Graph, file: Path) -> None:
    """Write the merge. What is not known of a thing or relation is left out."""
    flat = rows(graph)
    view = nx.MultiDiGraph()
    for node in flat.nodes:
        view.add_node(fit(node.iri), **_given(node_attributes(node)))
    for edge in flat.edges:
        view.add_edge(fit(edge.source), fit(edge.target), key=fit(edge.id), **_given(edge_attributes(edge)))
    nx.write_graphml(view, file, named_key_ids=True)


def node_attributes(node: Node) -> dict[str, Any]:
    """The attributes of a node by name; ``label`` is what programs show."""
    first, last = node.span or (None, None)
    return {
        "label": node.name,
        "type": node.kinds[0],
        "type_zh": node.label,
        "aliases": BETWEEN.join(node.aliases) or None,
        "articles": node.articles,
        "gazetteer": node.gazetteer,
        "first": first,
        "last": last,
        "published": node.published,
        "publisher": node.publisher,
        "source_path": node.source_path,
    }


def edge_attributes(edge: Edge) -> dict[str, Any]:
    """The attributes of an edge by name."""
    first, last = edge.span or (None, None)
    return {
        "label": edge.label,
        "predicate": edge.predicate,
        "title": edge.title,
        "support": edge.support,
        "date": edge.date,
        "first": first,
        "last": last,
        "quote": edge.quote,
        "confidence": edge.confidence,
        "articles": BETWEEN.join(edge.articles) or None,
        "value": edge.value,
        "unit": edge.unit,
    }


def _given(attributes: dict[str, Any]) -> dict[str, Any]:
    known = ((name, value) for name, value in attributes.items() if value is not None)
    return {name: fit(value) if isinstance(value, str) else value for name, value in known}
