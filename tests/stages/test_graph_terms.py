"""IRIs: legal for any name, one for one thing, and the same wherever one thing is named."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from small_worlds import EMPTY, GAZETTEER, build, resolved, told

from kg.graph import load
from kg.graph.gazetteer import Gazetteer
from kg.graph.terms import Iris
from kg.resolution.keys import normal

ODD = (
    "甲 乙",
    "《甲<乙>》",
    'a"b',
    "100%达标",
    "数字🚀园",
    "甲#乙?丙/丁\\",
    "{|}^`",
    "\u3000",
    "é\u0301",
    "~",
    "%20",
    "1133",
)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@pytest.mark.parametrize("name", ODD)
def test_odd_names_give_iris_that_both_libraries_take(name):
    iri = Iris().entity("Policy", normal(name), "430400")
    assert ox.NamedNode(iri).value == iri
    rdflib.URIRef(iri).n3()


@given(anything, anything)
def test_any_name_in_any_context_gives_a_legal_iri(name, context):
    ox.NamedNode(Iris().entity("Policy", name, context))
    ox.NamedNode(Iris().article(name))


@given(anything)
@example("e´")
def test_a_normal_name_is_its_own_normal_name(name):
    """Else one thing had two keys: an accent may come to its letter only when a mark between them is gone."""
    assert normal(normal(name)) == normal(name)


@given(st.tuples(anything, anything), st.tuples(anything, anything))
@example(("e´", "甲"), ("é", "甲"))
@example((" ", "甲"), ("\u3000", "甲"))
def test_other_things_have_other_iris(one, other):
    """A context never runs into a name, whatever characters they hold."""
    keys = [tuple(map(normal, key)) for key in (one, other)]
    iris = [Iris().entity("Policy", *key) for key in keys]
    assert (iris[0] == iris[1]) == (keys[0] == keys[1])


def test_a_name_with_the_sign_of_contexts_is_no_context():
    assert Iris().entity("Policy", "甲~乙", "") != Iris().entity("Policy", "甲", "乙")


def test_iris_can_be_read_in_chinese():
    assert Iris().entity("HiTechZone", "衡阳高新区", "430400") == "https://kg.example.org/zone/衡阳高新区~430400"


def test_a_division_goes_by_its_code_whatever_articles_call_it(tmp_path):
    articles = [
        told("[衡阳](City~430400)招商。", id="a1"),
        told("[衡阳市](City~430400)招商。", id="a2"),
        told("[衡阳市](City~430400)引资。", id="a3"),
    ]
    (city,) = resolved(articles).entities()
    assert (city.name, city.aliases) == ("衡阳市", ("衡阳",))
    assert build(tmp_path, articles, GAZETTEER).entities == 1
    names = load(tmp_path).query("SELECT ?n WHERE { ?x kg:articles 3 ; skos:prefLabel ?n }")
    assert names.rows == (("衡阳市",),)


def test_a_zone_with_full_width_brackets_is_the_one_of_the_gazetteer(tmp_path):
    """It lies in several places, so the gazetteer gives it a level and a year, but no place."""
    name = "中国（丙丁）自由贸易试验区"
    row = {
        "name": name,
        "short": name,
        "type": "DemonstrationZone",
        "level": "national",
        "place_code": "",
        "year": "2013",
    }
    build(tmp_path, [told(f"[{name}](DemonstrationZone)扩区。")], Gazetteer({}, [row]))
    found = load(tmp_path).query("SELECT ?level ?year WHERE { ?z kg:level ?level ; kg:year ?year ; kg:articles 1 }")
    assert found.rows == (("national", "2013"),)
    assert load(tmp_path).query("ASK { ?z kg:locatedIn ?p }").rows == (("no",),)


def test_the_shipped_gazetteer_gives_every_division_one_name_and_class():
    known = Gazetteer.shipped()
    iris = Iris()
    every = {iris.entity(row["type"], row["name"], code) for code, row in known.divisions.items()}
    triples = list(known.triples(every, iris))
    for predicate in ("prefLabel", "type"):
        told_of = [triple[0] for triple in triples if triple[1].value.endswith(predicate)]
        assert len(told_of) == len(set(told_of)) == len(every) > 3000


def test_every_shipped_zone_is_told_of_where_an_article_names_it():
    known, iris = Gazetteer.shipped(), Iris()
    named = {iris.entity(row["type"], normal(row["short"] or row["name"]), row["place_code"]) for row in known.zones}
    told_of = {s.value for s, p, _ in known.triples(named, iris) if p.value.endswith("#level")}
    assert told_of == named and len(named) == len(list(known.zones))


def test_no_other_name_of_the_shipped_gazetteer_is_the_name():
    known, iris = Gazetteer.shipped(), Iris()
    zones = {iris.entity(row["type"], row["short"] or row["name"], row["place_code"]) for row in known.zones}
    divisions = {iris.entity(row["type"], row["name"], code) for code, row in known.divisions.items()}
    labels = [(s, o) for s, p, o in known.triples(zones | divisions, iris) if p.value.endswith("Label")]
    assert len(labels) == len(set(labels)) > 3000


def test_without_a_gazetteer_there_are_no_facts_of_it(tmp_path):
    build(tmp_path, [told("[衡阳市](City~430400)招商。")], EMPTY)
    assert load(tmp_path).query("ASK { ?x kg:code ?code }").rows == (("no",),)
