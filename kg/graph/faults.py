"""What is wrong with a query that is not SPARQL: where, and what its writer may have meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from kg.errors import QueryError, SyntaxFault
from kg.ontology import terms

WORKING = "kg query --list names queries that work"
#: How the SPARQL parser names a place: line and column from 1.
_AT = re.compile(r"at (\d+):(\d+)")
_KEYWORDS = (
    *(
        "SELECT",
        "DISTINCT",
        "WHERE",
        "FILTER",
        "OPTIONAL",
        "UNION",
        "GRAPH",
        "BIND",
        "VALUES",
        "ORDER",
        "GROUP",
        "HAVING",
    ),
    *("LIMIT", "OFFSET", "COUNT", "MINUS", "EXISTS", "PREFIX", "CONSTRUCT", "ASK", "DESCRIBE", "REGEX", "CONTAINS"),
    *("STRSTARTS", "SAMPLE", "GROUP_CONCAT", "COALESCE"),
)
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
#: Signs of a Chinese keyboard, and what SPARQL wants in their place.
_FULL_WIDTH = dict(zip("“”‘’（）｛｝，。；：？＜＞＝", "\"\"''(){},.;:?<>=", strict=True))
_WORD = re.compile(r"[^\s{}().;,]+")
#: A term of the ontology under its usual prefix, and where it may stand without being one.
_TERM = re.compile(r"(?<![\w:])kg:([A-Za-z]\w*)")
_PLAIN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|<[^<>\s]*>|#.*")

#: What is wrong, what to do, and where in the line; None where a guess does not fit.
_Guess = tuple[str, str, int] | None


def malformed(sparql: str, message: str, prefixes: Mapping[str, str]) -> QueryError:
    """The parser's message as one that a reader understands, with the place."""
    at = _AT.search(message)
    if not at:
        return QueryError(f"the query cannot be run ({message.splitlines()[0]})", "query", WORKING)
    lines = sparql.splitlines() or [""]
    number = min(int(at[1]), len(lines))
    line = lines[number - 1]
    column = _column(sparql, line, int(at[2]) - 1) if number == int(at[1]) else len(line)
    guesses: tuple[Callable[[], _Guess], ...] = (
        lambda: _empty(sparql),
        lambda: _prefix(line, column, message, prefixes),
        lambda: _full_width(line, column),
        lambda: _update(sparql),
        lambda: _keyword(line, column),
        lambda: _grouping(message, column),
        lambda: _form(sparql),
        lambda: _unclosed(sparql, line, column),
        lambda: _variables(line, column),
        lambda: _bound(line, column),
        lambda: _pattern(line, column),
    )
    what, todo, place = next((found for guess in guesses if (found := guess())), _plain(line, column))
    return SyntaxFault(what, f"line {number}, column {place + 1}", todo, line, place)


def _column(sparql: str, line: str, column: int) -> int:
    """Where the fault is: before the last }, where the parser has come to the end and all is closed."""
    closed = sparql.count("{") == sparql.count("}")
    return line.rfind("}") if closed and not line[column:].strip() and line.rstrip().endswith("}") else column


def _plain(line: str, column: int) -> tuple[str, str, int]:
    here = line[column:].strip()
    what = f"malformed SPARQL before {here[:40]!r}" if here else "malformed SPARQL near its end"
    return what, WORKING, column


def _empty(sparql: str) -> _Guess:
    return None if sparql.strip() else ("the query is empty", WORKING, 0)


def _prefix(line: str, column: int, message: str, prefixes: Mapping[str, str]) -> _Guess:
    """The parser stands behind the name; the place is where it begins."""
    found = re.search(r"(\w*):[\w.-]*$", line[:column])
    if "Prefix not found" not in message or not found:
        return None
    near = get_close_matches(found[1], list(prefixes), 1)
    todo = f"did you mean {near[0]}:?" if near else f"declare it by PREFIX; known are {', '.join(prefixes)}"
    return f"unknown prefix {found[1]}:", todo, found.start()


def _full_width(line: str, column: int) -> _Guess:
    place = next((at for at, sign in enumerate(line[: column + 1]) if sign in _FULL_WIDTH and at >= column - 1), None)
    if place is None:
        return None
    return f"a full-width {line[place]}", f"write {_FULL_WIDTH[line[place]]}", place


