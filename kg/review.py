"""What people should look at, and what they decide: questions out, a line of the ledger in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import LedgerError, OutputError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.graph.terms import Iris
    from kg.resolution import Decision, Doubt, Link, Resolution
    from kg.resolution.keys import Key

#: How often a judgement of each kind is wrong, as far as the resolution's test sets show; what it weighs is this share
#: times the articles that it touches.
_JOINED, _APART = 0.1, 0.3
_EDGE = 0.1  # chance of being wrong from which an edge is worth a look
COLUMNS = ("verdict", "matter", "kind", "first", "second", "third", "names", "why")


class Kind(StrEnum):
    """What is in doubt."""

    JOINED = "joined"
    APART = "apart"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Question:
    """Something doubtful. Things stand by their IRIs without the base, ``names`` says them in words; ``matter`` grows
    with the doubt and with the articles that it touches."""

    kind: Kind
    first: str
    second: str
    third: str
    names: str
    why: str
    matter: float


#: What a verdict on each kind comes to, as an action of the ledger.
_VERDICTS = {
    (Kind.JOINED, "same"): "merge",
    (Kind.JOINED, "different"): "split",
    (Kind.APART, "same"): "merge",
    (Kind.APART, "different"): "split",
    (Kind.EDGE, "true"): "true",
    (Kind.EDGE, "false"): "false",
}


def questions(out: str | Path = "output") -> list[Question]:
    """What is doubtful in the graph of ``out``, what matters most first; what people decided is no question any more.

    Raises:
        OutputError: there is no graph, or it is damaged.
    """
    from kg.build import decisions, resolution
    from kg.graph import load

    resolved, graph = resolution(out), load(out)
    asked = [*_pairs(resolved, graph), *_edges(graph)]
    settled = {(d.first, d.second, d.third) for d in decisions(out)}
    settled |= {(second, first, third) for first, second, third in settled}
    open_ones = {q for q in asked if (q.first, q.second, q.third) not in settled}
    return sorted(open_ones, key=lambda q: (-q.matter, q.kind, q.first, q.second, q.third))


def _pairs(resolved: Resolution, graph: Graph) -> Iterator[Question]:
    from kg.resolution import Strength

    for link in resolved.links:
        if link.strength is Strength.LIKELY:
            yield _pair(Kind.JOINED, link, resolved, graph, _JOINED)
    for doubt in resolved.doubts:
        yield _pair(Kind.APART, doubt, resolved, graph, _APART)


def _pair(kind: Kind, found: Link | Doubt, resolved: Resolution, graph: Graph, doubt: float) -> Question:
    ends = found.first, found.second
    things = [_id(key, resolved, graph.iris) for key in ends]
    touched = min(max(1, resolved.articles.get(key, 0)) for key in ends)
    names = " / ".join(key.name for key in ends)
    return Question(kind, things[0], things[1], "", names, found.why, round(doubt * touched, 2))


def _id(key: Key, resolved: Resolution, iris: Iris) -> str:
    """What a key is called in the ledger."""
    return iris.entity(resolved.of_key(key).type, key.name, key.context).removeprefix(iris.base)


def check_known(out: str | Path, things: Iterable[str], articles: Iterable[str]) -> None:
    """Raise LedgerError where something is neither a thing of the graph nor one that was joined to another, or where
    the graph has no article of an id."""
    from kg.build import resolution
    from kg.graph import load

    graph = load(out)
    resolved, iris = resolution(out), graph.iris
    ids = {article.id for article in graph.articles()}
    for wanted in articles:
        if wanted not in ids:
            raise LedgerError("no article of this id", wanted, "its page's name holds it: article-ID.html")
    known = {_id(key, resolved, iris) for key in resolved.articles}
    for wanted in things:
        if wanted not in known:
            todo = "kg review lists what was joined, by the names that kg split takes"
            raise LedgerError("no such thing", wanted, todo)


def _edges(graph: Graph) -> Iterator[Question]:
    """Relations whose sentences leave a doubt, by the articles that name their ends."""
    view = graph.networkx()
    names, articles = (dict(view.nodes(data=what, default=0)) for what in ("name", "articles"))
    for subject, object_, edge in view.edges(data=True):
        sentences = {(e["article"], e["start"]): e for e in edge["evidence"]}
        wrong = prod(1 - e["confidence"] for e in sentences.values()) if sentences else 0.0
        if wrong >= _EDGE:
            ends = [iri.removeprefix(graph.iris.base) for iri in (subject, object_)]
            said = f"{names[subject]} {edge['predicate']} {names[object_]}"
            quote = " ".join(min(sentences.values(), key=lambda e: e["start"])["quote"].split())
            touched = wrong * max(1, min(articles[subject], articles[object_]))
            yield Question(Kind.EDGE, ends[0], edge["predicate"], ends[1], said, f"“{quote}”", round(touched, 2))


def to_csv(asked: Sequence[Question]) -> str:
    """Questions as a table with an empty column for the verdict: same or different, true or false."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for q in asked:
        writer.writerow(("", q.matter, q.kind, q.first, q.second, q.third, q.names, q.why))
    return out.getvalue()


