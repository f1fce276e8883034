"""Which words of a sentence say so: the subject, the object, and the words that the rule went by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kg.errors import ResourceError
from kg.resources import load_toml, path

Role = Literal["subject", "trigger", "object"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end`` of a sentence, half open, and what they are in it."""

    start: int
    end: int
    role: Role


def marks(
    sentence: str,
    subject: tuple[str, ...],
    obj: tuple[str, ...],
    triggers: tuple[tuple[str, ...], ...],
    title: str | None,
) -> tuple[Mark, ...]:
    """The marks of ``sentence``, in its order, none over another.

    ``subject`` and ``obj`` are all names of the two ends; of each list of ``triggers`` one word is marked, and the post
    ``title`` where one is told. Where a sentence means an end by a pronoun or a short form that is no name of it, that
    end has no mark.
    """
    return _marks(sentence, subject, obj, triggers, title)


@lru_cache(maxsize=100_000)  # one sentence is marked alike on the pages of its two things, of its article and of all
def _marks(
    sentence: str,
    subject: tuple[str, ...],
    obj: tuple[str, ...],
    triggers: tuple[tuple[str, ...], ...],
    title: str | None,
) -> tuple[Mark, ...]:
    first = _longest(sentence, subject, ())
    second = _longest(sentence, obj, [first] if first else [])
    ends = [*_as("subject", first), *_as("object", second)]
    for words in ((title,), *triggers) if title else triggers:
        ends += _as("trigger", _nearest(sentence, words, ends))
    return tuple(sorted(ends, key=lambda mark: mark.start))


def _as(role: Role, span: tuple[int, int] | None) -> list[Mark]:
    return [Mark(*span, role)] if span else []


def _longest(text: str, names: Iterable[str], taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        for start in _places(text, name):
            if all(start >= end or start + len(name) <= begin for begin, end in taken):
                return start, start + len(name)
    return None


def _places(text: str, word: str) -> list[int]:
    found, start = [], text.find(word) if word else -1
    while start >= 0:
        found.append(start)
        start = text.find(word, start + len(word))
    return found


def _nearest(text: str, words: Iterable[str], taken: Sequence[Mark]) -> tuple[int, int] | None:
    """The place of one of the words that lies closest to what is marked already; of two, the longer."""
    middle = [(mark.start + mark.end) / 2 for mark in taken] or [0.0]
    found = [
        (-len(word), sum(abs(start - at) for at in middle), start)
        for word in words
        for start in _places(text, word)
        if all(start >= mark.end or start + len(word) <= mark.start for mark in taken)
    ]
    if not found:
        return None
    # A word of one character is often part of another: a longer one tells more, wherever it stands.
    length, _, start = min(found)
    return start, start - length


@cache
def trigger_words(rule: str) -> tuple[tuple[str, ...], ...]:
    """The word lists and texts that the shipped rule of this id must find; none for grammars."""
    known = load_toml("lexicon/words.toml")
    found: dict[str, tuple[str, ...]] = {}
    for name, text in re.findall(r'<(\w+)>(?!\?)|"(\w{2,})"', _patterns().get(rule, "")):
        found[name or text] = tuple(known[name]) if isinstance(known.get(name), list) else (text,)
    return tuple(found.values())


@cache
def _patterns() -> dict[str, str]:
    try:
        files = sorted(path("rules").glob("*.toml"))
        rules = [rule for file in files for rule in load_toml(f"rules/{file.name}").get("rule", ())]
    except ResourceError:
        return {}
    return {rule["id"]: re.sub(r"\{[^}]*\}", "", rule["when"]) for rule in rules}
