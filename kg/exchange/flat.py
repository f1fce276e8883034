"""The graph as rows: things and relations with plain values, and claims with their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.graph import Graph, terms
from kg.graph.reread import described
from kg.ontology import CLASSES, PREDICATES


class Span(NamedTuple):
    """First and last date at which something is told, ISO dates of any exactness."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Node:
    """A thing or an article. ``kinds`` are its class and all above it, ``label`` the class in Chinese; ``articles`` is
    how many name it, ``span`` when they tell of it."""

    iri: str
    name: str
    kinds: tuple[str, ...]
    label: str
    aliases: tuple[str, ...]
    articles: int
    gazetteer: bool
    span: Span | None
    published: str | None = None
    publisher: str | None = None
    source_path: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation of the merge. ``support`` counts independent articles; ``quote`` is the sentence of the surest claim,
    ``confidence`` its own; ``articles`` are the IRIs of all that say it; ``span`` reaches from the date that a text
    tells, or the first report, to the last report."""

    id: str
    source: str
    target: str
    predicate: str
    label: str
    support: int
    title: str | None
    date: str | None
    span: Span | None
    quote: str | None
    confidence: float | None
    articles: tuple[str, ...]
    value: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its sentence, where it stands, and its ends by IRI and name."""

    iri: str
    article: str
    headline: str
    published: str | None
    subject: str
    subject_name: str
    predicate: str
    object: str
    object_name: str
    modality: str
    title: str | None
    date: str | None
    value: str | None
    unit: str | None
    quote: str
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Nodes by IRI, edges by their ends."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def rows(graph: Graph) -> Rows:
    """The merge. Raises OutputError where the graph is missing or damaged."""
    view = graph.networkx()
    edges = tuple(_edge(a, b, key, known) for a, b, key, known in view.edges(keys=True, data=True))
    spans: dict[str, Span | None] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            spans[end] = _hull(spans.get(end), edge.span)
    return Rows(tuple(_node(iri, known, spans.get(iri)) for iri, known in view.nodes(data=True)), edges)


def _hull(one: Span | None, other: Span | None) -> Span | None:
    known = [span for span in (one, other) if span]
    return Span(min(s.first for s in known), max(s.last for s in known)) if known else None


def _node(iri: str, known: Mapping[str, Any], span: Span | None) -> Node:
    published = known.get("published")
    kind = known["type"]
    return Node(
        iri,
        known["name"],
        _above(kind),
        CLASSES[kind].zh,
        tuple(known["aliases"]),
        known["articles"],
        known["gazetteer"],
        _hull(span, Span(published, published) if published else None),
        published,
        known.get("publisher"),
        known.get("source_path"),
    )


def _above(kind: str) -> tuple[str, ...]:
    """A class and all above it, the nearest first."""
    found = [kind]
    for name in found:
        found += [parent for parent in CLASSES[name].parents if parent not in found]
    return tuple(found)


def _edge(source: str, target: str, key: str, known: Mapping[str, Any]) -> Edge:
    evidence = known["evidence"]
    surest = max(evidence, key=lambda e: e["confidence"], default=None)  # of equals the first, which is the earliest
    reported = sorted(e["published"] for e in evidence if e["published"])
    dates = [date for date in (known["date"], *reported[-1:]) if date]
    first = known["date"] or min(reported, default="")
    return Edge(
        f"{source} {key} {target}",
        source,
        target,
        known["predicate"],
        PREDICATES[known["predicate"]].zh,
        known["support"],
        known["title"],
        known["date"],
        Span(first, max(dates)) if first else None,
        " ".join(surest["quote"].split()) if surest else None,
        surest["confidence"] if surest else None,
        tuple(dict.fromkeys(e["article"] for e in evidence)),
        known.get("value"),
        known.get("unit"),
    )


def claims(graph: Graph) -> Iterator[ClaimRow]:
    """All claims of all articles, of every modality, in the order of the file."""
    names, term = _names(graph), graph.iris.term
    about: Mapping[str, str | None] = {}
    for node in described(graph.file):
        if node.graph == node.iri:
            about = {"headline": node.one(terms.HEADLINE), "published": node.one(terms.PUBLISHED)}
        modality = node.one(term("modality"))
        if not modality:
            continue
        subject, predicate, object_ = (node.one(p) or "" for p in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT))
        yield ClaimRow(
            node.iri,
            node.graph,
            about["headline"] or "",
            about["published"],
            subject,
            names.get(subject, ""),
            graph.iris.local(predicate),
            object_,
            names.get(object_, ""),
            modality,
            node.one(term("title")),
            node.one(term("date")),
            node.one(term("value")),
            node.one(term("unit")),
            node.one(term("quote")) or "",
            int(node.one(term("start")) or 0),
            int(node.one(term("end")) or 0),
            node.one(term("rule")) or "",
            float(node.one(term("confidence")) or 0),
        )


def _names(graph: Graph) -> dict[str, str]:
    """What the merge calls its things and articles."""
    merge = (node for node in described(graph.file) if not node.graph)
    return {node.iri: name for node in merge if (name := node.one(terms.PREF_LABEL) or node.one(terms.HEADLINE))}
