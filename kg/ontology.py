"""The classes and predicates of ``ontology/kg.ttl``, read once; code knows a term only by its name there.

The wheel carries the folder as ``kg/_ontology``; a source checkout has it beside the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ResourceError

NAMESPACE = "https://kg.example.org/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
#: The class that names each group: two things of one group may be the same, of two groups never.
GROUPS = {
    "Person": "person",
    "Organization": "org",
    "Place": "place",
    "Zone": "zone",
    "Facility": "facility",
    "Policy": "policy",
    "Programme": "programme",
    "Event": "event",
    "Industry": "industry",
    "Indicator": "indicator",
    "Article": "article",
}
#: What predicates say of these is no relation between things that articles name.
_BOOKKEEPING = frozenset({"Tenure", "Article", "Quarantined"})


@dataclass(frozen=True, slots=True)
class Class:
    """A class: local name, Chinese and English label, direct superclasses of ours."""

    name: str
    zh: str
    en: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate between things: local name, labels, the classes that its ends may have."""

    name: str
    zh: str
    en: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool


class _Terms(dict[str, object]):
    """A closed vocabulary: an unknown name is an error that names the nearest right one."""

    def __missing__(self, name: str) -> object:
        close = get_close_matches(name, list(self), 1)
        raise KeyError(f"{name!r} is not in the ontology" + (f"; did you mean {close[0]!r}?" if close else ""))


def folder() -> Path:
    """The folder of the ontology, its shapes and its queries."""
    package = Path(str(files("kg")))
    for place in (package / "_ontology", package.parent / "ontology"):
        if (place / "kg.ttl").is_file():
            return place
    raise ResourceError("no ontology", str(package), "reinstall the package")


@cache
def _store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(folder() / "kg.ttl"), format=ox.RdfFormat.TURTLE)
    return store


def _objects(
    subject: ox.NamedNode | ox.BlankNode, predicate: str
) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
    for quad in _store().quads_for_pattern(subject, ox.NamedNode(predicate), None):
        yield quad.object  # type: ignore[misc]


def _local(node: object) -> str | None:
    value = getattr(node, "value", "")
    return value[len(NAMESPACE) :] if isinstance(node, ox.NamedNode) and value.startswith(NAMESPACE) else None


def _label(subject: ox.NamedNode, language: str) -> str:
    return next(o.value for o in _objects(subject, _RDFS + "label") if getattr(o, "language", None) == language)


def _named(kind: str) -> Iterator[tuple[str, ox.NamedNode]]:
    found = _store().quads_for_pattern(None, ox.NamedNode(_RDF + "type"), ox.NamedNode(_OWL + kind))
    for name, node in sorted((name, q.subject) for q in found if (name := _local(q.subject))):
        yield name, node  # type: ignore[misc]


def _members(node: ox.NamedNode | ox.BlankNode) -> Iterator[str]:
    """The classes of a domain or range: one, or the members of a union."""
    name = _local(node)
    if name:
        yield name
        return
    for rest in _objects(node, _OWL + "unionOf"):
        while isinstance(rest, ox.BlankNode):
            yield from (n for o in _objects(rest, _RDF + "first") if (n := _local(o)))
            rest = next(_objects(rest, _RDF + "rest"))


def _ends(node: ox.NamedNode, end: str) -> tuple[str, ...]:
    return tuple(sorted(n for o in _objects(node, _RDFS + end) for n in _members(o)))  # type: ignore[arg-type]


def _classes() -> Mapping[str, Class]:
    found = _Terms()
    for name, node in _named("Class"):
        parents = sorted(p for o in _objects(node, _RDFS + "subClassOf") if (p := _local(o)))
        found[name] = Class(name, _label(node, "zh"), _label(node, "en"), tuple(parents))
    return found  # type: ignore[return-value]


def _predicates() -> Mapping[str, Predicate]:
    """Those between things that articles name; what is said of tenures and of articles themselves is none."""
    symmetric = {name for name, _ in _named("SymmetricProperty")}
    found = _Terms()
    for name, node in _named("ObjectProperty"):
        domain, range_ = _ends(node, "domain"), _ends(node, "range")
        if not _BOOKKEEPING & set(domain):
            found[name] = Predicate(name, _label(node, "zh"), _label(node, "en"), domain, range_, name in symmetric)
    return found  # type: ignore[return-value]


CLASSES: Mapping[str, Class] = _classes()
PREDICATES: Mapping[str, Predicate] = _predicates()


@cache
def is_a(name: str, ancestor: str) -> bool:
    """Whether a class is another or a subclass of it."""
    return name == ancestor or any(is_a(parent, ancestor) for parent in CLASSES[name].parents)


@cache
def subclasses(name: str) -> frozenset[str]:
    """A class and all its subclasses."""
    return frozenset(c for c in CLASSES if is_a(c, CLASSES[name].name))


@cache
def group(name: str) -> str:
    """The group of a class, as :data:`GROUPS` names it. Raises KeyError for classes of bookkeeping, such as Claim."""
    for top, label in GROUPS.items():
        if is_a(name, top):
            return label
    raise KeyError(f"{name!r} is no class of things that articles name")


@cache
def terms() -> frozenset[str]:
    """The local names of all classes and properties."""
    return frozenset(name for kind in ("Class", "ObjectProperty", "DatatypeProperty") for name, _ in _named(kind))


def is_of_things(name: str) -> bool:
    """Whether a class is one of things that articles name: not of articles, nor of what is noted about them."""
    return name in CLASSES and any(is_a(name, top) for top in GROUPS if top != "Article")


def most_specific(seen: Mapping[str, int]) -> str:
    """Of the classes under which one thing was seen, each so many times, the one to assert.

    A class that only says less than another one seen falls away, so one post makes an Official of a person; of the
    rest the most frequent counts, and among equals the first by name.

    >>> most_specific({"Person": 9, "Official": 1})
    'Official'
    """
    narrow = [name for name in seen if not any(name != other and is_a(other, name) for other in seen)]
    return min(narrow, key=lambda name: (-seen[name], name))
