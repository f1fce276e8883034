"""Keys: what makes two mentions one thing, and which contexts are compatible."""

from __future__ import annotations

from typing import NamedTuple

from kg.model import Mention
from kg.ontology import group


class Key(NamedTuple):
    """A thing: its type group, its name, and what tells it from namesakes (see :attr:`kg.model.Mention.context`)."""

    group: str
    name: str
    context: str


def key_of(mention: Mention) -> Key:
    """The key of a mention, before articles are compared."""
    return Key(group(mention.type), mention.name, mention.context)


def is_code(context: str) -> bool:
    """Whether a context is a GB/T 2260 code."""
    return len(context) == 6 and context.isdigit()


def contains(outer: str, inner: str) -> bool:
    """Whether one context takes in the other: an unknown one any, a province its cities, a city its counties.

    >>> contains("430000", "430400"), contains("430400", "430408"), contains("430400", "431000")
    (True, True, False)
    """
    if outer == inner or not outer:
        return True
    if not (is_code(outer) and is_code(inner)):
        return False
    prefix = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return inner.startswith(prefix)
