"""What ``kg.load()`` gives: answers as typed DataFrames, things as cards, connections with their sentences."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
import pytest
from small_worlds import GAZETTEER, build, says, told

import kg
from kg.errors import QueryError
from kg.graph import Answer, load, named_queries
from kg.notebook.frames import DATES, frame

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
    ),
    told(
        "[何为](Official~430400)代表[衡阳市](City~430400)出席。[甲公司](Company)与[乙大学](ResearchInstitution)签约。"
        "[甲公司](Company)在[衡阳市](City~430400)。[乙大学](ResearchInstitution)在[衡阳市](City~430400)。"
        "[衡阳](City=衡阳市~430400)[技术合同交易额达11.5亿元](Indicator=技术合同交易额 11.5亿元~430400)。"
        "[石敬之](Official~430000)曾到[衡阳高新区](HiTechZone~430400)。",
        says("何为 worksFor 衡阳市", title="市长", date="2020-07"),
        "甲公司 cooperatesWith 乙大学",
        "甲公司 locatedIn 衡阳市",
        "乙大学 locatedIn 衡阳市",
        says("衡阳 hasIndicator 技术合同交易额达11.5亿元", value=Decimal("11.5"), unit="亿元", date="2023"),
        says("石敬之 visited 衡阳高新区", date="2022"),
        id="a2",
        published="2024-04-01",
    ),
    told("[远客](Person~甲)写诗。[山人](Person~乙)作画。[山人](Person~丙)作画。", id="a3", published="2024-05-01"),
]
CLAIMS = """SELECT ?title ?date ?value ?confidence ?start {
  GRAPH ?article { ?claim kg:rule ?rule ; kg:confidence ?confidence ; kg:start ?start
    OPTIONAL { ?claim kg:title ?title } OPTIONAL { ?claim kg:date ?date } OPTIONAL { ?claim kg:value ?value } } }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("graph")
    build(out, ARTICLES, GAZETTEER)
    return out


@pytest.fixture(scope="module")
def graph(folder):
    return kg.load(folder)


def types(answer: pd.DataFrame) -> dict[str, str]:
    return {name: str(dtype) for name, dtype in answer.dtypes.items()}


def test_columns_have_the_types_of_the_values(graph):
    found = types(graph.query(CLAIMS))
    assert found == {
        "title": "string",
        "date": "datetime64[us]",
        "date_exact": "category",
        "value": "Float64",
        "confidence": "Float64",
        "start": "Int64",
    }


def test_what_is_unbound_is_missing(graph):
    answer = graph.query(CLAIMS)
    assert answer.title.isna().sum() == len(answer) - 2
    assert answer.title[answer.title.isna()].iloc[0] is pd.NA
    assert answer.value.sum() == 11.5
    assert answer.date.isna().sum() == answer.date_exact.isna().sum() == len(answer) - 4


def test_a_date_less_exact_than_a_day_is_its_first_day_and_says_so(graph):
    answer = graph.query(CLAIMS).dropna(subset="date").sort_values("date")
    assert list(answer.date.dt.strftime("%Y-%m-%d")) == ["2020-07-01", "2022-01-01", "2023-01-01", "2024-03-05"]
    assert list(answer.date_exact) == ["month", "year", "year", "day"]
    assert (answer.date_exact >= "month").sum() == 2


def test_a_column_of_days_has_no_other_beside_it(graph):
    answer = graph.query("SELECT ?day { ?article schema:datePublished ?day } ORDER BY ?day")
    assert list(answer.columns) == ["day"]
    assert answer.day.diff().dt.days.max() == 30


def test_dates_of_which_a_query_made_text_are_dates_again(graph):
    said = "{ GRAPH ?article { ?claim kg:date ?said } BIND(STR(?said) AS ?%s) }"
    assert graph.query(f"SELECT ?when {said % 'when'} ORDER BY ?when").when.dt.year.tolist() == [2020, 2022, 2023, 2024]
    years = f"{said[:-1]} FILTER(STRLEN(?%s) = 4) }}"
    assert types(graph.query(f"SELECT ?when {years % (('when',) * 2)}")) == {"when": "string"}
    assert types(graph.query(f"SELECT ?date {years % (('date',) * 2)}"))["date"] == "datetime64[us]"


@pytest.mark.parametrize("name", sorted(DATES))
def test_the_dates_of_a_ready_question_are_dates_also_where_none_is_known(graph, name):
    assert types(graph.query(f"SELECT ?{name} {{ ?x kg:signed ?{name} }}")) == {name: "datetime64[us]"}
    assert name in {column for query in named_queries() for column in re.findall(r"\?(\w+)", query.text)}


