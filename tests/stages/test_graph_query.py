"""Questions to the graph: in SPARQL, from a file, by name; answers as rows, CSV and JSON; mistakes explained."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from small_worlds import GAZETTEER, build, says, told

from kg.errors import OutputError, QueryError
from kg.graph import load, named_queries
from kg.model import Modality
from kg.ontology import folder

NAMES = "SELECT ?name WHERE { ?x a kg:Official ; skos:prefLabel ?name } ORDER BY ?name"
ARTICLES = [
    told(
        "3月5日，湖南省副省长[石敬之](Official~430000)到[高新区](HiTechZone=衡阳高新区~430400)调研。"
        "市长[何为](Official~430400)陪同。[衡阳高新区](HiTechZone~430400)在[衡阳市](City~430400)。",
        says("石敬之 visited 高新区", date="2024-03-05"),
        "何为 accompanied 石敬之",
        "衡阳高新区 locatedIn 衡阳市",
        says("何为 worksFor 衡阳市", title="市长"),
        id="a1",
        published="2024-03-06",
        publisher="衡阳日报",
    ),
    told(
        "[衡阳市](City~430400)出台[《衡阳人才办法》](Policy=衡阳人才办法)，发展[数字经济](Industry)。"
        "市长[何为](Official~430400)在[推进会](Event~4304002024)讲话。[创新中心](Facility~430400)位于[衡阳市](City~430400)。"
        "[甲公司](Company)与[乙大学](ResearchInstitution)签约。"
        "[衡阳市](City~430400)获批[国家创新型城市](Programme)。"
        "[衡阳](City=衡阳市~430400)[技术合同交易额达11.5亿元](Indicator=技术合同交易额 11.5亿元~430400)。"
        "[李建军](Person~衡阳日报)报道。",
        "衡阳市 issued 《衡阳人才办法》",
        "《衡阳人才办法》 appliesTo 衡阳市",
        "衡阳市 develops 数字经济",
        says("衡阳 hasIndicator 技术合同交易额达11.5亿元", value=Decimal("11.5"), unit="亿元", date="2023"),
        "何为 spokeAt 推进会",
        "创新中心 locatedIn 衡阳市",
        "甲公司 cooperatesWith 乙大学",
        "衡阳市 designatedAs 国家创新型城市",
        says("何为 worksFor 衡阳市", title="市长"),
        says("何为 visited 创新中心", modality=Modality.PLANNED),
        "李建军 authorOf ARTICLE",
        id="a2",
        published="2024-04-01",
    ),
]
# A row that each named question must find in these articles: some cells of it.
FOUND = {
    "articles": {"date": "2024-04-01", "authors": "李建军"},
    "companions": {"host": "何为", "visitor": "石敬之", "places": "衡阳高新区"},
    "cooperation": {"one": "乙大学", "other": "甲公司", "articles": "1"},
    "evidence": {"subject": "衡阳市", "predicate": "develops", "object": "数字经济", "rule": "develops.told"},
    "honours": {"who": "衡阳市", "status": "国家创新型城市"},
    "indicators": {
        "place": "衡阳市",
        "indicator": "技术合同交易额 11.5亿元",
        "value": "11.5",
        "unit": "亿元",
        "date": "2023",
    },
    "industries": {"industry": "数字经济", "who": "衡阳市"},
    "meetings": {"meeting": "推进会", "role": "讲话", "person": "何为"},
    "most-named": {"name": "何为", "class": "Official", "articles": "2"},
    "not-asserted": {"subject": "何为", "object": "创新中心", "modality": "planned"},
    "platforms": {"place": "衡阳市", "platform": "创新中心"},
    "policies": {"policy": "衡阳人才办法", "issuer": "衡阳市", "places": "衡阳市"},
    "posts": {"person": "何为", "title": "市长", "body": "衡阳市", "first": "2024-03-06", "last": "2024-04-01"},
    "single-source": {"subject": "石敬之", "predicate": "visited", "object": "衡阳高新区"},
    "tenures": {"person": "何为", "title": "市长", "body": "衡阳市", "first": "2024-03-06", "ended": ""},
    "visits": {"visitor": "石敬之", "place": "衡阳高新区", "date": "2024-03-05"},
    "zones": {"zone": "衡阳高新区", "kind": "高新区", "place": "衡阳市", "level": "national", "year": "2012"},
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    out = tmp_path_factory.mktemp("graph")
    build(out, ARTICLES, GAZETTEER)
    return load(out)


def rows(answer):
    return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]


def test_a_query_needs_no_prefix_lines_and_asks_the_merge(graph):
    assert graph.query(NAMES).rows == (("何为",), ("石敬之",))


def test_an_answer_as_csv_has_a_header_and_as_json_a_list(graph):
    answer = graph.query(NAMES)
    assert answer.csv() == "name\n何为\n石敬之\n"
    assert json.loads(answer.json()) == [{"name": "何为"}, {"name": "石敬之"}]


def test_yes_and_no_are_answers(graph):
    assert graph.query("ASK { ?x kg:visited ?y }").rows == (("yes",),)
    assert graph.query("ASK { ?x kg:signed ?y }").rows == (("no",),)


def test_a_constructed_graph_is_rows_of_triples(graph):
    answer = graph.query("CONSTRUCT { ?x kg:visited ?y } WHERE { ?x kg:visited ?y }")
    assert answer.variables == ("subject", "predicate", "object")
    assert len(answer.rows) == 1


def test_an_unbound_cell_is_empty(graph):
    assert graph.query("SELECT ?x ?y WHERE { BIND(1 AS ?x) }").rows == (("1", ""),)


def test_a_query_in_a_file_is_run(graph, tmp_path):
    (tmp_path / "mine.rq").write_text(f"# my question\n{NAMES}", "utf-8")
    assert graph.query(str(tmp_path / "mine.rq")).rows == (("何为",), ("石敬之",))


def test_a_missing_file_is_named(graph, tmp_path):
    with pytest.raises(QueryError, match=r"gone\.rq"):
        graph.query(str(tmp_path / "gone.rq"))


# What each finds in full stands in tests/questions; these names are older, and people have them in scripts.
@pytest.mark.parametrize("name", sorted(FOUND))
def test_every_named_question_finds_what_the_articles_say(graph, name):
    found = rows(graph.query(name))
    assert any(FOUND[name].items() <= row.items() for row in found), found


@pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.name)
def test_every_named_question_says_in_both_languages_what_it_answers(query):
    zh, _, en = query.title.partition(" / ")
    assert zh
    assert not zh.isascii()
    assert en.isascii()
    assert query.about.endswith(".")


def test_no_named_question_asks_for_an_unknown_term():
    from re import findall

    import rdflib

    known = rdflib.Graph().parse(folder() / "kg.ttl")
    used = {name for query in named_queries() for name in findall(r"\bkg:(\w+)", query.text)}
    assert not {
        name for name in used if (rdflib.URIRef(f"https://kg.example.org/ontology#{name}"), None, None) not in known
    }


def test_a_visit_without_a_date_of_its_own_has_the_articles(tmp_path):
    build(tmp_path, [told("[何为](Official)到[衡阳市](City~430400)。", "何为 visited 衡阳市", published="2024-01-02")])
    assert rows(load(tmp_path).query("visits"))[0]["date"] == "2024-01-02"


def test_named_questions_work_whatever_the_base(tmp_path):
    build(tmp_path, ARTICLES, GAZETTEER, "https://data.example.net/")
    graph = load(tmp_path)
    for name in ("posts", "visits", "evidence", "zones"):
        assert graph.query(name).rows, name


def test_a_misspelt_name_is_answered_with_the_right_one(graph):
    with pytest.raises(QueryError, match="did you mean visits"):
        graph.query("visit")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?x\nWERE { ?x a kg:Official }", "line 2, column"),
        ("SELECT ?x WHERE { ?x a kg:Official", "near its end"),
        ("SELECT ?x WHERE { ?x a foaf:Person }", "unknown prefix.*known are kg"),
        ("   ", "empty"),
        ("DELETE WHERE { ?s ?p ?o }", "line 1, column"),
        ("SELECT ?x WHERE { SERVICE <https://example.org/sparql> { ?x ?y ?z } }", "works offline"),
    ],
)
def test_a_malformed_query_is_one_line_that_says_where(graph, query, says):
    with pytest.raises(QueryError, match=says) as caught:
        graph.query(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b 1SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "select*{service silent ?x{}}",
        "PREFIX a·b: <http://127.0.0.1:9/> SELECT * { SERVICE a·b:x {} }",
        "SELECT * { SERVICE#a{\n#x\n<http://127.0.0.1:9/>#y\n{} }",
        "SELECT * { FILTER(1<2&&'>'='>')SERVICE$v{}#' }",
        "SELECT * { ?s kg:a\\' ?o SERVICE ?v {} ?o kg:b\\' ?x }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> {} }",
        "SELECT * {" + "SERVICE#" * 10_000,
    ],
)
def test_no_other_machine_is_asked_however_the_wish_is_hidden(graph, query):
    with pytest.raises(QueryError, match="works offline"):
        graph.query(query)


def test_service_as_a_name_a_string_or_a_comment_is_no_service(graph):
    assert graph.query("SELECT ?service { GRAPH ?service { ?a kg:nothing ?b } }").rows == ()
    query = "# service's own\nSELECT ?service WHERE { BIND('SERVICE' AS ?service) }"
    assert graph.query(query).rows == (("SERVICE",),)


def test_a_directory_without_a_graph_says_what_to_do(tmp_path):
    with pytest.raises(OutputError, match=r"no graph here.*run kg build"):
        load(tmp_path)


def test_a_damaged_graph_says_so(tmp_path):
    (tmp_path / "graph.trig").write_text("<a> <b>", "utf-8")
    with pytest.raises(OutputError, match="damaged"):
        load(tmp_path).networkx()


def test_a_graph_cut_short_is_damaged_whatever_is_asked(tmp_path):
    build(tmp_path, ARTICLES, GAZETTEER)
    whole = (tmp_path / "graph.trig").read_bytes()
    (tmp_path / "graph.trig").write_bytes(whole[: len(whole) // 2])
    for ask in (lambda g: g.networkx(), lambda g: g.articles(), lambda g: g.query(NAMES)):
        with pytest.raises(OutputError, match="damaged"):
            ask(load(tmp_path))


def test_rdflib_holds_the_same_facts_as_the_store(tmp_path):
    from kg.build import build
    from kg.graph import load

    article = "株洲市科技创新大会召开\n\n4月1日，株洲市科技局局长罗景行出席株洲市科技创新大会并讲话。"
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "out")
    graph = load(tmp_path / "out")
    asked = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert int(next(iter(graph.to_rdflib().query(asked)))[0]) == int(graph.query(asked).rows[0][0])


@pytest.mark.parametrize(
    "query",
    ["SELECT * " + "{" * 9_000 + "?s ?p ?o" + "}" * 9_000, "ASK { FILTER(" + "!" * 90_000 + "true) }"],
    ids=["groups", "signs"],
)
def test_a_query_that_nests_too_deeply_is_refused(graph, query):
    with pytest.raises(QueryError, match="nested more than 500 deep"):
        graph.query(query)
