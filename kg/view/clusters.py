"""Nodes that are tied to each other more than to others: found by Leiden, laid out one by one and set apart.

Lengths are pixels at zoom 1; the same graph gives the same places.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.view.spacing import apart

if TYPE_CHECKING:
    import igraph
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SEED = 20
OWN = 0.75  # of the side of its square that a node has for itself alone
GAP = 1.25  # how much wider than its nodes a cluster's place is
ROUNDS = 250  # of Fruchterman and Reingold's layout; more move nothing that one sees at 500 nodes


def parts_of(graph: igraph.Graph) -> list[list[int]]:
    """The clusters of a graph, the largest first."""
    weights = graph.es["weight"] if "weight" in graph.es.attributes() else None
    with _seeded():
        found = graph.community_leiden(objective_function="modularity", weights=weights, n_iterations=5)
    return sorted((sorted(part) for part in found), key=lambda part: (-len(part), part))


def clustered(graph: igraph.Graph, parts: Sequence[Sequence[int]], room: float) -> Points:
    """A place for each node; ``room`` is the side of the square that one has within its cluster."""
    import numpy as np

    where = np.zeros((graph.vcount(), 2))
    for part, middle in zip(parts, middles(graph, parts, room), strict=True):
        where[list(part)] = _inside(graph.induced_subgraph(part), room) + middle
    return where


def middles(graph: igraph.Graph, parts: Sequence[Sequence[int]], room: float) -> Points:
    """Where the clusters stand: near those they are tied to, none on another."""
    import igraph
    import numpy as np

    belongs = [0] * graph.vcount()
    for number, part in enumerate(parts):
        for node in part:
            belongs[node] = number
    ties = {tuple(sorted((belongs[e.source], belongs[e.target]))) for e in graph.es}
    above = igraph.Graph(len(parts), sorted(tie for tie in ties if tie[0] != tie[1]))
    with _seeded():
        found = above.layout_fruchterman_reingold(seed=above.layout_circle(), niter=500)
    points = np.array(found.coords).reshape(-1, 2)
    points -= points.mean(axis=0)
    sizes = np.array([[2 * GAP * _radius(len(part), room)] * 2 for part in parts])
    spread = float(np.abs(points).max()) or 1.0
    points *= math.sqrt(float((sizes[:, 0] ** 2).sum())) / 2 / spread
    return apart(points, sizes)


def _radius(size: int, room: float) -> float:
    return room * math.sqrt(size / math.pi)


def _inside(graph: igraph.Graph, room: float) -> Points:
    """Places round 0, 0 within the radius of so many nodes."""
    import numpy as np

    size = graph.vcount()
    start: Any = graph.layout_circle()
    grid = "grid" if size > 400 else "nogrid"
    with _seeded():
        found = graph.layout_fruchterman_reingold(seed=start, niter=ROUNDS, grid=grid)
    points = np.array(found.coords).reshape(-1, 2)
    points -= np.median(points, axis=0)
    length = np.hypot(points[:, 0], points[:, 1])
    # Ranks in place of distances: nodes of loose ends fly far off, and what matters is who is nearer to whom.
    ranks = np.empty(size)
    ranks[np.argsort(length, kind="stable")] = np.sqrt((np.arange(size) + 0.5) / size)
    placed = points / np.maximum(length, 1e-9)[:, None] * (ranks * _radius(size, room))[:, None]
    return apart(placed, np.full((size, 2), OWN * room))


@contextmanager
def _seeded() -> Iterator[None]:
    """igraph's random numbers from a fixed seed, and those of others left alone."""
    import igraph

    igraph.set_random_number_generator(random.Random(SEED))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