def test_iris_are_text_and_a_count_is_a_number(graph):
    answer = graph.query("SELECT ?zone (COUNT(*) AS ?n) { ?zone a kg:HiTechZone ; ?p ?o } GROUP BY ?zone")
    assert types(answer) == {"zone": "string", "n": "Int64"}
    assert answer.zone[0].startswith("https://kg.example.org/zone/")


def test_a_yes_or_no_is_one(graph):
    assert graph.query("ASK { ?x kg:visited ?y }").answer.tolist() == [True]
    assert types(graph.query("SELECT (1 > 2 AS ?so) {}")) == {"so": "boolean"}


def test_values_of_several_kinds_are_text_and_numbers_of_several_are_numbers(graph):
    assert types(graph.query("SELECT ?x { VALUES ?x { 1 'a' } }")) == {"x": "string"}
    assert types(graph.query("SELECT ?x { VALUES ?x { 1 2.5 UNDEF } }")) == {"x": "Float64"}


def test_an_answer_without_rows_has_its_columns(graph):
    answer = graph.query("SELECT ?a ?b { ?a kg:signed ?b }")
    assert types(answer) == {"a": "string", "b": "string"}
    assert len(answer) == 0


def test_a_date_that_is_none_stays_text(graph):
    assert graph.query("SELECT ('2024-02-31'^^xsd:date AS ?day) {}").day.tolist() == ["2024-02-31"]


def test_an_answer_of_which_only_the_rows_are_known_is_text():
    assert types(frame(Answer(("a",), (("1",), ("",))))) == {"a": "string"}


def test_a_frame_has_every_row_and_column_of_the_answer(graph, folder):
    inside = load(folder)
    for query in named_queries():
        answer, shown = inside.query(query.name), graph.query(query.name)
        assert len(shown) == len(answer.rows), query.name
        assert [name for name in shown.columns if not name.endswith("_exact")] == list(answer.variables), query.name


def test_a_question_of_the_library_is_a_frame_with_the_sentences_behind_each_row(graph):
    answer = graph.ask("visits", to="衡阳市", since="2024")
    assert {"visitor": "string", "date": "datetime64[us]", "sentences": "object"}.items() <= types(answer).items()
    (row,) = answer.itertuples()
    assert (row.visitor, row.place, str(row.date.date())) == ("石敬之", "衡阳高新区", "2024-03-05")
    assert str(row.sentences[0]).startswith("“3月5日，湖南省副省长石敬之到高新区调研。”")
    assert row.sentences[0].source.published == "2024-03-06"


def test_a_question_without_relations_behind_it_has_no_sentences(graph):
    assert "sentences" not in graph.ask("articles")
    assert len(graph.ask("articles", limit=2)) == 2


def test_the_library_says_what_each_question_takes(graph):
    listed = graph.questions().set_index("name")
    assert listed.parameters["visits"].split(", ")[:2] == ["to", "by"]
    assert listed.zh["visits"].startswith("谁到哪里")
    assert set(listed.index) == {query.name for query in named_queries()}


def test_a_card_has_posts_with_their_time_relations_with_their_sentences_and_articles(graph):
    card = graph.entity("何为")
    assert (card.name, card.type, card.kind, card.aliases) == ("何为", "Official", "官员", ())
    (post,) = card.posts
    assert (post.title, post.body.name, post.begun, post.last_seen) == ("市长", "衡阳市", "2020-07", "2024-04-01")
    assert post.time == "2020-07 – 2024-04-01"
    assert [article.published for article in card.articles] == ["2024-04-01", "2024-03-06"]
    (hosted,) = [relation for relation in card.relations if relation.predicate == "accompanied"]
    assert (hosted.subject.name, hosted.object.name, hosted.support) == ("何为", "石敬之", 1)
    assert hosted.sentences[0].text == "市长何为陪同。"
    assert hosted.sentences[0].source.published == "2024-03-06"


def test_a_card_reads_as_text_and_as_markup(graph):
    text, markup = repr(graph.entity("何为")), graph.entity("何为")._repr_html_()
    assert text.splitlines()[0] == "何为  官员  2 articles"
    assert "  何为  市长  衡阳市  2020-07 – 2024-04-01" in text
    assert "  何为  陪同  石敬之\n    “市长何为陪同。”  3月5日，湖南省副省长石敬之到高新区调研 2024-03-06" in text
    assert "accompanied" not in markup
    assert '<span style="font-weight:600">何为</span>' in markup


