"""The titles of posts, from ``lexicon/titles.toml``: which there are, and where one ends in a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.resources import load_toml


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of posts: all titles, those of public office or special use, and what stands before and after."""

    all: frozenset[str]
    public: frozenset[str]
    shared: frozenset[str]
    unnamed: frozenset[str]
    quoted: frozenset[str]
    former: tuple[str, ...]
    coming: tuple[str, ...]
    after: tuple[str, ...]
    longest: int


@cache
def titles() -> Titles:
    """The shipped lexicon of posts."""
    table = load_toml("lexicon/titles.toml")
    public = {p + t for t in table["public"] for p in ("", *table["rank"])} | set(table["public_fixed"])
    other = {p + t for t in table["other"] for p in ("", *table["rank"])}
    every = frozenset(public | other)
    return Titles(
        every,
        frozenset(public),
        frozenset(table["shared"]),
        frozenset(table["unnamed"]),
        frozenset(table["quoted"]),
        tuple(table["former"]),
        tuple(table["coming"]),
        tuple(sorted(table["after"], key=len, reverse=True)),
        max(map(len, every)),
    )


def title_ending(text: str, end: int) -> str:
    """The longest title that ends at ``end``, or ``""``."""
    words = titles()
    for size in range(min(words.longest, end), 1, -1):
        if text[end - size : end] in words.all:
            return text[end - size : end]
    return ""
