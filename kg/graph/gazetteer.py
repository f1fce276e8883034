"""What the gazetteer knows of the places and zones that articles name. It stands in no article's graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, kg
from kg.graph.write import Triple
from kg.resolution.keys import Key
from kg.resources import load_csv


def gazetteer_triples(named: Collection[Key], iris: Iris) -> Iterator[Triple]:
    """Facts on the divisions and zones among ``named``, and on the divisions that contain them."""
    divisions = {row["code"]: row for row in load_csv("gazetteer/divisions.csv")}
    wanted = {key.context for key in named if key.group == "place" and key.context in divisions}
    for row in load_csv("gazetteer/zones.csv"):
        key = Key("zone", row["short"] or row["name"], row["place_code"])
        if key in named and row["place_code"] in divisions:
            wanted.add(row["place_code"])
            yield from _zone(row, iris.entity(key), _division_iri(row["place_code"], divisions, iris))
    for code in list(wanted):
        while (code := divisions[code]["parent_code"]) and code in divisions:
            wanted.add(code)
    for code in sorted(wanted):
        yield from _division(divisions[code], divisions, iris)


def _division_iri(code: str, divisions: dict[str, dict[str, str]], iris: Iris) -> ox.NamedNode:
    return iris.entity(Key("place", divisions[code]["name"], code))


def _division(row: dict[str, str], divisions: dict[str, dict[str, str]], iris: Iris) -> Iterator[Triple]:
    node = _division_iri(row["code"], divisions, iris)
    yield node, terms.TYPE, kg(row["type"])
    yield node, terms.PREF_LABEL, terms.label(row["name"])
    yield node, kg("code"), ox.Literal(row["code"])
    if row["parent_code"] in divisions:
        yield node, kg("locatedIn"), _division_iri(row["parent_code"], divisions, iris)


def _zone(row: dict[str, str], node: ox.NamedNode, place: ox.NamedNode) -> Iterator[Triple]:
    yield node, kg("locatedIn"), place
    yield node, terms.ALT_LABEL, terms.label(row["name"])
    yield node, kg("level"), ox.Literal(row["level"])
    if row["year"]:
        yield node, kg("year"), ox.Literal(row["year"])
