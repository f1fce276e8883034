"""The SHACL shapes as data: which nodes a shape is about, and what it demands of them.

Read are the constraints of SHACL Core that our own shapes use; a shape with any other is refused, never half read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.errors import ResourceError
from kg.ontology import NAMESPACE, folder

SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
#: Constraints that demand one thing; ``in`` and ``or`` demand one of a list.
SIMPLE = frozenset(
    ("class", "datatype", "nodeKind", "minCount", "maxCount", "minLength", "pattern", "minInclusive", "minExclusive")
) | {"maxInclusive", "disjoint", "lessThan"}
_TARGETS = ("targetClass", "targetSubjectsOf")
#: What says nothing of what a shape demands.
_SILENT = frozenset(("message", "name", "description", "order", "group"))

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal
#: A class to itself and all classes below it, by IRI.
Below = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One demand: the parameter of SHACL by its local name (``minCount``) and what it demands: one term, for ``in``
    several, for ``or`` several constraints."""

    kind: str
    value: Term | tuple[Term, ...] | tuple[Constraint, ...]

    @property
    def component(self) -> str:
        """How SHACL calls it in a report."""
        return f"{SH}{self.kind[0].upper()}{self.kind[1:]}ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Check:
    """What a shape demands of the values of a path; without a path, of the node itself. Messages by language."""

    path: str
    constraints: tuple[Constraint, ...]
    messages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape: of which classes' instances, and of the subjects of which predicates, it demands what."""

    iri: str
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    checks: tuple[Check, ...]


def ontology_text(name: str, namespace: str = NAMESPACE) -> str:
    """A Turtle file of the ontology's folder, its terms in a namespace: each dataset has its own."""
    return (folder() / name).read_text(encoding="utf-8").replace(NAMESPACE, namespace)


@cache
def shipped(namespace: str = NAMESPACE) -> tuple[Shape, ...]:
    """The shapes that come with kg, for a dataset whose terms begin with ``namespace``."""
    return read(ontology_text("shapes.ttl", namespace), "shapes.ttl")


@cache
def hierarchy(namespace: str = NAMESPACE) -> Below:
    """Every class that the ontology knows or is aligned with, to itself and those below it."""
    store = _loaded(ontology_text("kg.ttl", namespace), "kg.ttl")
    parents: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, _SUBCLASS, None):
        if isinstance(quad.object, ox.NamedNode):
            parents.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    below: dict[str, set[str]] = {}
    for name in {*parents, *(upper for above in parents.values() for upper in above)}:
        for upper in _above(name, parents):
            below.setdefault(upper, set()).add(name)
    return {name: frozenset(found) for name, found in below.items()}


def _above(name: str, parents: Mapping[str, set[str]]) -> set[str]:
    return {name}.union(*(_above(parent, parents) for parent in parents.get(name, ())))


def read(text: str, where: str) -> tuple[Shape, ...]:
    """The shapes of a Turtle text, by IRI.

    Raises:
        ResourceError: the text is no Turtle, or uses what is not among the constraints above.
    """
    store = _loaded(text, where)
    _refuse_unknown(store, where)
    targets = (store.quads_for_pattern(None, ox.NamedNode(SH + target), None) for target in _TARGETS)
    found = {quad.subject.value: quad.subject for target in targets for quad in target}  # type: ignore[union-attr]
    return tuple(_shape(store, found[iri], where) for iri in sorted(found))  # type: ignore[arg-type]


def _loaded(text: str, where: str) -> ox.Store:
    store = ox.Store()
    try:
        store.load(text.encode(), ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        raise ResourceError(f"not Turtle ({str(error).splitlines()[0]})", where, "mend the file") from None
    return store


def _refuse_unknown(store: ox.Store, where: str) -> None:
    """Nothing may be passed over in silence: no word of SHACL, and no shape without a target."""
    known = {*SIMPLE, *_TARGETS, *_SILENT, "in", "or", "property", "path"}
    words = {quad.predicate.value for quad in store}
    for word in sorted(words):
        if word.startswith(SH) and word[len(SH) :] not in known:
            raise _refused(f"sh:{word[len(SH) :]}", where)
    for quad in store.quads_for_pattern(None, ox.NamedNode(_RDF + "type"), ox.NamedNode(SH + "NodeShape")):
        if not {kind for kind, _ in _said(store, quad.subject)} & set(_TARGETS):  # type: ignore[arg-type]
            raise _refused(f"a shape without a target ({quad.subject})", where)


def _said(store: ox.Store, node: Node) -> Iterator[tuple[str, Term]]:
    """What SHACL says of a node, by local name, in the order of its values."""
    quads = store.quads_for_pattern(node, None, None)
    for quad in sorted(quads, key=lambda q: (q.predicate.value, str(q.object))):
        if quad.predicate.value.startswith(SH):
            yield quad.predicate.value[len(SH) :], quad.object  # type: ignore[misc]


def _shape(store: ox.Store, node: Node, where: str) -> Shape:
    own = _check(store, node, where, also=("property", *_TARGETS))
    said = list(_said(store, node))
    classes, subjects = (tuple(v.value for k, v in said if k == target) for target in _TARGETS)
    properties = [_check(store, value, where) for kind, value in said if kind == "property"]  # type: ignore[arg-type]
    checks = sorted(properties, key=lambda check: check.path)
    return Shape(node.value, classes, subjects, (*([own] if own.constraints else []), *checks))


def _check(store: ox.Store, node: Node, where: str, also: Sequence[str] = ("path",)) -> Check:
    said = [(kind, value) for kind, value in _said(store, node) if kind not in _SILENT]
    path = next((value for kind, value in said if kind == "path"), None)
    if isinstance(path, ox.BlankNode):
        raise _refused("a path of several steps", where)
    constraints = tuple(_constraint(store, kind, value, where) for kind, value in said if kind not in also)
    told = store.quads_for_pattern(node, ox.NamedNode(SH + "message"), None)
    texts = {quad.object.language or "": quad.object.value for quad in told}  # type: ignore[union-attr]
    return Check(path.value if path else "", constraints, texts)


def _constraint(store: ox.Store, kind: str, value: Term, where: str) -> Constraint:
    if kind in SIMPLE:
        return Constraint(kind, value)
    if kind == "in":
        return Constraint(kind, tuple(_items(store, value)))
    if kind == "or":
        choices = [_check(store, choice, where, ()).constraints for choice in _items(store, value)]  # type: ignore[arg-type]
        if all(len(choice) == 1 and choice[0].kind in ("class", "datatype", "nodeKind") for choice in choices):
            return Constraint(kind, tuple(choice[0] for choice in choices))
        raise _refused("a choice between other things than classes, datatypes and kinds of nodes", where)
    raise _refused(f"sh:{kind}", where)


def _refused(what: str, where: str) -> ResourceError:
    return ResourceError(f"{what} is not among the SHACL that kg turns into SPARQL", where, "use --engine shacl")


def _items(store: ox.Store, head: Term) -> Iterator[Term]:
    """The members of an RDF list."""
    while isinstance(head, ox.BlankNode):
        first, rest = (
            next(store.quads_for_pattern(head, ox.NamedNode(_RDF + part), None)).object for part in ("first", "rest")
        )
        yield first  # type: ignore[misc]
        head = rest  # type: ignore[assignment]
