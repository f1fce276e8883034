"""What violates a shape when a graph is made stays out of it, with its sentence and the reason."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from small_worlds import EMPTY, GAZETTEER, says, told

from kg.check import Engine, check
from kg.graph import load, write
from kg.graph.terms import Iris
from kg.model import Modality
from kg.resolution import Action, Decision, resolve
from kg.resolution.ledger import ledger

IRIS = Iris()
VISIT = told(
    "衡阳市副市长[王越](Official~430400)到[衡阳高新区](HiTechZone~430400)调研。",
    "王越 visited 衡阳高新区",
    says("王越 worksFor 衡阳高新区", title="主任"),
    published="2024-03-05",
)
TALK = told(
    "[王越](Official~430400)计划到[衡阳市](City~430400)调研。[石敬之](Official~430400)到[衡阳市](City~430400)调研。",
    says("王越 visited 衡阳市", modality=Modality.PLANNED),
    "石敬之 visited 衡阳市",
    published="2024-03-06",
)
OVER = told(
    "免去[王越](Official~430400)的[衡阳市](City~430400)副市长职务。",
    says("王越 worksFor 衡阳市", title="副市长", modality=Modality.FORMER),
    published="2024-05-06",
)
WORLD = [VISIT, TALK, OVER]
A_FIRM = Decision(Action.TYPE, "person/王越~430400", "Company")


def made(folder, world=WORLD, *decisions, known=EMPTY):
    in_order = sorted(world, key=lambda item: item[0].id)
    resolution = resolve(in_order, IRIS.entity, ledger(decisions), IRIS.base)
    folder.mkdir(exist_ok=True)
    counts = write(folder, lambda: iter(in_order), resolution, IRIS.base, known)
    return counts, load(folder)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """王越 is a firm, a person said; what he did as a person cannot be."""
    return made(tmp_path_factory.mktemp("broken"), WORLD, A_FIRM)


def test_a_sound_graph_has_no_quarantine(tmp_path):
    counts, graph = made(tmp_path)
    assert counts.quarantined == 0
    assert IRIS.quarantine not in set(graph.store.named_graphs())


def test_a_firm_has_visited_nothing_and_holds_no_post(broken):
    counts, graph = broken
    assert counts.quarantined == 3
    assert counts.relations == 1
    assert graph.query("SELECT ?a { ?a kg:visited ?b }").rows == ((f"{IRIS.base}person/石敬之~430400",),)
    assert not graph.query("SELECT ?a { GRAPH ?g { ?a kg:worksFor ?b } }").rows
    assert not graph.query("SELECT ?t { ?t a kg:Tenure }").rows


def test_the_claim_stays_in_its_article_with_its_sentence(broken):
    asked = """SELECT ?quote { GRAPH ?article { ?c a kg:Claim ; kg:modality "quarantined" ; kg:quote ?quote ;
        rdf:predicate kg:visited . ?article a kg:Article } }"""
    assert broken[1].query(asked).rows == ((VISIT[0].body,),)


def test_a_plan_is_no_fact_and_needs_no_quarantine(broken):
    asked = 'SELECT ?o { GRAPH ?g { ?c kg:modality "planned" ; rdf:object/skos:prefLabel ?o } }'
    assert broken[1].query(asked).rows == (("衡阳市",),)


def test_every_fact_in_quarantine_says_why_in_both_languages_and_where(broken):
    asked = f"""SELECT ?claim ?article ?zh ?en {{ GRAPH <{IRIS.quarantine.value}> {{
        ?q a kg:Quarantined ; kg:claim ?claim ; prov:wasQuotedFrom ?article ; rdf:predicate kg:visited ;
        kg:reason ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }}
        GRAPH ?article {{ ?claim a kg:Claim }} }}"""
    ((_, article, zh, en),) = broken[1].query(asked).rows
    assert article == IRIS.article(VISIT[0].id)
    assert zh == "“考察”的主体类别不符：王越是企业"
    assert en == "no such thing can be the subject of visited: 王越 is of class Company"


def test_the_graph_without_what_is_in_quarantine_keeps_to_its_shapes(broken):
    for engine in Engine:
        report = check(broken[1], engine=engine)
        assert report.conforms, report.found
        assert [held.subject for held in report.held] == ["王越"] * 3
        assert {held.quote for held in report.held} == {VISIT[0].body, OVER[0].body}


def test_quarantine_is_a_question_of_its_own(broken):
    rows = broken[1].query("quarantine").rows
    assert ("王越", "visited", "衡阳高新区", "“考察”的主体类别不符：王越是企业") in {row[:4] for row in rows}


def test_nothing_else_of_the_graph_asserts_what_is_in_quarantine(broken):
    view = broken[1].networkx()
    assert not [edge for edge in view.edges(data=True) if f"{IRIS.base}person/王越~430400" in edge[:2]]


def test_a_claim_is_held_back_whatever_other_articles_there_are(tmp_path, broken):
    """So that a graph which grows article by article gets the same quarantine."""
    alone = made(tmp_path, [VISIT], A_FIRM)[1]
    whole = {q for q in broken[1].store.quads_for_pattern(None, None, None, IRIS.quarantine) if VISIT[0].id in str(q)}
    assert whole == set(alone.store.quads_for_pattern(None, None, None, IRIS.quarantine)) != set()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"date": "去年"}, "has at most one date: a year, a month or a day: 去年"),
        ({"date": "2024-13"}, "has at most one date: a year, a month or a day: 2024-13"),
        ({"start": 5, "end": 5}, "starts before it ends: 5"),
        ({"confidence": 1.5}, "confidence is above 0 and at most 1: 1.50"),
        ({"confidence": 0.0}, "confidence is above 0 and at most 1: 0.00"),
        ({"confidence": float("nan")}, "confidence is above 0 and at most 1: nan"),
        ({"rule": ""}, "has exactly one rule: none"),
    ],
)
def test_a_malformed_claim_leaves_the_article_and_is_kept_whole_in_quarantine(tmp_path, fault, reason):
    article, extraction = VISIT
    claims = (replace(extraction.claims[0], **fault), extraction.claims[1])
    counts, graph = made(tmp_path, [(article, replace(extraction, claims=claims))])
    assert counts.quarantined == 1
    assert reason in [row[0] for row in graph.query("SELECT ?r { GRAPH ?g { ?q kg:reason ?r } }").rows]
    assert len(graph.query("SELECT ?c { GRAPH ?g { ?c a kg:Claim } }").rows) == 1
    assert graph.query("SELECT ?s { GRAPH ?g { ?q a kg:Quarantined ; rdf:subject ?s } }").rows
    assert check(graph).conforms


def test_of_a_cooperation_the_reason_names_the_end_that_the_graph_would_have(tmp_path):
    """Whichever of the two the sentence names first."""
    for first, second in (("甲源公司", "乙源公司"), ("乙源公司", "甲源公司")):
        signing = told(
            f"[{first}](Company~430400)与[{second}](Company~430400)签约。", f"{first} cooperatesWith {second}"
        )
        an_event = Decision(Action.TYPE, "org/甲源公司~430400", "Event")
        (held,) = check(made(tmp_path / first, [signing], an_event)[1]).held
        end = "subject" if held.subject == "甲源公司" else "object"
        assert held.en == f"no such thing can be the {end} of cooperatesWith: 甲源公司 is of class Event"


def test_what_the_gazetteer_knows_of_a_zone_goes_too_where_a_person_says_that_it_is_none(tmp_path):
    a_building = Decision(Action.TYPE, "zone/衡阳高新区~430400", "Facility")
    counts, graph = made(tmp_path, [VISIT], a_building, known=GAZETTEER)
    held = {(one.subject, one.predicate, one.object, one.en, one.article) for one in check(graph).held}
    worked = (
        ("王越", "worksFor", "衡阳高新区"),
        "no such thing can be the object of worksFor",
        IRIS.article(VISIT[0].id),
    )
    assert held == {
        ("衡阳高新区", "level", "national", "only a zone or an organ has a level: 衡阳高新区 is of class Facility", ""),
        ("衡阳高新区", "year", "2012", "only a zone has a year: 衡阳高新区 is of class Facility", ""),
        (*worked[0], f"{worked[1]}: 衡阳高新区 is of class Facility", worked[2]),
    }
    assert counts.quarantined == 3
    assert check(graph).conforms
    assert {row[1] for row in graph.query("quarantine").rows} == {"level", "year", "worksFor"}


def test_a_short_form_that_a_person_made_the_name_is_no_other_name(tmp_path):
    named = Decision(Action.NAME, "zone/衡阳高新区~430400", "衡阳高新技术产业开发区")
    graph = made(tmp_path, [VISIT], named, known=GAZETTEER)[1]
    assert check(graph).conforms


def test_the_quarantine_follows_the_base_of_the_graph(tmp_path):
    iris = Iris("https://example.com/mine/")
    resolution = resolve([VISIT], iris.entity, ledger([A_FIRM]), iris.base)
    write(tmp_path, lambda: iter([VISIT]), resolution, iris.base, EMPTY)
    graph = load(tmp_path)
    assert len(graph.query("quarantine").rows) == 2
    assert ox.NamedNode("https://example.com/mine/quarantine") in set(graph.store.named_graphs())
    assert check(graph).conforms
