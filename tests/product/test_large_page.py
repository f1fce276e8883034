"""The page of a picture too large for pyvis: the panel, search and filters over sigma.js, communities as bubbles."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_world import Visit, place, seen

BUBBLES = "kg.placed().filter((label) => label.community !== undefined)"


def test_the_page_is_one_file_and_draws_without_network(visit: Visit, large: Path, tmp_path: Path) -> None:
    alone = tmp_path / "graph.html"
    alone.write_bytes((large / "graph.html").read_bytes())
    page = visit.open(alone)
    assert visit.requests == [alone.as_uri()]
    assert "vis.Network" not in alone.read_text("utf-8")
    assert page.evaluate("typeof kgSigma") == "object"


def test_communities_stand_as_bubbles_that_tell_their_names_and_sizes(visit: Visit, large: Path) -> None:
    page = visit.open(large / "graph.html")
    told = page.evaluate(f"{BUBBLES}.filter((label) => !label.inside)")
    assert len(told) >= 5
    assert sum(label["count"] for label in told) <= 240
    assert all("丙丁市第" in "".join(label["rows"]) for label in told)
    inside = page.evaluate(f"{BUBBLES}.filter((label) => label.inside)")
    assert all(label["rows"] == [str(label["count"])] for label in inside)
    assert "展开" in page.locator("#grouping").inner_text()


def test_a_click_opens_a_community_and_its_card_closes_it(visit: Visit, large: Path) -> None:
    page = visit.open(large / "graph.html")
    left, top, right, bottom = page.evaluate(f"{BUBBLES}[0].box")
    stage = page.locator("#mynetwork").bounding_box()
    page.mouse.click(stage["x"] + (left + right) / 2, stage["y"] + (top + bottom) / 2)
    page.wait_for_timeout(400)
    assert page.evaluate("kg.state.open.size") == 1
    assert page.evaluate("kg.placed().filter((label) => label.id !== undefined).length") > 3
    page.locator("#close-all").click()
    assert page.evaluate("kg.state.open.size") == 0


def test_search_opens_the_community_of_what_is_found(visit: Visit, large: Path) -> None:
    page = visit.open(large / "graph.html")
    page.locator("#search").fill("第77新")
    page.locator("#search").press("Enter")
    page.wait_for_timeout(300)
    assert "第77新材料" in page.locator("#card h2").inner_text()
    assert page.evaluate("kg.state.open.size") == 1
    page.mouse.click(*place(page, "urn:00077"))
    assert "第77新材料" in page.locator("#card h2").inner_text()
    page.locator("[data-do=around]").click()
    assert seen(page) == {"urn:00077", "urn:00005"}


def test_filters_and_paths_work_as_in_a_small_picture(visit: Visit, large: Path) -> None:
    page = visit.open(large / "graph.html", "#path=urn:00077&to=urn:00083")
    assert "相隔 2 步" in page.locator("#card").inner_text()
    page.locator("#card .back").click()
    page.locator("#predicates [data-predicate=partOf]").uncheck()
    assert seen(page) <= {"urn:00077", "urn:00083"}


@pytest.mark.parametrize("zoom", [0.4, 1.0, 4.0])
@pytest.mark.parametrize("fragment", ["", "#open=all"], ids=["closed", "open"])
def test_no_label_covers_another(visit: Visit, large: Path, zoom: float, fragment: str) -> None:
    page = visit.open(large / "graph.html", fragment)
    page.evaluate("(zoom) => kg.stage.move({ ...kg.stage.where(), scale: kg.stage.where().scale * zoom })", zoom)
    page.wait_for_timeout(400)
    boxes = [shown["box"] for shown in page.evaluate("kg.placed()")]
    for number, (left, top, right, bottom) in enumerate(boxes):
        for a, b, c, d in boxes[:number]:
            assert left >= c or a >= right or top >= d or b >= bottom


def test_the_picture_is_saved_as_it_is_seen(visit: Visit, large: Path) -> None:
    page = visit.open(large / "graph.html", "#open=all")
    with page.expect_download() as saving:
        page.locator("#png").click()
    png = Path(saving.value.path()).read_bytes()
    assert png.startswith(b"\x89PNG") and len(png) > 30_000
    assert page.evaluate("kg.picture()").count("<path") > 240


def test_the_saved_drawing_shows_closed_communities_as_rings_of_their_types(visit: Visit, large: Path) -> None:
    page = visit.open(large / "graph.html")
    drawn = page.evaluate("kg.picture()")
    assert drawn.count("<circle") == len(page.evaluate("kg.stage.extras()"))
    assert ">机构</text>" in drawn, "it tells what the colours mean"
    assert drawn.count("<path") < 60, "no thing of a closed community"


def test_the_address_keeps_which_communities_are_open(visit: Visit, large: Path) -> None:
    page = visit.open(large / "graph.html", "#open=1+2")
    assert page.evaluate("[...kg.state.open]") == [1, 2]
    page.wait_for_timeout(400)
    assert "open=1+2" in page.url
