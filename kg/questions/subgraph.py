"""What an answer stands on, as a graph of its own: the things of its facts, and the facts with their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.graph import Graph, terms
from kg.graph.terms import plain
from kg.ontology import group
from kg.questions.asking import Answer
from kg.questions.evidence import Fact, Sentence
from kg.view import Source


def source(graph: Graph, answer: Answer) -> Source:
    """What a page of an answer is made from. Things and facts are as :meth:`kg.graph.Graph.networkx` has them."""
    facts = dict.fromkeys(fact for row in answer.facts for fact in row)
    said = dict.fromkeys(sentence for row in answer.sentences for sentence in row)
    return Source(network(graph, facts, said), [])


def network(graph: Graph, facts: Iterable[Fact], said: Iterable[Sentence]) -> nx.MultiDiGraph:
    """Facts and their sentences as a networkx view, with the things that they are about."""
    view = nx.MultiDiGraph()
    evidence: dict[Fact, list[Sentence]] = {fact: [] for fact in facts}
    for sentence in said:
        held = next((fact for fact in (sentence.fact, _untitled(sentence.fact)) if fact in evidence), None)
        evidence.setdefault(held or sentence.fact, []).append(sentence)
    for fact, sentences in evidence.items():
        for iri in (fact.subject, fact.object):
            if iri not in view:
                view.add_node(iri, **_thing(graph, ox.NamedNode(iri)))
        name = graph.iris.local(fact.predicate)
        view.add_edge(fact.subject, fact.object, key=f"{name}:{fact.title}", **_edge(graph, fact, sentences))
    return view


def _untitled(fact: Fact) -> Fact:
    return Fact(fact.subject, fact.predicate, fact.object)


def _thing(graph: Graph, node: ox.NamedNode) -> dict[str, Any]:
    said: dict[ox.NamedNode, list[str]] = {}
    for quad in graph.store.quads_for_pattern(node, None, None, ox.DefaultGraph()):
        said.setdefault(quad.predicate, []).append(plain(quad.object))
    kind = graph.iris.local(said.get(terms.TYPE, [""])[0])
    known: dict[str, Any] = {
        "name": (said.get(terms.PREF_LABEL) or said.get(terms.HEADLINE) or [node.value])[0],
        "type": kind,
        "group": group(kind) if kind else "",
        "aliases": sorted(said.get(terms.ALT_LABEL, ())),
        "articles": int(said.get(graph.iris.term("articles"), ["0"])[0]),
    }
    if kind == "Article":
        known["published"] = said.get(terms.PUBLISHED, [None])[0]
    return known


def _edge(graph: Graph, fact: Fact, sentences: list[Sentence]) -> dict[str, Any]:
    dates = [sentence.date for sentence in sentences if sentence.date]
    evidence = [
        {
            "article": s.article,
            "headline": s.headline,
            "published": s.published or None,
            "quote": s.quote,
            "start": s.start,
            "end": s.end,
            "rule": s.rule,
            "confidence": s.confidence,
        }
        for s in sentences
    ]
    support = len({sentence.article for sentence in sentences})
    name = graph.iris.local(fact.predicate)
    return {
        "predicate": name,
        "support": support,
        "title": fact.title or None,
        "date": min(dates, default=None),
        "evidence": evidence,
    }
