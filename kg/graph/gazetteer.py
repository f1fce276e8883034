"""What the gazetteer knows of the places and zones that articles name. It stands in no article's graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, Triple
from kg.resources import load_csv

Row = Mapping[str, str]
_CHINA = "100000"  # the context of central organs


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Divisions by GB/T 2260 code, zones, central organs: rows of the files in ``resources/gazetteer``."""

    divisions: Mapping[str, Row]
    zones: Iterable[Row]
    organs: Iterable[Row] = ()

    @classmethod
    def shipped(cls) -> Gazetteer:
        """The files that come with kg. Of two levels under one code the upper one counts: 东莞 has no counties."""
        divisions: dict[str, Row] = {}
        for row in load_csv("gazetteer/divisions.csv"):
            divisions.setdefault(row["code"], row)
        return cls(divisions, load_csv("gazetteer/zones.csv"), load_csv("gazetteer/central_orgs.csv"))

    def triples(self, named: Collection[str], iris: Iris) -> Iterator[Triple]:
        """Facts on what is listed and whose IRIs are ``named``, and on the divisions that contain it."""
        wanted = {code for code in self.divisions if self._iri(code, iris) in named}
        for row in self.zones:
            iri = _zone_iri(row, iris)
            if iri in named:
                wanted |= {row["place_code"]} & self.divisions.keys()
                yield from self._zone(row, ox.NamedNode(iri), iris)
        for row in self.organs:
            if (iri := _organ_iri(row["name"], row["type"], iris)) in named:
                yield from self._organ(row, ox.NamedNode(iri), named, iris)
        for code in list(wanted):
            while (code := self.divisions[code]["parent_code"]) in self.divisions:
                wanted.add(code)
        for code in sorted(wanted):
            yield from self._division(code, iris)

    def iris_of_all(self, iris: Iris) -> frozenset[str]:
        """The IRIs of everything that is listed."""
        zones = (_zone_iri(row, iris) for row in self.zones)
        organs = (_organ_iri(row["name"], row["type"], iris) for row in self.organs)
        return frozenset((*(self._iri(code, iris) for code in self.divisions), *zones, *organs))

    def _iri(self, code: str, iris: Iris) -> str:
        row = self.divisions[code]
        return iris.entity(row["type"], row["name"], code)

    def _division(self, code: str, iris: Iris) -> Iterator[Triple]:
        row, node = self.divisions[code], ox.NamedNode(self._iri(code, iris))
        yield node, terms.TYPE, iris.term(row["type"])
        yield node, terms.PREF_LABEL, terms.label(row["name"])
        if row["short"] and row["short"] != row["name"]:
            yield node, terms.ALT_LABEL, terms.label(row["short"])
        yield node, iris.term("code"), ox.Literal(code)
        if row["parent_code"] in self.divisions:
            yield node, iris.term("locatedIn"), ox.NamedNode(self._iri(row["parent_code"], iris))

    def _organ(self, row: Row, node: ox.NamedNode, named: Collection[str], iris: Iris) -> Iterator[Triple]:
        yield node, terms.TYPE, iris.term(row["type"])
        yield node, terms.PREF_LABEL, terms.label(row["name"])
        for alias in filter(None, row["aliases"].split("|")):
            yield node, terms.ALT_LABEL, terms.label(alias)
        yield node, iris.term("level"), ox.Literal("central")
        kinds = {other["name"]: other["type"] for other in self.organs}
        if row["parent"] in kinds:
            parent = _organ_iri(row["parent"], kinds[row["parent"]], iris)
            if parent in named:  # of another nothing else would be known, not even its name
                yield node, iris.term("partOf"), ox.NamedNode(parent)

    def _zone(self, row: Row, node: ox.NamedNode, iris: Iris) -> Iterator[Triple]:
        yield node, terms.TYPE, iris.term(row["type"])
        yield node, terms.PREF_LABEL, terms.label(row["short"] or row["name"])
        if row["short"] not in ("", row["name"]):
            yield node, terms.ALT_LABEL, terms.label(row["name"])
        if row["place_code"] in self.divisions:  # some lie in several places
            yield node, iris.term("locatedIn"), ox.NamedNode(self._iri(row["place_code"], iris))
        yield node, iris.term("level"), ox.Literal(row["level"])
        if row["year"]:
            yield node, iris.term("year"), terms.day(row["year"])


def _zone_iri(row: Row, iris: Iris) -> str:
    return iris.entity(row["type"], row["short"] or row["name"], row["place_code"])


def _organ_iri(name: str, kind: str, iris: Iris) -> str:
    return iris.entity(kind, name, _CHINA)


def turtle(base: str) -> bytes:
    """All that is listed, as sorted Turtle. Raises KgError where ``base`` cannot begin an IRI."""
    iris, known = Iris(base), Gazetteer.shipped()
    triples = sorted(set(known.triples(known.iris_of_all(iris), iris)), key=terms.order)
    content = (ox.Triple(*triple) for triple in triples)
    written = ox.serialize(content, format=ox.RdfFormat.TURTLE, prefixes=iris.prefixes)
    assert written is not None
    return written
