"""JSON-LD with a context made of the ontology: terms by their short names, values typed by the ranges of their
predicates. Streamed node by node; libraries at hand write the expanded form, or hold all in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

import pyoxigraph as ox

from kg.exchange.rdf import quads
from kg.graph import Graph
from kg.graph.terms import Iris
from kg.ontology import NAMESPACE, folder

_OWL, _RDFS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
#: Terms of other vocabularies that the graph uses. The names of a graph are in simplified Chinese.
_OTHERS: dict[str, dict[str, str]] = {
    "prefLabel": {"@id": "skos:prefLabel", "@language": "zh-hans"},
    "altLabel": {"@id": "skos:altLabel", "@language": "zh-hans"},
    "headline": {"@id": "schema:headline", "@language": "zh-hans"},
    "datePublished": {"@id": "schema:datePublished", "@type": "xsd:date"},
    "publisher": {"@id": "schema:publisher"},
    "subject": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@vocab"},
    "object": {"@id": "rdf:object", "@type": "@id"},
}
#: Types that JSON has, too: how to read such a value, and how JSON-LD writes it.
_NATIVE: Mapping[str, tuple[Callable[[str], object], Callable[[object], str]]] = {
    "xsd:integer": (int, str),
    "xsd:boolean": (lambda text: text == "true", lambda value: str(value).lower()),
}


def write_jsonld(graph: Graph, file: Path) -> None:
    """Everything: each article as a named graph, the merge as the nodes beside them."""
    context = _Context(graph.iris)
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"@context": {_json(context.terms)},\n"@graph": [')
        _write_graphs(quads(graph), context, out)
        out.write("\n]}\n")


def _write_graphs(content: Iterable[ox.Quad], context: _Context, out: TextIO) -> None:
    between = "\n"
    for name, inside in groupby(content, key=lambda quad: quad.graph_name):
        if isinstance(name, ox.NamedNode):
            out.write(f'{between}{{"@id": {_json(name.value)}, "@graph": [')
            _write_nodes(inside, context, out, "\n")
            out.write("\n]}")
        else:
            _write_nodes(inside, context, out, between)
        between = ",\n"


def _write_nodes(content: Iterable[ox.Quad], context: _Context, out: TextIO, between: str) -> None:
    for subject, about in groupby(content, key=lambda quad: quad.subject):
        out.write(between + _json(context.node(subject.value, about)))
        between = ",\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Context:
    """The short names of terms, and how their values are typed."""

    def __init__(self, iris: Iris) -> None:
        self._prefixes = iris.prefixes
        ours = {name: {"@id": f"kg:{name}"} | ({"@type": kind} if kind else {}) for name, kind in _ontology()}
        known = ours | _OTHERS
        plain = {name: about["@id"] if len(about) == 1 else about for name, about in known.items()}
        self.terms: dict[str, Any] = {**self._prefixes, **plain}
        self._names = {self._whole(about["@id"]): name for name, about in known.items()}
        self._typed = {self._whole(about["@id"]): about for about in known.values()}

    def node(self, iri: str, about: Iterable[ox.Quad]) -> dict[str, Any]:
        """A node with all that a graph says of it."""
        said: dict[str, list[Any]] = {}
        for quad in about:
            predicate = quad.predicate.value
            key = "@type" if predicate == _TYPE else self._names.get(predicate, predicate)
            said.setdefault(key, []).append(self._value(predicate, quad.object))
        return {"@id": iri} | {key: values[0] if len(values) == 1 else values for key, values in said.items()}

    def _value(self, predicate: str, value: object) -> Any:
        about = self._typed.get(predicate, {})
        if isinstance(value, ox.Literal):
            return self._literal(about, value)
        iri = str(getattr(value, "value", value))
        if predicate == _TYPE or about.get("@type") == "@vocab":
            return self._names.get(iri, iri)
        return iri if about.get("@type") == "@id" else {"@id": iri}

    def _literal(self, about: Mapping[str, str], value: ox.Literal) -> Any:
        text = value.value
        if value.language:
            is_usual = about.get("@language") == value.language.lower()
            return text if is_usual else {"@value": text, "@language": value.language}
        kind = value.datatype.value.replace(_XSD, "xsd:")
        if kind == "xsd:string":
            return {"@value": text} if {"@type", "@language"} & about.keys() else text
        if about.get("@type") != kind:
            return {"@value": text, "@type": kind}
        read, write = _NATIVE.get(kind, (str, str))
        try:
            return read(text) if write(read(text)) == text else {"@value": text, "@type": kind}
        except ValueError:  # no number, whatever its type says
            return {"@value": text, "@type": kind}

    def _whole(self, short: str) -> str:
        prefix, _, name = short.partition(":")
        return self._prefixes[prefix] + name


@cache
def _ontology() -> tuple[tuple[str, str], ...]:
    """The terms of the ontology, each with the type to which a JSON-LD processor brings its values, or ``""``."""
    kinds: dict[str, str] = {}
    ranges: dict[str, str] = {}
    for triple in ox.parse(path=str(folder() / "kg.ttl"), format=ox.RdfFormat.TURTLE):
        subject, predicate, value = (getattr(term, "value", "") for term in (*triple,)[:3])
        if subject.startswith(NAMESPACE) and predicate == _TYPE and value.startswith(_OWL):
            kinds.setdefault(subject.removeprefix(NAMESPACE), value.removeprefix(_OWL))
        elif subject.startswith(NAMESPACE) and predicate == f"{_RDFS}range":
            ranges[subject.removeprefix(NAMESPACE)] = value
    return tuple((name, _typed(kind, ranges.get(name, ""))) for name, kind in sorted(kinds.items()))


def _typed(kind: str, range_: str) -> str:
    if kind in ("ObjectProperty", "SymmetricProperty"):
        return "@id"
    if kind != "DatatypeProperty" or range_ == f"{_XSD}string":
        return ""
    # what may be a year, a month or a day is a day most of the time; the others say what they are
    return range_.replace(_XSD, "xsd:") if range_.startswith(_XSD) else "xsd:date"
