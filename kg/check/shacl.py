"""The shapes as pySHACL understands them, one graph after the other."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDFS, SH

from kg.check.report import Term, Violation
from kg.errors import ResourceError


def violations(store: ox.Store, shapes: str, where: str, ontology: str, graphs: Iterable[str]) -> Iterator[Violation]:
    """What violates the shapes, a text in Turtle, in each of ``graphs`` by itself; ``""`` is the merge.

    ``ontology`` says what is a subclass of what.

    Raises:
        ResourceError: pySHACL cannot read the shapes, or cannot apply them.
    """
    demanded, known = _parsed(shapes, where), _parsed(ontology, "kg.ttl")
    hierarchy = list(known.triples((None, RDFS.subClassOf, None)))
    for graph in graphs:
        with _quiet():
            data = rdflib.Graph()
            data.addN((*triple, data) for triple in (*_triples(store, graph), *hierarchy))
            found = list(_results(data, demanded, graph, where))
        yield from found


@contextmanager
def _quiet() -> Iterator[None]:
    """Of a literal that is no value of its type rdflib tells the log; that is what the report is for."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = before


@cache
def _parsed(text: str, where: str) -> rdflib.Graph:
    try:
        return rdflib.Graph().parse(data=text, format="turtle")
    except Exception as error:  # rdflib's parsers raise what they like
        raise ResourceError(f"not Turtle ({' '.join(str(error).split())[:120]})", where, "mend the file") from None


def _triples(store: ox.Store, graph: str) -> Iterator[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]:
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    for quad in store.quads_for_pattern(None, None, None, name):
        yield _to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)


def _results(data: rdflib.Graph, shapes: rdflib.Graph, graph: str, where: str) -> Iterator[Violation]:
    try:
        conforms, found, told = pyshacl.validate(data, shacl_graph=shapes, inplace=True, advanced=True)
    except Exception as error:  # what pySHACL cannot make of a shape it tells by many kinds of errors
        line = " ".join(str(error).split())[:160]
        raise ResourceError(f"pySHACL cannot apply the shapes ({line})", where, "mend the shapes") from None
    if not isinstance(found, rdflib.Graph):
        raise ResourceError(f"pySHACL cannot apply the shapes ({told})", where, "mend the shapes")
    for result in found.objects(None, SH.result) if not conforms else ():
        yield _violation(found, result, shapes, graph)


def _violation(found: rdflib.Graph, result: Any, shapes: rdflib.Graph, graph: str) -> Violation:
    # Of a constraint in SPARQL a result has one message, though there be one in each language.
    constraint = found.value(result, SH.sourceConstraint)
    asked: Iterable[Any] = shapes.objects(constraint, SH.message) if constraint else ()
    messages: Iterable[Any] = found.objects(result, SH.resultMessage)
    texts = {text.language or "": str(text) for text in (*asked, *messages)}
    text = next(iter(texts.values()), "")
    path, value = found.value(result, SH.resultPath), found.value(result, SH.value)
    source = found.value(result, SH.sourceShape)
    owner = shapes.value(None, SH.property, source) or source if isinstance(source, rdflib.BNode) else source
    about = shapes.value(owner, SH.targetSubjectsOf)
    focus = _to_ox(found.value(result, SH.focusNode))
    assert focus is not None
    return Violation(
        graph,
        focus,
        str(path) if isinstance(path, rdflib.URIRef) else "",
        str(found.value(result, SH.sourceConstraintComponent))
        .removeprefix(str(SH))
        .removesuffix("ConstraintComponent"),
        _to_ox(value),
        str(owner) if isinstance(owner, rdflib.URIRef) else "",
        texts.get("zh", text),
        texts.get("en", text),
        str(about or ""),
    )


def _to_rdflib(term: Any) -> rdflib.term.Node:
    """A term for rdflib; plain text has no datatype there."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language or term.datatype.value.endswith("#string"):
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _to_ox(term: rdflib.term.Node | None) -> Term | None:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return None
