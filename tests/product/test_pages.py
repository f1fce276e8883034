"""The pages as a reader meets them: opened by double click in Chromium, with the network cut off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.view import write_pages

HOSTILE = "</script><img src=x onerror='window.hacked=1'>甲乙"
VISIT = f"3月5日，{HOSTILE}副市长率队赴丙丁高新区调研。"
FIRST = {"article": "urn:a1", "headline": "丙丁高新区<b>调研</b>记", "published": "2024-03-06"}
SECOND = {"article": "urn:a2", "headline": "丙丁市出台新政", "published": "2024-04-01"}
TEXTS = {
    "urn:a1": f"丙丁高新区<b>调研</b>记\n{VISIT}\n丙丁高新区位于丙丁市。天气很好。",
    "urn:a2": "丙丁市出台新政\n丙丁市印发《丙丁市人才办法》。庚辛任丙丁市市长。",
}


@dataclass
class Record:
    iri: str
    id: str
    headline: str
    published: str
    publisher: str
    source_path: str
    text: str


@dataclass
class World:
    graph: nx.MultiDiGraph = field(default_factory=nx.MultiDiGraph)

    def networkx(self) -> nx.MultiDiGraph:
        return self.graph

    def articles(self) -> list[Record]:
        heads = {"urn:a1": FIRST, "urn:a2": SECOND}
        return [
            Record(iri, iri[-2:], heads[iri]["headline"], heads[iri]["published"], "丙丁日报", f"{iri[-2:]}.txt", text)
            for iri, text in TEXTS.items()
        ]

    def thing(self, iri: str, name: str, kind: str, group: str) -> None:
        self.graph.add_node(iri, name=name, type=kind, group=group, aliases=[], articles=1, gazetteer=False)

    def says(self, about: dict[str, str], subject: str, predicate: str, obj: str, quote: str, **more: Any) -> None:
        start = TEXTS[about["article"]].index(quote)
        evidence = about | {"quote": quote, "start": start, "end": start + len(quote), "rule": "r", "confidence": 1.0}
        edge = {"predicate": predicate, "support": 1, "title": None, "date": None, "evidence": [evidence]} | more
        self.graph.add_edge(subject, obj, f"{subject} {predicate} {obj}", **edge)


def small_world() -> World:
    world = World()
    world.thing("urn:person", HOSTILE, "Official", "person")
    world.thing("urn:mayor", "庚辛", "Official", "person")
    world.thing("urn:zone", "丙丁高新区", "HiTechZone", "zone")
    world.thing("urn:city", "丙丁市", "City", "place")
    world.thing("urn:policy", "丙丁市人才办法", "Policy", "policy")
    world.thing("urn:alone", "壬癸产业园", "IndustrialPark", "zone")
    world.says(FIRST, "urn:person", "visited", "urn:zone", VISIT, date="2024-03-05")
    world.says(FIRST, "urn:zone", "locatedIn", "urn:city", "丙丁高新区位于丙丁市。")
    world.says(SECOND, "urn:city", "issued", "urn:policy", "丙丁市印发《丙丁市人才办法》。")
    world.says(SECOND, "urn:mayor", "worksFor", "urn:city", "庚辛任丙丁市市长。", title="市长")
    return world


def crowded_world() -> World:
    """120 things round six hubs: enough for labels to get into each other's way."""
    world = World()
    for number in range(120):
        world.thing(f"urn:{number:03}", f"丙丁市第{number}新材料产业技术协同研究院", "ResearchInstitution", "org")
    for number in range(1, 120):
        hub = number % 6 if number >= 6 else 0
        world.says(SECOND, f"urn:{number:03}", "partOf", f"urn:{hub:03}", "庚辛任丙丁市市长。")
    return world


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.fail("no chromium on the PATH: install the distribution's package, e.g. apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("目录 with space")
    write_pages(small_world(), out)
    return out


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crowd")
    write_pages(crowded_world(), out, room=110)
    return out


@dataclass
class Visit:
    """A page being read, and everything that it asked for or complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, file: Path, fragment: str = "") -> Page:
        self.page.goto(file.as_uri() + fragment)
        self.page.wait_for_function("window.kg && kg.placed().length > 0")
        return self.page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("console", lambda message: visit.complaints.append(message.text))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith(("file:", "data:image/"))] == []


def place(page: Page, *iris: str) -> tuple[float, float]:
    """Where on the screen a node is, or the middle of the line between two."""
    left, top = page.evaluate(
        """(iris) => {
          const known = JSON.parse(document.getElementById('kg-data').textContent).nodes.map((node) => node.iri);
          const spots = iris.map((iri) => network.canvasToDOM(network.getPosition(known.indexOf(iri))));
          const stage = document.getElementById('mynetwork').getBoundingClientRect();
          const mean = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
          return [mean('x') + stage.left, mean('y') + stage.top];
        }""",
        list(iris),
    )
    return left, top


def colours(page: Page) -> int:
    return page.evaluate(
        """() => {
          const canvas = document.querySelector('#mynetwork canvas');
          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          const found = new Set();
          for (let at = 0; at < pixels.length; at += 4) found.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
          return found.size;
        }"""
    )


@pytest.mark.parametrize("name", ["graph.html", "article-a1.html", "article-a2.html"])
def test_a_page_draws_its_network_without_network(visit: Visit, site: Path, name: str) -> None:
    page = visit.open(site / name)
    assert colours(page) > 50
    assert visit.requests == [(site / name).as_uri()]


def test_the_picture_stands_still_at_once(visit: Visit, crowd: Path) -> None:
    page = visit.open(crowd / "graph.html")
    before = page.evaluate("network.getPositions()")
    page.wait_for_timeout(500)
    assert page.evaluate("network.getPositions()") == before
    assert page.evaluate("network.physics.physicsEnabled") is False


def test_the_legend_names_and_counts_types_and_hides_them(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    row = page.locator("#legend label", has_text="Official")
    assert row.locator("output").inner_text() == "2"
    assert any("一" <= character <= "鿿" for character in row.locator("span").inner_text())
    row.locator("input").uncheck()
    page.wait_for_timeout(100)
    hidden = page.evaluate("nodes.get().filter((node) => node.hidden).map((node) => node.label)")
    assert HOSTILE in hidden and "庚辛" in hidden and "丙丁市" not in hidden
    assert page.evaluate("edges.get().filter((edge) => edge.hidden).length") == 2


@pytest.mark.parametrize("typed", ["丙丁市人才", "bingdingshirencai", "bdsrcbf"])
def test_search_finds_by_characters_pinyin_and_initials(visit: Visit, site: Path, typed: str) -> None:
    page = visit.open(site / "graph.html")
    page.locator("#search").fill(typed)
    assert "丙丁市人才办法" in page.locator("#found li").first.inner_text()
    page.locator("#search").press("Enter")
    assert page.locator("#card h2").inner_text() == "丙丁市人才办法"


def test_search_shows_a_thing_that_a_filter_hides(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.locator("#search").fill("壬癸")
    page.locator("#search").press("Enter")
    assert page.evaluate("nodes.get().find((node) => node.label === '壬癸产业园').hidden") is False
    assert page.locator("#loose").is_checked()


def test_a_click_on_a_node_shows_its_relations_with_their_sentences(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.click(*place(page, "urn:zone"))
    page.wait_for_selector("#card h2")
    card = page.locator("#card")
    assert card.locator("h2").inner_text() == "丙丁高新区"
    assert card.locator("h3").count() == 2
    assert "丙丁高新区位于丙丁市。" in card.inner_text()
    assert "2024-03-06" in card.inner_text()


def test_a_click_on_a_line_shows_the_sentence_with_both_ends_marked(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.click(*place(page, "urn:mayor", "urn:city"))
    page.wait_for_selector("#card blockquote")
    quote = page.locator("#card blockquote")
    assert quote.count() == 1
    assert "庚辛任丙丁市市长。" in quote.inner_text()
    assert quote.locator("mark").all_inner_texts() == ["庚辛", "丙丁市"]
    assert "市长" in page.locator("#card .fact .also").inner_text()


def test_pointing_at_a_line_shows_its_sentence_headline_and_date(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.move(*place(page, "urn:city", "urn:policy"))
    page.wait_for_selector("#tip:not([hidden])")
    tip = page.locator("#tip").inner_text()
    assert "丙丁市印发《丙丁市人才办法》。" in tip and "丙丁市出台新政" in tip and "2024-04-01" in tip


def test_names_and_quotes_with_markup_are_inert(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.move(*place(page, "urn:person"))
    page.wait_for_selector("#tip:not([hidden])")
    assert HOSTILE in page.locator("#tip").inner_text()
    page.mouse.click(*place(page, "urn:person"))
    page.wait_for_selector("#card h2")
    assert page.locator("#card h2").inner_text() == HOSTILE
    page.locator("#search").fill("甲乙")
    assert HOSTILE in page.locator("#found li").first.inner_text()
    visit.open(site / "article-a1.html")
    page.goto((site / "index.html").as_uri())
    assert page.locator("a", has_text="<b>调研</b>").count() == 1
    assert page.locator("img, b b").count() == 0
    assert page.evaluate("window.hacked") is None


def test_a_script_that_got_into_the_page_would_not_run(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'hacked = 1' }))")
    assert page.evaluate("window.hacked") is None
    assert "Content Security Policy" in visit.complaints.pop()


def test_a_sentence_leads_to_its_place_in_the_article_and_back(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.click(*place(page, "urn:mayor", "urn:city"))
    page.locator("#card cite a").click()
    page.wait_for_selector(".said.now")
    assert page.url.startswith((site / "article-a2.html").as_uri())
    assert page.locator(".said.now").inner_text() == "庚辛任丙丁市市长。"
    page.locator("nav .to-whole").click()
    page.wait_for_selector("body.whole")
    assert page.url == (site / "graph.html").as_uri()


def test_an_article_page_marks_the_sentence_behind_a_chosen_line(visit: Visit, site: Path) -> None:
    page = visit.open(site / "article-a1.html")
    assert page.locator("#text p").all_inner_texts() == TEXTS["urn:a1"].split("\n")
    page.mouse.click(*place(page, "urn:zone", "urn:city"))
    page.wait_for_selector(".said.now")
    assert page.locator(".said.now").inner_text() == "丙丁高新区位于丙丁市。"
    page.locator(".said", has_text="率队赴").click(position={"x": 3, "y": 5})
    assert "副市长率队赴" in page.locator("#card blockquote").inner_text()


def test_the_picture_can_be_saved(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    with page.expect_download() as saving:
        page.locator("#save").click()
    assert saving.value.suggested_filename == "知识图谱.png"
    assert Path(saving.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_index_leads_to_a_thing_in_the_whole_graph(visit: Visit, site: Path) -> None:
    page = visit.page
    page.goto((site / "index.html").as_uri())
    page.locator(".g-zone a", has_text="丙丁高新区").click()
    page.wait_for_selector("#card h2")
    assert page.locator("#card h2").inner_text() == "丙丁高新区"


@pytest.mark.parametrize("zoom", [0.2, 0.5, 1.0, 2.5])
def test_no_label_covers_another_at_any_zoom(visit: Visit, crowd: Path, zoom: float) -> None:
    page = visit.open(crowd / "graph.html")
    page.evaluate("(zoom) => network.moveTo({ scale: network.getScale() * zoom })", zoom)
    page.wait_for_timeout(200)
    boxes = [shown["box"] for shown in page.evaluate("kg.placed()")]
    assert len(boxes) > 3
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0, "a label is clipped"
        for a, b, c, d in boxes[:number]:
            assert left >= c or a >= right or top >= d or b >= bottom


def test_the_page_says_how_many_things_it_leaves_out(visit: Visit, crowd: Path) -> None:
    page = visit.open(crowd / "graph.html")
    assert page.locator("#notice").is_visible()
    assert "110" in page.locator("#notice").inner_text() and "10 个未画出" in page.locator("#notice").inner_text()


def test_a_small_picture_names_its_relations_and_a_large_one_waits_to_be_asked(
    visit: Visit, site: Path, crowd: Path
) -> None:
    lines = "kg.placed().filter((shown) => shown.line !== undefined).length"
    assert visit.open(site / "graph.html").evaluate(lines) == 4
    page = visit.open(crowd / "graph.html")
    assert page.evaluate(lines) == 0
    page.mouse.click(*place(page, "urn:100"))
    page.wait_for_function(f"{lines} > 0")
