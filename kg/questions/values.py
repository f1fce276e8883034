"""What a reader gives for a parameter, as terms of the graph: names become things, dates and words are checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import Graph, terms
from kg.ontology import CLASSES, is_a
from kg.questions.library import Parameter
from kg.view import naming

SUGGESTED = 5  # things offered in an error: what fits in one line
_ANY = "Thing"
_ARTICLE = "Article"


@dataclass(frozen=True, slots=True)
class Value:
    """What a parameter stands for: terms of the graph, and how it is told."""

    terms: tuple[ox.NamedNode | ox.Literal, ...]
    told: str

    @property
    def sparql(self) -> str:
        """The terms as SPARQL spells them."""
        return " ".join(map(str, self.terms))


def value(graph: Graph, parameter: Parameter, text: str) -> Value:
    """What a text means for a parameter.

    Raises:
        QueryError: it names nothing, or several things, or is no date, number or word that the parameter takes; the
            error says what may have been meant.
    """
    option, kinds = f"--{parameter.name} {text}" if parameter.name else text, parameter.kinds
    if words := parameter.words:
        if text not in words:
            raise QueryError("not one of its words", option, f"give one of {', '.join(words)}")
        return Value((ox.Literal(text),), text)
    if kinds == ("text",):
        return Value((ox.Literal(text),), text)
    if kinds in (("date",), ("year",)):
        return Value((ox.Literal(_day(text, option, kinds[0])),), text)
    if kinds == ("number",):
        if not re.fullmatch(r"\d{1,9}", text):
            raise QueryError("not a number", option, "give one such as 10")
        return Value((terms.number(int(text)),), text)
    if kinds in (("class",), ("predicate",)):
        names = naming.types([text]) if kinds == ("class",) else naming.predicates([text])
        return Value(tuple(graph.iris.term(name) for name in sorted(names)), text)
    if kinds == (_ARTICLE,):
        return _article(graph, text, option)
    found = _thing(graph, kinds, text, option)
    return Value(_with_parts(graph, found), found.told) if parameter.parts else found


def _with_parts(graph: Graph, whole: Value) -> tuple[ox.NamedNode, ...]:
    """A thing and all that lies in it or belongs to it, over several steps. In a query they stand as a list: from a
    list the store looks things up, where it would go through all of them for a path."""
    rows = graph.query(
        f"SELECT DISTINCT ?part {{ ?part (kg:partOf|kg:locatedIn)* {whole.sparql} }} ORDER BY ?part"
    ).rows
    return tuple(ox.NamedNode(iri) for (iri,) in rows)


def _day(text: str, option: str, kind: str) -> str:
    """An ISO date of any exactness, or a year."""
    lengths: tuple[int, ...] = (4,) if kind == "year" else (4, 7, 10)
    try:
        date.fromisoformat(text + "0000-01-01"[len(text) :])
    except ValueError:
        lengths = ()
    if len(text) not in lengths:
        examples = "2024" if kind == "year" else "2024, 2024-03 or 2024-03-05"
        raise QueryError(f"not a {kind}", option, f"give one such as {examples}")
    return text


def _thing(graph: Graph, kinds: Iterable[str], text: str, option: str) -> Value:
    """The one thing of these classes that goes by a name: by its first one before any other form, or by its IRI."""
    found = _named(graph, text)
    fitting = {iri: known for iri, known in found.items() if _fits(known.kind, kinds)}
    for called in (True, False):
        same = {iri: known for iri, known in fitting.items() if known.first is called}
        if len(same) == 1:
            [(iri, known)] = same.items()
            return Value((ox.NamedNode(iri),), known.name)
        if same:
            raise _several(graph, same, option)
    if found:
        is_one = "、".join(sorted({CLASSES[known.kind].zh for known in found.values()}))
        raise QueryError(f"that is of another class ({is_one})", option, f"give {_classes(kinds)}")
    near = naming.near_names(text, _names(graph, kinds))
    todo = f"did you mean {'、'.join(near)}?" if near else f"give the name of {_classes(kinds)}"
    raise QueryError("nothing in the graph has this name", option, todo)


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    kind: str
    first: bool  # by its first name, or its IRI


def _named(graph: Graph, text: str) -> dict[str, _Known]:
    """Everything in the merge that goes by a name or has an IRI, which may be given without its base."""
    label = terms.label(text)
    rows = graph.query(f"""SELECT DISTINCT ?thing ?name ?class ?first {{
        {{ VALUES ?thing {{ {_node(graph, text)} }} BIND(true AS ?first) }} UNION
        {{ ?thing skos:prefLabel {label} . BIND(true AS ?first) }} UNION
        {{ ?thing skos:altLabel {label} . BIND(false AS ?first) }}
        ?thing a ?class ; skos:prefLabel ?name . }} ORDER BY ?first""").rows
    return {
        iri: _Known(name, graph.iris.local(kind), first == "true")
        for iri, name, kind, first in rows
        if graph.iris.local(kind) in CLASSES
    }


def _node(graph: Graph, text: str) -> str:
    """The IRI that a text is, with the graph's base or without; nothing where it is none."""
    try:
        return str(ox.NamedNode(graph.iris.base + text.removeprefix(graph.iris.base).replace(" ", "%20")))
    except ValueError:
        return ""


