"""Facts from RDF in the terms of the ontology, or in terms that are called the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import ReadError
from kg.exchange.facts import (
    Fact,
    Thing,
    check,
    check_end,
    class_of,
    cleaned,
    confidence_of,
    day_of,
    number_of,
    predicate_of,
)
from kg.exchange.places import kind_of, known_by, thing
from kg.graph import terms
from kg.model import Modality
from kg.ontology import GROUPS, PREDICATES, Predicate, group, is_a, most_specific

RDF_FORMATS: Mapping[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
#: What names a thing, the best first, and what names it besides.
_NAMES, _OTHER_NAMES = ("prefLabel", "label", "name"), ("altLabel", "alternateName")
#: The IRI of a thing of a graph of kg, below its base: group, name, what tells it from namesakes.
_OURS = re.compile(rf"/({'|'.join(sorted(GROUPS.values()))})/([^/#?~]+)(?:~([^/#?]+))?")
_CODE = re.compile(r"[0-9]{6}")
_SAID = ("title", "date", "value", "unit", "quote", "confidence")
_OF_ARTICLES = frozenset(name for name, known in PREDICATES.items() if "Article" in known.range)
#: Subject, predicate and object by their IRIs; and what else is said of a relation.
_Relation = tuple[str, str, str]
_More = dict[str, str]


def rdf_facts(data: bytes, path: str, ending: str) -> Iterator[Fact | ReadError]:
    """The facts of an RDF file, in the order of the file, and what is wrong with relations that are none.

    What claims say of a relation counts, else what tenures do, else the plain triple. A property that is called like no
    predicate of ours is no relation. Raises ReadError where the file is malformed.
    """
    left_out: Counter[str] = Counter()
    nodes = _Nodes(_parsed(data, path, ending))
    relations = _relations(nodes, left_out)
    for relation in relations:
        where = f"{path}: {' '.join(nodes.name(part) or _local(part) for part in relation)}"
        try:
            subject, object_ = _ends(nodes, relation, where)
            for more in relations[relation] or [{}]:
                yield _fact(subject, relation[1], object_, more, where)
        except ReadError as error:
            yield error
    for what, count in sorted(left_out.items()):
        yield ReadError(f"{count:,} {what}", path, "the rest is read")


def _parsed(data: bytes, path: str, ending: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(data, format=RDF_FORMATS[ending], base_iri="https://kg.example.org/import/")
    except (SyntaxError, ValueError) as error:
        raise ReadError(
            f"malformed ({str(error).splitlines()[0]})", path, f"mend it; {ending} says its format"
        ) from None


@lru_cache(maxsize=100_000)
def _local(iri: str) -> str:
    """The last part of an IRI."""
    return unquote(re.split(r"[/#]", iri.rstrip("/#"))[-1])


class _Nodes:
    """What an RDF file says, node by node, under the last parts of its properties' IRIs."""

    def __init__(self, content: Iterable[ox.Quad]) -> None:
        self._said: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._properties: dict[str, None] = {}
        for quad in content:
            values = self._said[terms.plain(quad.subject)][quad.predicate.value]
            if quad.object not in values:
                values.append(quad.object)
            self._properties[quad.predicate.value] = None
        self._short = {iri: _local(iri) for iri in self._properties}

    def values(self, iri: str, *names: str) -> list[Any]:
        """The values of a node's properties of some names, those of the first names first."""
        said = self._said.get(iri, {})
        return [value for name in names for full in said if self._short[full] == name for value in said[full]]

    def one(self, iri: str, name: str) -> str:
        """The first value of a property, or ``""``."""
        return terms.plain(next(iter(self.values(iri, name)), None))

    def of_kind(self, kind: str) -> list[str]:
        """The nodes of a class of bookkeeping."""
        return [iri for iri in self._said if kind in map(_local, map(terms.plain, self.values(iri, "type")))]

    def name(self, iri: str) -> str:
        """What a node is called, in Chinese if it can be; ``""`` where it has no name."""
        labels = self.values(iri, *_NAMES)
        return cleaned(terms.plain(min(labels, key=lambda label: not _is_chinese(label)))) if labels else ""

    def statement(self, iri: str) -> _Relation:
        """The relation that a claim or a fact is about."""
        subject, predicate, object_ = (self.one(iri, name) for name in ("subject", "predicate", "object"))
        return subject, self.predicate(predicate) or "", object_

    def links(self) -> Iterator[_Relation]:
        """The plain triples that are relations."""
        known = {iri: name for iri in self._properties if (name := self.predicate(iri))}
        for subject, said in self._said.items():
            for iri in filter(known.__contains__, said):
                ends = (terms.plain(end) for end in said[iri] if not isinstance(end, ox.Literal))
                yield from ((subject, known[iri], end) for end in ends)

    def predicate(self, iri: str) -> str | None:
        """The predicate that a property is called like: by the end of its IRI, or by a label that the file has."""
        for word in (_local(iri), *map(terms.plain, self.values(iri, "label"))):
            with suppress(ReadError):
                return predicate_of(word, iri).name
        return None

    def classes(self, iri: str) -> list[str]:
        """The classes of a thing that are called like ours; Article too."""
        found = []
        for kind in map(terms.plain, self.values(iri, "type")):
            for word in (_local(kind), *map(terms.plain, self.values(kind, "label"))):
                with suppress(ReadError):
                    found.append("Article" if word == "Article" else class_of(word, iri))
                    break
        return found


