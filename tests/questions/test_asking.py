"""Asking: names in any form, dates, words; what is not understood is said with what may have been meant."""

from __future__ import annotations

import json
import re

import golden_world
import pytest

from kg.errors import QueryError
from kg.graph import load
from kg.ontology import CLASSES, subclasses
from kg.questions import ask, question, questions
from kg.questions.paths import paths
from kg.questions.subgraph import source
from kg.resources import load_toml
from kg.view import Selection, part_page


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    out = tmp_path_factory.mktemp("asking")
    golden_world.write(out)
    return load(out)


def people(answer):
    return [row[answer.variables.index("person")] for row in answer.rows]


def test_a_place_stands_for_what_lies_in_it_and_belongs_to_it(graph):
    assert {"何为", "赵子昂", "石敬之"} <= set(people(ask(graph, "posts", in_="湖南省")))
    assert "石敬之" not in people(ask(graph, "posts", in_="衡阳市"))


@pytest.mark.parametrize("name", ["衡阳", "place/430400", "https://kg.example.org/place/430400"])
def test_a_thing_goes_by_any_form_of_its_name_or_by_its_iri(graph, name):
    answer = ask(graph, "posts", in_=name)
    assert answer.given == {"in": "衡阳市"}
    assert answer.rows == ask(graph, "posts", in_="衡阳市").rows


def test_who_held_a_post_on_a_day_is_neither_who_came_later_nor_who_had_gone(graph):
    def mayors(day):
        return people(ask(graph, "posts", in_="衡阳市", title="市长", as_of=day))

    assert mayors("2024-03-05") == []
    assert mayors("2024-03-06") == ["何为"]
    assert mayors("2024-09-09") == ["何为"]
    assert mayors("2024-09-10") == ["钱一鸣"]
    assert mayors("2025") == ["钱一鸣"]


def test_every_row_of_a_relation_has_the_sentence_that_says_so(graph):
    answer = ask(graph, "visits", to="创新中心")
    assert [said[0].quote for said in answer.sentences] == [
        "3月5日，湖南省副省长石敬之到衡阳高新区调研，察看创新中心。"
    ]
    body = golden_world.ARTICLES[0][0].body
    assert body[answer.sentences[0][0].start : answer.sentences[0][0].end] == answer.sentences[0][0].quote


def test_a_limit_counts_what_it_leaves_out(graph):
    whole = ask(graph, "posts")
    part = ask(graph, "posts", limit=2)
    assert part.rows == whole.rows[:2]
    assert (part.more, whole.more) == (len(whole.rows) - 2, 0)
    assert len(part.sentences) == 2


def test_json_has_the_sentences_and_csv_the_rows(graph):
    answer = ask(graph, "policies", title="人才")
    [row] = json.loads(answer.json())
    assert row["policy"] == "衡阳人才办法"
    assert row["sentences"][0]["quote"] == "衡阳市去年出台《衡阳人才办法》。"
    assert answer.csv().splitlines()[0] == "policy,issuer,places,date,articles"


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("post", {}, "did you mean posts"),
        ("posts", {"titel": "局长"}, "did you mean title"),
        ("posts", {"colour": "red"}, "it takes in, who, title, as-of"),
        ("profile", {}, "--of is needed.*kg ask profile --of"),
        ("posts", {"in_": "衡阴市"}, "nothing in the graph.*衡阳市"),
        ("posts", {"in_": "hengyang"}, "did you mean 衡阳市"),
        ("posts", {"in_": "何为"}, "another class.*官员.*place"),
        ("facts", {"of": "李建军"}, "2 things have this name.*person/李建军~500000"),
        ("posts", {"as_of": "2024-13"}, "not a date"),
        ("policies", {"year": "2024-03"}, "not a year"),
        ("zones", {"level": "local"}, "give one of national, provincial"),
        ("zones", {"type": "高薪区"}, "no class of this name"),
        ("facts", {"of": "何为", "predicate": "考查"}, "no predicate of this name"),
        ("adds", {"article": "衡阳"}, "4 articles have this in their title"),
        ("adds", {"article": "无此文"}, "no article is called so"),
    ],
)
def test_what_is_not_understood_is_one_line_with_what_may_be_meant(graph, name, given, says):
    with pytest.raises(QueryError, match=says) as caught:
        ask(graph, name, **given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ['局" } UNION { ?s ?p ?o } #', "局\\", "局\n} ", "$in", "#in: "])
def test_no_text_of_a_reader_becomes_sparql(graph, text):
    assert ask(graph, "posts", title=text).rows == ()


@pytest.mark.parametrize("name", [q.name for q in questions() if not any(p.must for p in q.parameters)])
def test_a_question_is_also_a_plain_query_of_all(graph, name):
    answer, plain = ask(graph, name), graph.query(name)
    at = [plain.variables.index(variable) for variable in answer.variables]
    assert [tuple(row[i] for i in at) for row in plain.rows] == list(answer.rows)


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_every_question_and_parameter_says_in_both_languages_what_it_means(one):
    for zh, en in [(one.zh, one.en), *((p.zh, p.en) for p in one.parameters)]:
        assert re.search(r"[\u4e00-\u9fff]", zh)
        assert re.search(r"[a-z]", en)
    assert one.example.startswith(one.name)
    assert {word[2:] for word in one.example.split() if word.startswith("--")} <= {p.name for p in one.parameters}
    used = set(re.findall(r"\$([a-z-]+)", one.text))
    assert used == {p.name for p in one.parameters}


def test_titles_of_contradictions_are_those_of_successions():
    words = load_toml("lexicon/tenures.toml")
    held = re.findall(r"REGEX\(\?t\d, \"\((.*?)\)\$\"\)", question("contradictions").text)
    assert [titles.split("|") for titles in held] == [words["single"], words["whole_time"], words["whole_time"]]


def test_wider_classes_contradict_no_narrower_one():
    listed = re.search(r"\?c NOT IN \((.*?)\)", question("contradictions").text)
    named = {name.removeprefix("kg:") for name in listed[1].split(", ")}
    assert named == {name for name in CLASSES if len(subclasses(name)) > 1}


def test_every_kind_of_contradiction_is_found_and_told(graph):
    kinds = {row[0] for row in ask(graph, "contradictions").rows}
    told = set(re.findall(r"^#   (\w+ \w+(?: \w+)?)  ", question("contradictions").text, re.MULTILINE))
    assert kinds == told


def test_an_answer_as_a_page_has_its_facts_and_sentences_alone(graph):
    made = source(graph, ask(graph, "visits", to="创新中心"))
    edges = [(a, e["predicate"], b) for a, b, e in made.network.edges(data=True)]
    assert edges == [
        ("https://kg.example.org/person/石敬之~430000", "visited", "https://kg.example.org/facility/创新中心~430400")
    ]
    page = part_page(made, Selection(), "", None)
    assert "察看创新中心" in page
    assert "钱一鸣" not in page


def test_a_path_tells_each_step_with_its_sentence(graph):
    way = paths(graph, "孙二平", "何为")[0]
    assert [(step.source, step.outward, step.target) for step in way] == [
        ("孙二平", True, "衡阳市科技局"),
        ("衡阳市科技局", True, "衡阳市"),
        ("衡阳市", False, "何为"),
    ]
    assert way[0].sentences[0].quote == "市科技局局长赵子昂、局长孙二平出席。"


def test_a_path_between_strangers_says_so(graph):
    with pytest.raises(QueryError, match="no way of 6 steps"):
        paths(graph, "湘南新区", "何为")
