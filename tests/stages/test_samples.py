"""The sample articles as a careful reader reads them: what the graph must say of them, and what it must not."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from reasoner import contradictions

import kg
from kg import resources
from kg.check import Engine, check
from kg.graph import Graph, load

# Subject, predicate, object, post; chosen by reading, over all eight articles.
SAID = [
    ("阮知衡", "worksFor", "四川省科技厅", "副厅长"),
    ("阮知衡", "visited", "内江高新区", None),
    ("阮知衡", "visited", "内江高新区科技企业孵化器", None),
    ("冷砚舟", "accompanied", "阮知衡", None),
    ("卞晓溪", "authorOf", "四川省科技厅副厅长阮知衡到内江高新区调研", None),
    ("内江高新区", "develops", "新材料", None),
    ("褚明煦", "worksFor", "内江市", "市长"),
    ("褚明煦", "chaired", "内江市科技创新大会", None),
    ("鄢怀瑾", "attended", "内江市科技创新大会", None),
    ("鄢怀瑾", "spokeAt", "内江市科技创新大会", None),
    ("内江市政府", "issued", "内江市促进科技成果转化十条措施", None),
    ("濮之恒", "worksFor", "沱江理工学院", "校长"),
    ("濮之恒", "visited", "内江高新区科技企业孵化器", None),
    ("内江高新区支持科技型企业发展若干措施", "appliesTo", "内江高新区", None),
    ("四川省科技厅", "issued", "四川省科技型中小企业培育行动方案", None),
    ("宓思远", "worksFor", "荣昌区", "副区长"),
    ("宓思远", "visited", "沱江新材料研究院", None),
    ("郗云樵", "accompanied", "宓思远", None),
    ("冷砚舟", "worksFor", "内江市科技局", "局长"),
    ("解语桐", "worksFor", "内江市科技局", "局长"),
    ("管仲岩", "visited", "隆昌经开区", None),
    ("内江高新区", "designatedAs", "国家创新型产业集群", None),
    ("四川川沱精工有限公司", "locatedIn", "内江高新区", None),
    ("年小满", "worksFor", "内江甜城智驾科技有限公司", "总经理"),
]
EITHER_WAY = [("内江高新区", "cooperatesWith", "荣昌高新区")]

# Planned, denied or sought in the articles; none of it has happened.
NOT_SAID = [
    ("阮知衡", "visited", "自贡高新区"),
    ("自贡高新区", "designatedAs", "国家创新型产业集群"),
    ("泸州高新区", "designatedAs", "国家创新型产业集群"),
    ("隆昌经开区", "designatedAs", "省级高新区"),
    ("内江市政府", "issued", "内江市科技创新促进条例（草案）"),
    ("西南服务中心", "locatedIn", "荣昌高新区"),
]
# Named only in related news, navigation and footers.
ONLY_ON_THE_PAGE = ["谷雨亭", "柏长青", "夏侯岩", "宫若朴", "永川高新区", "内江日报社"]
EDITOR = "毕小舟"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    out = tmp_path_factory.mktemp("samples")
    report = kg.build([resources.path("samples")], out)
    assert not report.errors
    return load(out)


@pytest.fixture(scope="module")
def view(graph: Graph):
    return graph.networkx()


@pytest.fixture(scope="module")
def relations(view) -> dict[tuple[str, str, str], list[dict]]:
    """The edges of the graph by the names that they join."""
    found: dict[tuple[str, str, str], list[dict]] = {}
    for subject, target, edge in view.edges(data=True):
        key = (view.nodes[subject]["name"], edge["predicate"], view.nodes[target]["name"])
        found.setdefault(key, []).append(edge)
    return found


@pytest.mark.parametrize(("subject", "predicate", "target", "title"), SAID)
def test_what_an_article_says_is_in_the_graph(relations, subject, predicate, target, title):
    edges = relations.get((subject, predicate, target), [])
    assert [edge for edge in edges if edge["title"] == title and edge["evidence"]], sorted(relations)


@pytest.mark.parametrize(("one", "predicate", "other"), EITHER_WAY)
def test_a_symmetric_relation_stands_in_one_direction(relations, one, predicate, other):
    assert ((one, predicate, other) in relations) != ((other, predicate, one) in relations)


@pytest.mark.parametrize(("subject", "predicate", "target"), NOT_SAID)
def test_what_is_planned_or_sought_is_no_relation(relations, subject, predicate, target):
    assert (subject, predicate, target) not in relations


def test_a_planned_visit_is_kept_as_a_claim_of_that_modality(graph):
    rows = graph.query("not-asserted").rows
    assert [row for row in rows if row[:4] == ("阮知衡", "visited", "自贡高新区", "planned")]


@pytest.mark.parametrize("name", ONLY_ON_THE_PAGE)
def test_what_stands_only_on_the_page_round_an_article_is_in_no_graph(view, graph, name):
    assert not [known["name"] for _, known in view.nodes(data=True) if name in (known["name"], *known["aliases"])]
    assert not [article.source_path for article in graph.articles() if name in article.text]


def test_a_page_editor_is_nobody_the_news_speaks_of(view):
    assert EDITOR not in {known["name"] for _, known in view.nodes(data=True)}


def test_every_quote_stands_in_its_article_where_its_offsets_say(graph, relations):
    texts = {article.iri: article.text for article in graph.articles()}
    evidence = [said for edges in relations.values() for edge in edges for said in edge["evidence"]]
    assert evidence
    for said in evidence:
        assert texts[said["article"]][said["start"] : said["end"]] == said["quote"]


def test_quotes_of_a_plain_article_stand_in_its_file_as_written(graph, relations):
    file = Path(resources.path("samples")) / "02-conference.txt"
    written = file.read_text(encoding="utf-8")
    article = next(article for article in graph.articles() if article.source_path.endswith(file.name))
    quotes = [
        said["quote"]
        for edges in relations.values()
        for edge in edges
        for said in edge["evidence"]
        if said["article"] == article.iri
    ]
    assert quotes
    assert not [quote for quote in quotes if quote not in written]


def test_the_traditional_article_with_glosses_speaks_of_the_same_things_as_the_others(relations, view):
    said = {evidence["headline"] for evidence in relations["计长霖", "worksFor", "内江高新区管委会"][0]["evidence"]}
    assert "荣昌区党政代表团到内江考察科技创新工作" in said
    assert len(said) >= 3
    assert not [known["name"] for _, known in view.nodes(data=True) if "(" in known["name"]]


def test_one_person_of_many_articles_is_one_node(view):
    for name in ("冷砚舟", "郗云樵", "计长霖", "阮知衡", "褚明煦"):
        assert len([node for node, known in view.nodes(data=True) if known["name"] == name]) == 1


def test_every_article_has_its_title_date_and_publisher(graph):
    articles = graph.articles()
    assert len(articles) >= 8
    for article in articles:
        assert article.headline in article.text
        assert article.published is not None
        assert article.published.startswith("2024-")
        assert article.publisher


def test_the_samples_keep_to_the_shapes_and_contradict_nothing(graph):
    """Every graph by the shapes; the merge, which has what all of them say, by an OWL reasoner."""
    assert check(graph, engine=Engine.SPARQL).found == ()
    assert contradictions(rdflib.Graph().parse(graph.file.with_name("graph.ttl"))) == []