def test_of_a_body_the_posts_are_those_in_it(graph):
    assert [(post.holder.name, post.title) for post in graph.entity("衡阳市").posts] == [("何为", "市长")]


def test_a_thing_has_any_of_its_names_or_its_iri(graph):
    card = graph.entity("衡阳高新技术产业开发区")
    assert card.name == "衡阳高新区"
    assert graph.entity(card.iri) == card


def test_a_long_card_prints_a_part_and_has_all(folder, tmp_path):
    names = [f"甲{number}所" for number in range(30)]
    text = "".join(f"[{name}](Company)在[衡阳市](City~430400)。" for name in names)
    build(tmp_path, [told(text, *(f"{name} locatedIn 衡阳市" for name in names))])
    card = kg.load(tmp_path).entity("衡阳市")
    assert len(card.relations) == 30
    assert repr(card).count("位于") == 12
    assert repr(card).endswith("… 18 more in .posts and .relations")
    assert all(name in card._repr_html_() for name in names)


def test_text_of_an_article_is_never_markup(tmp_path):
    text = "[<b>何为](Person)到[<i>园](Zone)<script>调研。"
    build(tmp_path, [told(text, "<b>何为 visited <i>园", title="<img src=x>")])
    graph = kg.load(tmp_path)
    for shown in (graph.entity("<b>何为"), graph.path("<b>何为", "<i>园")):
        markup = shown._repr_html_()
        assert not [part for part in ("<script>", "<img", "<i>园") if part in markup]
        assert "&lt;script&gt;" in markup


def test_a_connection_has_every_way_and_every_step_its_sentences(graph):
    found = graph.path("何为", "衡阳高新区")
    assert (found.start.name, found.end.name, found.length) == ("何为", "衡阳高新区", 2)
    assert [str(way) for way in found.ways] == [
        "何为 —任职于→ 衡阳市 ←位于— 衡阳高新区",
        "何为 —陪同→ 石敬之 —考察→ 衡阳高新区",
    ]
    visit = found.ways[1].steps[1].relations[0]
    assert [sentence.source.published for sentence in visit.sentences] == ["2024-04-01", "2024-03-06"]
    assert "    “市长何为陪同。”" in repr(found)
    assert "2 ways of 2 steps" in found._repr_html_()


def test_a_step_that_only_the_gazetteer_knows_says_so(graph):
    assert "  衡阳市  位于  湖南省\n    (gazetteer)" in repr(graph.path("何为", "湖南省"))
    assert "from the gazetteer" in graph.path("何为", "湖南省")._repr_html_()


def test_a_relation_that_holds_both_ways_has_no_arrow(graph):
    assert str(graph.path("乙大学", "甲公司").ways[0]) == "乙大学 —合作— 甲公司"


def test_a_connection_keeps_to_the_relations_that_are_wanted(graph):
    assert [str(way) for way in graph.path("何为", "衡阳高新区", predicates=["考察", "accompanied"]).ways] == [
        "何为 —陪同→ 石敬之 —考察→ 衡阳高新区"
    ]
    with pytest.raises(QueryError, match="no way of 6 steps or fewer"):
        graph.path("何为", "衡阳高新区", predicates=["visited"])


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda graph: graph.entity("高新"), "did you mean 衡阳高新区"),
        (lambda graph: graph.entity("山人"), "2 things have this name.*give one by its IRI"),
        (lambda graph: graph.path("何为", "hengyangshi"), "did you mean 衡阳市"),
        (lambda graph: graph.path("何为", "何为"), "that is one thing"),
        (lambda graph: graph.path("何为", "远客"), "no way of 6 steps or fewer"),
        (lambda graph: graph.query("visit"), "did you mean visits"),
        (lambda graph: graph.ask("visit"), "did you mean visits"),
        (lambda graph: graph.ask("visits", too="衡阳市"), "did you mean to"),
        (lambda graph: graph.ask("visits", to="衡阳高薪区"), "did you mean .*衡阳高新区"),
    ],
)
def test_what_is_not_there_says_what_may_have_been_meant(graph, ask, says):
    with pytest.raises(QueryError, match=says):
        ask(graph)


def test_the_networkx_view_is_ones_own(graph):
    graph.networkx().clear()
    assert len(graph.networkx()) > 5


def test_a_graph_says_where_it_is_and_shows_itself(graph, folder):
    assert repr(graph) == f"<kg.Graph of {folder / 'graph.trig'}>"
    assert graph._repr_html_().startswith("<iframe")
    assert "衡阳高新区" in graph.show("衡阳高新区").html
