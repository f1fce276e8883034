"""The shapes as SPARQL: one question for each constraint, asked of all graphs at once.

A row of an answer is one result of SHACL. The tests hold that pySHACL finds the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg.check.report import Violation
from kg.errors import ResourceError
from kg.graph.shapes import Below, Check, Constraint, Shape, Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = f"<{_RDF}type>"
#: Datatypes of which a wrong spelling is found by reading the value.
_READ = frozenset(_XSD + name for name in ("boolean", "date", "decimal", "integer"))
#: Datatypes whose spelling SHACL leaves to sh:pattern.
_ANY = frozenset((*(_XSD + n for n in ("string", "gYear", "gYearMonth")), _RDF + "langString"))
_KINDS = {_SH + "IRI": "isIRI({v})", _SH + "Literal": "isLiteral({v})", _SH + "BlankNode": "isBlank({v})"}


def violations(store: ox.Store, shapes: Iterable[Shape], below: Below) -> Iterator[Violation]:
    """What violates the shapes, in every graph of the store by itself.

    Raises:
        ResourceError: a shape demands what cannot be asked in SPARQL.
    """
    for shape in shapes:
        target = _target(shape, below)
        for check in shape.checks:
            for constraint in check.constraints:
                yield from _asked(store, shape, check, constraint, _question(target, check, constraint, below))


def _asked(store: ox.Store, shape: Shape, check: Check, constraint: Constraint, where: str) -> Iterator[Violation]:
    text = next(iter(check.messages.values()), constraint.kind)
    messages = check.messages.get("zh", text), check.messages.get("en", text)
    about = shape.subjects_of[0] if shape.subjects_of else ""
    component = constraint.component.removeprefix(_SH).removesuffix("ConstraintComponent")
    for question in (_IN_MERGE, _IN_GRAPHS):
        for row in store.query(question.replace("WHERE_", where)):  # type: ignore[union-attr]
            graph = row["g"].value if question is _IN_GRAPHS else ""
            value = None if constraint.kind in ("minCount", "maxCount") else row["v" if check.path else "focus"]
            yield Violation(graph, row["focus"], check.path, component, value, shape.iri, *messages, about)


#: Inside GRAPH every SELECT passes ?g on: oxigraph joins by it.
_IN_MERGE = "SELECT DISTINCT ?focus ?v { WHERE_ }"
_IN_GRAPHS = "SELECT DISTINCT ?g ?focus ?v { GRAPH ?g { WHERE_ } }"


def _target(shape: Shape, below: Below) -> str:
    """Each node that the shape is about, once."""
    classes = {name for top in shape.classes for name in below.get(top, {top})}
    choices = [f"{{ ?focus {_TYPE} ?kind VALUES ?kind {{ {_iris(classes)} }} }}"] if classes else []
    choices += [f"{{ ?focus <{predicate}> ?any }}" for predicate in shape.subjects_of]
    return f"{{ SELECT DISTINCT ?g ?focus {{ {' UNION '.join(choices)} }} }}"


def _question(target: str, check: Check, constraint: Constraint, below: Below) -> str:
    path = f"?focus <{check.path}> ?v ." if check.path else ""
    if constraint.kind in ("minCount", "maxCount"):
        sign = "<" if constraint.kind == "minCount" else ">"
        each = path.replace("?v", "?each")
        count = f"SELECT ?g ?focus (COUNT(DISTINCT ?each) AS ?n) {{ {target} OPTIONAL {{ {each} }} }}"
        return f"{{ {count} GROUP BY ?g ?focus }} FILTER(?n {sign} {constraint.value})"
    value = "?v" if check.path else "?focus"
    if constraint.kind == "lessThan":
        other = f"?focus {constraint.value} ?other ."
        return f"{target} {path} {other} FILTER(!COALESCE({value} < ?other, false))"
    return f"{target} {path} FILTER(!({_demand(constraint, value, below)}))"


def _demand(constraint: Constraint, value: str, below: Below) -> str:
    """What must be true of a value; true or false for any, never an error."""
    return _DEMANDS[constraint.kind](constraint.value, value, below)


def _class(wanted: Term, value: str, below: Below) -> str:
    names = below.get(wanted.value, {wanted.value})
    return f"EXISTS {{ {value} {_TYPE} ?type FILTER(?type IN ({_iris(names, ', ')})) }}"


def _datatype(wanted: Term, value: str, below: Below) -> str:
    same = f"isLiteral({value}) && DATATYPE({value}) = {wanted}"
    if wanted.value in _READ:
        same += f" && isLiteral({wanted}({value}))"
    elif wanted.value not in _ANY:
        raise ResourceError(f"the datatype {wanted.value} cannot be checked in SPARQL", "shapes", "use --engine shacl")
    return f"COALESCE({same}, false)"


def _node_kind(wanted: Term, value: str, below: Below) -> str:
    if wanted.value not in _KINDS:
        raise ResourceError(f"sh:nodeKind {wanted.value} cannot be asked", "shapes", "use --engine shacl")
    return _KINDS[wanted.value].format(v=value)


def _or(choices: tuple[Constraint, ...], value: str, below: Below) -> str:
    return " || ".join(f"({_demand(choice, value, below)})" for choice in choices)


def _in(allowed: tuple[Term, ...], value: str, below: Below) -> str:
    return " || ".join(f"sameTerm({value}, {term})" for term in allowed) or "false"


def _compared(sign: str) -> Callable[[Term, str, Below], str]:
    return lambda limit, value, below: f"COALESCE({value} {sign} {limit}, false)"


_DEMANDS: dict[str, Callable[..., str]] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "or": _or,
    "in": _in,
    "minLength": lambda least, v, below: f"!isBlank({v}) && STRLEN(STR({v})) >= {least}",
    "pattern": lambda pattern, v, below: f"!isBlank({v}) && REGEX(STR({v}), {pattern})",
    "disjoint": lambda other, v, below: f"NOT EXISTS {{ ?focus {other} {v} }}",
    "minInclusive": _compared(">="),
    "minExclusive": _compared(">"),
    "maxInclusive": _compared("<="),
}


def _iris(names: Iterable[str], between: str = " ") -> str:
    return between.join(f"<{name}>" for name in sorted(names))
