"""How soon the questions of the library are answered on a large graph.

::

    python tests/bench/bench_questions.py [--quads 1000000] [--graph DIR] [NAME ...]

A graph of about so many quads is made of invented articles (or is in DIR already). Each question is asked with other
values drawn from the graph; what is timed is the whole answer: names resolved, rows, sentences. Printed are
milliseconds: the median by the clock and of the processor, the slowest; and the rows of the largest answer.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import large_graph

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kg.graph import Graph, load
from kg.questions import Parameter, Question, ask, questions

TIMES = 9  # values for each question
PATIENCE = 20.0  # seconds after which a question is not asked again
MOST = 100  # rows: what a table shows
_SOME = """SELECT DISTINCT ?label WHERE {
  VALUES ?class { %s } ?thing a ?class ; skos:prefLabel ?label ; kg:articles ?n }
ORDER BY ?label"""


class Values:
    """Names of the graph to ask for, by class."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._chance = random.Random(7)
        self._known: dict[tuple[str, ...], list[str]] = {}

    def of(self, parameter: Parameter) -> str:
        """A value for a parameter."""
        if parameter.words:
            return self._chance.choice(parameter.words)
        plain = {
            "date": ("2020-07-31", "2019-03", "2022"),
            "year": ("2020", "2021"),
            "number": ("10", "20"),
            "text": ("局长", "措施", "技术"),
            "class": ("高新区", "官员", "企业"),
            "predicate": ("考察", "任职于"),
        }
        return self._chance.choice(plain.get(parameter.kinds[0]) or self._names(parameter.kinds))

    def _names(self, kinds: tuple[str, ...]) -> list[str]:
        if kinds not in self._known:
            self._known[kinds] = _names(self._graph, kinds)
        return self._known[kinds]


def _names(graph: Graph, kinds: tuple[str, ...]) -> list[str]:
    """Names that one thing alone has."""
    from kg.ontology import CLASSES, is_a

    if kinds == ("Article",):
        return [iri.rpartition("/")[2] for (iri,) in graph.query("SELECT ?a { ?a a kg:Article } ORDER BY ?a").rows]
    fitting = [name for name in CLASSES if name != "Article" and any(k == "Thing" or is_a(name, k) for k in kinds)]
    rows = graph.query(_SOME % " ".join(f"kg:{name}" for name in fitting)).rows
    return [name for (name,) in rows]


def measured(graph: Graph, question: Question, values: Values) -> Iterator[tuple[str, list[float], list[float], int]]:
    """For the needed parameters with each of the others: how it was asked, milliseconds of the clock and of the
    processor, rows of the largest answer."""
    needed = [parameter for parameter in question.parameters if parameter.must]
    others = [parameter for parameter in question.parameters if not parameter.must]
    for also in [[other] for other in others] or [[]]:
        asked = [*needed, *also]
        took, busy, rows = [], [], 0
        while len(took) < TIMES and sum(took) < PATIENCE * 1000:
            given = {parameter.name: values.of(parameter) for parameter in asked}
            started, began = time.perf_counter(), time.process_time()
            try:
                answer = ask(graph, question.name, limit=MOST, **given)
            except Exception as error:  # a namesake drawn by chance
                if "have this name" not in str(error):
                    raise
                continue
            took.append((time.perf_counter() - started) * 1000)
            busy.append((time.process_time() - began) * 1000)
            rows = max(rows, len(answer.rows) + answer.more)
        yield " ".join(f"--{parameter.name}" for parameter in asked), took, busy, rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--graph", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.graph or Path(folder)
        if not given.graph:
            large_graph.build(place, given.quads)
        graph = load(place)
        started = time.perf_counter()
        print(f"{len(graph.store):,} quads, opened in {time.perf_counter() - started:.1f} s")
        values = Values(graph)
        for question in questions():
            if given.names and question.name not in given.names:
                continue
            for how, took, busy, rows in measured(graph, question, values):
                wall, cpu = statistics.median(took), statistics.median(busy)
                print(f"{question.name:14} {how:22} {wall:8.1f} {cpu:8.1f} {max(took):9.1f} {rows:7,}", flush=True)


if __name__ == "__main__":
    main()
