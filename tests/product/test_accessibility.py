"""No serious finding of axe-core on any kind of page, light and dark, as it opens and while it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_world import Visit, drawn, page_of
from playwright.sync_api import Browser, Page

AXE = Path(__file__).with_name("axe") / "axe.min.js"
SERIOUS = ("serious", "critical")


@pytest.fixture(params=["light", "dark"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True, color_scheme=request.param)
    yield context.new_page()
    context.close()


def findings(page: Page) -> list[str]:
    """What axe-core objects to seriously, with the element it objects to."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{f['id']}: {node['html'][:140]}" for f in found if f["impact"] in SERIOUS for node in f["nodes"]]


def choose(page: Page) -> None:
    page.locator("#search").fill("丙丁高新区")
    page.locator("#search").press("Enter")


def suggest(page: Page) -> None:
    page.locator("#search").fill("丙丁")
    page.locator("#found li").first.wait_for()


def look_for_a_path(page: Page) -> None:
    choose(page)
    page.locator("[data-do=path]").click()
    page.locator("#path-to").fill("庚辛")


def speak_english(page: Page) -> None:
    page.locator("#language").click()
    page.locator("#types .all").click()


GRAPH_STATES: dict[str, Callable[[Page], None]] = {
    "as it opens": lambda page: None,
    "a thing chosen": choose,
    "suggestions": suggest,
    "a path sought": look_for_a_path,
    "English, filtered": speak_english,
}


@pytest.mark.parametrize("use", GRAPH_STATES.values(), ids=GRAPH_STATES)
def test_the_graph(reader: Page, site: Path, use: Callable[[Page], None]) -> None:
    reader.goto((site / "graph.html").as_uri())
    drawn(reader)
    use(reader)
    assert findings(reader) == []


def test_an_article(reader: Page, site: Path) -> None:
    reader.goto((site / "pages" / "article-a1.html").as_uri())
    drawn(reader)
    assert findings(reader) == []


def test_a_large_graph(reader: Page, large: Path) -> None:
    reader.goto((large / "graph.html").as_uri())
    drawn(reader)
    assert findings(reader) == []


@pytest.mark.parametrize("kind", ["index", "person", "city"])
@pytest.mark.parametrize("use", [lambda page: None, suggest], ids=["as it opens", "suggestions"])
def test_the_pages_that_are_read(reader: Page, site: Path, kind: str, use: Callable[[Page], None]) -> None:
    pages = {"index": site / "index.html", "person": page_of(site, "庚辛"), "city": page_of(site, "丙丁市")}
    reader.goto(pages[kind].as_uri())
    use(reader)
    assert findings(reader) == []


def test_axe_does_find_what_is_wrong(visit: Visit, site: Path) -> None:
    page = visit.read(site / "index.html")
    page.evaluate("document.body.append(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in findings(page))
    # It also tries to read the style sheet, which the page forbids.
    visit.complaints.clear()
