"""What the pictures look like, read from ``theme.toml``, and the files of ``assets/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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


def variables() -> str:
    """The colours as CSS variables ``--g-<group>``."""
    return ":root{" + "".join(f"--g-{g.key}:{g.color};" for g in groups().values()) + "}\n"


@cache
def asset(name: str) -> str:
    """The text of ``assets/<name>``."""
    return files(__package__).joinpath("assets").joinpath(name).read_text(encoding="utf-8")
