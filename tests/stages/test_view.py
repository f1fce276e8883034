"""The pages as files: what they hold, and that one graph always gives the same bytes. In the browser: test_pages.py."""

from __future__ import annotations

import math
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
from kg.view.marks import marks, trigger_words
from kg.view.theme import Group, groups
from kg.view.timeline import Row, timeline

SHARED = ("graph.css", "graph.js", "names.js", "page.css", "page.js", "vis.js")
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

    def shown(self) -> tuple[nx.MultiDiGraph, list[Record]]:
        return self.graph, self.articles()

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


def test_every_article_and_every_thing_has_its_page(tmp_path: Path) -> None:
    pages = [page.relative_to(tmp_path).as_posix() for page in write_pages(small_world(), tmp_path)]
    assert pages[:4] == ["graph.html", "index.html", "pages/article-a2.html", "pages/article-a1.html"]
    assert len(pages[4:]) == 3 and all(re.fullmatch(r"pages/entity-[0-9a-f]{16}\.html", page) for page in pages[4:])
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written - set(pages) == {f"pages/{name}" for name in SHARED}


def test_pages_share_what_is_large(tmp_path: Path) -> None:
    for page in write_pages(small_world(), tmp_path):
        assert page.name == "graph.html" or page.stat().st_size < 30_000, page.name


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
    second = data_of(tmp_path / "pages" / "article-a2.html")
    assert "近日，甲乙到丙丁高新区走访。" in second
    assert "戊己" not in second
    assert "甲乙赴丙丁高新区调研。" not in second


def test_nothing_is_loaded_from_outside_and_links_are_relative(tmp_path: Path) -> None:
    for page in write_pages(small_world(), tmp_path):
        html = page.read_text(encoding="utf-8")
        markup = re.sub(r"(<(script|style)\b[^>]*>).*?</\2>", r"\1", html, flags=re.DOTALL)
        assert "bootstrap" not in html
        assert not re.search(r"<(?:iframe|object|embed|base)\b", markup.lower())
        targets = re.findall(r'(?:href|src)="([^"]*)"', markup)
        assert targets
        for target in targets:
            assert re.fullmatch(r"(\.\./|pages/)?[\w.-]+\.(html|js|css)([#][\w%.&;=-]*)?", target), target
            assert (page.parent / target.partition("#")[0]).is_file(), f"{page.name} leads to nothing: {target}"


def test_only_what_the_page_names_itself_may_run(tmp_path: Path) -> None:
    for page in write_pages(small_world(), tmp_path):
        html = page.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
        assert policy and policy[1].startswith("default-src 'none'; script-src '")
        assert "unsafe" not in policy[1] and "*" not in policy[1] and "http" not in policy[1]


def test_names_and_quotes_with_markup_are_text_in_every_file(tmp_path: Path) -> None:
    world = World()
    record = world.article(1, HOSTILE, f"{HOSTILE}赴丙丁市{{{{title}}}}调研。")
    subject, obj = world.thing(HOSTILE, "Official", "person"), world.thing("{{library}}丙丁市", "City", "place")
    world.graph.nodes[subject]["aliases"] = [HOSTILE + "甲"]
    world.says(record, subject, "visited", obj, record.text)
    write_pages(world, tmp_path)
    for file in (path for path in tmp_path.rglob("*") if path.suffix in (".html", ".js") and path.name != "vis.js"):
        text = file.read_text(encoding="utf-8")
        assert "<img" not in text, file.name
        assert len(text) < 700_000, f"{file.name}: a gap was filled from inside a text"
        if file.suffix == ".html" and file.name != "graph.html":
            assert text.count("<script") == text.count("</script>"), file.name


def test_an_id_cannot_lead_a_page_out_of_the_directory(tmp_path: Path) -> None:
    world = small_world()
    world.records[0].id = "../../outside/x"
    out = tmp_path / "deep" / "out"
    assert all(page.parent in (out, out / "pages") for page in write_pages(world, out))
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def test_a_graph_without_room_keeps_the_best_supported_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    world = small_world()
    write_pages(world, tmp_path, limit=2)
    page, html = data_of(tmp_path / "graph.html"), (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "甲乙" in page and "丙丁高新区" in page and "戊己" not in page
    assert "另有 1 个未画出" in html
    write_pages(world, tmp_path, limit=3)
    assert "未画出" not in (tmp_path / "graph.html").read_text(encoding="utf-8")


def test_the_page_of_an_article_draws_no_more_than_pyvis_can(tmp_path: Path) -> None:
    write_pages(small_world(), tmp_path, room=1)
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "pages").glob("article-*.html")]
    assert any("未画出" in page for page in pages)
    write_pages(small_world(), tmp_path)
    assert not any("未画出" in page.read_text(encoding="utf-8") for page in (tmp_path / "pages").glob("article-*.html"))