def _update(sparql: str) -> _Guess:
    word = _WORD.search(sparql)
    if word and word[0].upper() in _UPDATES:
        return f"{word[0].upper()} changes a graph, and a query only reads", WORKING, word.start()
    return None


def _keyword(line: str, column: int) -> _Guess:
    """A misspelt word of SPARQL: the last one before the place, or the one at it."""
    words = [word for word in _WORD.finditer(line) if word.start() <= column]
    for word in reversed(words[-2:]):
        plain = word[0].upper()
        near = get_close_matches(plain, _KEYWORDS, 1, 0.75) if plain.isalpha() and plain not in _KEYWORDS else []
        if near and plain not in ("AS", "BY", "IN", "NOT", "ASC", "DESC", "FROM"):
            return f"no word of SPARQL: {word[0]}", f"did you mean {near[0]}?", word.start()
    return None


def _grouping(message: str, column: int) -> _Guess:
    if "variable that is unbound" not in message:
        return None
    todo = "name each variable beside COUNT and the like in GROUP BY"
    return "SELECT has a variable that is neither grouped nor counted", todo, column


def _unclosed(sparql: str, line: str, column: int) -> _Guess:
    text = re.sub(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|<[^<>\s]*>|#.*", " ", sparql)
    if quote := re.search(r"[\"']", text):
        return "a string is not closed", f"end it with {quote[0]}", line.find(quote[0]) if quote[0] in line else column
    more = text.count("{") - text.count("}")
    if more > 0 and not line[column:].strip():
        return "a { is not closed, near its end", "end it with }", column
    if more < 0:
        return "a } too many", "every } ends a {", max(column - 1, 0)
    return None


def _form(sparql: str) -> _Guess:
    word = _WORD.search(re.sub(r"^\s*(PREFIX\s+\S+\s*\S+\s*|BASE\s+\S+\s*|#.*\n)*", "", sparql, flags=re.IGNORECASE))
    if word and word[0].upper() in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
        return None
    return "no query begins so", "begin with SELECT ?x WHERE { ... }", 0


def _variables(line: str, column: int) -> _Guess:
    """What stands between SELECT and WHERE."""
    found = re.search(r"\bSELECT\s+(?:DISTINCT\s+)?([^{(]*?)(?=\(|\{|\bWHERE\b|$)", line, re.IGNORECASE)
    listed = found[1] if found else ""
    if found and "," in listed:
        return "a comma between variables", "leave a space: SELECT ?x ?y", found.start(1) + listed.index(",")
    bare = next(
        (word for word in _WORD.finditer(listed) if word[0][0] not in "?$*" and word[0].upper() != "FROM"), None
    )
    if found and bare:
        return f"a bare word: {bare[0]}", f"a variable is ?{bare[0]}", found.start(1) + bare.start()
    return None


def _bound(line: str, column: int) -> _Guess:
    found = re.search(r"\bAS\s+([?$]\w+)\s*\)\s*$", line[:column], re.IGNORECASE)
    if found and re.search(re.escape(found[1]) + r"\b", line[line.find("{") : found.start()]):
        return f"{found[1]} has a value already", "give what AS names another name", found.start(1)
    return None


def _pattern(line: str, column: int) -> _Guess:
    before, here = line[:column].rstrip(), line[column:].lstrip()
    if before.endswith(")"):
        return (
            "the expression in brackets is not complete",
            'FILTER(?date > "2024") compares two things',
            len(before) - 1,
        )
    if here.startswith(("}", ".")):
        todo = "a pattern is subject, predicate, object, and a full stop: ?who kg:visited ?zone ."
        return f"a pattern is not complete before {here[:1]!r}", todo, column
    return None


def unknown_terms(sparql: str) -> list[str]:
    """What to tell of terms under ``kg:`` that the ontology does not have: a query that uses them finds nothing.

    >>> unknown_terms("SELECT ?who { ?who kg:visted ?where }")
    ['no term of the ontology: kg:visted - did you mean kg:visited?']
    """
    told = []
    for name in dict.fromkeys(_TERM.findall(_PLAIN.sub(" ", sparql))):
        if name not in terms():
            near = get_close_matches(name, sorted(terms()), 1)
            told.append(f"no term of the ontology: kg:{name}" + (f" - did you mean kg:{near[0]}?" if near else ""))
    return told
