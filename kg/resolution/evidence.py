"""What speaks for two keys being one thing, in words that a reader can judge."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kg.resolution.keys import Key


class Strength(StrEnum):
    """How much a piece of evidence bears. What is only likely is listed for review."""

    SURE = "sure"
    LIKELY = "likely"


class Link(NamedTuple):
    """Two keys are one thing, and why."""

    first: Key
    second: Key
    why: str
    strength: Strength = Strength.SURE


class Doubt(NamedTuple):
    """Two keys might be one thing, and why it is not known; they stay apart."""

    first: Key
    second: Key
    why: str
