"""Questions as the files of ``ontology/queries`` tell them: what each asks, what it can be narrowed by, its SPARQL.

A file is a query of its own, which asks of the whole graph. Its head says the rest::

    # 谁在何处任职 / who held which post where      what it asks, in Chinese and English
    # One row for each post ...                     what a row is
    #
    # in: Place|Zone with parts - 地方或园区 / a place or zone      a parameter: name, kinds, what it means; ``in!``
    #                                               must be given; with parts: what lies in it or belongs to it counts
    # sentences: ?who worksFor ?body as ?title      the relations behind a row, by its variables; or claims: ?claim;
    #                                               an object ``*`` is any
    # example: posts --in 衡阳市                     as one asks it

A line of the query that begins ``#in:`` holds only where that parameter is given; there ``$in`` is its value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import QueryError, ResourceError
from kg.graph.query import NamedQuery, named_queries

_PARAMETER = re.compile(
    r"(?P<name>[a-z-]+)(?P<must>!?): (?P<kinds>\S+)(?P<parts> with parts)? - (?P<zh>.+?) / (?P<en>.+)"
)
_CONDITIONAL = re.compile(r"^(?P<indent>\s*)#(?P<name>[a-z-]+): (?P<line>.+)$")
_PATTERN = re.compile(r"(\?\w+)(?: (\??\w+) (\?\w+|\*)(?: as (\?\w+))?)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What narrows a question. ``kinds`` are classes of the ontology, ``Thing`` for any, or one of ``date``, ``year``,
    ``number``, ``text``, ``class``, ``predicate``; or, each in quotes, the words that it may be. ``parts`` says that
    what lies in the thing or belongs to it counts, too."""

    name: str
    kinds: tuple[str, ...]
    zh: str
    en: str
    must: bool
    parts: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The words of which it is one; empty where it is something else."""
        return tuple(kind.strip('"') for kind in self.kinds if kind.startswith('"'))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A relation behind a row, by the variables that hold it: subject, predicate (or its name), object (``*`` for any),
    post; or, where it has no predicate, a claim."""

    subject: str
    predicate: str = ""
    object: str = ""
    title: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables, without their question marks."""
        named = (self.subject, self.predicate, self.object, self.title)
        return tuple(name[1:] for name in named if name.startswith("?"))


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: title and description, parameters, the relations behind its rows, an example, the SPARQL."""

    name: str
    zh: str
    en: str
    about: str
    parameters: tuple[Parameter, ...]
    patterns: tuple[Pattern, ...]
    example: str
    text: str

    @property
    def hidden(self) -> tuple[str, ...]:
        """The variables that only :attr:`patterns` need: they are selected for them and are no columns."""
        head = self.text[self.text.index("\nSELECT ") :].partition(" WHERE {")[0]
        wanted = dict.fromkeys(name for pattern in self.patterns for name in pattern.variables)
        return tuple(name for name in wanted if not re.search(rf"\?{name}\b", head))

    def sparql(self, values: Mapping[str, str]) -> str:
        """The query, narrowed by values as SPARQL spells them; behind its columns it selects :attr:`hidden`."""
        lines = []
        for line in self.text.splitlines():
            found = _CONDITIONAL.match(line)
            if found and found["name"] in values:
                line = found["indent"] + found["line"]
            if not line.lstrip().startswith("#"):
                lines.append(_filled(line, values))
        text = "\n".join(lines)
        head, where, rest = text.partition(" WHERE {")
        return f"{head} {' '.join(f'?{name}' for name in self.hidden)}{where}{rest}"


def _filled(line: str, values: Mapping[str, str]) -> str:
    """A line with the values in place of their names. Terms are spelt by the store, so no text of a user is SPARQL."""
    return re.sub(r"\$([a-z-]+)", lambda found: values.get(found[1], found[0]), line)


def questions() -> list[Question]:
    """All questions, by name.

    Raises:
        ResourceError: the head of a file says something else than the module tells.
    """
    return [_question(query) for query in named_queries()]


def question(name: str) -> Question:
    """The question of a name. Raises QueryError where there is none."""
    known = {query.name: query for query in named_queries()}
    if name in known:
        return _question(known[name])
    close = get_close_matches(name, list(known), 1)
    raise QueryError("no question of this name", name, f"did you mean {close[0]}?" if close else "kg ask lists them")


def _question(query: NamedQuery) -> Question:
    parameters: list[Parameter] = []
    patterns: list[Pattern] = []
    example = ""
    for line in query.notes:
        key, _, said = line.partition(": ")
        if key == "sentences":
            patterns += [_pattern(part, query.name) for part in said.split(", ")]
        elif key == "example":
            example = said
        elif found := _PARAMETER.fullmatch(line):
            kinds = tuple(found["kinds"].split("|"))
            parameters.append(
                Parameter(found["name"], kinds, found["zh"], found["en"], bool(found["must"]), bool(found["parts"]))
            )
        else:
            raise ResourceError(f"not a parameter: {line}", f"{query.name}.rq", "see kg/questions/library.py")
    zh, _, en = query.title.partition(" / ")
    return Question(query.name, zh, en, query.about, tuple(parameters), tuple(patterns), example, query.text)


def _pattern(text: str, name: str) -> Pattern:
    found = _PATTERN.fullmatch(text.strip())
    if not found:
        raise ResourceError(f"not a relation: {text}", f"{name}.rq", "see kg/questions/library.py")
    return Pattern(*(part or "" for part in found.groups()))
