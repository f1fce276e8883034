"""The pages as files: what they hold, and that one graph always gives the same bytes. In the browser: test_pages.py."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import OutputError
from kg.view import write_pages
from kg.view.data import pinyin_keys
from kg.view.layout import positions

HOSTILE = "</script><img src=x onerror=alert(1)>"


@dataclass
class Record:
    iri: str
    id: str
    headline: str
    published: str | None
    publisher: str | None
    source_path: str
    text: str


class World:
    """A graph made by hand: things and sentences are added one by one."""

    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph()
        self.records: list[Record] = []

    def networkx(self) -> nx.MultiDiGraph:
        return self.graph

    def articles(self) -> list[Record]:
        return self.records

    def article(self, number: int, headline: str, text: str) -> Record:
        record = Record(f"urn:a{number}", f"a{number}", headline, f"2024-03-0{number}", "丙丁日报", "x.txt", text)
        self.records.append(record)
        return record

    def thing(self, name: str, kind: str, group: str) -> str:
        self.graph.add_node(f"urn:{name}", name=name, type=kind, group=group, aliases=[], articles=1, gazetteer=False)
        return f"urn:{name}"

    def says(self, record: Record, subject: str, predicate: str, obj: str, quote: str) -> None:
        start = record.text.index(quote)
        evidence = {
            "article": record.iri,
            "headline": record.headline,
            "published": record.published,
            "quote": quote,
            "start": start,
            "end": start + len(quote),
            "rule": "by-hand",
            "confidence": 1.0,
        }
        key = f"{predicate}-{subject}-{obj}"
        if self.graph.has_edge(subject, obj, key):
            edge = self.graph[subject][obj][key]
            edge["support"] += 1
            edge["evidence"].append(evidence)
        else:
            self.graph.add_edge(
                subject, obj, key, predicate=predicate, support=1, title=None, date=None, evidence=[evidence]
            )


def small_world() -> World:
    world = World()
    first = world.article(1, "甲乙赴丙丁高新区调研", "甲乙赴丙丁高新区调研。戊己陪同甲乙。")
    second = world.article(2, "丙丁高新区又有来客", "近日，甲乙到丙丁高新区走访。")
    person, host = world.thing("甲乙", "Official", "person"), world.thing("戊己", "Official", "person")
    zone = world.thing("丙丁高新区", "HiTechZone", "zone")
    world.says(first, person, "visited", zone, "甲乙赴丙丁高新区调研。")
    world.says(first, host, "accompanied", person, "戊己陪同甲乙。")
    world.says(second, person, "visited", zone, "近日，甲乙到丙丁高新区走访。")
    return world


def data_of(page: Path) -> str:
    html = page.read_text(encoding="utf-8")
    return html.partition('id="kg-data">')[2].partition("</script>")[0]


def test_the_whole_graph_comes_first_and_every_article_has_its_page(tmp_path: Path) -> None:
    pages = write_pages(small_world(), tmp_path)
    assert [page.name for page in pages] == ["graph.html", "article-a2.html", "article-a1.html", "index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(page.name for page in pages)


def test_one_graph_gives_the_same_bytes_in_whatever_order_it_was_filled(tmp_path: Path) -> None:
    world, other = small_world(), small_world()
    shuffled = nx.MultiDiGraph()
    shuffled.add_nodes_from(reversed(list(other.graph.nodes(data=True))))
    for subject, obj, key, edge in reversed(list(other.graph.edges(keys=True, data=True))):
        shuffled.add_edge(subject, obj, key, **(edge | {"evidence": edge["evidence"][::-1]}))
    other.graph, other.records = shuffled, other.records[::-1]
    for page, twin in zip(write_pages(world, tmp_path / "a"), write_pages(other, tmp_path / "b"), strict=True):
        assert page.read_bytes() == twin.read_bytes(), page.name


def test_writing_pages_leaves_the_graph_as_it_was(tmp_path: Path) -> None:
    world, twin = small_world(), small_world()
    write_pages(world, tmp_path)
    assert nx.utils.graphs_equal(world.graph, twin.graph)


def test_an_article_page_holds_only_what_that_article_says(tmp_path: Path) -> None:
    write_pages(small_world(), tmp_path)
    second = data_of(tmp_path / "article-a2.html")
    assert "近日，甲乙到丙丁高新区走访。" in second
    assert "戊己" not in second
    assert "甲乙赴丙丁高新区调研。" not in second


def test_nothing_is_loaded_from_outside_and_links_are_relative(tmp_path: Path) -> None:
    for page in write_pages(small_world(), tmp_path):
        html = page.read_text(encoding="utf-8")
        outside_scripts = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
        assert "bootstrap" not in html
        assert not re.search(r"<(?:link|iframe|object|embed)\b|<script[^>]* src=", html.lower().replace("\n", " "))
        targets = re.findall(r'(?:href|src)="([^"]*)"', outside_scripts)
        assert targets and all(re.fullmatch(r"[\w.-]+\.html(#[\w%.-]*)?", target) for target in targets), targets


def test_names_and_quotes_with_markup_are_text_in_every_file(tmp_path: Path) -> None:
    world = World()
    record = world.article(1, HOSTILE, f"{HOSTILE}赴丙丁市{{{{title}}}}调研。")
    subject, obj = world.thing(HOSTILE, "Official", "person"), world.thing("{{library}}丙丁市", "City", "place")
    world.graph.nodes[subject]["aliases"] = [HOSTILE + "甲"]
    world.says(record, subject, "visited", obj, record.text)
    for page in write_pages(world, tmp_path):
        html = page.read_text(encoding="utf-8")
        assert "<img" not in html, page.name
        assert html.count("<script") - html.count('"<script>') in (0, 4), page.name
        assert len(html) < 700_000, f"{page.name}: a gap was filled from inside a text"


def test_an_id_cannot_lead_a_page_out_of_the_directory(tmp_path: Path) -> None:
    world = small_world()
    world.records[0].id = "../../outside/x"
    out = tmp_path / "deep" / "out"
    assert all(page.parent == out for page in write_pages(world, out))
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def test_a_graph_without_room_keeps_the_best_supported_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    world = small_world()
    write_pages(world, tmp_path, room=2)
    page, html = data_of(tmp_path / "graph.html"), (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "甲乙" in page and "丙丁高新区" in page and "戊己" not in page
    assert "另有 1 个未画出" in html
    write_pages(world, tmp_path, room=3)
    assert "未画出" not in (tmp_path / "graph.html").read_text(encoding="utf-8")


def test_an_empty_graph_still_gives_pages(tmp_path: Path) -> None:
    world = World()
    world.article(1, "没有关系的文章", "天气很好。")
    assert len(write_pages(world, tmp_path)) == 3
    assert "没有关系的文章" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write the page"):
        write_pages(small_world(), tmp_path / "file" / "out")


def test_a_page_of_300_nodes_stays_below_1200_kilobytes(tmp_path: Path) -> None:
    world, chance = World(), random.Random(7)
    text = "".join(f"第{n}次，有关负责人一行到产业园区实地考察，听取了关于科技创新工作情况的汇报。" for n in range(600))
    record = world.article(1, "三百个实体", text)
    things = [world.thing(f"丙丁高新技术产业园{n}", "IndustrialPark", "zone") for n in range(300)]
    for quote in re.findall(r"[^。]+。", text):
        world.says(record, *pair(chance, things), quote)
    write_pages(world, tmp_path)
    assert (tmp_path / "graph.html").stat().st_size < 1_200_000


def pair(chance: random.Random, things: list[str]) -> tuple[str, str, str]:
    subject, obj = chance.sample(things, 2)
    return subject, "cooperatesWith", obj


@pytest.mark.parametrize("size", [2, 30, 150, 400])
def test_no_two_nodes_with_their_labels_stand_on_each_other(size: int) -> None:
    chance = random.Random(size)
    boxes = [(chance.uniform(40, 130), chance.uniform(40, 90)) for _ in range(size)]
    ties = [(node, chance.randrange(node)) for node in range(1, size) if chance.random() < 0.95]
    places = positions(boxes, ties)
    slack = 3.0  # pixels: half a pixel is left by moving apart, and places are whole numbers
    for first in range(size):
        for second in range(first):
            across = abs(places[first][0] - places[second][0]) - (boxes[first][0] + boxes[second][0]) / 2
            along = abs(places[first][1] - places[second][1]) - (boxes[first][1] + boxes[second][1]) / 2
            assert across > -slack or along > -slack, (first, second)


def test_layout_leaves_the_random_numbers_of_others_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    positions([(50, 50)] * 40, [(n, n // 2) for n in range(1, 40)])
    assert random.random() == expected


def test_a_thing_is_found_by_pinyin_and_initials() -> None:
    assert pinyin_keys(["衡阳市", "A1园区"]) == "hengyangshi hys a1yuanqu ayq"


def test_importing_the_view_loads_no_heavy_library() -> None:
    check = "import sys, kg.view; print({'pyvis', 'igraph', 'numpy', 'networkx', 'pypinyin'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True).stdout.strip() == "set()"
