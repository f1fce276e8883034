"""The networkx view: entities and articles as nodes, relations as edges with their evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, plain
from kg.model import Modality
from kg.ontology import CLASSES, GROUPS, group, subclasses

#: Classes of things that stand in the view; facts, tenures and claims are its edges.
_SHOWN = frozenset(name for top in GROUPS if top in CLASSES for name in subclasses(top))
#: Subject, predicate, object, title.
_Edge = tuple[str, str, str, str]


def to_networkx(store: ox.Store, iris: Iris) -> nx.MultiDiGraph:
    """The merged graph.

    Node: name, type, group, aliases, articles (how many name it), gazetteer (known from there alone); an article also
    has published, publisher, source_path. Edge: predicate, support (articles), title, date (earliest), evidence (list
    of article, headline, published, quote, start, end, rule, confidence). A relation held under two titles is two
    edges. A containment that only the gazetteer knows has no evidence and support 0.
    """
    view = nx.MultiDiGraph()
    nodes = _nodes(store, iris)
    for node in sorted(nodes):
        view.add_node(node, **nodes[node])
    edges: dict[_Edge, list[dict[str, Any]]] = defaultdict(list)
    for edge, evidence in _asserted(store, iris, nodes):
        edges[edge].append(evidence)
    for edge in sorted(edges):
        _add_edge(view, edge, edges[edge])
    _add_gazetteer(view, store, iris)
    return view


def _described(store: ox.Store, node: Any, graph: Any) -> dict[str, str]:
    """The properties of a node that have one value, by IRI."""
    return {q.predicate.value: plain(q.object) for q in store.quads_for_pattern(node, None, None, graph)}


def _nodes(store: ox.Store, iris: Iris) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for quad in store.quads_for_pattern(None, terms.TYPE, None, ox.DefaultGraph()):
        kind = iris.local(plain(quad.object))
        if kind not in _SHOWN or not isinstance(quad.subject, ox.NamedNode):
            continue
        known = _described(store, quad.subject, ox.DefaultGraph())
        aliases = store.quads_for_pattern(quad.subject, terms.ALT_LABEL, None, ox.DefaultGraph())
        name = known.get((terms.HEADLINE if kind == "Article" else terms.PREF_LABEL).value)
        found[quad.subject.value] = {
            "name": name or quad.subject.value,
            "type": kind,
            "group": group(kind),
            "aliases": sorted(plain(q.object) for q in aliases),
            "articles": int(known.get(iris.term("articles").value, 0)),
            "gazetteer": False,
        }
        if kind == "Article":
            found[quad.subject.value] |= {
                "published": known.get(terms.PUBLISHED.value),
                "publisher": known.get(terms.PUBLISHER.value),
                "source_path": known.get(iris.term("sourcePath").value),
            }
    return found


def _asserted(store: ox.Store, iris: Iris, nodes: dict[str, dict[str, Any]]) -> Iterator[tuple[_Edge, dict[str, Any]]]:
    """Every claim that became a relation, as evidence for its edge."""
    term = {name: iris.term(name).value for name in ("quote", "start", "end", "rule", "confidence", "title", "date")}
    for quad in store.quads_for_pattern(None, terms.TYPE, iris.term("Claim"), None):
        said = _described(store, quad.subject, quad.graph_name)
        subject, object_ = said[terms.SUBJECT.value], said[terms.OBJECT.value]
        if said[iris.term("modality").value] != Modality.ASSERTED or subject == object_:
            continue
        source = plain(quad.graph_name)
        evidence = {
            "article": source,
            "headline": nodes[source]["name"],
            "published": nodes[source]["published"],
            "quote": said[term["quote"]],
            "start": int(said[term["start"]]),
            "end": int(said[term["end"]]),
            "rule": said[term["rule"]],
            "confidence": float(said[term["confidence"]]),
            "date": said.get(term["date"]),
        }
        predicate = iris.local(said[terms.PREDICATE.value])
        yield (subject, predicate, object_, said.get(term["title"], "")), evidence


def _add_edge(view: nx.MultiDiGraph, edge: _Edge, evidence: list[dict[str, Any]]) -> None:
    subject, predicate, object_, title = edge
    evidence.sort(key=lambda e: (e["published"] or "", e["article"], e["start"], e["rule"]))
    dates = [date for e in evidence if (date := e.pop("date"))]
    view.add_edge(
        subject,
        object_,
        key=f"{predicate}:{title}",
        predicate=predicate,
        support=len({e["article"] for e in evidence}),
        title=title or None,
        date=min(dates, default=None),
        evidence=evidence,
    )


def _add_gazetteer(view: nx.MultiDiGraph, store: ox.Store, iris: Iris) -> None:
    """Mark what only the gazetteer knows; its containments become edges without evidence."""
    for quad in store.quads_for_pattern(None, terms.TYPE, None, iris.gazetteer):
        node = view.nodes.get(plain(quad.subject))
        if node is not None:
            node["gazetteer"] = not node["articles"]
    for quad in store.quads_for_pattern(None, iris.term("locatedIn"), None, iris.gazetteer):
        ends = plain(quad.subject), plain(quad.object)
        if not view.has_edge(*ends, key="locatedIn:"):
            view.add_edge(*ends, key="locatedIn:", predicate="locatedIn", support=0, title=None, date=None, evidence=[])
