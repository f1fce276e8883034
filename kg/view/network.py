"""The network itself: drawn by pyvis, of whose page the two scripts are taken and everything else is left.

pyvis's own page loads bootstrap from the network, carries 200 kB of unused style and puts titles in as HTML. What is
kept: the vis-network library, and the script that makes ``nodes``, ``edges`` and ``network`` with fixed coordinates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.errors import ResourceError
from kg.view.layout import positions
from kg.view.picture import ARTICLE, Node, Picture
from kg.view.theme import group_of

if TYPE_CHECKING:
    from jinja2 import Environment

LINE_CHARACTERS = 9  # full-width characters on a line of a label; labels.js breaks at the same place
LABEL_LINES = 4
LABEL_SIZE = 13.0  # pixels, also in labels.js
ROOMY = 60  # nodes that all have room for their labels; of more the picture would be too wide to be seen at once
TIGHTEST = 0.4  # of its label that each node keeps free at least
NEVER = 1_000_000  # pixels; the threshold below which vis-network draws no label: labels.js draws them, without overlap

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "selectConnectedEdges": False, "hoverConnectedEdges": False, "multiselect": False},
    "nodes": {"borderWidth": 1.5, "scaling": {"label": {"drawThreshold": NEVER}}, "chosen": False},
    "edges": {
        "color": {"color": "#8791a3", "hover": "#475467", "highlight": "#475467", "opacity": 0.85},
        "arrows": {"to": {"scaleFactor": 0.45}},
        "smooth": False,
        "hoverWidth": 0.8,
        "selectionWidth": 1.2,
    },
}


@dataclass(frozen=True, slots=True)
class Scripts:
    """The vis-network library, and the call that draws this picture with it."""

    library: str
    drawing: str


def scripts(picture: Picture, symmetric: frozenset[str]) -> Scripts:
    """The scripts for ``picture``; lines of the predicates ``symmetric`` have no arrow head.

    Raises ResourceError when pyvis writes a page of another form than this module knows.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.templateEnv = _environment()
    network.options = OPTIONS
    ties = [(line.subject, line.object) for line in picture.lines]
    articles = frozenset(number for number, node in enumerate(picture.nodes) if node.type == ARTICLE)
    if len(articles) == 1:  # the picture of one article, which is a thing like others there
        articles = frozenset()
    share = min(1.0, max(TIGHTEST, math.sqrt(ROOMY / max(1, len(picture.nodes)))))
    places = positions([_box(node, share) for node in picture.nodes], ties, articles)
    for number, (node, (x, y)) in enumerate(zip(picture.nodes, places, strict=True)):
        look = group_of(node.group)
        network.add_node(
            number,
            label=node.name or " ",
            shape=look.shape,
            color=look.color,
            x=x,
            y=y,
            size=round(radius(node), 1),
        )
    for number, (line, bend) in enumerate(zip(picture.lines, _bends(ties), strict=True)):
        extra: dict[str, Any] = {"smooth": bend} if bend else {}
        if line.predicate in symmetric:
            extra["arrows"] = ""
        network.add_edge(line.subject, line.object, id=number, width=round(_width(line.support), 1), **extra)
    return _taken(network.generate_html())


@cache
def _environment() -> Environment:
    """pyvis's templates, compiled once instead of once a page: they hold the library of 470 kB."""
    from pyvis.network import Network

    environment: Environment = Network(cdn_resources="in_line").templateEnv
    return environment


def _taken(html: str) -> Scripts:
    """The scripts of pyvis's page, without bootstrap, style and heading."""
    library = html.partition("</style>")[2].partition("<script>")[2]
    drawing = html.rpartition('<script type="text/javascript">')[2]
    found = Scripts(library.partition("</script>")[0], drawing.partition("</script>")[0])
    if "new vis.Network(" not in found.drawing or len(found.library) < 100_000:
        raise ResourceError("pyvis writes a page of an unknown form", "pyvis", "install pyvis 0.3.2")
    return found


def radius(node: Node) -> float:
    """Pixels from the middle of a node to its rim, by importance."""
    return min(26.0, 6.0 + 2.4 * math.sqrt(node.weight))


def _width(support: int) -> float:
    return min(6.0, 1.0 + 0.9 * math.log2(support))


def _box(node: Node, share: float) -> tuple[float, float]:
    """Width and height of a node with its label below it; ``share`` of the label where nodes are many.

    Such a picture is first seen from afar, where marks are drawn larger (``grown`` in stage_vis.js).
    """
    name = label_width(node.name)
    lines = min(LABEL_LINES, math.ceil(name / LINE_CHARACTERS))
    broad = min(name, LINE_CHARACTERS) * LABEL_SIZE
    size = 2 * radius(node) / math.sqrt(share)
    return max(broad * share, size) + 10.0, size + 2 * lines * (LABEL_SIZE + 3) * share + 8.0


def label_width(text: str) -> float:
    """The width of ``text`` in full-width characters; Latin letters and digits count 0.55."""
    return sum(0.55 if ord(character) < 0x2E80 else 1.0 for character in text)


def _bends(ties: Sequence[tuple[int, int]]) -> list[dict[str, Any] | None]:
    """How each line is bent so that several between two nodes do not cover each other; the only one is straight."""
    between: dict[tuple[int, int], list[int]] = {}
    for number, (source, target) in enumerate(ties):
        between.setdefault((min(source, target), max(source, target)), []).append(number)
    out: list[dict[str, Any] | None] = [None] * len(ties)
    for (low, _), numbers in between.items():
        for place, number in enumerate(numbers):
            offset = (place - (len(numbers) - 1) / 2) * 0.28
            if offset and ties[number][0] != low:
                offset = -offset
            if offset:
                kind = "curvedCW" if offset > 0 else "curvedCCW"
                out[number] = {"enabled": True, "type": kind, "roundness": round(abs(offset), 2)}
    return out
