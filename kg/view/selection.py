"""A part of the graph: round a thing, between two, of some types and predicates, of a time, of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.view.picture import ARTICLE, Fact, Quote, Relation

if TYPE_CHECKING:
    import networkx as nx

MOST_PATHS = 50  # shortest paths that are drawn between two things: more are a tangle


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a graph is to be seen; what is empty or None asks for nothing.

    ``around`` and ``between`` are IRIs, ``types`` and ``predicates`` names of the ontology (subclasses count),
    ``since`` and ``until`` ISO dates of any exactness, both included, ``articles`` IRIs.
    """

    around: tuple[str, ...] = ()
    depth: int = 1
    between: tuple[str, str] | None = None
    types: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    articles: frozenset[str] = frozenset()


def select(network: nx.MultiDiGraph, found: Sequence[Relation], wanted: Selection) -> tuple[list[str], list[Relation]]:
    """The IRIs of the things to be drawn, and the relations among them.

    Raises QueryError where nothing leads from the one to the other of ``between``.
    """
    kinds = {iri: str(known.get("type") or "") for iri, known in network.nodes(data=True)}
    kept = [part for relation in found if (part := _part(relation, kinds, wanted))]
    if wanted.between:
        things: Iterable[str] = _between(network, kept, wanted.between)
    elif wanted.around:
        things = _around(kept, kinds, wanted)
    elif wanted == Selection():
        things = network.nodes
    else:
        things = {iri for relation in kept for iri in (relation.subject, relation.object)}
        things |= {iri for iri, kind in kinds.items() if kind in wanted.types and not wanted.articles}
    shown = set(things)
    return sorted(shown), [r for r in kept if r.subject in shown and r.object in shown]


def _part(relation: Relation, kinds: dict[str, str], wanted: Selection) -> Relation | None:
    """What of a relation the selection leaves: itself with fewer sentences, or nothing."""
    if wanted.predicates and relation.predicate not in wanted.predicates:
        return None
    # The two ends of a neighbourhood or a path are wanted whatever their type.
    named = {*wanted.around, *(wanted.between or ())}
    if wanted.types and any(
        kinds[e] not in wanted.types and e not in named for e in (relation.subject, relation.object)
    ):
        return None
    fact = relation.fact
    if wanted.articles:
        fact = _told_by(fact, [q for q in fact.quotes if q.article in wanted.articles])
        if not fact.quotes:
            return None
    if (wanted.since or wanted.until) and (fact.date or fact.quotes):
        # A fact with a day of its own holds or not; of another each article has its day.
        inside = [q for q in fact.quotes if _within(fact.date or q.published, wanted)]
        fact = _told_by(fact, inside)
        if not inside:
            return None
    return replace(relation, fact=fact)


def _told_by(fact: Fact, quotes: list[Quote]) -> Fact:
    return replace(fact, quotes=tuple(quotes), support=min(fact.support, len({q.article for q in quotes})))


def _within(day: str, wanted: Selection) -> bool:
    since, until = wanted.since or "", wanted.until or "9999"
    return bool(day) and day >= since[: len(day)] and day[: len(until)] <= until


def _around(kept: Sequence[Relation], kinds: dict[str, str], wanted: Selection) -> set[str]:
    near: dict[str, set[str]] = {}
    for relation in kept:
        if ARTICLE not in (kinds[relation.subject], kinds[relation.object]):
            near.setdefault(relation.subject, set()).add(relation.object)
            near.setdefault(relation.object, set()).add(relation.subject)
    seen = edge = set(wanted.around)
    for _ in range(wanted.depth):
        edge = {other for iri in edge for other in near.get(iri, ())} - seen
        seen = seen | edge
    return seen


def _between(network: nx.MultiDiGraph, kept: Sequence[Relation], ends: tuple[str, str]) -> set[str]:
    from itertools import islice

    import networkx as nx

    plain = nx.Graph((relation.subject, relation.object) for relation in kept)
    plain.add_nodes_from(ends)
    try:
        paths = islice(nx.all_shortest_paths(plain, *ends), MOST_PATHS)
        return {iri for path in paths for iri in path}
    except nx.NetworkXNoPath:
        names = " … ".join(str(network.nodes[iri].get("name")) for iri in ends)
        raise QueryError("no relations lead from the one to the other", names, "leave out a filter") from None
