"""Rows as lines whose columns stand one under another, though a Chinese character takes two places on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

WIDEST = 40  # places of a column: a longer cell pushes the rest of its own line alone


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The head and the rows as lines, two spaces between columns, nothing cut."""
    widths = [
        min(max(_width(cells[at]) for cells in (head, *rows)), WIDEST) if at + 1 < len(head) else 0
        for at in range(len(head))
    ]
    return [
        "  ".join(_filled(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in (head, *rows)
    ]


def _filled(cell: str, width: int) -> str:
    return cell + " " * max(0, width - _width(cell))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
