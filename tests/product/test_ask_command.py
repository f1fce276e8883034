"""``kg ask``, ``kg path`` and ``kg query`` as people use them."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "questions"))

import golden_world

from kg.questions import questions


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    made = tmp_path_factory.mktemp("ask")
    golden_world.write(made)
    return made


def test_ask_alone_lists_every_question_with_its_options(kg):
    listed = kg("ask").stdout
    for question in questions():
        assert f"{question.name} " in listed
        assert question.zh in listed
        assert " ".join(f"--{parameter.name}" for parameter in question.parameters) in listed


def test_a_question_tells_what_narrows_it(kg):
    told = kg("ask", "posts", "--help", COLUMNS="200").stdout
    for part in ("谁在何处担任什么职务", "--in", "--as-of", "kg ask posts --in 衡阳市 --as-of 2020-07-31"):
        assert part in told


def test_an_answer_is_a_table_with_a_sentence_under_each_row(kg, out):
    done = kg("ask", "posts", "--in", "衡阳市", "--as-of", "2024-09-30", "--title", "市长", "-o", out)
    assert done.stdout.splitlines() == [
        "person  title  body    first       last        articles",
        "钱一鸣  市长   衡阳市  2024-09-10  2024-09-10  1",
        "    “钱一鸣接替何为任衡阳市市长，何为不再担任市长。”  衡阳市人事任免 2024-09-10",
    ]


def test_an_answer_is_csv_json_or_a_page(kg, out, tmp_path):
    asked = ("ask", "visits", "--to", "创新中心", "-o", out)
    assert next(csv.DictReader(io.StringIO(kg(*asked, "-f", "csv").stdout)))["visitor"] == "石敬之"
    assert json.loads(kg(*asked, "-f", "json").stdout)[0]["sentences"][0]["published"] == "2024-03-06"
    page = tmp_path / "part.html"
    assert kg(*asked, "-f", "html", "--page", page).stdout == f"open {page}\n"
    assert "察看创新中心" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["post"], "did you mean posts"),
        (["posts", "--im", "衡阳市"], "--in"),
        (["posts", "--in", "衡阴市"], "did you mean 衡阳市"),
        (["profile"], "--of is needed"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(kg, out, given, says):
    done = kg("ask", *given, *([] if given == ["post"] else ["-o", out]))
    assert done.returncode
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_limit_says_how_many_rows_it_leaves_out(kg, out):
    done = kg("ask", "posts", "--limit", "2", "-o", out)
    assert "6 more rows: --limit 8" in done.stderr


def test_a_fault_of_a_query_has_a_caret_under_it_also_behind_chinese_characters(kg, out):
    done = kg("query", "SELECT ?n WHERE {\n  ?衡阳市 kg:visited “甲” }", "-o", out)
    assert done.stderr.splitlines() == [
        'Error: line 2, column 19: a full-width “ - write "',
        "    ?衡阳市 kg:visited “甲” }",
        "                       ^",
    ]
    assert done.returncode == 1


def test_a_word_that_the_ontology_does_not_have_is_told_and_the_answer_given(kg, out):
    done = kg("query", "SELECT ?n { ?x kg:visted ?y ; skos:prefLabel ?n FILTER(?n != 'kg:nothing') }", "-o", out)
    assert done.stderr.splitlines()[0] == "Note: no term of the ontology: kg:visted - did you mean kg:visited?"
    assert "kg:nothing" not in done.stderr
    assert done.returncode == 0


def test_rows_come_as_lines_of_json_too(kg, out):
    lines = kg("query", "SELECT ?n WHERE { ?x a kg:Company ; skos:prefLabel ?n }", "-o", out, "-f", "jsonl").stdout
    assert [json.loads(line) for line in lines.splitlines()] == [{"n": "甲公司"}]


def test_every_form_of_an_empty_answer_is_well_formed(kg, out):
    nothing = ("query", "SELECT ?n WHERE { ?n a kg:Company, kg:City }", "-o", out, "-f")
    assert [kg(*nothing, form).stdout for form in ("table", "csv", "json", "jsonl")] == ["n\n", "n\n", "[]\n", ""]


def test_a_runaway_query_ends_in_time(kg, out):
    runaway = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
    start = time.monotonic()
    done = kg("query", runaway, "-o", out, "--timeout", "1")
    assert done.returncode == 1
    assert "not done within 1 seconds" in done.stderr
    assert time.monotonic() - start < 30


def test_rows_are_printed_before_the_last_is_found(kg, out):
    endless = "SELECT ?a WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    done = kg("query", endless, "-o", out, "-f", "csv", "--timeout", "3")
    assert done.returncode == 1
    assert len(done.stdout) > 10_000


def test_path_tells_how_two_are_connected(kg, out):
    done = kg("path", "孙二平", "创新中心", "--most", "1", "-o", out)
    assert done.stdout.splitlines()[:3] == [
        "孙二平 —任职于→ 衡阳市科技局 —隶属于→ 衡阳市 ←位于— 衡阳高新区 ←位于— 创新中心",
        "  孙二平  任职于  衡阳市科技局",
        "    “市科技局局长赵子昂、局长孙二平出席。”  一篇多有出入的报道 2024-05-20",
    ]
    [way] = json.loads(kg("path", "孙二平", "创新中心", "--most", "1", "-o", out, "-f", "json").stdout)
    assert way[0]["object"] == "衡阳市科技局"
