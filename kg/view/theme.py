"""What the pictures look like, read from ``theme.toml``, and the files of ``assets/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: The shapes of the theme as paths in a square of 14 units: for legends and drawings.
SHAPES = {
    "dot": "M7 1a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    "square": "M1.5 1.5h11v11h-11z",
    "diamond": "M7 .5L13 7L7 13.5L1 7z",
    "triangle": "M7 1L13.5 12.5H.5z",
    "triangleDown": "M7 13L13.5 1.5H.5z",
    "hexagon": "M3.8 1.5h6.4L13.5 7l-3.3 5.5H3.8L.5 7z",
    "star": "M7 .5l2 4.4 4.7.5-3.5 3.2 1 4.7L7 10.9l-4.2 2.4 1-4.7L.3 5.4 5 4.9z",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The look of one group of types; ``shape`` is a shape of vis-network."""

    key: str
    zh: str
    en: str
    color: str
    shape: str


@cache
def groups() -> Mapping[str, Group]:
    """All groups by key, in the order of the legend."""
    table = tomllib.loads(files(__package__).joinpath("theme.toml").read_text(encoding="utf-8"))
    return {key: Group(key, **look) for key, look in table.items()}


def group_of(key: str) -> Group:
    """The look of the group ``key``; of ``other`` where the theme does not know it."""
    return groups().get(key) or groups()["other"]


def colours() -> str:
    """The colours as CSS: a class ``g-<group>`` sets ``--c``."""
    return "".join(f".g-{g.key}{{--c:{g.color}}}" for g in groups().values()) + "\n"


@cache
def asset(name: str) -> str:
    """The text of ``assets/<name>``."""
    return files(__package__).joinpath("assets").joinpath(name).read_text(encoding="utf-8")
