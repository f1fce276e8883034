"""A built graph put to its shapes, and what a person must know of each result."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pyoxigraph as ox

from kg.check.evidence import Evidence
from kg.check.report import Report, Violation
from kg.errors import ResourceError
from kg.graph import Graph
from kg.graph.shapes import hierarchy, ontology_text, read, shipped

#: Quads up to which pySHACL answers within some seconds.
ROOM = 10_000
_COMPARING = frozenset(("LessThan", "MaxInclusive", "MinExclusive", "MinInclusive"))


class Engine(StrEnum):
    """Who reads the shapes: pySHACL, or SPARQL made of them."""

    SHACL = "shacl"
    SPARQL = "sparql"


def check(graph: Graph, shapes: Path | None = None, engine: Engine | None = None) -> Report:
    """Put a graph to the shapes that come with kg, every graph of the dataset by itself; or the merge to shapes of
    one's own. Without an ``engine`` the size of the graph decides.

    Raises:
        OutputError: the graph is damaged.
        ResourceError: the shapes cannot be read, or the engine cannot apply them.
    """
    store = graph.store
    chosen = engine or (Engine.SHACL if shapes or len(store) <= ROOM else Engine.SPARQL)
    graphs = [""] if shapes else ["", *sorted(name.value for name in store.named_graphs())]
    asked = ox.Store() if shapes and chosen is Engine.SPARQL else store
    if asked is not store:
        asked.extend(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    found = without_echoes(_violations(asked, graph.iris.ontology, shapes, chosen, graphs))
    evidence = Evidence(graph)
    ordered = sorted(found, key=lambda violation: (violation.en, violation.key))
    return Report(chosen, len(graphs), len(store), tuple(map(evidence.of, ordered)), evidence.held())


def without_echoes(violations: Iterable[Violation]) -> set[Violation]:
    """Each result once. Of a value that is none of its type it is no news that it cannot be compared, and pySHACL
    compares some of them all the same, by their spelling."""
    found = set(violations)
    untyped = {(violation.graph, violation.focus) for violation in found if violation.component == "Datatype"}
    return {v for v in found if v.component not in _COMPARING or (v.graph, v.focus) not in untyped}


def _violations(
    store: ox.Store, namespace: str, own: Path | None, engine: Engine, graphs: Iterable[str]
) -> Iterable[Violation]:
    from kg.check import shacl, sparql

    text = _text(own) if own else ""
    where = str(own or "shapes.ttl")
    if engine is Engine.SPARQL:
        return sparql.violations(store, read(text, where) if own else shipped(namespace), hierarchy(namespace))
    ontology = ontology_text("kg.ttl", namespace)
    return shacl.violations(store, text or ontology_text("shapes.ttl", namespace), where, ontology, graphs)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"cannot be read ({error})", str(file), "give shapes in Turtle") from None
