"""What is known of an article while it is read: its home, its mentions, what places them, what stayed unclear."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extraction.gazetteer import Gazetteer
from kg.extraction.home import Home
from kg.model import Article, LeftOut, Mention
from kg.ontology import group

CENTRAL = "100000"  # the context of central bodies: no division of GB/T 2260 has this code


@dataclass(slots=True)
class Context:
    """What is known of the article while its names are being resolved, from left to right."""

    article: Article
    home: Home
    gazetteer: Gazetteer
    mentions: list[Mention] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)  # mention -> mention that places it
    stems: dict[int, str] = field(default_factory=dict)  # mention -> its organ or ending
    left_out: list[LeftOut] = field(default_factory=list)
    at: dict[tuple[int, int], int] = field(default_factory=dict)  # characters -> mention, while names are resolved


def place_mention(context: Context, code: str) -> int | None:
    """The first mention of the division with this code."""
    return next((i for i, m in enumerate(context.mentions) if m.context == code and group(m.type) == "place"), None)


def home_code(context: Context) -> str:
    """The code of the division that the article is about, or ``""``."""
    return context.home.place.code if context.home.place else ""


def main_zone(context: Context) -> int | None:
    """The zone that the whole article tells of: the only one that its title names."""
    end = len(context.article.title)
    zones = {m.name: i for i, m in enumerate(context.mentions) if m.end <= end and group(m.type) == "zone"}
    return next(iter(zones.values())) if len(zones) == 1 else None
