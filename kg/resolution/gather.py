"""What is seen of each key over all articles: how its mentions type, name and write it, and in which posts a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kg.resolution.careers import Sighting
from kg.resolution.keys import Key


@dataclass(slots=True)
class Seen:
    """How the mentions of one thing type, name and write it, and how many articles name it."""

    types: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)
    articles: int = 0

    def __add__(self, other: Seen) -> Seen:
        forms, articles = self.forms | other.forms, self.articles + other.articles
        return Seen(self.types + other.types, self.names + other.names, forms, articles)

    def __iadd__(self, other: Seen) -> Seen:
        self.types += other.types
        self.names += other.names
        self.forms |= other.forms
        self.articles += other.articles
        return self


@dataclass(slots=True)
class Gathered:
    """Keys with what was seen of them; of persons, each article's sighting. No texts."""

    seen: dict[Key, Seen] = field(default_factory=lambda: defaultdict(Seen))
    sightings: dict[Key, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
