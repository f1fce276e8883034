"""How two things are connected: the shortest ways of facts from one to the other, with the sentences of each step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import Graph, terms
from kg.graph.terms import plain
from kg.ontology import PREDICATES
from kg.questions.evidence import Fact, Sentence, sentences_of
from kg.questions.library import Parameter
from kg.questions.values import value

LONGEST = 6  # steps: a longer way says nothing of the two
MOST = 3  # ways that are told
_TRIED = 200  # ways of which those with the best support are told
#: What connects everything with everything: who wrote of it, and numbers.
_APART = frozenset({"authorOf", "hasIndicator"})
_ANYTHING = Parameter("", ("Thing",), "人或物", "a thing", must=True, parts=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of a way, from the thing named first to the other. ``outward`` says that the first is its subject;
    ``sentences`` is empty where the gazetteer alone knows it."""

    source: str
    target: str
    fact: Fact
    outward: bool
    sentences: tuple[Sentence, ...]


def paths(graph: Graph, one: str, other: str, most: int = MOST) -> list[tuple[Step, ...]]:
    """The shortest ways from one thing to another, by their names or IRIs; those that most sentences say first.

    Raises:
        QueryError: a name means nothing or several things, both are one thing, or no way of at most :data:`LONGEST`
            steps leads from one to the other.
    """
    start, end = (value(graph, _ANYTHING, name).terms[0] for name in (one, other))
    if start == end:
        raise QueryError("that is one thing", f"{one} {other}", "give two")
    assert isinstance(start, ox.NamedNode)
    assert isinstance(end, ox.NamedNode)
    before = _search(graph, start, end)
    if end not in before:
        todo = "kg ask facts --of NAME shows what is known of each"
        raise QueryError(f"no way of {LONGEST} steps or fewer", f"{one} … {other}", todo)
    found = [_told(graph, start.value, way) for way in islice(_ways(before, start, end), _TRIED)]
    found.sort(key=lambda way: (-min(len(step.sentences) for step in way), [step.target for step in way]))
    return found[:most]


#: Each thing that was reached, with the things from which and the facts by which it was.
_Before = dict[ox.NamedNode, list[tuple[ox.NamedNode, Fact]]]


def _search(graph: Graph, start: ox.NamedNode, end: ox.NamedNode) -> _Before:
    before: _Before = {start: []}
    edge = [start]
    for _ in range(LONGEST):
        reached: _Before = defaultdict(list)
        for node in edge:
            for near, fact in _around(graph, node):
                if near not in before:
                    reached[near].append((node, fact))
        before |= reached
        edge = sorted(reached, key=lambda node: node.value)
        if end in before or not edge:
            break
    return before


def _around(graph: Graph, node: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, Fact]]:
    """The things that a fact ties to a thing, in order."""
    merge, found = ox.DefaultGraph(), []
    for quad in graph.store.quads_for_pattern(node, None, None, merge):
        if _connects(graph, quad) and isinstance(quad.object, ox.NamedNode):
            found.append((quad.object, quad))
    for quad in graph.store.quads_for_pattern(None, None, node, merge):
        if _connects(graph, quad) and isinstance(quad.subject, ox.NamedNode):
            found.append((quad.subject, quad))
    for near, quad in sorted(found, key=lambda pair: (pair[0].value, pair[1].predicate.value)):
        yield near, Fact(plain(quad.subject), quad.predicate.value, plain(quad.object))


def _connects(graph: Graph, quad: ox.Quad) -> bool:
    name = graph.iris.local(quad.predicate.value)
    return name in PREDICATES and name not in _APART and quad.subject != quad.object


def _ways(before: _Before, start: ox.NamedNode, end: ox.NamedNode) -> Iterator[list[Fact]]:
    if start == end:
        yield []
        return
    for node, fact in before[end]:
        for way in _ways(before, start, node):
            yield [*way, fact]


def _told(graph: Graph, at: str, way: list[Fact]) -> tuple[Step, ...]:
    """The steps of a way from the thing at which it begins."""
    steps: list[Step] = []
    for fact in way:
        outward = fact.subject == at
        to = fact.object if outward else fact.subject
        steps.append(Step(_name(graph, at), _name(graph, to), fact, outward, tuple(sentences_of(graph, fact))))
        at = to
    return tuple(steps)


def _name(graph: Graph, iri: str) -> str:
    named = graph.store.quads_for_pattern(ox.NamedNode(iri), terms.PREF_LABEL, None, ox.DefaultGraph())
    return next((plain(quad.object) for quad in named), iri)
