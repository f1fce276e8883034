"""A question asked of a graph, and its answer: rows, and behind each the sentences that say so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from itertools import islice

import pyoxigraph as ox

from kg import graph as graphs
from kg.errors import QueryError
from kg.graph import Graph
from kg.questions.evidence import Fact, Sentence, sentences_of, sentences_of_claim
from kg.questions.library import Pattern, Question, question
from kg.questions.values import value

#: Columns of a query that an answer has as sentences.
_TOLD = ("quote", "headline")


@dataclass(frozen=True, slots=True)
class Answer(graphs.Answer):
    """The rows of an answer, and for each the facts that it stands on and the sentences that say them.

    ``given`` are the parameters, the names of things as the graph has them. A fact without a sentence is known from
    the gazetteer. ``more`` counts the rows that a limit left out.
    """

    question: Question
    given: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[tuple[Fact, ...], ...] = ()
    sentences: tuple[tuple[Sentence, ...], ...] = ()
    more: int = 0

    def json(self) -> str:
        """As a JSON list of objects; ``sentences`` of each has the sentences that say so."""
        rows = [
            dict(zip(self.variables, row, strict=True)) | {"sentences": [_plain(sentence) for sentence in said]}
            for row, said in zip(self.rows, self.sentences, strict=True)
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)


def _plain(sentence: Sentence) -> dict[str, object]:
    """A sentence for those who read JSON; what it says is in the row."""
    return {name: part for name, part in asdict(sentence).items() if name != "fact" and part != ""}


def ask(graph: Graph, name: str, /, *, limit: int | None = None, **parameters: str | int | date | None) -> Answer:
    """The answer to a question of the library.

    ``parameters`` are those of the question, with ``_`` for ``-``, and ``in_`` for ``in``; what is None counts as not
    given. A name of a thing may be any form of it, or its IRI; a date an ISO date of any exactness. ``limit`` is the
    number of rows wanted.

    Raises:
        QueryError: there is no such question or parameter, one is missing, or a value means nothing or several things.
        OutputError: the graph cannot be read.
    """
    asked = question(name)
    texts = {key.rstrip("_").replace("_", "-"): str(given) for key, given in parameters.items() if given is not None}
    _check(asked, texts)
    known = {p.name: p for p in asked.parameters}
    values = {key: value(graph, known[key], text) for key, text in texts.items()}
    found = graph.query(asked.sparql({key: given.sparql for key, given in values.items()}))
    rows = list(islice(found.rows, limit))
    shown = _columns(asked, found.variables)
    facts, sentences = _behind(graph, asked.patterns, found.variables, rows)
    return Answer(
        tuple(found.variables[at] for at in shown),
        tuple(tuple(row[at] for at in shown) for row in rows),
        asked,
        {key: given.told for key, given in values.items()},
        facts,
        sentences,
        len(found.rows) - len(rows),
    )


def _check(asked: Question, texts: Mapping[str, str]) -> None:
    names = [parameter.name for parameter in asked.parameters]
    for key in texts:
        if key not in names:
            close = get_close_matches(key, names, 1)
            takes = f"it takes {', '.join(names)}" if names else "it takes none"
            todo = f"did you mean {close[0]}?" if close else takes
            raise QueryError("no parameter of this question", f"{asked.name} {key}", todo)
    for parameter in asked.parameters:
        if parameter.must and parameter.name not in texts:
            todo = f"give {parameter.en}, such as: kg ask {asked.example}"
            raise QueryError(f"--{parameter.name} is needed", asked.name, todo)


def _columns(asked: Question, variables: Sequence[str]) -> list[int]:
    """Where the columns are: not what only leads to the sentences, nor what they say."""
    aside = {*asked.hidden, *(_TOLD if asked.patterns else ())}
    return [at for at, variable in enumerate(variables) if variable not in aside]


def _behind(
    graph: Graph, patterns: Sequence[Pattern], variables: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> tuple[tuple[tuple[Fact, ...], ...], tuple[tuple[Sentence, ...], ...]]:
    """The facts and the sentences of each row. What many rows stand on is looked up once."""
    look_up = cache(partial(sentences_of, graph))
    of_claim = cache(partial(sentences_of_claim, graph))
    facts, sentences = [], []
    for row in rows:
        cells = dict(zip(variables, row, strict=True))
        on: list[Fact] = []
        said: list[Sentence] = []
        for pattern in patterns:
            if pattern.predicate:
                found = _facts(graph, pattern, cells)
                on += found
                said += (sentence for fact in found for sentence in look_up(fact))
            elif claim := cells[pattern.subject[1:]]:
                said += of_claim(claim)
                on += (sentence.fact for sentence in of_claim(claim))
        facts.append(tuple(dict.fromkeys(on)))
        sentences.append(tuple(dict.fromkeys(said)))
    return tuple(facts), tuple(sentences)


def _facts(graph: Graph, pattern: Pattern, cells: Mapping[str, str]) -> list[Fact]:
    """The facts that a pattern stands for in a row; none where a variable is not bound."""
    parts = (pattern.subject, pattern.predicate, pattern.object, pattern.title)
    terms = [cells[part[1:]] if part.startswith("?") else part for part in parts]
    subject, predicate, object_, title = terms
    if not pattern.predicate.startswith("?"):
        predicate = graph.iris.term(predicate).value
    if not (subject and predicate and object_):
        return []
    if object_ != "*":
        return [Fact(subject, predicate, object_, title)]
    rows = graph.query(f"SELECT ?o {{ {ox.NamedNode(subject)} {ox.NamedNode(predicate)} ?o }} ORDER BY ?o").rows
    return [Fact(subject, predicate, found, title) for (found,) in rows]