def test_an_empty_graph_still_gives_pages(tmp_path: Path) -> None:
    world = World()
    world.article(1, "没有关系的文章", "天气很好。")
    assert len(write_pages(world, tmp_path)) == 3
    assert len(write_pages(World(), tmp_path / "nothing at all")) == 2
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


def told(sentence: str, *names: str, rule: str = "", title: str | None = None) -> list[tuple[str, str]]:
    return [
        (m.role, sentence[m.start : m.end]) for m in marks(sentence, names[:1], names[1:], trigger_words(rule), title)
    ]


def test_the_words_of_the_rule_are_marked_between_the_ends_of_the_relation() -> None:
    said = told("甲乙前往丙丁市，在丙丁市调研。", "甲乙", "丙丁市", rule="visited.goes-and-visits")
    assert said == [("subject", "甲乙"), ("trigger", "前往"), ("object", "丙丁市"), ("trigger", "调研")]


def test_the_post_is_what_tells_of_a_post() -> None:
    assert told("丙丁市市长甲乙出席。", "甲乙", "丙丁市", title="市长") == [
        ("object", "丙丁市"),
        ("trigger", "市长"),
        ("subject", "甲乙"),
    ]


@pytest.mark.parametrize("rule", ["", "mine.unknown-rule", "visited.goes-and-visits"])
def test_what_the_sentence_does_not_name_is_not_marked(rule: str) -> None:
    assert told("他很忙。", "甲乙", "丙丁市", rule=rule) == []
    assert told("甲乙市甲乙", "甲乙市", "甲乙", rule=rule) == [("subject", "甲乙市"), ("object", "甲乙")]


def test_a_timeline_runs_from_the_first_to_the_last_day_and_passes_over_what_is_no_date() -> None:
    made = timeline([Row("后", ("2024-06", "nonsense")), Row("先", ("2024-01-01", "2024-03-01")), Row("无", ("",))])
    assert re.findall(r"<p>(.)</p>", made) == ["先", "后"]
    assert re.findall(r'<circle cx="([\d.]+)%"', made) == ["3.0", "40.1", "97.0"]
    assert timeline([Row("无", ("2024-13-01",))]) == ""


@pytest.mark.parametrize("look", list(groups().values()), ids=lambda look: look.key)
def test_the_colours_of_types_hold_on_light_and_dark(look: Group) -> None:
    for ground in ("#f8f8f6", "#131519"):
        light, dark = sorted((luminance(look.color), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, ground


def test_groups_that_the_colour_blind_might_confuse_differ_in_shape_or_lightness() -> None:
    looks = [look for look in groups().values() if look.key != "other"]
    for number, one in enumerate(looks):
        for other in looks[:number]:
            if one.shape == other.shape:
                near = min(distance(one.color, other.color, sight) for sight in SIGHTS)
                assert near > 0.08, (one.key, other.key, near)


# Linear RGB as people without red, green or blue cones see it: Machado, Oliveira and Fernandes 2009, severity 1.
SIGHTS = (
    ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
)


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def distance(one: str, other: str, sight: tuple[tuple[float, ...], ...]) -> float:
    """How far two colours are apart in OKLab as somebody sees them; 0.02 is the least that eyes notice."""
    return math.dist(oklab(linear(one), sight), oklab(linear(other), sight))


def oklab(rgb: list[float], sight: tuple[tuple[float, ...], ...]) -> list[float]:
    def times(matrix: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
        return [sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix]

    seen = [max(0.0, part) for part in times(sight, rgb)]
    cones = times(((0.4122, 0.5363, 0.0514), (0.2119, 0.6807, 0.1074), (0.0883, 0.2817, 0.63)), seen)
    lab = ((0.2105, 0.7936, -0.0041), (1.978, -2.4286, 0.4506), (0.0259, 0.7828, -0.8087))
    return times(lab, [cone ** (1 / 3) for cone in cones])


def test_a_thing_is_found_by_pinyin_and_initials() -> None:
    assert pinyin_keys(["衡阳市", "A1园区"]) == "hengyangshi hys a1yuanqu ayq"


def test_importing_the_view_loads_no_heavy_library() -> None:
    check = "import sys, kg.view; print({'pyvis', 'igraph', 'numpy', 'networkx', 'pypinyin'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True).stdout.strip() == "set()"
