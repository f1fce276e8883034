"""How two things are connected: the shortest ways between them, each step with its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.notebook import markup
from kg.notebook.facts import Relation, Thing, relation, thing

if TYPE_CHECKING:
    import networkx as nx

    from kg.questions.paths import Step as Found
    from kg.view.picture import Relation as Drawn

    Near = Callable[[str, str], Iterable[Drawn]]

SHOWN = 3  # ways that are printed, with their sentences: about a screen; the object itself has all


@dataclass(frozen=True, slots=True)
class Step:
    """From one thing to the next: ``relations`` are all between the two, in either direction, the best supported
    first."""

    start: Thing
    end: Thing
    relations: tuple[Relation, ...]

    def __str__(self) -> str:
        first = self.relations[0]
        if first.symmetric:
            return f"—{first.label}—"
        return f"—{first.label}→" if first.subject == self.start else f"←{first.label}—"


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a thing to another."""

    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return " ".join([self.steps[0].start.name, *(part for s in self.steps for part in (str(s), s.end.name))])


@dataclass(frozen=True, slots=True)
class Connection:
    """The shortest ways between two things; all have as many steps. In a notebook it shows itself.

    ``ways`` are ordered by the support of their weakest step, the best supported first.
    """

    start: Thing
    end: Thing
    ways: tuple[Way, ...]

    @property
    def length(self) -> int:
        """Steps of each way."""
        return len(self.ways[0].steps)

    def __repr__(self) -> str:
        """The ways as text; of many ways the best supported."""
        lines = []
        for way in self.ways[:SHOWN]:
            lines.append(str(way))
            for step in way.steps:
                first = step.relations[0]
                lines.append(f"  {first}")
                lines += [f"    {sentence}" for sentence in first.sentences[:1]] or ["    (gazetteer)"]
        hidden = len(self.ways) - SHOWN
        return "\n".join([*lines, *([f"… {hidden} more in .ways"] if hidden > 0 else [])])

    def _repr_html_(self) -> str:
        return markup.connection(self)


def connection(network: nx.MultiDiGraph, found: Iterable[Sequence[Found]], near: Near) -> Connection:
    """The connection by the ways that the question library found; ``near`` gives all relations between two things."""
    ways: dict[str, Way] = {}  # ways over the same things are one
    for steps in found:
        way = Way(tuple(_step(network, step, near) for step in steps))
        ways.setdefault("\n".join(step.end.iri for step in way.steps), way)
    ordered = sorted(ways.values(), key=lambda way: (-min(step.relations[0].support for step in way.steps), str(way)))
    return Connection(ordered[0].steps[0].start, ordered[0].steps[-1].end, tuple(ordered))


def _step(network: nx.MultiDiGraph, found: Found, near: Near) -> Step:
    subject, object_ = thing(network, found.fact.subject), thing(network, found.fact.object)
    relations = sorted(
        (relation(network, drawn) for drawn in near(subject.iri, object_.iri)),
        key=lambda r: (-r.support, r.predicate, r.subject.name, r.title or ""),
    )
    return Step(*((subject, object_) if found.outward else (object_, subject)), tuple(relations))
