"""The titles of posts, from ``lexicon/titles.toml``: which there are, and where one ends in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.model import Modality
from kg.resources import load_toml


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of posts: all titles, those of public office or special use, what stands before and after, the
    words by which an article calls the one thing of a kind (协会), and the verbs that give a person a post, with what
    they say of it."""

    all: frozenset[str]
    public: frozenset[str]
    shared: frozenset[str]
    unnamed: frozenset[str]
    quoted: frozenset[str]
    former: tuple[str, ...]
    coming: tuple[str, ...]
    after: tuple[str, ...]
    nominated: frozenset[str]
    heads: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]
    verbs: Mapping[str, Modality]
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
        frozenset(table["nominated"]),
        {kind: tuple(words) for kind, words in table["heads"].items()},
        {word: kind for kind, words in table["kinds"].items() for word in words},
        {verb: Modality(mood) for mood, verbs in table["verbs"].items() for verb in verbs},
        max(map(len, every)),
    )


def title_ending(text: str, end: int) -> str:
    """The longest title that ends at ``end``, or ``""``."""
    words = titles()
    for size in range(min(words.longest, end), 1, -1):
        if text[end - size : end] in words.all:
            return text[end - size : end]
    return ""


def title_starting(text: str, start: int) -> str:
    """The longest title that starts at ``start``, or ``""``."""
    words = titles()
    for size in range(words.longest, 1, -1):
        if text[start : start + size] in words.all:
            return text[start : start + size]
    return ""
