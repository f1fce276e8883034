"""A large graph as communities: each named by its main place, laid out one by one and set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.view.clusters import clustered, middles, parts_of
from kg.view.picture import Picture

SMALLEST = 5  # things: smaller communities stand together as one, or there are hundreds
ROOM_OF_ONE = 46.0  # pixels square at zoom 1 for a thing within its community
PLACES = ("place", "zone")  # groups of which a community takes its name


@dataclass(frozen=True, slots=True)
class Community:
    """Things that are tied to each other more than to others: which of them names it, its middle, and all of them.

    ``head`` and ``members`` are positions in :attr:`Picture.nodes`; those that belong to none have no head.
    """

    head: int | None
    x: int
    y: int
    members: tuple[int, ...]


def communities(picture: Picture) -> tuple[list[Community], list[tuple[int, int]]]:
    """The communities, the largest first, and a place for each node; the same picture gives the same."""
    import igraph

    if not picture.nodes:
        return [], []
    graph = igraph.Graph(len(picture.nodes), [(line.subject, line.object) for line in picture.lines])
    graph.es["weight"] = [line.support for line in picture.lines]
    graph = graph.simplify(combine_edges="sum")
    found = parts_of(graph)
    parts = [part for part in found if len(part) >= SMALLEST]
    rest = sorted(node for part in found if len(part) < SMALLEST for node in part)
    parts += [rest] if rest else []
    made = [
        Community(_head(picture, part, loose=part is rest), round(x), round(y), tuple(part))
        for part, (x, y) in zip(parts, middles(graph, parts, ROOM_OF_ONE).tolist(), strict=True)
    ]
    return made, [(round(x), round(y)) for x, y in clustered(graph, parts, ROOM_OF_ONE).tolist()]


def _head(picture: Picture, part: Sequence[int], *, loose: bool) -> int | None:
    """The best supported place or zone, or where there is none the best supported thing."""
    nodes = picture.nodes
    if loose:
        return None
    return min(part, key=lambda n: (nodes[n].group not in PLACES, -nodes[n].weight, nodes[n].iri))
