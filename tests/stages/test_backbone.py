"""The backbone: what is known by heart, as one graph; what texts name is linked to it, or marked as not in it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from small_worlds import build, told

from kg.graph import load
from kg.graph.gazetteer import Gazetteer, turtle
from kg.graph.terms import DEFAULT_BASE, Iris


@pytest.fixture(scope="module")
def backbone():
    store = ox.Store()
    store.load(turtle(DEFAULT_BASE), format=ox.RdfFormat.TURTLE)
    return store


def count(store, pattern):
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    return int(next(iter(store.query(query, prefixes=Iris().prefixes)))["n"].value)


def test_every_division_has_its_code_and_lies_in_another_up_to_the_province(backbone):
    divisions = count(backbone, "?x kg:code ?code")
    assert divisions > 3000
    assert count(backbone, "?x a kg:Province FILTER NOT EXISTS { ?x kg:code ?code }") == 0
    assert count(backbone, "?x a kg:County FILTER NOT EXISTS { ?x kg:locatedIn/kg:code ?code }") == 0
    assert count(backbone, "?x kg:code ?code FILTER NOT EXISTS { ?x kg:locatedIn ?y }") == 34


def test_every_zone_has_a_level_and_nearly_all_have_a_place(backbone):
    zones = count(backbone, '?x kg:level "national"')
    assert zones > 400
    assert count(backbone, '?x kg:level "national" ; kg:locatedIn/kg:code ?code') > 0.9 * zones
    hi_tech = '?x a kg:HiTechZone ; kg:level "national"'
    assert count(backbone, f"{hi_tech} ; kg:year ?year") > 0.9 * count(backbone, hi_tech)


def test_central_organs_are_in_it(backbone):
    assert count(backbone, '?x kg:level "central" ; skos:prefLabel "科技部"@zh-Hans ; skos:altLabel ?name') == 2


def test_the_backbone_is_the_same_bytes_each_time():
    assert turtle(DEFAULT_BASE) == turtle(DEFAULT_BASE)


def test_a_listed_zone_is_the_listed_one_under_any_of_its_names(tmp_path):
    name = "[衡阳国家级高新技术产业开发区](HiTechZone~430400)"
    build(tmp_path, [told(f"{name}投产。[衡阳云岫产业园](IndustrialPark~430400)开园。")], Gazetteer.shipped())
    rows = load(tmp_path).query("SELECT ?x ?in { ?x kg:inBackbone ?in ; kg:articles ?n } ORDER BY ?x").rows
    assert rows == (
        (f"{DEFAULT_BASE}zone/衡阳云岫产业园~430400", "false"),
        (f"{DEFAULT_BASE}zone/衡阳高新区~430400", "true"),
    )
    assert load(tmp_path).query("ASK { ?x kg:inBackbone true ; kg:level 'national' ; kg:year ?y }").rows == (("yes",),)
