"""Facts as a user tells them: who stands in which relation to whom; and whether the ontology allows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache

from kg.errors import ReadError
from kg.ontology import CLASSES, GROUPS, PREDICATES, Class, Predicate, is_a, subclasses
from kg.reading.dates import iso_date
from kg.reading.punctuation import plain_characters, punctuate
from kg.reading.script import simplify

#: Classes of things that facts are about. Articles come by being read.
KINDS = tuple(sorted(name for top in GROUPS if top != "Article" for name in subclasses(top)))
_PART = re.compile(r"(\d{4})(?:\s?[-/.年]\s?(\d{1,2}))?\s?[月年]?")


@dataclass(frozen=True, slots=True)
class Thing:
    """One end of a fact: its name, class, the context that tells it from namesakes (as in
    :class:`~kg.model.Mention`), other names."""

    name: str
    kind: str
    context: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two things. ``title`` is the post of a ``worksFor``, ``date`` an ISO date of any exactness,
    ``value`` and ``unit`` those of an indicator; ``quote`` and ``source`` say where the user has it from."""

    subject: Thing
    predicate: str
    object: Thing
    title: str | None = None
    date: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    quote: str | None = None
    source: str | None = None
    confidence: float = 1.0


def cleaned(text: str) -> str:
    """A name or sentence as articles have it: one line, simplified, in the project's punctuation."""
    return punctuate(simplify(" ".join(plain_characters(text).split())))


def predicate_of(word: str, where: str) -> Predicate:
    """The predicate that a word names, by its name or label. Raises ReadError with the nearest where there is none."""
    name = _predicates().get(_folded(word))
    if not name:
        raise ReadError("no such predicate", f"{where}: {word}", _nearest(word, _predicates()))
    return PREDICATES[name]


def class_of(word: str, where: str) -> str:
    """The class that a word names, by its name or label. Raises ReadError with the nearest where there is none."""
    name = _kinds().get(_folded(word))
    if not name:
        raise ReadError("no such class", f"{where}: {word}", _nearest(word, _kinds()))
    return name


def _nearest(word: str, known: Mapping[str, str]) -> str:
    close = get_close_matches(_folded(word), list(known), 1)
    if close:
        return f"did you mean {known[close[0]]}?"
    terms: Mapping[str, Class | Predicate] = {**CLASSES, **PREDICATES}
    return f"known are {', '.join(f'{name} {terms[name].zh}' for name in sorted(set(known.values())))}"


@cache
def _predicates() -> Mapping[str, str]:
    """The predicates by all that they are called."""
    return _called(PREDICATES)


@cache
def _kinds() -> Mapping[str, str]:
    return _called({name: CLASSES[name] for name in KINDS})


def _called(terms: Mapping[str, Class] | Mapping[str, Predicate]) -> dict[str, str]:
    return {_folded(word): name for name, term in terms.items() for word in (term.en, term.zh, name)}


def _folded(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word).casefold()


def day_of(text: str, where: str) -> str | None:
    """The ISO date that a text gives: a day, a month or a year; None of an empty one. Raises ReadError."""
    text = text.strip()
    if not text:
        return None
    part = _PART.fullmatch(text)
    known = f"{part[1]}-{int(part[2]):02}" if part and part[2] else part[1] if part else iso_date(text)
    with suppress(ValueError):
        if known:
            date.fromisoformat(known + "0000-01-01"[len(known) :])
            return known
    raise ReadError("not a date", f"{where}: {text}", "write it as 2024-06-30, 2024-06 or 2024")


def number_of(text: str, where: str) -> Decimal | None:
    """The number that a text gives; None of an empty one. Raises ReadError."""
    try:
        value = Decimal(text.replace(",", "").replace("，", "")) if text.strip() else None
    except InvalidOperation:
        value = Decimal("nan")
    if value is not None and not value.is_finite():
        raise ReadError("not a number", f"{where}: {text}", "write it as 11.5, and what it counts as unit")
    return value


def confidence_of(text: str, where: str) -> float:
    """How sure a user is; wholly, where nothing is said. Raises ReadError."""
    sure = number_of(text, where)
    if sure is not None and not 0 < sure <= 1:
        raise ReadError("not a confidence", f"{where}: {text}", "it lies above 0 and at most at 1")
    return 1.0 if sure is None else float(sure)


def check_end(end: str, kind: str, name: str, predicate: Predicate, where: str) -> None:
    """Raise ReadError where a thing of this class cannot be the ``subject`` or ``object`` of a predicate."""
    allowed = predicate.domain if end == "subject" else predicate.range
    if "Article" in allowed:
        raise ReadError("articles come by being read", f"{where}: {predicate.name}", "kg build reads them")
    if not any(is_a(kind, top) for top in allowed):
        what = f"the {end} of {predicate.name} is never of class {kind}"
        raise ReadError(what, f"{where}: {name}", f"it is {' or '.join(allowed)}")


def check(fact: Fact, where: str) -> Fact:
    """The fact. Raises ReadError where its parts do not go together."""
    if fact.subject == fact.object:
        raise ReadError("subject and object are one thing", f"{where}: {fact.subject.name}", "name two things")
    if fact.value is not None and fact.predicate != "hasIndicator":
        raise ReadError("only an indicator has a value", f"{where}: {fact.predicate}", "leave value and unit empty")
    return fact
