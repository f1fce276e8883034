"""``kg view``: parts of a graph as pages, and what it says to names that it does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from page_world import Visit

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
