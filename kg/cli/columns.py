"""Rows as lines whose columns stand one under another, though a Chinese character takes two places on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from unicodedata import east_asian_width

MEASURED = 1000  # rows that are waited for before the first is shown
WIDEST = 40  # places of a column: a longer cell pushes the rest of its own line alone


def aligned(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The head and the rows as lines, two spaces between columns, nothing cut. Widths are those of the first rows."""
    rest = iter(rows)
    first = [head, *islice(rest, MEASURED)]
    widths = [min(max(width(cells[at]) for cells in first), WIDEST) for at in range(len(head) - 1)]
    for cells in chain(first, rest):
        yield "  ".join(_filled(cell, wide) for cell, wide in zip(cells, (*widths, 0), strict=True)).rstrip()


def width(text: str) -> int:
    """The places that a text takes on a screen."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _filled(cell: str, wide: int) -> str:
    return cell + " " * max(0, wide - width(cell))
