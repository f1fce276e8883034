"""The networkx view: what analysts explore, with the evidence on every edge."""

from __future__ import annotations

import pytest
from small_worlds import GAZETTEER, build, says, told

from kg.graph import load

BASE = "https://kg.example.org/"
PERSON, CITY, ZONE = BASE + "person/石敬之~430400", BASE + "place/430400", BASE + "zone/衡阳高新区~430400"
FIRST = told(
    "[石敬之](Official~430400)到[高新区](HiTechZone=衡阳高新区~430400)调研。[衡阳科技局](GovernmentBody~430400)参加。",
    says("石敬之 visited 高新区", date="2024-03-05"),
    id="a1",
    title="高新区调研",
    published="2024-03-06",
    publisher="衡阳日报",
)
SECOND = told(
    "[石敬之](Official~430400)看了[衡阳高新区](HiTechZone~430400)。[石敬之](Official~430400)是[衡阳市](City~430400)书记。",
    "石敬之 visited 衡阳高新区",
    says("石敬之 worksFor 衡阳市", title="市长"),
    says("石敬之 worksFor 衡阳市", title="市委书记"),
    "石敬之 authorOf ARTICLE",
    id="a2",
    title="再到高新区",
)


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    out = tmp_path_factory.mktemp("graph")
    build(out, [FIRST, SECOND], GAZETTEER)
    return load(out).networkx()


def test_a_node_has_name_class_group_aliases_and_the_number_of_articles(view):
    assert view.nodes[ZONE] == {
        "name": "衡阳高新区",
        "type": "HiTechZone",
        "group": "zone",
        "aliases": ["衡阳高新技术产业开发区"],
        "articles": 2,
        "gazetteer": False,
    }


def test_an_article_is_a_node_with_date_publisher_and_source(view):
    node = view.nodes[BASE + "article/a1"]
    assert (node["type"], node["name"], node["published"], node["publisher"]) == (
        "Article",
        "高新区调研",
        "2024-03-06",
        "衡阳日报",
    )
    assert node["source_path"].endswith(".txt")
    assert not node["gazetteer"]


def test_only_authorship_touches_articles(view):
    touching = {d["predicate"] for a, b, d in view.edges(data=True) if "/article/" in a + b}
    assert touching == {"authorOf"}


def test_a_relation_of_two_articles_is_one_edge_with_both_sentences(view):
    (edge,) = view[PERSON][ZONE].values()
    assert (edge["predicate"], edge["support"], edge["title"], edge["date"]) == ("visited", 2, None, "2024-03-05")
    assert edge["evidence"][1] == {
        "article": BASE + "article/a1",
        "headline": "高新区调研",
        "published": "2024-03-06",
        "quote": "石敬之到高新区调研。",
        "start": 0,
        "end": 10,
        "rule": "visited.told",
        "confidence": 0.9,
    }
    assert edge["evidence"][0]["quote"] == "石敬之看了衡阳高新区。"


def test_two_posts_in_one_body_are_two_edges(view):
    assert sorted(edge["title"] for edge in view[PERSON][CITY].values()) == ["市委书记", "市长"]


def test_what_only_the_gazetteer_knows_is_marked_and_has_no_evidence(view):
    province = BASE + "place/430000"
    assert view.nodes[province]["gazetteer"]
    assert not view.nodes[CITY]["gazetteer"]
    (edge,) = view[CITY][province].values()
    assert (edge["predicate"], edge["support"], edge["evidence"]) == ("locatedIn", 0, [])


def test_a_thing_without_relations_is_a_node_all_the_same(view):
    alone = BASE + "org/衡阳科技局~430400"
    assert alone in view
    assert view.degree(alone) == 0


def test_no_literal_class_claim_or_tenure_is_a_node(view):
    kinds = {known["type"] for _, known in view.nodes(data=True)}
    assert kinds == {"Official", "HiTechZone", "GovernmentBody", "City", "Province", "Article"}
    assert len(view) == 7


def test_the_view_is_a_copy_that_may_be_changed(tmp_path):
    build(tmp_path, [FIRST])
    graph = load(tmp_path)
    graph.networkx().clear()
    assert len(graph.networkx()) == 4


def test_articles_come_with_the_text_that_offsets_refer_to(tmp_path):
    build(tmp_path, [SECOND, FIRST])
    first, second = load(tmp_path).articles()
    assert (first.id, first.headline, first.published, first.publisher) == (
        "a1",
        "高新区调研",
        "2024-03-06",
        "衡阳日报",
    )
    assert (second.id, second.published, second.publisher) == ("a2", None, None)
    assert first.text[0:10] == "石敬之到高新区调研。"
    assert first.iri == BASE + "article/a1"
