"""The networkx view: entities and articles as nodes, relations as edges with their evidence."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import kg
from kg.model import Modality
from kg.ontology import CLASSES, NAMESPACE, PREDICATES, group

_KEPT = {kg("quote"): "quote", kg("rule"): "rule", kg("title"): "title", kg("date"): "date"}


def to_networkx(store: ox.Store, gazetteer: ox.NamedNode) -> nx.MultiDiGraph:
    """The merged graph. Node: name, type, group, aliases, articles, gazetteer. Edge: predicate, support (articles),
    title, date, evidence (article, headline, published, quote, start, end, rule, confidence)."""
    view = nx.MultiDiGraph()
    for node, attributes in sorted(_nodes(store).items()):
        view.add_node(node, **attributes)
    edges: dict[tuple[str, str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for key, evidence in _claims(store):
        edges[key].append(evidence)
    for (subject, predicate, object_, title), evidence in sorted(edges.items(), key=lambda e: e[0]):
        evidence.sort(key=lambda e: (e["published"] or "", e["article"], e["start"]))
        dates = [e.pop("date") for e in evidence]
        view.add_edge(
            subject,
            object_,
            key=f"{predicate}:{title}",
            predicate=predicate,
            support=len({e["article"] for e in evidence}),
            title=title or None,
            date=min((d for d in dates if d), default=None),
            evidence=evidence,
        )
    _add_gazetteer(view, store, gazetteer)
    return view


def _nodes(store: ox.Store) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for quad in store.quads_for_pattern(None, terms.TYPE, None, ox.DefaultGraph()):
        kind = quad.object.value.removeprefix(NAMESPACE)
        if kind in ("Fact", "Tenure", "Claim") or kind not in CLASSES:
            continue
        node = quad.subject
        one = _first(store, node)
        name = one(terms.HEADLINE) if kind == "Article" else one(terms.PREF_LABEL)
        aliases = store.quads_for_pattern(node, terms.ALT_LABEL, None, ox.DefaultGraph())
        found[node.value] = {
            "name": name or node.value,
            "type": kind,
            "group": group(kind),
            "aliases": sorted(q.object.value for q in aliases),
            "articles": int(one(kg("articles")) or 0),
            "gazetteer": False,
        }
        if kind == "Article":
            found[node.value] |= {
                "published": one(terms.PUBLISHED),
                "publisher": one(terms.PUBLISHER),
                "source_path": one(kg("sourcePath")),
            }
    return found


def _first(store: ox.Store, node: Any) -> Any:
    def one(predicate: ox.NamedNode) -> str | None:
        quads = store.quads_for_pattern(node, predicate, None, ox.DefaultGraph())
        return next((q.object.value for q in quads), None)

    return one


def _claims(store: ox.Store) -> Any:
    """(subject, predicate, object, title) and the evidence of every asserted claim."""
    for quad in store.quads_for_pattern(None, terms.TYPE, kg("Claim"), None):
        said = {q.predicate: q.object.value for q in store.quads_for_pattern(quad.subject, None, None, quad.graph_name)}
        if said[kg("modality")] != Modality.ASSERTED:
            continue
        source = _first(store, quad.graph_name)
        evidence = {
            "article": quad.graph_name.value,
            "headline": source(terms.HEADLINE),
            "published": source(terms.PUBLISHED),
            "quote": said[kg("quote")],
            "start": int(said[kg("start")]),
            "end": int(said[kg("end")]),
            "rule": said[kg("rule")],
            "confidence": float(said[kg("confidence")]),
            "date": said.get(kg("date")),
        }
        predicate = said[terms.PREDICATE].removeprefix(NAMESPACE)
        yield (said[terms.SUBJECT], predicate, said[terms.OBJECT], said.get(kg("title"), "")), evidence


def _add_gazetteer(view: nx.MultiDiGraph, store: ox.Store, gazetteer: ox.NamedNode) -> None:
    """Mark what only the gazetteer knows; its containments become edges without evidence."""
    for quad in store.quads_for_pattern(None, terms.TYPE, None, gazetteer):
        if quad.subject.value in view and not view.nodes[quad.subject.value]["articles"]:
            view.nodes[quad.subject.value]["gazetteer"] = True
    for quad in store.quads_for_pattern(None, kg("locatedIn"), None, gazetteer):
        subject, object_ = quad.subject.value, quad.object.value
        if "locatedIn" in PREDICATES and not view.has_edge(subject, object_, key="locatedIn:"):
            view.add_edge(
                subject, object_, key="locatedIn:", predicate="locatedIn", support=0, title=None, date=None, evidence=[]
            )
