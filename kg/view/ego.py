"""The picture of one thing and what it is tied to: a drawing without script, sharp on paper and on any screen.

What points at the thing stands left of it, what it points at right of it, under the names of the predicates; so the
picture reads from left to right like the sentences, and no label can cover another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from kg.view.markup import predicate_names
from kg.view.picture import Node
from kg.view.theme import SHAPES, group_of

SHOWN = 12  # neighbours on each side: what one takes in at a glance
ROW, HEAD, MARGIN, SIZE = 25, 22, 14, 13.5  # units of the drawing: pixels at its natural size; SIZE is the letters'
REACH = 150  # from the middle to the neighbours
LONGEST = 12  # characters of a name that have room beside its mark


@dataclass(frozen=True, slots=True)
class Spoke:
    """One neighbour: how it is tied, whether the line leads away from the thing, and its page."""

    predicate: str
    outward: bool
    node: Node
    support: int
    file: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    y: float
    spoke: Spoke | None
    predicate: str


def ego(node: Node, spokes: Sequence[Spoke]) -> str:
    """The drawing as SVG; empty where the thing is tied to nothing. The first spokes of each side are drawn."""
    left = _side([s for s in spokes if not s.outward][:SHOWN])
    right = _side([s for s in spokes if s.outward][:SHOWN])
    if not left and not right:
        return ""
    height = max([row.y + ROW for row in (*left, *right)] + [ROW * 4]) + 2 * MARGIN
    own = _width(_short(node.name)) * 16 / 2 + MARGIN  # the name below the mark is set in larger letters
    west, east = (max(own, _reach(side)) for side in (left, right))
    middle = west, height / 2
    parts = [_rows(left, middle, -1), _rows(right, middle, 1), _centre(node, middle)]
    label, wide = escape(node.name, quote=True), round(west + east)
    size = f'viewBox="0 0 {wide} {height:g}" width="{wide}"'
    return f'<svg class="ego" {size} role="group" aria-label="{label}">{"".join(parts)}</svg>'


def _reach(side: Sequence[_Row]) -> float:
    """How far the names of one side reach from the middle."""
    names = [_short(row.spoke.node.name) for row in side if row.spoke]
    heads = [name for row in side for name in predicate_names(row.predicate)]
    return REACH + 2 * MARGIN + SIZE * max(map(_width, [*names, *heads])) if side else 0.0


def _short(name: str) -> str:
    return name if len(name) <= LONGEST + 1 else f"{name[:LONGEST]}…"


def _width(text: str) -> float:
    """In full-width characters."""
    return sum(0.6 if ord(character) < 0x2E80 else 1.0 for character in text)


def _side(spokes: Sequence[Spoke]) -> list[_Row]:
    rows, y = [], 0.0
    for predicate, members in groupby(sorted(spokes, key=lambda s: s.predicate), key=lambda s: s.predicate):
        rows.append(_Row(y, None, predicate))
        y += HEAD
        for spoke in members:
            rows.append(_Row(y, spoke, predicate))
            y += ROW
        y += ROW / 3
    return rows


def _rows(rows: Sequence[_Row], middle: tuple[float, float], way: int) -> str:
    if not rows:
        return ""
    used = rows[-1].y + ROW
    top = middle[1] - used / 2 + ROW / 2
    lines, names = [], []
    for row in rows:
        y = top + row.y
        # The further from the middle line, the closer to the middle: an arc, not a column.
        x = middle[0] + way * (REACH - 46 * (abs(y - middle[1]) / max(used, 1)) ** 2)
        if row.spoke is None:
            names.append(_head(x, y, way, row.predicate))
        else:
            lines.append(_line(middle, (x, y), row.spoke))
            names.append(_neighbour(x, y, way, row.spoke))
    return "".join(lines + names)


def _head(x: float, y: float, way: int, predicate: str) -> str:
    zh, en = predicate_names(predicate)
    anchor, at = ("start", x + 14) if way > 0 else ("end", x - 14)
    names = f'<tspan class="zh">{escape(zh)}</tspan><tspan class="en">{escape(en)}</tspan>'
    return f'<text class="said" x="{at:.0f}" y="{y + 5:.0f}" text-anchor="{anchor}">{names}</text>'


def _line(middle: tuple[float, float], end: tuple[float, float], spoke: Spoke) -> str:
    (x, y), (a, b) = middle, end
    bend = (x + a) / 2
    width = min(5.0, 1.2 + math.log2(max(1, spoke.support)))
    curve = f"M{x:.0f} {y:.0f}C{bend:.0f} {y:.0f} {bend:.0f} {b:.0f} {a:.0f} {b:.0f}"
    return f'<path class="tie" d="{curve}" stroke-width="{width:.1f}"/>'


def _neighbour(x: float, y: float, way: int, spoke: Spoke) -> str:
    look = group_of(spoke.node.group)
    anchor, at = ("start", x + 14) if way > 0 else ("end", x - 14)
    name = _short(spoke.node.name)
    drawn = (
        f'<path class="mark g-{look.key}" transform="translate({x - 7:.0f} {y - 7:.0f})" d="{SHAPES[look.shape]}"/>'
        f'<text x="{at:.0f}" y="{y + 5:.0f}" text-anchor="{anchor}">{escape(name)}</text>'
    )
    title = f"<title>{escape(spoke.node.name)}</title>"
    return f'<a href="{spoke.file}">{title}{drawn}</a>' if spoke.file else f"<g>{title}{drawn}</g>"


def _centre(node: Node, middle: tuple[float, float]) -> str:
    look = group_of(node.group)
    x, y = middle
    name = _short(node.name)
    at = f"translate({x - 18:.0f} {y - 18:.0f}) scale(2.6)"
    return (
        f'<path class="mark g-{look.key}" transform="{at}" d="{SHAPES[look.shape]}"/>'
        f'<text class="self" x="{x:.0f}" y="{y + 38:.0f}" text-anchor="middle">{escape(name)}</text>'
    )
