"""A name found in the text, before it is known which thing it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A name at characters ``start`` to ``end``, of an ontology class, found by a component (``how``).

    ``head`` is the name inside this one that places it: 衡阳市 in 衡阳市科技局, 高新区 in 高新区创新中心; ``stem`` is
    what follows the head. A head of one character (省 in 省科技厅) stands for the article's own division of that
    level. ``key`` is the gazetteer's code where the name is a known one, and ``name`` its usual form.
    """

    start: int
    end: int
    type: str
    how: str
    stem: str = ""
    head: Found | None = None
    key: str = ""
    name: str = ""


#: Which component is believed where two found names of equal extent compete, most trusted first.
TRUST = (
    "same",
    "policy",
    "gazetteer",
    "body",
    "zone",
    "programme",
    "event",
    "suffix",
    "site",
    "byline",
    "posts",
    "ner",
    "own",
)


def occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Every place of a name in a text, without overlap: start and end."""
    start = text.find(name)
    while start >= 0:
        yield start, start + len(name)
        start = text.find(name, start + len(name))


def prefer_longest(found: Iterable[Found]) -> list[Found]:
    """The names that stand when each character may belong to one name only: longer first, then the trusted."""
    ranked = sorted(found, key=lambda f: (-(f.end - f.start), TRUST.index(f.how), f.start))
    taken: set[int] = set()
    kept = []
    for name in ranked:
        span = range(name.start, name.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(name)
    return sorted(kept, key=lambda f: f.start)
