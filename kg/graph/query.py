"""Questions: SPARQL as text, as a file, or by the name of one in ``ontology/queries``; answers as rows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.faults import WORKING, malformed
from kg.graph.terms import kind, plain
from kg.ontology import folder

#: White space and comments of SPARQL.
_GAP = r"(?:\s++|#[^\n\r]*+)*+"
#: SERVICE and what must follow it, wherever that stands. Strings and comments are not left out: what is one depends on
#: more grammar than a pattern knows (``1<2&&'>'='>'``), and a query that only speaks of it is rare.
_DEEPEST = 500  # brackets in brackets, or signs in a row; the store's stack holds some 2,000
_SIGNS = re.compile(rf"(?:[!+-]\s*){{{_DEEPEST}}}")
_SERVICE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?(?:[<?$]|[^\s{{:]*+:)[^\s{{]*+{_GAP}\{{", re.IGNORECASE)
_MENTIONS = 50  # of SERVICE in one query: more would only cost the time to look at each
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U0*([0-9A-Fa-f]{1,6})")
_NAME = re.compile(r"^[\w-]+$")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer under their variables. A yes or no is one row of the variable ``answer``; a constructed
    graph has the variables subject, predicate and object. An unbound variable is ``""``.

    ``kinds`` has for each variable what its values are, if not empty: the local names of their XSD datatypes, ``iri``,
    other datatypes whole.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kinds: tuple[frozenset[str], ...] = field(default=(), kw_only=True)

    def csv(self) -> str:
        """As CSV with a header line."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.variables)
        writer.writerows(self.rows)
        return out.getvalue()

    def json(self) -> str:
        """As a JSON list of objects."""
        return json.dumps(
            [dict(zip(self.variables, row, strict=True)) for row in self.rows], ensure_ascii=False, indent=1
        )


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question of ``ontology/queries``: its name, its title (Chinese / English), what it answers, the SPARQL, and
    the lines of its head behind an empty one, which :mod:`kg.questions` reads."""

    name: str
    title: str
    about: str
    text: str
    notes: tuple[str, ...] = ()


def named_queries() -> list[NamedQuery]:
    """All named questions, by name."""
    found = []
    for file in sorted((folder() / "queries").glob("*.rq")):
        text = file.read_text(encoding="utf-8")
        head = takewhile(lambda line: line.startswith("#"), text.splitlines())
        title, *comments = [line[1:].strip() for line in head]
        end = comments.index("") if "" in comments else len(comments)
        found.append(NamedQuery(file.stem, title, " ".join(comments[:end]), text, tuple(comments[end + 1 :])))
    return found


def find_query(question: str) -> str:
    """The SPARQL of a question: the text itself, the content of a file, or a named query.

    Raises:
        QueryError: there is no such file or name.
    """
    if question.endswith(".rq"):
        try:
            return Path(question).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot read the query ({error})", question, "give a text file with SPARQL") from None
    if not _NAME.match(question):
        return question
    known = {query.name: query.text for query in named_queries()}
    if question in known:
        return known[question]
    close = get_close_matches(question, list(known), 1)
    todo = f"did you mean {close[0]}?" if close else "kg query --list shows the names"
    raise QueryError("no question of this name", question, todo)


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer as it comes: the variables, and the rows one after another, to be read once. As :class:`Answer`;
    ``kinds`` are those of the rows that were read."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]
    kinds: tuple[set[str], ...]


def run(store: ox.Store, sparql: str, prefixes: Mapping[str, str]) -> Answer:
    """Run a query against the merge (and, by GRAPH, the articles). ``prefixes`` need not be declared in it.

    Raises:
        SyntaxFault: the query is malformed; names line and column.
        QueryError: it asks another machine, or cannot be run.
    """
    found = stream(store, sparql, prefixes)
    rows = tuple(found.rows)
    return Answer(found.variables, rows, kinds=tuple(map(frozenset, found.kinds)))


def stream(store: ox.Store, sparql: str, prefixes: Mapping[str, str]) -> Rows:
    """As :func:`run`, with the rows as the store finds them, none held. Reading them may raise QueryError, too."""
    refuse_service(sparql)
    _refuse_depth(sparql)
    try:
        result = store.query(sparql, prefixes=dict(prefixes))
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise malformed(sparql, str(error), prefixes) from None
    if isinstance(result, ox.QueryBoolean):
        return Rows(("answer",), iter([("yes" if result else "no",)]), ({"boolean"},))
    if isinstance(result, ox.QuerySolutions):
        names = tuple(variable.value for variable in result.variables)
        return _rows(names, ([row[at] for at in range(len(names))] for row in _running(result)))
    return _rows(("subject", "predicate", "object"), ([t.subject, t.predicate, t.object] for t in _running(result)))


def _rows(variables: tuple[str, ...], solutions: Iterable[Sequence[object]]) -> Rows:
    kinds: tuple[set[str], ...] = tuple(set() for _ in variables)

    def rows() -> Iterator[tuple[str, ...]]:
        for terms in solutions:
            row = tuple(map(plain, terms))
            for seen, term, text in zip(kinds, terms, row, strict=True):
                if text:
                    seen.add(kind(term))
            yield row

    return Rows(variables, rows(), kinds)


_Item = TypeVar("_Item")


def _running(result: Iterable[_Item]) -> Iterator[_Item]:
    try:
        yield from result
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be run ({str(error).splitlines()[0]})", "query", WORKING) from None


def _refuse_depth(sparql: str) -> None:
    """Raise QueryError where a query nests so deeply that the store, which recurs, would end the process."""
    depth = deepest = 0
    for sign in sparql:
        depth += (sign in "{([") - (sign in "})]")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST or _SIGNS.search(sparql):
        raise QueryError(f"nested more than {_DEEPEST} deep", "query", "write it flatter")


def refuse_service(sparql: str) -> None:
    """Raise QueryError where a query would ask another machine: the store would do it."""
    plain = _ESCAPED.sub(lambda code: chr(min(int(code[1] or code[2], 16), 0x10FFFF)), sparql)
    if plain.upper().count("SERVICE") > _MENTIONS or _SERVICE.search(plain):
        raise QueryError("SERVICE asks another machine, and kg works offline", "query", "ask the graph itself")
