"""What a check found: the facts that violate a shape, and those that the build kept out of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import pyoxigraph as ox

from kg.graph.shapes import SH
from kg.graph.terms import Iris, plain

Term = ox.NamedNode | ox.BlankNode | ox.Literal
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SOURCE = ox.NamedNode("http://www.w3.org/ns/prov#hadPrimarySource")


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of SHACL. ``graph`` is the graph in which it was found, ``""`` for the merge; ``path`` the predicate,
    ``""`` where the node itself is at fault; ``value`` the value at fault, if one is; ``component`` the constraint by
    its local name, such as ``MinCount``; ``predicate`` the relation whose subjects the shape is about, else ``""``."""

    graph: str
    focus: Term
    path: str
    component: str
    value: Term | None
    shape: str
    zh: str
    en: str
    predicate: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes two results the same, whoever found them."""
        return self.graph, str(self.focus), self.path, self.component, "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Found:
    """A violation as a person reads it: what the focus and the value are called, the predicate with its prefix, the
    article and its sentence. ``article`` is ``""`` for what no article says."""

    violation: Violation
    name: str
    value: str
    term: str
    article: str
    headline: str
    published: str
    quote: str


@dataclass(frozen=True, slots=True)
class Held:
    """A fact that the build kept out of the graph, why, and the sentence that says it."""

    subject: str
    predicate: str
    object: str
    zh: str
    en: str
    article: str
    headline: str
    published: str
    quote: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked how, and what was found, each in order. ``engine`` is shacl or sparql."""

    engine: str
    graphs: int
    quads: int
    found: tuple[Found, ...]
    held: tuple[Held, ...]

    @property
    def conforms(self) -> bool:
        """Whether no shape is violated. What is in quarantine is not in the graph."""
        return not self.found


def as_json(report: Report) -> dict[str, Any]:
    """The report for programs: nodes by their IRIs, messages in both languages."""
    violations = [_plain(found) for found in report.found]
    about = {"conforms": report.conforms, "engine": report.engine, "graphs": report.graphs, "quads": report.quads}
    return about | {"violations": violations, "quarantine": [asdict(held) for held in report.held]}


def _plain(found: Found) -> dict[str, Any]:
    violation = {f.name: getattr(found.violation, f.name) for f in fields(Violation)}
    names = {f.name: getattr(found, f.name) for f in fields(Found) if f.name != "violation"}
    terms = {"focus": plain(found.violation.focus), "value": plain(found.violation.value)}
    return violation | names | terms | {"value_name": found.value}


def once(found: Iterable[Found]) -> list[Found]:
    """For readers: a value that breaks several demands of one message is told once."""
    kept = {(f.violation.graph, f.violation.focus, f.violation.path, f.violation.zh, f.value): f for f in found}
    return list(kept.values())


def turtle(violations: Sequence[Violation], iris: Iris) -> bytes:
    """The report in SHACL's own vocabulary; the article of a result is its prov:hadPrimarySource."""
    report = ox.BlankNode("report")
    triples = [
        ox.Triple(report, _TYPE, _sh("ValidationReport")),
        ox.Triple(report, _sh("conforms"), ox.Literal(not violations)),
    ]
    for number, violation in enumerate(violations, 1):
        node = ox.BlankNode(f"result{number}")
        triples.append(ox.Triple(report, _sh("result"), node))
        triples += (ox.Triple(node, predicate, value) for predicate, value in _result(violation))
    prefixes = iris.prefixes | {"sh": SH}
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    assert written is not None
    return written


def _result(violation: Violation) -> list[tuple[ox.NamedNode, Term]]:
    said: list[tuple[ox.NamedNode, Term]] = [
        (_TYPE, _sh("ValidationResult")),
        (_sh("resultSeverity"), _sh("Violation")),
        (_sh("focusNode"), violation.focus),
        (_sh("sourceConstraintComponent"), _sh(f"{violation.component}ConstraintComponent")),
        *((_sh("resultMessage"), ox.Literal(text, language=tag)) for tag, text in _messages(violation)),
    ]
    if violation.path:
        said.append((_sh("resultPath"), ox.NamedNode(violation.path)))
    if violation.value is not None:
        said.append((_sh("value"), violation.value))
    if violation.shape:
        said.append((_sh("sourceShape"), ox.NamedNode(violation.shape)))
    if violation.graph:
        said.append((_SOURCE, ox.NamedNode(violation.graph)))
    return said


def _messages(violation: Violation) -> list[tuple[str, str]]:
    return [("zh", violation.zh), ("en", violation.en)]


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