def _relations(nodes: _Nodes, left_out: Counter[str]) -> dict[_Relation, list[_More]]:
    """The relations that hold, each with what its claims, or its tenures, say of it besides."""
    facts = {nodes.statement(iri): nodes.one(iri, "date") for iri in nodes.of_kind("Fact")}
    # beside facts a plain triple is one of them, or it is what the gazetteer knows
    found: dict[_Relation, list[_More]] = {relation: [] for relation in facts or nodes.links()}
    for iri in nodes.of_kind("Tenure"):
        relation = nodes.one(iri, "holder"), "worksFor", nodes.one(iri, "body")
        if relation in found or not facts:  # a post that is over is no relation
            found.setdefault(relation, []).append({"title": nodes.one(iri, "title"), "date": nodes.one(iri, "begun")})
    for relation, date in facts.items():
        found[relation] = found[relation] or ([{"date": date}] if date else [])
    found |= _claimed(nodes, left_out)
    of_articles = {relation for relation in found if relation[1] in _OF_ARTICLES}
    if of_articles:
        left_out["relations to articles: these come by being read"] += len(of_articles)
    return {relation: more for relation, more in found.items() if relation not in of_articles}


def _claimed(nodes: _Nodes, left_out: Counter[str]) -> dict[_Relation, list[_More]]:
    found: dict[_Relation, list[_More]] = defaultdict(list)
    for iri in nodes.of_kind("Claim"):
        if nodes.one(iri, "modality") not in ("", Modality.ASSERTED):
            left_out["claims that are not asserted: a plan or a denial is no fact"] += 1
            continue
        more = {name: nodes.one(iri, name) for name in _SAID}
        relation = nodes.statement(iri)
        if relation[0] != relation[2] and more not in found[relation]:
            found[relation].append(more)
    return {relation: more for relation, more in found.items() if more}


def _ends(nodes: _Nodes, relation: _Relation, where: str) -> tuple[Thing, Thing]:
    subject, predicate, object_ = relation
    if not (subject and predicate and object_):
        raise ReadError("a claim without subject, predicate or object of ours", where, "complete it")
    ends = ("subject", subject), ("object", object_)
    first, second = (_thing(nodes, iri, end, PREDICATES[predicate], where) for end, iri in ends)
    return first, second


def _thing(nodes: _Nodes, iri: str, end: str, predicate: Predicate, where: str) -> Thing:
    """A thing by its names, its class and what its IRI or place tells of it."""
    name = nodes.name(iri)
    if not name:
        raise ReadError("no name", f"{where} ({iri})", "give it a skos:prefLabel")
    allowed = predicate.domain if end == "subject" else predicate.range
    kinds = Counter(nodes.classes(iri))
    kind = most_specific(kinds) if kinds else kind_of(name, allowed)
    if not kind:
        raise ReadError("of which class?", f"{where}: {name}", f"say it by rdf:type: {' or '.join(allowed)}")
    check_end(end, kind, name, predicate, where)
    others = {cleaned(terms.plain(label)) for label in nodes.values(iri, *_OTHER_NAMES)} - {name, ""}
    context, place = _context(nodes, iri, kind)
    found = known_by(context, name, kind) if context else thing(name, kind, place, "", where)
    return replace(found, aliases=tuple(sorted(others - {found.name})))


def _is_chinese(label: object) -> bool:
    return (getattr(label, "language", None) or "zh").startswith("zh")


def _context(nodes: _Nodes, iri: str, kind: str) -> tuple[str, str]:
    """What tells a thing from its namesakes, as the IRI of a graph of kg or a division's code has it; else the code of
    the place that it lies in."""
    ours = _OURS.search(iri)
    if ours and ours.end() == len(iri) and ours[1] == group(kind):
        return unquote(ours[3] or "") or (ours[2] if _CODE.fullmatch(ours[2]) else ""), ""
    if is_a(kind, "AdministrativeDivision") and _CODE.fullmatch(code := nodes.one(iri, "code")):
        return code, ""
    near = nodes.one(iri, "locatedIn")
    return "", nodes.one(near, "code") if near else ""


def _fact(subject: Thing, predicate: str, object_: Thing, more: Mapping[str, str], where: str) -> Fact:
    title, unit, quote = (cleaned(more.get(name, "")) or None for name in ("title", "unit", "quote"))
    date = day_of(more.get("date", ""), where)
    number, sure = number_of(more.get("value", ""), where), confidence_of(more.get("confidence", ""), where)
    return check(Fact(subject, predicate, object_, title, date, number, unit, quote, None, sure), where)
