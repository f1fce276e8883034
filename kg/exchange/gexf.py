"""GEXF 1.3 for Gephi, with the time of every thing and relation that has one.

Written here: networkx writes no ``kind``, without which Gephi makes one edge of two relations between the same things,
and stamps its files with the day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import XMLGenerator

from kg.exchange.flat import Edge, Node, Span, rows
from kg.exchange.graphml import edge_attributes, node_attributes
from kg.exchange.xml_text import fit
from kg.graph import Graph

_NAMESPACE = "http://gexf.net/1.3"
_GRAPH = {
    "defaultedgetype": "directed",
    "idtype": "string",
    "mode": "dynamic",
    "timeformat": "date",
    "timerepresentation": "interval",
}
_NODE = {
    "type": "string",
    "type_zh": "string",
    "aliases": "string",
    "articles": "integer",
    "gazetteer": "boolean",
    "publisher": "string",
    "source_path": "string",
}
_EDGE = {
    "predicate": "string",
    "title": "string",
    "support": "integer",
    "date": "string",
    "quote": "string",
    "confidence": "double",
    "articles": "string",
    "value": "double",
    "unit": "string",
}


def write_gexf(graph: Graph, file: Path) -> None:
    """Write the merge. A thing lasts from its first report to its last, a relation from the date that a text tells, or
    its first report; what has no date lasts for ever, as Gephi has it."""
    flat = rows(graph)
    with file.open("wb") as out:
        xml = _Writer(out)
        xml.begin("gexf", {"xmlns": _NAMESPACE, "version": "1.3"})
        xml.begin("graph", _GRAPH)
        xml.declare("node", _NODE)
        xml.declare("edge", _EDGE)
        xml.begin("nodes", {"count": len(flat.nodes)})
        for node in flat.nodes:
            xml.element("node", _node(node), _NODE, node_attributes(node))
        xml.end("nodes")
        xml.begin("edges", {"count": len(flat.edges)})
        for number, edge in enumerate(flat.edges):
            xml.element("edge", _edge(number, edge), _EDGE, edge_attributes(edge))
        xml.end("edges", "graph", "gexf")
        xml.endDocument()


def _node(node: Node) -> dict[str, Any]:
    return {"id": node.iri, "label": node.name, **_time(node.span)}


def _edge(number: int, edge: Edge) -> dict[str, Any]:
    """``kind`` keeps parallel edges apart. What the gazetteer alone knows has no support, but Gephi wants a weight."""
    kind = " ".join(filter(None, (edge.label, edge.title)))
    ends = {"id": number, "source": edge.source, "target": edge.target, "label": edge.label, "kind": kind}
    return {**ends, "weight": float(max(edge.support, 1)), **_time(edge.span)}


def _time(span: Span | None) -> dict[str, str]:
    return {"start": _first_day(span.first), "end": _last_day(span.last)} if span else {}


def _first_day(date: str) -> str:
    """The day on which a year or a month begins.

    >>> _first_day("2024"), _last_day("2024-02"), _last_day("2024-02-03")
    ('2024-01-01', '2024-02-29', '2024-02-03')
    """
    return date + "0000-01-01"[len(date) :]


def _last_day(date: str) -> str:
    if len(date) == len("2024"):
        return f"{date}-12-31"
    return f"{date}-{monthrange(*map(int, date.split('-')))[1]}" if len(date) == len("2024-01") else date


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


class _Writer(XMLGenerator):
    """Writes elements as they come, each on a line."""

    def __init__(self, out: Any) -> None:
        super().__init__(out, "utf-8", short_empty_elements=True)
        self.startDocument()

    def begin(self, name: str, attributes: Mapping[str, object]) -> None:
        """Open an element."""
        self.startElement(name, {key: fit(str(value)) for key, value in attributes.items()})  # type: ignore[arg-type]
        self.ignorableWhitespace("\n")

    def end(self, *names: str) -> None:
        """Close elements, the innermost first."""
        for name in names:
            self.endElement(name)
            self.ignorableWhitespace("\n")

    def declare(self, of: str, types: Mapping[str, str]) -> None:
        """Say which attributes nodes or edges have."""
        self.begin("attributes", {"class": of, "mode": "static"})
        for name, kind in types.items():
            self._empty("attribute", {"id": name, "title": name, "type": kind})
        self.end("attributes")

    def element(self, name: str, own: Mapping[str, object], types: Iterable[str], values: Mapping[str, Any]) -> None:
        """A node or edge with the values of its attributes."""
        self.begin(name, own)
        self.begin("attvalues", {})
        for title in types:
            value = values[title]
            if value is not None:
                self._empty("attvalue", {"for": title, "value": _plain(value)})
        self.end("attvalues", name)

    def _empty(self, name: str, attributes: Mapping[str, object]) -> None:
        self.startElement(name, {key: fit(str(value)) for key, value in attributes.items()})  # type: ignore[arg-type]
        self.endElement(name)
        self.ignorableWhitespace("\n")
