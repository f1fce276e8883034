"""``kg why`` and ``kg whynot``: the sentence, the rule and its parts behind a relation, or what kept it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.rules import OwnRules
from kg.cli.screen import results

if TYPE_CHECKING:
    from kg.explain import Miss, Reason
    from kg.graph import Graph

NEAREST = 3  # rules that nearly fired, of which kg whynot tells
Name = Annotated[str, typer.Argument(help="A name, or another form of it.", show_default=False)]


def why(a: Name, b: Name, out: OutputDirectory = DEFAULT_OUTPUT, own: OwnRules = None) -> None:
    """Say why two things are connected: the sentence, the rule, what matched it, and what did not stop it.

    What the text holds as planned, denied, over or hearsay is shown as such; it is no relation of the graph.

    [bold]Example[/bold]

      kg why 阮知衡 内江高新区
    """
    from kg.explain import reasons

    graph, first, second = _open(out, a, b)
    lines = [line for reason in reasons(graph, first, second, own) for line in _told(reason)]
    _print(lines or [f"no sentence connects {a} and {b}; kg whynot {a} PREDICATE {b} says what is missing"])


def whynot(
    a: Name,
    predicate: Annotated[str, typer.Argument(help="The relation that you miss, such as visited.", show_default=False)],
    b: Name,
    out: OutputDirectory = DEFAULT_OUTPUT,
    own: OwnRules = None,
) -> None:
    """Say why a relation is not there: which rules came nearest, and what kept each from it.

    [bold]Example[/bold]

      kg whynot 冷砚舟 visited 内江高新区
    """
    from kg.errors import QueryError
    from kg.explain import misses, reasons
    from kg.ontology import PREDICATES

    if predicate not in PREDICATES:
        raise QueryError("no such relation", predicate, "known are " + ", ".join(sorted(PREDICATES)))
    graph, first, second = _open(out, a, b)
    held = [r for r in reasons(graph, first, second, own) if r.claim.predicate == predicate]
    if any(not reason.cue and reason.subject in first for reason in held):
        _print([f"the graph has it: kg why {a} {b} says why"])
        return
    lines = [line for miss in misses(graph, first, predicate, second, own) for line in _missed(miss, predicate)]
    _print(lines or [f"{a} and {b} never stand in one sentence"])


def _open(out: OutputDirectory, a: str, b: str) -> tuple[Graph, frozenset[str], frozenset[str]]:
    """The graph, and all names of either thing."""
    from kg.cli.show import unknown
    from kg.graph import load

    graph = load(out)
    view = graph.networkx()
    ends = []
    for name in (a, b):
        known = [n for _, n in view.nodes(data=True) if name == n["name"] or name in n.get("aliases", ())]
        if not known:
            raise unknown(view, name)
        ends.append(frozenset(form for n in known for form in (n["name"], *n.get("aliases", ()))))
    return graph, ends[0], ends[1]


def _print(lines: list[str]) -> None:
    screen = results()
    for line in lines:
        screen.print(line, markup=False, soft_wrap=True)


def _told(reason: Reason) -> Iterator[str]:
    claim = reason.claim
    facts = [claim.modality.value, *([claim.title] if claim.title else []), *([claim.date] if claim.date else [])]
    relation = f"{reason.subject} {claim.predicate} {reason.object}"
    yield f"{relation}  {'  '.join(facts)}  confidence {claim.confidence:.2f}"
    yield f"  {reason.published or 'undated'}  {reason.headline}"
    yield f"  “{reason.sentence}”"
    yield f"  rule    {claim.rule}: {reason.says}"
    if reason.parts:
        yield f"  matched {_joined(reason.parts)}"
    mood = f"not held as a fact, because of {reason.cue}" if reason.cue else "held as a fact: no plan, denial or past"
    yield f"  guards  {'; '.join([*reason.guards, mood])}"
    yield ""


def _missed(miss: Miss, predicate: str) -> Iterator[str]:
    yield f"{miss.published or 'undated'}  {miss.headline}"
    yield f"  “{miss.sentence}”"
    for rule, when, matched, fault in miss.attempts[:NEAREST]:
        yield f"  {rule}: {when}"
        yield f"    matched {_joined(matched) or 'nothing'}"
        yield f"    but {fault}"
    if not miss.attempts:
        yield f"  no rule with a pattern gives {predicate}: kg rules lists what does"
    yield ""


def _joined(parts: tuple[tuple[str, str], ...]) -> str:
    return " · ".join(f"{part} {text}" for part, text in parts)
