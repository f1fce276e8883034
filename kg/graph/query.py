"""Questions: SPARQL as text, as a file, or by the name of one in ``ontology/queries``; answers as rows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.terms import plain
from kg.ontology import folder

#: How the SPARQL parser names a place: line and column from 1.
_AT = re.compile(r"at (\d+):(\d+)")
#: White space and comments of SPARQL.
_GAP = r"(?:\s++|#[^\n\r]*+)*+"
#: SERVICE and what must follow it, wherever that stands. Strings and comments are not left out: what is one depends on
#: more grammar than a pattern knows (``1<2&&'>'='>'``), and a query that only speaks of it is rare.
_SERVICE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?(?:[<?$]|[^\s{{:]*+:)[^\s{{]*+{_GAP}\{{", re.IGNORECASE)
_MENTIONS = 50  # of SERVICE in one query: more would only cost the time to look at each
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U0*([0-9A-Fa-f]{1,6})")
_WORKING = "kg query --list names queries that work"
_NAME = re.compile(r"^[\w-]+$")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer under their variables. A yes or no is one row of the variable ``answer``; a constructed
    graph has the variables subject, predicate and object. An unbound variable is ``""``."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

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


def run(store: ox.Store, sparql: str, prefixes: Mapping[str, str]) -> Answer:
    """Run a query against the merge (and, by GRAPH, the articles). ``prefixes`` need not be declared in it.

    Raises:
        QueryError: the query is malformed, names line and column where known; or it asks another machine.
    """
    refuse_service(sparql)
    try:
        result = store.query(sparql, prefixes=dict(prefixes))
        if isinstance(result, ox.QueryBoolean):
            return Answer(("answer",), (("yes" if result else "no",),))
        if isinstance(result, ox.QuerySolutions):
            names = tuple(variable.value for variable in result.variables)
            return Answer(names, tuple(tuple(plain(row[name]) for name in names) for row in result))
        rows = tuple((plain(t.subject), plain(t.predicate), plain(t.object)) for t in result)
        return Answer(("subject", "predicate", "object"), rows)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise malformed(sparql, str(error), prefixes) from None


def refuse_service(sparql: str) -> None:
    """Raise QueryError where a query would ask another machine: the store would do it."""
    plain = _ESCAPED.sub(lambda code: chr(min(int(code[1] or code[2], 16), 0x10FFFF)), sparql)
    if plain.upper().count("SERVICE") > _MENTIONS or _SERVICE.search(plain):
        raise QueryError("SERVICE asks another machine, and kg works offline", "query", "ask the graph itself")


def malformed(sparql: str, message: str, prefixes: Mapping[str, str]) -> QueryError:
    """The parser's message as one line that a reader understands."""
    at = _AT.search(message)
    if not at:
        return QueryError(f"the query cannot be run ({message.splitlines()[0]})", "query", _WORKING)
    number, column = int(at[1]), int(at[2])
    lines = sparql.splitlines()
    line = lines[number - 1] if number <= len(lines) else ""
    here = line[column - 1 :].strip()
    place = f"before {here[:40]!r}" if here else "near its end"
    what = f"malformed SPARQL {place}"
    todo = _WORKING
    if "Prefix not found" in message:
        what, todo = f"unknown prefix {place}", f"declare it by PREFIX; known are {', '.join(prefixes)}"
    elif not sparql.strip():
        what = "the query is empty"
    return QueryError(what, f"line {number}, column {column}", todo)
