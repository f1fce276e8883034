"""The networkx view: entities and articles as nodes, relations as edges with their evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from sys import intern
from typing import Any

import networkx as nx

from kg.graph import terms
from kg.graph.reread import Described
from kg.graph.terms import Iris
from kg.model import Modality
from kg.ontology import CLASSES, GROUPS, group, subclasses

#: Classes of things that stand in the view; facts, tenures and claims are its edges.
_SHOWN = frozenset(name for top in GROUPS if top in CLASSES for name in subclasses(top))
#: Subject, predicate, object, title.
_Edge = tuple[str, str, str, str]


@dataclass(slots=True)
class _Parts:
    """What the view is made of, as it comes out of the file."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[_Edge, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, str] = field(default_factory=dict)
    containments: list[tuple[str, str]] = field(default_factory=list)


def to_networkx(described: Iterable[Described], iris: Iris) -> nx.MultiDiGraph:
    """The merged graph.

    Node: name, type, group, aliases, articles (how many name it), gazetteer (known from there alone); an article also
    has published, publisher, source_path. Edge: predicate, support (independent articles), title, date (earliest),
    evidence (list of article, headline, published, quote, start, end, rule, confidence); that of an indicator has value
    and unit, too. A relation held under two titles is two edges. A containment that only the gazetteer knows has no
    evidence and support 0.
    """
    parts = _Parts()
    for graph, nodes in groupby(described, key=lambda node: node.graph):
        if graph == "":
            parts.nodes.update(_nodes(nodes, iris, parts.texts))
        elif graph == iris.gazetteer.value:
            located = iris.term("locatedIn")
            parts.containments.extend((node.iri, place) for node in nodes for place in node.all(located))
        elif graph.startswith(iris.article_base):
            for edge, evidence in _asserted(graph, nodes, iris):
                parts.edges[edge].append(evidence)
    return _view(parts)


def _view(parts: _Parts) -> nx.MultiDiGraph:
    view = nx.MultiDiGraph()
    for node in sorted(parts.nodes):
        view.add_node(node, **parts.nodes[node])
    for edge in sorted(parts.edges):
        _add_edge(view, edge, parts.edges[edge], parts.texts)
    known = {"predicate": "locatedIn", "support": 0, "title": None, "date": None}
    for ends in parts.containments:
        if not view.has_edge(*ends, key="locatedIn:"):
            view.add_edge(*ends, key="locatedIn:", **known, evidence=[])
    return view


def _nodes(described: Iterable[Described], iris: Iris, texts: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for node in described:
        kind = iris.local(node.one(terms.TYPE) or "")
        if kind not in _SHOWN:
            continue
        name = node.one(terms.HEADLINE if kind == "Article" else terms.PREF_LABEL)
        articles = int(node.one(iris.term("articles")) or 0)
        known: dict[str, Any] = {
            "name": name or node.iri,
            "type": kind,
            "group": group(kind),
            "aliases": sorted(node.all(terms.ALT_LABEL)),
            "articles": articles,
            "gazetteer": not articles and kind != "Article",
        }
        if kind == "Article":
            known["published"] = node.one(terms.PUBLISHED)
            known["publisher"] = node.one(terms.PUBLISHER)
            texts[node.iri] = node.one(iris.term("reprintOf")) or node.iri
            known["source_path"] = node.one(iris.term("sourcePath"))
        yield node.iri, known


def _asserted(article: str, described: Iterable[Described], iris: Iris) -> Iterator[tuple[_Edge, dict[str, Any]]]:
    """Every claim of an article that became a relation, as evidence for its edge."""
    nodes = list(described)
    about = next(node for node in nodes if node.iri == article)
    source = {
        "article": article,
        "headline": about.one(terms.HEADLINE),
        "published": about.one(terms.PUBLISHED),
    }
    quotes: dict[str, str] = {}  # one sentence often says several things; one text serves all
    for node in nodes:
        edge = _edge(node, iris)
        if edge and edge[0] != edge[2]:
            quote = node.one(iris.term("quote")) or ""
            yield edge, source | _evidence(node, iris, quotes.setdefault(quote, quote))


def _edge(node: Described, iris: Iris) -> _Edge | None:
    """The relation that a claim asserts; None for any other node."""
    if node.one(iris.term("modality")) != Modality.ASSERTED:
        return None
    subject, predicate, object_ = (node.one(p) or "" for p in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT))
    return subject, iris.local(predicate), object_, node.one(iris.term("title")) or ""


def _evidence(node: Described, iris: Iris, quote: str) -> dict[str, Any]:
    return {
        "quote": quote,
        "start": int(node.one(iris.term("start")) or 0),
        "end": int(node.one(iris.term("end")) or 0),
        "rule": intern(node.one(iris.term("rule")) or ""),
        "confidence": float(node.one(iris.term("confidence")) or 0),
        "date": node.one(iris.term("date")),
        "value": node.one(iris.term("value")),
        "unit": node.one(iris.term("unit")),
    }


def _add_edge(view: nx.MultiDiGraph, edge: _Edge, evidence: list[dict[str, Any]], texts: Mapping[str, str]) -> None:
    """Prints of one text support it once."""
    subject, predicate, object_, title = edge
    evidence.sort(key=lambda e: (e["published"] or "", e["article"], e["start"], e["rule"]))
    dates = [date for e in evidence if (date := e.pop("date"))]
    values, units = ([e.pop(name) for e in evidence] for name in ("value", "unit"))
    measured = {"value": float(values[0]), "unit": units[0]} if values[0] else {}
    view.add_edge(
        subject,
        object_,
        key=f"{predicate}:{title}",
        predicate=predicate,
        support=len({texts.get(e["article"], e["article"]) for e in evidence}),
        title=title or None,
        date=min(dates, default=None),
        evidence=evidence,
        **measured,
    )
