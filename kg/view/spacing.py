"""Boxes moved apart until none overlaps another, the shape of the whole kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

LOOKS, PUSHES = 100, 10  # how often the close pairs are sought at most, and rounds of moving them apart after each
REACH = 15.0  # pixels that a box may come closer within those rounds
MOST_STRETCH = 0.5  # of the distance of two nodes in one round: larger steps overshoot


def apart(points: Points, sizes: Points) -> Points:
    """``points`` moved until no two boxes of these ``sizes`` overlap.

    Each pair along the line between them, as PRISM does: the shape stays.
    """
    points = points.copy()
    for _ in range(LOOKS):
        first, second = _near(points, sizes)
        half = (sizes[first] + sizes[second]) / 2
        if not _push(points, first, second, half):
            break
        for _ in range(PUSHES):
            if not _push(points, first, second, half):
                break
    return points


def _near(points: Points, sizes: Points) -> Any:
    """The pairs of boxes that overlap or soon may, as two arrays: all that are worth a look for some rounds."""
    import numpy as np

    close = np.triu(np.ones((len(points), len(points)), dtype=bool), 1)
    for axis in (0, 1):
        at, size = points[:, axis], sizes[:, axis] / 2 + REACH
        close &= np.abs(at[:, None] - at[None, :]) < size[:, None] + size[None, :]
    return np.nonzero(close)


def _push(points: Points, first: Any, second: Any, half: Points) -> bool:
    """One round: moves in place those of the pairs that overlap; whether there were any."""
    import numpy as np

    way = points[first] - points[second]
    touch = (half - np.abs(way) > 0.5).all(axis=1)
    if not touch.any():
        return False
    first, second, half, way = first[touch], second[touch], half[touch], way[touch]
    way[np.abs(way).sum(axis=1) < 1e-6] = (0.0, 1.0)
    stretch = (half / np.maximum(np.abs(way), 1e-9)).min(axis=1)
    push = way * np.minimum(stretch - 1, MOST_STRETCH)[:, None] / 2 + np.sign(way) * 0.3
    np.add.at(points, first, push)
    np.add.at(points, second, -push)
    return True
