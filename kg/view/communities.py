"""A large graph as communities: found by Leiden, each named by its main place, laid out one by one and set apart."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.view.layout import SEED, apart
from kg.view.picture import Picture

if TYPE_CHECKING:
    import igraph
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SMALLEST = 5  # things: smaller communities stand together as one, or there are hundreds
ROOM_OF_ONE = 46.0  # pixels square at zoom 1 for a thing within its community
GAP = 1.25  # how much wider than its things a community's place is
ROUNDS = 250  # of Fruchterman and Reingold's layout; more move nothing that one sees at 500 things
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
    import numpy as np

    if not picture.nodes:
        return [], []
    graph = igraph.Graph(len(picture.nodes), [(line.subject, line.object) for line in picture.lines])
    graph.es["weight"] = [line.support for line in picture.lines]
    graph = graph.simplify(combine_edges="sum")
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        parts, rest = _parts(graph)
        parts += [rest] if rest else []
        inner = [_inside(graph.induced_subgraph(part)) for part in parts]
        middles = _middles(graph, parts)
    finally:
        igraph.set_random_number_generator(random)
    where = np.zeros((len(picture.nodes), 2))
    for part, points, middle in zip(parts, inner, middles, strict=True):
        where[part] = points + middle
    made = [
        Community(_head(picture, part, loose=part is rest), round(x), round(y), tuple(part))
        for part, (x, y) in zip(parts, middles.tolist(), strict=True)
    ]
    return made, [(round(x), round(y)) for x, y in where.tolist()]


def _parts(graph: igraph.Graph) -> tuple[list[list[int]], list[int]]:
    """The communities, the largest first, and what belongs to none."""
    found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=5)
    parts = sorted((sorted(part) for part in found), key=lambda part: (-len(part), part))
    large = [part for part in parts if len(part) >= SMALLEST]
    rest = sorted(node for part in parts if len(part) < SMALLEST for node in part)
    return large, rest


def _head(picture: Picture, part: Sequence[int], *, loose: bool) -> int | None:
    """The best supported place or zone, or where there is none the best supported thing."""
    nodes = picture.nodes
    if loose:
        return None
    return min(part, key=lambda n: (nodes[n].group not in PLACES, -nodes[n].weight, nodes[n].iri))


def _radius(size: int) -> float:
    return ROOM_OF_ONE * math.sqrt(size / math.pi)


def _inside(graph: igraph.Graph) -> Points:
    """Places round 0, 0 within the radius of so many things."""
    import numpy as np

    size = graph.vcount()
    start: Any = graph.layout_circle()
    grid = "grid" if size > 400 else "nogrid"
    points = np.array(graph.layout_fruchterman_reingold(seed=start, niter=ROUNDS, grid=grid).coords).reshape(-1, 2)
    points -= np.median(points, axis=0)
    length = np.hypot(points[:, 0], points[:, 1])
    # Ranks in place of distances: things of loose ends fly far off, and what matters is who is nearer to whom.
    ranks = np.empty(size)
    ranks[np.argsort(length, kind="stable")] = np.sqrt((np.arange(size) + 0.5) / size)
    placed: Points = points / np.maximum(length, 1e-9)[:, None] * (ranks * _radius(size))[:, None]
    return placed


def _middles(graph: igraph.Graph, parts: Sequence[Sequence[int]]) -> Points:
    """Where the communities stand: near those they are tied to, none on another."""
    import igraph
    import numpy as np

    belongs = [0] * graph.vcount()
    for number, part in enumerate(parts):
        for node in part:
            belongs[node] = number
    ties = {tuple(sorted((belongs[e.source], belongs[e.target]))) for e in graph.es}
    above = igraph.Graph(len(parts), sorted(tie for tie in ties if tie[0] != tie[1]))
    points = np.array(above.layout_fruchterman_reingold(seed=above.layout_circle(), niter=500).coords).reshape(-1, 2)
    points -= points.mean(axis=0)
    sizes = np.array([[2 * GAP * _radius(len(part))] * 2 for part in parts])
    spread = float(np.abs(points).max()) or 1.0
    points *= math.sqrt(float((sizes[:, 0] ** 2).sum())) / 2 / spread
    return apart(points, sizes)
