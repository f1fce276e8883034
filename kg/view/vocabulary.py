"""The ontology as its reference shows it: every term with its labels, ends, alignments, demands and an example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg import resources
from kg.graph import named_queries
from kg.graph.shapes import ontology_text, shipped
from kg.ontology import CLASSES, NAMESPACE, PREDICATES, subclasses
from kg.view.marks import Mark, Role
from kg.view.markup import Names

_OWL, _RDFS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"
_RDF, _SKOS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
_PREFIXES = {
    "kg": NAMESPACE,
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": _SKOS,
    "rdf": _RDF,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: An entity of a rule's example: ``[丙丁市](where:City)``.
_MARK = re.compile(r"\[([^\]]+)\]\((?:(\w+):)?(\w+)\)")
_IN_ARTICLES = frozenset(("Claim", "Quarantined"))  # their nodes are not in the merge


@dataclass(frozen=True, slots=True)
class Term:
    """A class or predicate. In ``above``, ``domain`` and ``range`` terms of ours stand by their local names, others
    with their prefix; ``demands`` are the messages of its shapes; ``sentence`` is an invented example, marked."""

    name: str
    labels: Names
    definition: Names
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: tuple[str, ...]
    symmetric: bool
    demands: tuple[Names, ...]
    sentence: tuple[str, tuple[Mark, ...]] | None
    queries: tuple[tuple[str, Names], ...]
    sparql: str


def classes() -> list[Term]:
    """All classes, in the order of the ontology."""
    return [_term(name) for name in _in_order() if name in CLASSES]


def relations() -> list[Term]:
    """The predicates between things that articles name."""
    return [_term(name) for name in _in_order() if name in PREDICATES]


def properties() -> list[Term]:
    """What is said of articles, claims, facts, tenures and of things as the gazetteer knows them."""
    return [_term(name) for name in _in_order() if name not in CLASSES and name not in PREDICATES]


@cache
def _store() -> ox.Store:
    store = ox.Store()
    store.load(ontology_text("kg.ttl").encode(), ox.RdfFormat.TURTLE)
    return store


def _in_order() -> list[str]:
    return re.findall(r"^kg:(\w+) a owl:", ontology_text("kg.ttl"), re.M)


def _objects(node: ox.NamedNode | ox.BlankNode, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
    found = _store().quads_for_pattern(node, ox.NamedNode(predicate), None)
    return sorted((quad.object for quad in found), key=str)  # type: ignore[misc]


def _term(name: str) -> Term:
    node = ox.NamedNode(NAMESPACE + name)
    is_class = name in CLASSES
    above = _objects(node, _RDFS + ("subClassOf" if is_class else "subPropertyOf"))
    domain, range_ = (tuple(_ends(node, _RDFS + end)) for end in ("domain", "range"))
    return Term(
        name,
        _both(node, _RDFS + "label"),
        _both(node, _SKOS + "definition"),
        tuple(map(_short, above)),
        domain,
        range_,
        tuple(map(_short, _objects(node, _OWL + "inverseOf"))),
        name in PREDICATES and PREDICATES[name].symmetric,
        tuple(dict.fromkeys(_demands(name))),
        _of_class(name) if is_class else _of_relation(name),
        tuple(_queries(name)),
        _sparql(name, is_class, domain),
    )


def _both(node: ox.NamedNode, predicate: str) -> Names:
    texts = {text.language: text.value for text in _objects(node, predicate)}  # type: ignore[union-attr]
    return texts["zh"], texts["en"]


def _short(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    """A term of ours by its name, any other with its prefix."""
    iri = str(getattr(term, "value", term))
    found = next(((p, iri.removeprefix(start)) for p, start in _PREFIXES.items() if iri.startswith(start)), ("", iri))
    return found[1] if found[0] in ("", "kg") else ":".join(found)


def _ends(node: ox.NamedNode, end: str) -> Iterator[str]:
    """The members of a domain or range: one, or those of a union."""
    for one in _objects(node, end):
        if isinstance(one, ox.NamedNode):
            yield _short(one)
        elif isinstance(one, ox.BlankNode):
            rest = _objects(one, _OWL + "unionOf")
            while rest and isinstance(rest[0], ox.BlankNode):
                yield from map(_short, _objects(rest[0], _RDF + "first"))
                rest = _objects(rest[0], _RDF + "rest")


def _demands(name: str) -> Iterator[Names]:
    """The messages of the shapes of a property; of a class those of its own shapes. The ends of a relation say all."""
    iri = NAMESPACE + name
    for shape in shipped() if name not in PREDICATES else ():
        for check in shape.checks:
            about = iri in shape.classes or check.path == iri or (iri in shape.subjects_of and not check.path)
            if about and check.messages:
                yield check.messages["zh"], check.messages["en"]


def _queries(name: str) -> Iterator[tuple[str, Names]]:
    for query in named_queries():
        if re.search(rf"\bkg:{name}\b", query.text):
            zh, _, en = query.title.partition(" / ")
            yield query.name, (zh, en)


def _sparql(name: str, is_class: bool, domain: Sequence[str]) -> str:
    said = f"?thing a kg:{name}" if is_class else f"?thing kg:{name} ?value"
    names = "?thing" if is_class else "?thing ?value"
    if (name if is_class else next(iter(domain), "")) in _IN_ARTICLES or name == "text":
        said = f"GRAPH ?graph {{ {said} }}"
    return f"SELECT {names} {{ {said} }}"


# ---- example sentences: those of the rules, which are invented ----


@cache
def _examples() -> list[tuple[str, str, str, str]]:
    """Every sentence that a rule must find: its predicate, its slots of subject and object, its text with marks."""
    found = []
    for file in sorted(resources.path("rules").glob("*.toml")):
        for rule in resources.load_toml(f"rules/{file.name}").get("rule", ()):
            subject, predicate, object_ = rule["gives"].split()
            found += [(predicate, subject, object_, text) for text in rule["yes"]]
    return found


def _of_relation(name: str) -> tuple[str, tuple[Mark, ...]] | None:
    for predicate, subject, object_, text in _examples():
        if predicate == name:
            return _marked(text, {subject: "subject", object_: "object"})
    for grammar in resources.load_toml("grammars.toml")["grammar"]:
        if grammar["id"].startswith(f"{name}."):
            for text, claims in grammar["yes"]:
                if found := _found(text, claims[0].split()):
                    return found
    return None


def _of_class(name: str) -> tuple[str, tuple[Mark, ...]] | None:
    """The first sentence with a thing of the class, else with one of a class below it."""
    for kind in (name, *sorted(subclasses(name))):
        for *_, text in _examples():
            if any(found == kind for _, _, found in _MARK.findall(text)):
                return _marked(text, {}, kind)
    return None


def _marked(text: str, roles: dict[str, Role], kind: str = "") -> tuple[str, tuple[Mark, ...]]:
    """The plain text with marks on its slots, or on the things of a class."""
    plain, done, marks = "", 0, []
    for match in _MARK.finditer(text):
        plain += text[done : match.start()]
        name, slot, of = match.groups()
        role: Role | None = roles.get(slot or "") or ("object" if of == kind else None)
        if role:
            marks.append(Mark(len(plain), len(plain) + len(name), role))
        plain, done = plain + name, match.end()
    return plain + text[done:], tuple(marks)


def _found(text: str, claim: Sequence[str]) -> tuple[str, tuple[Mark, ...]] | None:
    """A sentence of a grammar, where it has both names as its claim has them."""
    names: tuple[tuple[str, Role], ...] = (claim[0], "subject"), (claim[2], "object")
    ends = [(text.find(name), len(name), role) for name, role in names]
    if any(at < 0 for at, _, _ in ends):
        return None
    return text, tuple(Mark(at, at + length, role) for at, length, role in sorted(ends))