def _fits(kind: str, kinds: Iterable[str]) -> bool:
    return any(wanted == _ANY or is_a(kind, wanted) for wanted in kinds)


def _classes(kinds: Iterable[str]) -> str:
    """The classes of a parameter as a reader knows them."""
    return " or ".join("a thing" if kind == _ANY else f"{CLASSES[kind].zh} ({CLASSES[kind].en})" for kind in kinds)


def _several(graph: Graph, found: dict[str, _Known], option: str) -> QueryError:
    which = [f"{iri.removeprefix(graph.iris.base)} ({CLASSES[known.kind].zh})" for iri, known in sorted(found.items())]
    more = f"; and {len(which) - SUGGESTED} more" if len(which) > SUGGESTED else ""
    todo = f"give one by its IRI: {'; '.join(which[:SUGGESTED])}{more}"
    return QueryError(f"{len(found)} things have this name", option, todo)


def _names(graph: Graph, kinds: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The things of these classes: how each is called first, with all its forms."""
    wanted = " ".join(str(graph.iris.term(name)) for name in CLASSES if name != _ARTICLE and _fits(name, kinds))
    rows = graph.query(f"""SELECT ?thing ?name ?form {{ VALUES ?class {{ {wanted} }}
        ?thing a ?class ; skos:prefLabel ?name ; skos:prefLabel|skos:altLabel ?form }} ORDER BY ?thing ?form""").rows
    forms: dict[tuple[str, str], list[str]] = {}
    for thing, name, form in rows:
        forms.setdefault((thing, name), []).append(form)
    return [(name, tuple(known)) for (_, name), known in forms.items()]


def _article(graph: Graph, text: str, option: str) -> Value:
    """The one article of an id, an IRI or a headline, or of a part of a headline."""
    its_own = _node(graph, "article/" + text.removeprefix(graph.iris.article_base))
    listed = "?article a kg:Article ; schema:headline ?headline"
    rows = graph.query(f"SELECT ?article ?headline {{ VALUES ?article {{ {its_own} }} {listed} }}").rows
    rows = rows or graph.query(f"SELECT ?article ?headline {{ {listed} }}").rows
    named = {
        iri: headline for iri, headline in rows if text in (iri, iri.removeprefix(graph.iris.article_base), headline)
    }
    found = named or {iri: headline for iri, headline in rows if text in headline}
    if len(found) == 1:
        [(iri, headline)] = found.items()
        return Value((ox.NamedNode(iri),), headline)
    if found:
        heads = [f"{headline} ({iri.removeprefix(graph.iris.article_base)})" for iri, headline in sorted(found.items())]
        todo = f"give one by its id: {'; '.join(heads[:SUGGESTED])}"
        raise QueryError(f"{len(found)} articles have this in their title", option, todo)
    near = naming.near_names(text, [(headline, (headline,)) for _, headline in rows])
    raise QueryError(
        "no article is called so", option, f"did you mean {'; '.join(near)}?" if near else "kg ask articles lists them"
    )
