"""What the gazetteer knows of the places and zones that articles name. It stands in no article's graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, Triple
from kg.resources import load_csv

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Divisions by GB/T 2260 code, and zones: rows of the files in ``resources/gazetteer``."""

    divisions: Mapping[str, Row]
    zones: Iterable[Row]

    @classmethod
    def shipped(cls) -> Gazetteer:
        """The files that come with kg. Of two levels under one code the upper one counts: 东莞 has no counties."""
        divisions: dict[str, Row] = {}
        for row in load_csv("gazetteer/divisions.csv"):
            divisions.setdefault(row["code"], row)
        return cls(divisions, load_csv("gazetteer/zones.csv"))

    def triples(self, named: Collection[str], iris: Iris) -> Iterator[Triple]:
        """Facts on the divisions and zones whose IRIs are ``named``, and on the divisions that contain them."""
        wanted = {code for code in self.divisions if self._iri(code, iris) in named}
        for row in self.zones:
            iri = iris.entity(row["type"], row["short"] or row["name"], row["place_code"])
            if iri in named:
                wanted |= {row["place_code"]} & self.divisions.keys()
                yield from self._zone(row, ox.NamedNode(iri), iris)
        for code in list(wanted):
            while (code := self.divisions[code]["parent_code"]) in self.divisions:
                wanted.add(code)
        for code in sorted(wanted):
            yield from self._division(code, iris)

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