def from_csv(text: str, where: str) -> list[Decision]:
    """The decisions that the verdicts of a table come to; rows without a verdict are none.

    Raises:
        LedgerError: a column is missing, or a verdict does not fit its row.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if missing := set(COLUMNS) - set(rows.fieldnames or ()):
        raise LedgerError(f"no column {', '.join(sorted(missing))}", where, "kg review --csv FILE writes the table")
    return [_verdict(row, f"{where}:{rows.line_num}") for row in rows if (row["verdict"] or "").strip()]


def _verdict(row: dict[str, Any], where: str) -> Decision:
    verdict = row["verdict"].strip().lower()
    action = _VERDICTS.get((row["kind"], verdict))
    if action is None:
        known = sorted({word for kind, word in _VERDICTS if kind == row["kind"]}) or ["nothing"]
        raise LedgerError(f"{verdict!r} is no verdict on this row", where, f"it takes {' or '.join(known)}")
    return decision(action, row["first"], row["second"], row["third"], why=f"review: {row['why']}")


def decide(made: Sequence[Decision], out: str | Path = "output", *, who: str, when: str) -> None:
    """Append decisions to the ledger of ``out``; the next build replays them.

    Raises:
        LedgerError: a decision cannot be carried out.
        OutputError: there is no graph, or another build is at work there.
    """
    from kg import corpus
    from kg.resolution.ledger import fault, head, line

    for decision in made:
        if wrong := fault(decision):
            raise LedgerError(wrong, decision.first, "kg show NAME shows what the graph knows of a thing")
    if not Path(out, "graph.trig").is_file():
        raise OutputError("no graph here", str(out), "run kg build first, or name its directory by -o")
    with corpus.at_work(Path(out)) as home:
        home.decide(head(), (line(replace(decision, who=who, when=when)) for decision in made))


def decision(action: str, first: str, second: str = "", third: str = "", *, why: str = "") -> Decision:
    """A decision by the name of its action."""
    from kg.resolution import Action, Decision

    return Decision(Action(action), first, second, third, why=why)


def thing(graph: Graph, wanted: str) -> str:
    """The IRI without base of the thing that a name, or such an IRI, means.

    Raises:
        LedgerError: nothing has the name, or several things have it; it names them.
    """
    found = graph.things(wanted)
    if len(found) == 1:
        return found[0].removeprefix(graph.iris.base)
    if found:
        which = "、".join(iri.removeprefix(graph.iris.base) for iri in found)
        raise LedgerError("several things have this name", wanted, f"say which: {which}")
    raise LedgerError("no thing of this name", wanted, "kg show NAME names what comes near")


def same_kind(graph: Graph, first: str, second: str) -> tuple[str, str]:
    """The IRIs without base of two things that can be one.

    Raises:
        LedgerError: one of them is not known, or they are of two kinds.
    """
    a, b = thing(graph, first), thing(graph, second)
    kinds = [iri.split("/")[0] for iri in (a, b)]
    if kinds[0] != kinds[1]:
        todo = "kg fix NAME --type CLASS puts a wrong class right"
        raise LedgerError(f"a {kinds[0]} and a {kinds[1]} are never one", f"{first}, {second}", todo)
    return a, b
