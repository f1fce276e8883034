"""The pages that are read - the index, and one for each thing - as a reader meets them, with the network cut off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_world import HOSTILE, SECOND, Visit, drawn, page_of, small_world

from kg.view import write_pages


def test_the_index_tells_what_is_in_the_graph_and_leads_to_it(visit: Visit, site: Path) -> None:
    page = visit.read(site / "index.html")
    assert page.locator(".hero dd").all_inner_texts() == ["2", "6", "4", "4"]
    assert page.locator(".quality dd").first.inner_text() == "0.90"
    assert page.locator(".newest li a").all_inner_texts() == ["丙丁市出台新政", "丙丁高新区<b>调研</b>记"]
    assert page.locator(".g-zone b").all_inner_texts() == ["2"], "a thing that nothing is said of is not among these"
    page.locator(".g-zone a", has_text="丙丁高新区").click()
    assert page.locator("h1").inner_text() == "丙丁高新区"
    page.locator(".home").click()
    page.locator(".button").click()
    drawn(page)


@pytest.mark.parametrize("typed", ["丙丁市人才", "bingdingshirencai", "bdsrcbf"])
@pytest.mark.parametrize("begin", ["index", "thing"])
def test_search_leads_to_a_page_by_characters_pinyin_and_initials(
    visit: Visit, site: Path, typed: str, begin: str
) -> None:
    page = visit.read(site / "index.html" if begin == "index" else page_of(site, "丙丁市"))
    page.locator("#search").fill(typed)
    page.locator("#found li").first.wait_for()
    assert "丙丁市人才办法" in page.locator("#found li").first.inner_text()
    page.locator("#search").press("Enter")
    page.wait_for_url(re.compile("entity-"))
    assert page.locator("h1").inner_text() == "丙丁市人才办法"


def test_a_thing_has_its_relations_by_predicate_with_their_sentences_and_articles(visit: Visit, site: Path) -> None:
    page = visit.read(page_of(site, "丙丁市"))
    assert [re.sub(r"\s", "", text) for text in page.locator(".relations h2").all_inner_texts()] == [
        "→印发1",
        "←位于1",
        "←任职于1",
    ]
    post = page.locator(".relations", has_text="任职于")
    assert post.locator("mark.trigger").inner_text() == "市长"
    assert "2024-05-01" in post.locator("cite").inner_text()
    post.locator("cite a").click()
    page.wait_for_selector(".said.now")
    assert page.locator(".said.now").inner_text() == "庚辛任丙丁市市长。"


def test_the_words_that_the_rule_went_by_are_marked(visit: Visit, site: Path) -> None:
    page = visit.read(page_of(site, "丙丁高新区"))
    said = page.locator(".relations", has_text="考察").locator("mark.trigger")
    assert said.all_inner_texts() == ["赴", "调研"]


def test_posts_stand_on_a_timeline_at_the_person_and_at_the_body(visit: Visit, site: Path) -> None:
    for name, label in (("庚辛", "市长 丙丁市"), ("丙丁市", "市长 庚辛")):
        page = visit.read(page_of(site, name))
        row = page.locator(".timeline li:not(.axis)")
        assert row.locator("p").inner_text() == label
        assert row.locator("time").inner_text() == "2024-05-01"
        assert row.locator("circle").count() == 1


def test_the_ego_picture_leads_to_the_neighbours(visit: Visit, site: Path) -> None:
    page = visit.read(page_of(site, "庚辛"))
    assert page.locator(".ego").get_attribute("aria-label") == "庚辛"
    page.locator(".ego a", has_text="丙丁市").locator("text").click()
    assert page.locator("h1").inner_text() == "丙丁市"
    assert page.locator(".ego a").count() == 3


def test_a_thing_leads_into_the_whole_graph_at_its_place(visit: Visit, site: Path) -> None:
    page = visit.read(page_of(site, "丙丁高新区"))
    page.locator(".button").click()
    drawn(page)
    assert page.locator("#card h2").inner_text() == "丙丁高新区"
    assert page.locator("#banner").is_visible()
    page.locator("#card a.action").click()
    assert page.url == page_of(site, "丙丁高新区").as_uri()


def test_a_thing_of_which_nothing_is_said_has_a_page_too(visit: Visit, site: Path) -> None:
    page = visit.read(page_of(site, "壬癸产业园"))
    assert page.locator("section").count() == 0


def test_the_overview_shows_the_best_connected_and_leads_to_them(visit: Visit, site: Path) -> None:
    page = visit.read(site / "index.html")
    assert page.locator(".overview a title").count() == 5
    page.locator(".overview a", has_text="庚辛").locator("path").click()
    assert page.locator("h1").inner_text() == "庚辛"


def test_two_posts_in_one_body_are_one_relation_with_both_told(visit: Visit, tmp_path: Path) -> None:
    world = small_world()
    edge = next(edge for *_, edge in world.graph.edges("urn:mayor", data=True)) | {"title": "党组书记"}
    world.graph.add_edge("urn:mayor", "urn:city", "second post", **edge)
    write_pages(world, tmp_path)
    page = visit.read(page_of(tmp_path, "庚辛"))
    assert page.locator(".told").inner_text() == "见于 1 篇文章 · 1 条关系"
    posts = page.locator(".relations", has_text="任职于")
    assert posts.locator("h2 small").inner_text() == "1"
    assert posts.locator(".fact").all_inner_texts() == ["党组书记", "市长"]


def test_where_a_name_says_so_the_page_tells_it(visit: Visit, tmp_path: Path) -> None:
    world = small_world()
    world.thing("urn:bureau", "丙丁市科技局", "GovernmentBody", "org")
    world.says(SECOND, "urn:bureau", "partOf", "urn:city", "庚辛任丙丁市市长。", rule="partOf.name")
    write_pages(world, tmp_path)
    page = visit.read(page_of(tmp_path, "丙丁市科技局"))
    assert page.locator(".relations cite").inner_text().endswith("名称本身表明")
    page = visit.open(tmp_path / "graph.html", "#node=urn:bureau")
    assert page.locator("#card cite").inner_text().endswith("名称本身表明")


def test_names_and_headlines_with_markup_are_text(visit: Visit, site: Path) -> None:
    page = visit.read(site / "index.html")
    assert page.locator("a", has_text="<b>调研</b>").count() == 1
    page.locator(".g-person a", has_text="甲乙").click()
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.locator("img, b b").count() == 0
    assert page.evaluate("window.hacked") is None
    page.locator("#search").fill("jiayi")
    page.locator("#found li").first.wait_for()
    assert HOSTILE in page.locator("#found li").first.inner_text()


@pytest.mark.parametrize("kind", ["index", "thing"])
def test_a_script_that_got_into_the_page_would_not_run(visit: Visit, site: Path, kind: str) -> None:
    page = visit.read(site / "index.html" if kind == "index" else page_of(site, "丙丁市"))
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'hacked = 1' }))")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('style'), { textContent: '*{color:red}' }))"
    )
    assert page.evaluate("window.hacked") is None
    assert len(visit.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def test_a_phone_needs_no_scrolling_sideways(visit: Visit, site: Path) -> None:
    visit.page.set_viewport_size({"width": 360, "height": 740})
    for file in (site / "index.html", page_of(site, "丙丁市"), site / "graph.html", site / "pages" / "article-a2.html"):
        page = visit.read(file)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, file.name


def test_the_reader_chooses_the_language(visit: Visit, site: Path) -> None:
    page = visit.read(page_of(site, "庚辛"))
    page.locator("#language").click()
    assert page.locator(".relations h2 .en").is_visible()
    assert not page.locator(".relations h2 .zh").is_visible()
    assert page.locator(".card .kind").inner_text() == "official"


def test_paper_is_white_whatever_the_screen_is(visit: Visit, site: Path) -> None:
    page = visit.read(page_of(site, "丙丁市"))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not page.locator("#search").is_visible()
