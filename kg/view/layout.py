"""Where each node stands: computed once, when the page is written, so that the picture stands still at once.

Components are laid out one by one (igraph, seeded), moved apart until no label touches another, and packed.
Lengths are pixels of the page at zoom 1; the same input gives the same numbers.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from kg.view.clusters import SEED, clustered, parts_of
from kg.view.spacing import apart

if TYPE_CHECKING:
    import igraph
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

EDGE_LENGTH = 120.0  # pixels between two tied nodes: room for a line's label of four characters beside the nodes
CROWDED = 150  # nodes of a component from which it is drawn as communities, each for itself: or it is a tangle
CELL = 40.0  # pixels; the grain of packing
ASPECT = 1.1  # width by height of the drawing area beside the panel on a 1400 by 900 screen

Box = tuple[float, float]


def positions(
    boxes: Sequence[Box],
    ties: Sequence[tuple[int, int]],
    aside: frozenset[int] = frozenset(),
    aspect: float = ASPECT,
) -> list[tuple[int, int]]:
    """A place for each node; ``boxes`` are the widths and heights of nodes with their labels.

    Nodes of ``aside`` move none of the others: each stands where there is room near those it is tied to. ``aspect`` is
    the width by height of the whole.
    """
    import igraph
    import numpy as np

    if not boxes:
        return []
    sizes = np.array(boxes, dtype=np.float64)
    pairs = sorted({(min(t), max(t)) for t in ties if t[0] != t[1]})
    graph = igraph.Graph(len(boxes), [pair for pair in pairs if aside.isdisjoint(pair)])
    near = _near_others(pairs, aside)
    where = np.zeros((len(boxes), 2))
    components = sorted((sorted(c) for c in graph.connected_components()), key=lambda c: (-len(c), c))
    tied = [c for c in components if len(c) > 1]
    parts = [_component(graph.induced_subgraph(nodes), sizes[nodes]) for nodes in tied]
    for nodes, part, shift in zip(tied, parts, _pack(parts, [sizes[c] for c in tied], aspect), strict=True):
        where[nodes] = part + shift
    loose = [c[0] for c in components if len(c) == 1 and c[0] not in near]
    drawn = [node for c in tied for node in c]
    where[loose] = _rows(sizes[loose], where[drawn], float(sizes[:, 1].max()))
    _beside(where, sizes, near, [*drawn, *loose])
    return [(round(x), round(y)) for x, y in where.tolist()]


def _near_others(pairs: Sequence[tuple[int, int]], aside: frozenset[int]) -> dict[int, list[int]]:
    """The nodes of ``aside`` that are tied to others, with these."""
    near: dict[int, list[int]] = {}
    for one, other in pairs:
        for node, neighbour in ((one, other), (other, one)):
            if node in aside and neighbour not in aside:
                near.setdefault(node, []).append(neighbour)
    return near


def _beside(where: Points, sizes: Points, near: Mapping[int, list[int]], placed: Sequence[int]) -> None:
    """Give each node of ``near`` a place where there is room, as close as can be to the nodes that it is tied to."""
    taken = _cells(where[placed], sizes[placed], margin=0)
    for node, others in sorted(near.items()):
        middle = where[others].mean(axis=0)
        left, top = round(middle[0] / CELL), round(middle[1] / CELL)
        cells = _cells(middle[None, :] * 0, sizes[[node]], margin=0)
        step = next(
            (left + dx, top + dy)
            for _, (dx, dy) in _frames(0, (0, 0), 1.0)
            if taken.isdisjoint((x + left + dx, y + top + dy) for x, y in cells)
        )
        where[node] = step[0] * CELL, step[1] * CELL
        taken.update((x + step[0], y + step[1]) for x, y in cells)


def _rows(sizes: Points, above: Points, step: float) -> Points:
    """Places in rows below what stands ``above``, in the given order: for things tied to nothing."""
    import numpy as np

    left, right, top = (above[:, 0].min(), above[:, 0].max(), above[:, 1].max() + 2 * step) if len(above) else (0, 0, 0)
    width = max(right - left, math.sqrt(float(sizes.prod(axis=1).sum()) * ASPECT))
    places, x, y = [], 0.0, 0.0
    for broad in sizes[:, 0].tolist():
        if x and x + broad > width:
            x, y = 0.0, y + step
        places.append((left + x + broad / 2, top + y))
        x += broad
    return np.array(places).reshape(-1, 2)


def _component(graph: igraph.Graph, sizes: Points) -> Points:
    import numpy as np

    if graph.vcount() > CROWDED:
        side = float(np.sqrt(sizes.prod(axis=1).mean()))
        return apart(clustered(graph, parts_of(graph), side), sizes)
    points = _flat(np.array(_raw(graph).coords))
    lengths = [math.dist(points[e.source], points[e.target]) for e in graph.es]
    points *= EDGE_LENGTH / max(float(np.mean(lengths)), 1e-9)
    return apart(points, sizes)


def _raw(graph: igraph.Graph) -> Any:
    import igraph

    start = graph.layout_circle()
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        return graph.layout_kamada_kawai(seed=start)
    finally:
        igraph.set_random_number_generator(random)


def _flat(points: Points) -> Points:
    """Turned so that the longest axis lies level: screens are wider than high."""
    import numpy as np

    points = points - points.mean(axis=0)
    (a, b), (_, d) = (points.T @ points).tolist()
    angle = 0.5 * math.atan2(2 * b, a - d)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turned: Points = points @ turn
    return turned


def _pack(parts: Sequence[Points], sizes: Sequence[Points], aspect: float) -> list[Points]:
    """How far to move each component: the largest in the middle, the others where they widen the picture least."""
    import numpy as np

    taken: set[tuple[int, int]] = set()
    begin: dict[int, int] = {}  # small ones of one size look on from where the last of them came to stand
    shifts = []
    for part, boxes in zip(parts, sizes, strict=True):
        middle = (part.min(axis=0) + part.max(axis=0)) / 2
        cells = _cells(part - middle, boxes)
        half = max(x for x, _ in cells), max(y for _, y in cells)
        start = begin.get(len(part), 0) if len(part) < 4 else 0
        ring, step = next(
            (ring, (dx, dy))
            for ring, (dx, dy) in _frames(start, half, aspect)
            if taken.isdisjoint((x + dx, y + dy) for x, y in cells)
        )
        begin[len(part)] = ring
        taken.update((x + step[0], y + step[1]) for x, y in cells)
        shifts.append(np.array(step) * CELL - middle)
    return shifts


def _cells(part: Points, boxes: Points, margin: int = 1) -> set[tuple[int, int]]:
    """The grid cells that the boxes cover, with a margin of so many cells."""
    cells: set[tuple[int, int]] = set()
    low = ((part - boxes / 2) // CELL).astype(int) - margin
    high = ((part + boxes / 2) // CELL).astype(int) + margin
    for (left, top), (right, bottom) in zip(low.tolist(), high.tolist(), strict=True):
        cells.update((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
    return cells


def _frames(first: int, half: tuple[int, int], aspect: float) -> Iterator[tuple[int, tuple[int, int]]]:
    """Grid cells for the middle of something of this half width and height, so that it reaches to growing rectangles
    of one aspect round the origin; the number of the rectangle and the cell, those nearest to an axis first."""
    for ring in count(first):
        wide, high = max(0, round(ring * aspect) - half[0]), max(0, ring - half[1])
        rim = {(x, y) for x in range(-wide, wide + 1) for y in (-high, high)}
        rim |= {(x, y) for y in range(-high, high + 1) for x in (-wide, wide)}
        yield from ((ring, cell) for cell in sorted(rim, key=lambda at: (at[0] ** 2 + at[1] ** 2, at)))
