"""The pictures as a reader meets them: opened by double click in Chromium, with the network cut off."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from page_world import HOSTILE, TEXTS, Visit, drawn, page_of, place, seen, small_world, until
from playwright.sync_api import Page

from kg.view import write_pages


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


@pytest.mark.parametrize("name", ["graph.html", "pages/article-a1.html", "pages/article-a2.html"])
def test_a_page_draws_its_network_without_network(visit: Visit, site: Path, name: str) -> None:
    page = visit.open(site / name)
    assert colours(page) > 50
    assert visit.outside() == []


def test_the_whole_graph_is_one_file_that_can_be_sent_alone(visit: Visit, site: Path, tmp_path: Path) -> None:
    alone = tmp_path / "graph.html"
    alone.write_bytes((site / "graph.html").read_bytes())
    assert colours(visit.open(alone)) > 50
    assert visit.requests == [alone.as_uri()]


def test_the_picture_stands_still_at_once(visit: Visit, crowd: Path) -> None:
    page = visit.open(crowd / "graph.html")
    before = page.evaluate("network.getPositions()")
    page.wait_for_timeout(500)
    assert page.evaluate("network.getPositions()") == before
    assert page.evaluate("network.physics.physicsEnabled") is False


def test_the_legend_names_and_counts_types_and_hides_them(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    row = page.locator("#types label", has=page.locator("[data-type=Official]"))
    assert row.locator("output").inner_text() == "2"
    assert row.locator("span").inner_text() == "官员"
    row.locator("input").uncheck()
    assert seen(page) == {"urn:zone", "urn:city", "urn:policy"}


def test_the_legend_hides_relations_and_what_they_alone_tie(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.locator("#predicates [data-predicate=issued]").uncheck()
    assert seen(page) == {"urn:person", "urn:zone", "urn:city", "urn:mayor"}
    page.locator("#predicates .all").click()
    assert "urn:policy" in seen(page)


def test_the_time_slider_leaves_what_is_told_of_within_it(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    assert page.locator("#time output").inner_text() == "2024-03 – 2024-05"
    page.locator("#since").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#time output").inner_text() == "2024-05 – 2024-05"
    assert seen(page) == {"urn:city", "urn:policy", "urn:mayor"}


def test_only_the_surroundings_then_a_neighbour_expanded_then_all(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.click(*place(page, "urn:zone"))
    page.locator("[data-do=around]").click()
    assert seen(page) == {"urn:zone", "urn:person", "urn:city"}
    assert page.locator("#banner").inner_text().startswith("只显示 丙丁高新区 周围")
    page.locator("#card .who", has_text="丙丁市").first.click()
    page.locator("[data-do=expand]").click()
    assert seen(page) == {"urn:zone", "urn:person", "urn:city", "urn:policy", "urn:mayor"}
    page.locator("[data-do=collapse]").click()
    assert seen(page) == {"urn:zone", "urn:person", "urn:city"}
    page.locator("#banner button").click()
    assert len(seen(page)) == 5


def test_collapsing_puts_the_neighbours_away_that_hang_on_nothing_else(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.click(*place(page, "urn:city"))
    page.locator("[data-do=fold]").click()
    assert seen(page) == {"urn:city", "urn:zone", "urn:person"}
    shown = page.evaluate("kg.placed().filter((label) => label.id !== undefined).map((label) => label.rows.at(-1))")
    assert "+2" in shown
    page.locator("[data-do=fold]").click()
    assert len(seen(page)) == 5


def test_a_path_between_two_things_is_told_with_its_sentences(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.click(*place(page, "urn:mayor"))
    page.locator("[data-do=path]").click()
    page.locator("#path-to").fill("gxq")
    page.locator("#path-to").press("Enter")
    assert "相隔 2 步" in page.locator("#card").inner_text()
    assert page.locator("#card .triple").all_inner_texts() == ["庚辛— 任职于 →丙丁市", "丙丁高新区— 位于 →丙丁市"]
    assert "庚辛任丙丁市市长。" in page.locator("#card").inner_text()


def test_where_no_path_leads_the_card_says_so(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.click(*place(page, "urn:mayor"))
    page.locator("[data-do=path]").click()
    page.locator("#path-to").fill("壬癸")
    page.locator("#path-to").press("Enter")
    assert "没有相连" in page.locator("#card").inner_text()


def test_the_address_keeps_the_view(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.locator("#predicates [data-predicate=issued]").uncheck()
    page.mouse.click(*place(page, "urn:zone"))
    page.locator("#closer").click()
    until(page, "location.hash.includes('at=') && location.hash.includes('without=issued')")
    page.wait_for_timeout(300)
    before = page.evaluate("kg.stage.where()")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    drawn(page)
    assert page.locator("#card h2").inner_text() == "丙丁高新区"
    assert "urn:policy" not in seen(page)
    after = page.evaluate("kg.stage.where()")
    assert {key: round(value, 1) for key, value in after.items()} == {k: round(v, 1) for k, v in before.items()}


@pytest.mark.parametrize(
    "wild", ["#node=urn:nothing", "#at=x+y+0&types=%00", "#path=a&to=b", "#%E0%A4%A", "#line=a&around=<img>&since=zz"]
)
def test_an_address_that_means_nothing_shows_the_whole(visit: Visit, site: Path, wild: str) -> None:
    page = visit.open(site / "graph.html", wild)
    assert page.locator("#card h2").count() == 0


def test_the_interface_speaks_chinese_and_english(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.locator("#language").click()
    assert page.locator("#types h2").inner_text().startswith("Types")
    assert page.locator("#search").get_attribute("placeholder") == "Search: characters, pinyin, initials"
    page.mouse.click(*place(page, "urn:mayor", "urn:city"))
    assert "works for" in page.locator("#card .triple").inner_text()
    visit.open(site / "pages" / "article-a1.html")
    assert page.locator("#types h2").inner_text().startswith("Types"), "the choice is kept from page to page"
    page.locator("#language").click()
    assert page.locator("#types h2").inner_text().startswith("类型")


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
    assert "urn:alone" in seen(page)
    assert page.locator("#card h2").inner_text() == "壬癸产业园"


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
    marked = quote.locator("mark")
    assert marked.all_inner_texts() == ["庚辛", "丙丁市", "市长"]
    assert [marked.nth(n).get_attribute("class") for n in range(3)] == ["subject", "object", "trigger"]
    assert "市长" in page.locator("#card .fact .also").inner_text()


def test_pointing_at_a_line_shows_its_sentence_headline_and_date(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.mouse.move(*place(page, "urn:city", "urn:policy"))
    page.wait_for_selector("#tip:not([hidden])")
    tip = page.locator("#tip").inner_text()
    assert "丙丁市印发《丙丁市人才办法》。" in tip and "丙丁市出台新政" in tip and "2024-05-01" in tip


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
    visit.open(site / "pages/article-a1.html")
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
    assert page.url.startswith((site / "pages/article-a2.html").as_uri())
    assert page.locator(".said.now").inner_text() == "庚辛任丙丁市市长。"
    page.locator("nav .to-whole").click()
    page.wait_for_selector("body.whole")
    assert page.url.partition("#")[0] == (site / "graph.html").as_uri()


def test_an_article_page_marks_the_sentence_behind_a_chosen_line(visit: Visit, site: Path) -> None:
    page = visit.open(site / "pages/article-a1.html")
    assert page.locator("#text p").all_inner_texts() == TEXTS["urn:a1"].split("\n")
    page.mouse.click(*place(page, "urn:zone", "urn:city"))
    page.wait_for_selector(".said.now")
    assert page.locator(".said.now").inner_text() == "丙丁高新区位于丙丁市。"
    page.locator(".said", has_text="率队赴").click(position={"x": 60, "y": 14})
    assert "副市长率队赴" in page.locator("#card blockquote").inner_text()


def test_the_picture_can_be_saved_as_png_and_svg(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    with page.expect_download() as saving:
        page.locator("#png").click()
    assert saving.value.suggested_filename == "知识图谱.png"
    assert Path(saving.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as saving:
        page.locator("#svg").click()
    assert saving.value.suggested_filename == "知识图谱.svg"
    svg = ElementTree.fromstring(Path(saving.value.path()).read_bytes())
    name = "{http://www.w3.org/2000/svg}"
    assert "庚辛" in {text.text for text in svg.iter(f"{name}text")}
    told = {text.text for text in svg.iter(f"{name}text")}
    assert {"人物", "园区", "地区", "政策"} <= told, "it tells what the colours mean"
    assert len(list(svg.iter(f"{name}path"))) == 5 + 4 + 4


@pytest.mark.parametrize("zoom", [0.2, 0.5, 1.0, 2.5])
def test_no_label_covers_another_at_any_zoom(visit: Visit, crowd: Path, zoom: float) -> None:
    page = visit.open(crowd / "graph.html")
    page.evaluate("(zoom) => kg.stage.move({ ...kg.stage.where(), scale: kg.stage.where().scale * zoom })", zoom)
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
    page.mouse.click(*place(page, "urn:00100"))
    until(page, f"{lines} > 0")


def test_all_pages_count_alike(visit: Visit, site: Path) -> None:
    page = visit.read(site / "index.html")
    articles, things, relations, _ = page.locator(".hero dd").all_inner_texts()
    page = visit.open(site / "graph.html")
    assert page.locator(".counts").inner_text() == f"{things} 个实体 · {relations} 条关系 · {articles} 篇文章"
    assert page.locator(".beside").count() == 0, "nothing is in the picture beside what is counted"


def test_what_the_gazetteer_alone_knows_is_told_apart(visit: Visit, tmp_path: Path) -> None:
    world = small_world()
    world.thing("urn:province", "子丑省", "Province", "place")
    world.graph.nodes["urn:province"]["articles"] = 0
    known = {"predicate": "locatedIn", "support": 0, "title": None, "date": None, "evidence": []}
    world.graph.add_edge("urn:city", "urn:province", "known", **known)
    write_pages(world, tmp_path)
    page = visit.open(tmp_path / "graph.html")
    assert page.locator(".counts").inner_text().startswith("6 个实体 · 4 条关系")
    assert "1 个地名、1 条位置关系来自地名库" in page.locator(".beside").inner_text()
    page = visit.read(page_of(tmp_path, "丙丁市"))
    assert page.locator(".told").inner_text().endswith("3 条关系（另有 1 条来自地名库）")


def test_paper_shows_the_picture_as_a_drawing_on_white_with_its_legend(visit: Visit, site: Path) -> None:
    page = visit.open(site / "graph.html")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_selector("#printed")
    printed = page.locator("#printed")
    assert printed.locator("rect").get_attribute("fill") == "#fff"
    assert {"庚辛", "人物", "园区"} <= set(printed.locator("text").all_text_contents())
    assert not page.locator("#legend, #tools, #time").first.is_visible()
    page.emulate_media(media="screen")
    page.wait_for_selector("#printed", state="detached")
    assert page.locator("#legend").is_visible()
