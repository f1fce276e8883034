"""The ledger: what people decided about a graph, a line each, replayed by every build; without its line it is undone.

===========  ==========================  ======================  =======================
action       first                       second                  third
===========  ==========================  ======================  =======================
merge        a thing                     one that is the same
split        a thing                     one that is another
split        a thing                                             ids of articles in which it is another
type         a thing                     the class that it has
name         a thing                     its name
false        subject of a wrong edge     its predicate           its object
true         subject of a doubted edge   its predicate           its object
===========  ==========================  ======================  =======================

A thing stands in it as its IRI without the base: ``person/石敬之~430400``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from kg.errors import LedgerError
from kg.ontology import CLASSES, PREDICATES, is_of_things

NAME = "ledger.csv"
COLUMNS = ("when", "who", "action", "first", "second", "third", "why")
_TODO = "mend or delete the line"


class Action(StrEnum):
    """What a line of the ledger does."""

    MERGE = "merge"
    SPLIT = "split"
    TYPE = "type"
    NAME = "name"
    FALSE = "false"
    TRUE = "true"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the ledger."""

    action: Action
    first: str
    second: str = ""
    third: str = ""
    who: str = ""
    when: str = ""
    why: str = ""

    @property
    def pair(self) -> frozenset[str]:
        """The two things that the line is about."""
        return frozenset((self.first, self.second))


@dataclass(frozen=True, slots=True)
class Ledger:
    """All decisions, ready to be looked up. Of two that contradict each other the later one counts."""

    same: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()
    moved: dict[tuple[str, str], str] = field(default_factory=dict)  # thing and article: what tells it apart there
    types: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    judged: dict[tuple[str, str, str], bool] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.same, self.apart, self.moved, self.types, self.names, self.judged))


def parse(text: str, where: str = NAME) -> list[Decision]:
    """The decisions of a ledger, in order.

    Raises:
        LedgerError: a line is none; it names the line and what is wrong.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    found = []
    for row in rows:
        if row and tuple(row) != COLUMNS:
            found.append(_decision(row, f"{where}:{rows.line_num}"))
    return found


def _decision(row: list[str], where: str) -> Decision:
    if len(row) != len(COLUMNS):
        raise LedgerError(f"{len(row)} columns where {len(COLUMNS)} belong ({', '.join(COLUMNS)})", where, _TODO)
    when, who, action, first, second, third, why = (cell.strip() for cell in row)
    if action not in list(Action):
        raise LedgerError(f"unknown action {action!r} (known: {', '.join(Action)})", where, _TODO)
    decision = Decision(Action(action), first, second, third, who, when, why)
    if wrong := fault(decision):
        raise LedgerError(wrong, where, _TODO)
    return decision


def fault(decision: Decision) -> str:
    """What is wrong with a decision, ``""`` where nothing is."""
    action, second = decision.action, decision.second
    if not decision.first:
        return "no thing is named"
    if action is Action.MERGE and (not second or len(decision.pair) < 2):
        return "a merge needs two things"
    if action is Action.SPLIT and not (second or decision.third):
        return "a split needs another thing, or articles"
    if action is Action.TYPE and not is_of_things(second):
        return f"unknown class {second!r}" if second not in CLASSES else f"no thing is a {second}"
    if action is Action.NAME and not second:
        return "no name is given"
    if action in (Action.FALSE, Action.TRUE) and (second not in PREDICATES or not decision.third):
        return f"not an edge: {decision.first} {second} {decision.third}"
    return ""


def line(decision: Decision) -> str:
    """A decision as a line of the ledger."""
    things = decision.first, decision.second, decision.third
    return _row(decision.when, decision.who, decision.action, *things, decision.why)


def head() -> str:
    """The first line of a ledger."""
    return _row(*COLUMNS)


def _row(*cells: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(" ".join(cell.split()) for cell in cells)
    return out.getvalue()


def ledger(decisions: Iterable[Decision]) -> Ledger:
    """What decisions come to."""
    pairs: dict[frozenset[str], bool] = {}
    found = Ledger()
    for decision in decisions:
        if decision.action is Action.MERGE:
            pairs[decision.pair] = True
        elif decision.action is Action.SPLIT and decision.third:
            ids = decision.third.split()
            found.moved.update(((decision.first, article), ids[0]) for article in ids)
        elif decision.action is Action.SPLIT:
            pairs[decision.pair] = False
        elif decision.action is Action.TYPE:
            found.types[decision.first] = decision.second
        elif decision.action is Action.NAME:
            found.names[decision.first] = decision.second
        else:
            edge = decision.first, decision.second, decision.third
            found.judged[edge] = decision.action is Action.TRUE
    same, apart = (frozenset(pair for pair, joined in pairs.items() if joined is which) for which in (True, False))
    return Ledger(same, apart, found.moved, found.types, found.names, found.judged)
