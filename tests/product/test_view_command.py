"""``kg view``: parts of a graph as pages, and what it says to names that it does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from page_world import Visit, page_of

from kg import graph
from kg.graph.terms import Iris
from kg.model import Article, Claim, Extraction, Mention
from kg.resolution import resolve
from kg.view import write_pages

BODIES = {
    "2024-03-05": "石敬之考察衡阳高新区。",
    "2024-04-01": "何为考察衡阳高新区。",
    "2024-05-02": "何为会见沈砚青。",
}
CLASSES = {"石敬之": "Official", "何为": "Official", "沈砚青": "Person", "衡阳高新区": "HiTechZone"}
SAYS = (("石敬之", "visited", "衡阳高新区"), ("何为", "visited", "衡阳高新区"), ("何为", "accompanied", "沈砚青"))


def items():
    """One article a sentence, each with the one relation that it tells of; and two people of one name."""
    for number, ((day, body), (subject, predicate, obj)) in enumerate(zip(BODIES.items(), SAYS, strict=True)):
        names = [name for name in CLASSES if name in body]
        mentions = [Mention(body.index(n), body.index(n) + len(n), CLASSES[n], n, "x") for n in names]
        mentions.append(Mention(0, 2, "Person", "同名", f"context {number % 2}"))
        claim = Claim(names.index(subject), predicate, names.index(obj), 0, len(body), "by-hand", 0.9)
        article = Article(f"{number:016x}", f"{number}.txt", "0" * 64, f"第{number}篇", body, day)
        yield article, Extraction(article.id, tuple(mentions), (claim,))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    iris = Iris("https://kg.example.org/")
    graph.write(folder, items, resolve(items(), iris.entity), iris.base)
    write_pages(graph.load(folder), folder)
    return folder


def drawn(page: Path) -> dict:
    return json.loads(page.read_text("utf-8").partition('id="kg-data">')[2].partition("</script>")[0])


def names(page: Path) -> set[str]:
    return {node["name"] for node in drawn(page)["nodes"]}


PARTS = {
    "around": (["--around", "石敬之"], {"石敬之", "衡阳高新区"}),
    "two steps": (["--around", "石敬之", "--depth", "2"], {"石敬之", "衡阳高新区", "何为"}),
    "between": (["--between", "石敬之", "沈砚青"], {"石敬之", "衡阳高新区", "何为", "沈砚青"}),
    "type": (["--type", "官员", "--type", "高新区"], {"石敬之", "何为", "衡阳高新区"}),
    "predicate": (["--predicate", "accompanied"], {"何为", "沈砚青"}),
    "since": (["--since", "2024-04"], {"何为", "衡阳高新区", "沈砚青"}),
    "until": (["--until", "2024-04-01"], {"何为", "衡阳高新区", "石敬之"}),
    "a span": (["--since", "2024-04", "--until", "2024-04"], {"何为", "衡阳高新区"}),
    "article": (["--article", "第0篇"], {"石敬之", "衡阳高新区"}),
}


@pytest.mark.parametrize(("options", "expected"), PARTS.values(), ids=PARTS)
def test_a_part_holds_what_was_asked_for_and_nothing_else(kg, out, tmp_path, options, expected):
    done = kg("view", "-o", out, "--page", tmp_path / "part.html", *options)
    assert done.stdout.strip() == f"open {tmp_path / 'part.html'}", done.stderr
    assert names(tmp_path / "part.html") - {"衡阳市", "湖南省"} == expected


def test_the_whole_graph_is_the_page_that_the_build_made(kg, out):
    assert kg("view", "-o", out).stdout.strip() == f"open {out / 'graph.html'}"


def test_a_part_in_the_output_leads_to_its_pages_and_elsewhere_stands_alone(kg, out, tmp_path):
    kg("view", "-o", out, "--around", "石敬之")
    assert all((out / node["file"]).is_file() for node in drawn(out / "view.html")["nodes"])
    kg("view", "-o", out, "--around", "石敬之", "--page", tmp_path / "part.html")
    assert not [node for node in drawn(tmp_path / "part.html")["nodes"] if "file" in node]


UNKNOWN = {
    "part of a name": (["--around", "高新区"], "no thing of this name - did you mean 衡阳高新区?"),
    "pinyin": (["--around", "shijz"], "index.html"),
    "whole pinyin": (["--around", "shijingzhi"], "did you mean 石敬之?"),
    "several": (["--around", "同名"], "2 things have this name - give one by its IRI: https://kg.example.org/person/"),
    "other end": (["--between", "石敬之", "沈砚"], "did you mean 沈砚青?"),
    "no path": (
        ["--between", "石敬之", "沈砚青", "--predicate", "visited"],
        "no relations lead from the one to the other",
    ),
    "class": (["--type", "Offical"], "did you mean official?"),
    "predicate": (["--predicate", "visits"], "did you mean visited?"),
    "article": (["--article", "第"], "3 articles have this in their title"),
    "date": (["--since", "May"], "May: no date - give one such as 2024"),
}


@pytest.mark.parametrize(("options", "told"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_unknown_or_means_several_gets_suggestions(kg, out, tmp_path, options, told):
    done = kg("view", "-o", out, "--page", tmp_path / "part.html", *options)
    assert done.returncode in (1, 2)
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert not (tmp_path / "part.html").exists()


def test_a_path_is_open_with_its_sentences_at_once(kg, out, visit: Visit):
    kg("view", "-o", out, "--between", "石敬之", "何为", "--page", out / "path.html")
    page = visit.open(out / "path.html")
    assert page.locator("#card .triple").count() == 2
    assert "石敬之考察衡阳高新区。" in page.locator("#card").inner_text()


@pytest.mark.parametrize("inside", [True, False], ids=["in the graph's directory", "elsewhere"])
def test_out_may_name_the_page_itself(kg, out, tmp_path, inside):
    page = (out if inside else tmp_path) / "part.html"
    if not inside:
        (tmp_path / "output").symlink_to(out)
    done = kg("view", "--around", "石敬之", "--out", page if inside else page.name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {"石敬之", "衡阳高新区"} <= names(page)
    assert any("file" in node for node in drawn(page)["nodes"]) is inside
    page.unlink()


OWN = """
[[rule]]
id = "cooperatesWith.mentors"
says = "甲结对帮扶乙"
when = "{one:Zone} <mentors> {other:Zone}"
gives = "one cooperatesWith other"
yes = [
  "[丙丁高新区](one:HiTechZone)结对帮扶[戊亥经开区](other:EconomicDevelopmentZone)。",
  "[丙丁新区](one:NewArea)结对帮扶[戊亥产业园](other:IndustrialPark)。",
]
no = ["[丙丁高新区](HiTechZone)参观[戊亥经开区](EconomicDevelopmentZone)。", "[丙丁高新区](HiTechZone)很大。"]
"""
NEWS = {
    "march.txt": "衡阳高新区结对帮扶衡山经开区\n2024-03-18 衡阳日报\n3月18日，衡阳高新区结对帮扶衡山经开区。\n",
    "may.txt": "石敬之到衡阳高新区调研\n2024-05-20 衡阳日报\n5月20日，衡阳市副市长石敬之到衡阳高新区调研。\n",
}


@pytest.fixture(scope="module")
def built(kg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph built of two articles with a rule of one's own."""
    folder = tmp_path_factory.mktemp("built")
    for name, text in NEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "rules").mkdir()
    (folder / "rules" / "mentors.toml").write_text(OWN, encoding="utf-8")
    (folder / "rules" / "words.toml").write_text('mentors = ["结对帮扶"]\n', encoding="utf-8")
    done = kg("build", *NEWS, "--rules", "rules", "-o", "graph", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "graph"


def test_a_page_of_an_earlier_day_knows_nothing_later_and_leads_to_no_page_of_today(kg, built):
    now = names(built / "graph.html")
    done = kg("view", "-o", built, "--as-of", "2024-03-31")
    assert done.stdout.strip() == f"open {built / 'view.html'}", done.stderr
    assert "石敬之" in now - names(built / "view.html")
    assert {"衡阳高新区", "衡山经济开发区"} <= names(built / "view.html")
    assert not [node for node in drawn(built / "view.html")["nodes"] if "file" in node]
    assert "截至 2024-03-31" in (built / "view.html").read_text("utf-8")
    assert names(built / "graph.html") == now


def test_a_day_before_all_articles_is_an_error(kg, built):
    done = kg("view", "-o", built, "--as-of", "1999")
    assert done.returncode == 1
    assert "no article was published by then" in done.stderr


def test_the_words_of_ones_own_rules_are_marked_too(kg, built, visit: Visit):
    kg("view", "-o", built, "--between", "衡阳高新区", "衡山经开区")
    page = visit.open(built / "view.html")
    assert "结对帮扶" in page.locator("#card blockquote mark.trigger").all_inner_texts()
    page = visit.read(page_of(built, "衡山经济开发区"))
    assert "结对帮扶" in page.locator(".relations blockquote mark.trigger").all_inner_texts()


def test_a_part_of_some_types_and_a_relation_holds_only_what_the_relation_ties(kg, out, tmp_path):
    kg(
        "view",
        "-o",
        out,
        "--type",
        "官员",
        "--type",
        "高新区",
        "--predicate",
        "考察",
        "--until",
        "2024-03",
        "--page",
        tmp_path / "p.html",
    )
    assert names(tmp_path / "p.html") == {"石敬之", "衡阳高新区"}
