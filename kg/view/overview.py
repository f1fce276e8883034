"""What one sees first of a graph: its best connected things and how they are tied, as a drawing without script."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from kg.view.layout import positions
from kg.view.network import label_width
from kg.view.picture import ARTICLE, INDICATOR, Node
from kg.view.site import FOLDER, Site
from kg.view.theme import SHAPES, group_of

THINGS = 26  # on the drawing: what has room beside the figures of the index, with names that can be read
ASPECT = 1.5  # width by height
SIZE, ROW = 13.0, 15.0  # pixels of a letter and of a line, at the drawing's natural size
BROAD, ROWS = 8, 2  # full-width characters on a line of a name, and lines


def overview(site: Site) -> str:
    """The drawing as SVG, whose marks lead to the pages of the things; empty where nothing is tied."""
    ties = _ties(site)
    nodes = sorted({node.iri: node for pair in ties for node in pair}.values(), key=lambda n: (-n.weight, n.iri))
    if not nodes:
        return ""
    place = {node.iri: number for number, node in enumerate(nodes)}
    rows = [_broken(node.name) for node in nodes]
    boxes = [_box(node, name) for node, name in zip(nodes, rows, strict=True)]
    where = positions(boxes, [(place[one.iri], place[other.iri]) for one, other in ties], aspect=ASPECT)
    # The mark stands in the upper part of its box, the name in the lower.
    spots = {n.iri: (x, y - ROW * len(name) / 2) for n, name, (x, y) in zip(nodes, rows, where, strict=True)}
    lines = "".join(_line(spots, one, other) for one, other in ties)
    marks = "".join(_thing(node, name, spots[node.iri], site) for node, name in zip(nodes, rows, strict=True))
    view = " ".join(f"{number:.0f}" for number in _frame(where, boxes))
    return f'<svg class="overview" viewBox="{view}" role="group" aria-label="概览 Overview">{lines}{marks}</svg>'


def _frame(where: Sequence[tuple[int, int]], boxes: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what the boxes cover."""
    both = list(zip(where, boxes, strict=True))
    left, top = (min(at[axis] - box[axis] / 2 for at, box in both) for axis in (0, 1))
    right, bottom = (max(at[axis] + box[axis] / 2 for at, box in both) for axis in (0, 1))
    return left, top, right - left, bottom - top


def _ties(site: Site) -> list[tuple[Node, Node]]:
    """The pairs of tied things among the chosen: from the most important on, always the most important tied to one."""
    pairs = {tuple(sorted((r.subject, r.object))) for r in site.found if r.subject != r.object}
    found = [(site.nodes[one], site.nodes[other]) for one, other in sorted(pairs)]
    found = [pair for pair in found if all(n.weight and n.type not in (ARTICLE, INDICATOR) for n in pair)]
    near: dict[str, set[Node]] = {}
    for one, other in found:
        near.setdefault(one.iri, set()).add(other)
        near.setdefault(other.iri, set()).add(one)
    seeds = sorted({node for pair in found for node in pair}, key=_rank, reverse=True)
    chosen: set[str] = set()
    reached: set[Node] = set()
    while len(chosen) < min(THINGS, len(seeds)):
        rest = {node for node in reached if node.iri not in chosen}
        node = max(rest, key=_rank) if rest else next(seed for seed in seeds if seed.iri not in chosen)
        chosen.add(node.iri)
        reached = rest | near[node.iri]
    return [pair for pair in found if all(node.iri in chosen for node in pair)]


def _rank(node: Node) -> tuple[int, int, str]:
    return node.weight, node.articles, node.iri


def _radius(node: Node) -> float:
    return min(17.0, 5.0 + 1.6 * math.sqrt(node.weight))


def _broken(name: str) -> list[str]:
    """The name on one line or two of like length."""
    if label_width(name) <= BROAD:
        return [name]
    shown = name if label_width(name) <= BROAD * ROWS else f"{name[: BROAD * ROWS - 1]}…"
    half = math.ceil(len(shown) / 2)
    return [shown[:half], shown[half:]]


def _box(node: Node, rows: Sequence[str]) -> tuple[float, float]:
    size = 2 * _radius(node)
    return max(size, SIZE * max(map(label_width, rows))) + 12, size + ROW * len(rows) + 10


def _line(spots: Mapping[str, tuple[float, float]], one: Node, other: Node) -> str:
    (a, b), (c, d) = spots[one.iri], spots[other.iri]
    return f'<path class="tie" d="M{a:.0f} {b:.0f}L{c:.0f} {d:.0f}"/>'


def _thing(node: Node, rows: Sequence[str], spot: tuple[float, float], site: Site) -> str:
    look, r, (x, y) = group_of(node.group), _radius(node), spot
    scale = r * 2.2 / 14
    at = f"translate({x - 7 * scale:.1f} {y - 7 * scale:.1f}) scale({scale:.2f})"
    mark = f'<path class="mark g-{look.key}" transform="{at}" d="{SHAPES[look.shape]}"/>'
    text = "".join(
        f'<text x="{x:.0f}" y="{y + r + 3 + ROW * (number + 0.8):.0f}" text-anchor="middle">{escape(row)}</text>'
        for number, row in enumerate(rows)
    )
    return f'<a href="{FOLDER}/{site.files[node.iri]}"><title>{escape(node.name)}</title>{mark}{text}</a>'
