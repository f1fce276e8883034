"""``kg why`` and ``kg whynot``: the sentence, the rule and its parts behind a relation, or what kept it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.rules import OwnRules
from kg.cli.screen import results
from kg.model import IMPORTED

if TYPE_CHECKING:
    from kg.explain import Inquiry, Miss, Reason, Thing
    from kg.extraction.trace import Attempt

NEAREST = 3  # rules that nearly fired, of which kg whynot tells
SENTENCES = 5  # sentences of which it tells, unless all are asked for
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name, or another form of it.", show_default=False)]
Recogniser = Annotated[
    str | None,
    typer.Option("--ner", metavar="MODEL", help="The recogniser that the graph was built with, if another one."),
]


def why(a: Name, b: Name, out: OutputDirectory = DEFAULT_OUTPUT, own: OwnRules = None, ner: Recogniser = None) -> None:
    """Say why two things are connected: the sentence, the rule, what matched it, and what did not stop it.

    In the sentence the names stand in 「」 and the words of the rule in 『』.
    What the text holds as planned, denied, over or hearsay is shown as such;
    it is no relation of the graph.

    [bold]Example[/bold]

      kg why 阮知衡 内江高新区
    """
    from kg.explain import Inquiry
    from kg.graph import load

    inquiry = Inquiry(load(out), own, ner)
    first, second = inquiry.thing(a), inquiry.thing(b)
    lines = [line for reason in inquiry.reasons(first, second) for line in _told(reason)]
    _print(lines or [f"no sentence connects {a} and {b}; kg whynot {a} PREDICATE {b} says what is missing"])


def whynot(
    a: Name,
    predicate: Annotated[
        str,
        typer.Argument(metavar="PREDICATE", help="The relation that you miss, such as visited.", show_default=False),
    ],
    b: Name,
    out: OutputDirectory = DEFAULT_OUTPUT,
    own: OwnRules = None,
    ner: Recogniser = None,
    every: Annotated[bool, typer.Option("--all", help="All sentences, not only the nearest.")] = False,
) -> None:
    """Say why a relation is not there: which rules came nearest, and what kept each from it.

    [bold]Example[/bold]

      kg whynot 阮知衡 visited 自贡高新区
    """
    from kg.explain import Inquiry
    from kg.graph import load

    _check(predicate)
    inquiry = Inquiry(load(out), own, ner)
    first, second = inquiry.thing(a), inquiry.thing(b)
    if any(claim.modality == "asserted" for claim in inquiry.held(first, predicate, second)):
        _print([f"the graph has it: kg why {a} {b} says why"])
    elif unfit := inquiry.unfit(first, predicate, second):
        _print([unfit])
    else:
        _print(_missing(inquiry, first, predicate, second, None if every else SENTENCES))


def _missing(inquiry: Inquiry, a: Thing, predicate: str, b: Thing, most: int | None) -> Iterator[str]:
    misses = inquiry.misses(a, predicate, b)
    shown = misses[:most]
    if not misses:
        yield _apart(a.name, b.name, inquiry.together(a, b))
    for miss in shown:
        yield from _missed(miss)
    if len(misses) > len(shown):
        yield f"and {len(misses) - len(shown)} more sentences: --all"
    if misses and not inquiry.patterns(predicate):
        yield f"no pattern gives {predicate}; it is read off by"
        yield from (f"  {rule}: {says}" for rule, says in inquiry.grammars(predicate))


def _check(predicate: str) -> None:
    from difflib import get_close_matches

    from kg.errors import QueryError
    from kg.ontology import PREDICATES

    if predicate not in PREDICATES:
        near = get_close_matches(predicate, list(PREDICATES), 1)
        known = f"known are {', '.join(sorted(PREDICATES))}"
        raise QueryError("no such relation", predicate, f"did you mean {near[0]}?" if near else known)


def _apart(a: str, b: str, together: int) -> str:
    if not together:
        return f"no article names both {a} and {b}"
    articles = "the article that names" if together == 1 else f"the {together} articles that name"
    return f"{a} and {b} never stand in one sentence of {articles} both"


def _print(lines: Iterable[str]) -> None:
    text = "\n".join(lines).rstrip("\n")  # the blank line that parts one from the next has no place behind the last
    results().print(text, markup=False, soft_wrap=True)


def _told(reason: Reason) -> Iterator[str]:
    claim, basis = reason.claim, reason.basis
    facts = [claim.modality.value, *filter(None, (claim.title, claim.date))]
    yield f"{reason.subject} {claim.predicate} {reason.object}  {'  '.join(facts)}  confidence {claim.confidence:.2f}"
    yield f"  {reason.published or 'undated'}  {reason.headline}"
    yield f"  “{reason.sentence}”"
    yield f"  rule    {claim.rule}{f': {basis.says}' if basis.says else ''}"
    if basis.when:
        yield f"  pattern {basis.when}"
    if basis.parts:
        yield f"  matched {_joined(basis.parts)}"
    if reason.note:
        yield f"  but     {reason.note}"
    elif claim.rule != IMPORTED:  # no guard holds back what a user states
        yield f"  guards  {'; '.join([*basis.guards, _mood(reason)])}"
    yield ""


def _mood(reason: Reason) -> str:
    modality = reason.claim.modality.value
    if modality == "asserted":
        return "held as a fact: no plan, denial or past"
    if modality == "quarantined":
        return "not held as a fact: it violates a shape, which kg check names"
    return (
        f"not held as a fact, because of {reason.basis.cue}" if reason.basis.cue else f"not held as a fact: {modality}"
    )


def _missed(miss: Miss) -> Iterator[str]:
    yield f"{miss.published or 'undated'}  {miss.headline}"
    yield f"  “{miss.sentence}”"
    for attempt in miss.attempts[:NEAREST]:
        yield from _attempted(attempt)
    yield from (f"  {note}" for note in miss.notes)
    yield ""


def _attempted(attempt: Attempt) -> Iterator[str]:
    yield f"  {attempt.rule.id}: {attempt.rule.when}"
    yield f"    matched {_joined(attempt.matched) or 'nothing'}"
    yield f"    but {attempt.fault or 'the article speaks against it'}"


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return " · ".join(f"{part} {text}" for part, text in parts)
