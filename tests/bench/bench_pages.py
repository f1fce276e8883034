"""How large the pages of a graph are, how soon the first picture stands, and how many frames a second it moves with.

::

    python tests/bench/bench_pages.py [THINGS ...]

300, 2,000 and 20,000 things unless told; two relations a thing. Chromium draws without a graphics card, 1400 by 900
pixels, from a file, with the network cut off. Beside each figure stands what an empty page gives on the same machine in
the same run: where that is slow, so is everything. ``--pyvis`` measures a default pyvis page of 300 things, too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, Page, sync_playwright

from kg.view.graph_page import whole_page
from kg.view.picture import draw, relations
from kg.view.site import site

CHARACTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
KINDS = {  # class: group, how the name ends, how many of them
    "Official": ("person", "", 5.0),
    "GovernmentBody": ("org", "科技局", 3.0),
    "Company": ("org", "精工有限公司", 3.0),
    "City": ("place", "市", 0.4),
    "HiTechZone": ("zone", "高新区", 0.3),
    "Event": ("event", "座谈会", 2.0),
    "Policy": ("policy", "若干措施", 1.0),
    "Facility": ("facility", "孵化器", 1.0),
}
PREDICATES = ("visited", "worksFor", "locatedIn", "attended", "cooperatesWith")
SENTENCE = "近日，有关负责人一行到产业园区实地考察，听取了关于科技创新工作情况的汇报，并与企业座谈。"
CIRCLE = 180  # things that are tied to each other more than to others
LOOSE = 0.1  # of the relations lead out of the circle
PYVIS = 300  # things
SECONDS = 4.0  # that a movement is measured

MOVE = """async (seconds) => {
  const at = kg.stage.where(), began = performance.now();
  let frames = 0;
  while (performance.now() - began < seconds * 1000) {
    frames += 1;
    const scale = at.scale * (1 + 0.3 * Math.sin(frames / 13));
    kg.stage.move({ x: at.x + 300 * Math.sin(frames / 9), y: at.y, scale });
    await new Promise(requestAnimationFrame);
  }
  return frames * 1000 / (performance.now() - began);
}"""
COUNT = """() => {
  window.frames_seen = 0;
  (function next() { frames_seen += 1; requestAnimationFrame(next); })();
}"""
EMPTY = """async (seconds) => {
  const pen = document.querySelector('canvas').getContext('2d'), began = performance.now();
  let frames = 0;
  while (performance.now() - began < seconds * 1000) {
    frames += 1;
    pen.fillRect(frames % 900, 0, 5, 5);
    await new Promise(requestAnimationFrame);
  }
  return frames * 1000 / (performance.now() - began);
}"""


def graph(size: int) -> nx.MultiDiGraph:
    """Invented things in circles, a few of each tied to many; the same every time."""
    chance = random.Random(size)
    made = nx.MultiDiGraph()
    circles = max(1, size // CIRCLE)
    for number in range(size):
        kind = chance.choices(list(KINDS), [share for _, _, share in KINDS.values()])[0]
        group, ending, _ = KINDS[kind]
        name = "".join(chance.choices(CHARACTERS, k=3)) + ending
        made.add_node(f"urn:{number:06}", name=name, type=kind, group=group, aliases=[], articles=1, gazetteer=False)
    for number in range(2 * size):
        one = chance.randrange(size)
        near = min(int(chance.paretovariate(1.1)), size // circles - 1) * circles + one % circles
        other = chance.randrange(size) if chance.random() < LOOSE else min(near, size - 1)
        if one != other:
            made.add_edge(f"urn:{one:06}", f"urn:{other:06}", **_said(number, chance.choice(PREDICATES)))
    return made


def _said(number: int, predicate: str) -> dict[str, object]:
    article = {"article": f"urn:a{number % 500}", "headline": f"第{number % 500}篇报道"}
    where = {"published": f"2024-{1 + number % 12:02}-10", "start": number * 50, "end": number * 50 + len(SENTENCE)}
    evidence = article | where | {"quote": SENTENCE, "rule": "", "confidence": 0.9}
    return {"predicate": predicate, "support": 1, "title": None, "date": None, "evidence": [evidence]}


def page_of(made: nx.MultiDiGraph, folder: Path) -> Path:
    """``graph.html`` of a graph, as a build writes it."""
    found = relations(made)
    html = whole_page(site(made, found, []), draw(made, found, made.nodes, made.number_of_nodes()))
    file = folder / f"graph-{made.number_of_nodes()}.html"
    file.write_text(html, encoding="utf-8")
    return file


def pyvis_page(made: nx.MultiDiGraph, folder: Path) -> Path:
    """What pyvis makes of the graph by itself."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for iri, node in made.nodes(data=True):
        network.add_node(iri, label=node["name"])
    for one, other, edge in made.edges(data=True):
        network.add_edge(one, other, title=edge["predicate"])
    file = folder / f"pyvis-{made.number_of_nodes()}.html"
    file.write_text(network.generate_html(), encoding="utf-8")
    return file


def first_picture(page: Page, address: str, ready: str) -> float:
    """Seconds from the double click until the picture stands with its labels, and the browser has painted it."""
    began = time.monotonic()
    page.goto(address, wait_until="commit")
    while not page.evaluate(ready):
        page.wait_for_timeout(10)
    page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))")
    return time.monotonic() - began


def frames_dragging(page: Page) -> float:
    """Frames a second while a hand drags the picture."""
    page.evaluate(
        "() => { window.frames_seen = 0; (function next() { frames_seen += 1; requestAnimationFrame(next); })(); }"
    )
    page.mouse.move(700, 450)
    page.mouse.down()
    began, steps = time.monotonic(), 0
    before = page.evaluate("frames_seen")
    while time.monotonic() - began < SECONDS:
        steps += 1
        page.mouse.move(700 + steps % 40 * 5, 450 + steps % 17 * 4)
    after = page.evaluate("frames_seen")
    page.mouse.up()
    return float((after - before) / (time.monotonic() - began))


def empty(browser: Browser) -> float:
    """Frames a second of a page with a canvas on which a dot moves: what this machine can do at most."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_content("<canvas width=1200 height=800></canvas>")
    frames = float(page.evaluate(EMPTY, SECONDS))
    page.close()
    return frames


def measure(browser: Browser, name: str, file: Path, ready: str, fragment: str = "") -> None:
    """Print a line of the table."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    page = context.new_page()
    seconds = first_picture(page, file.as_uri() + fragment, ready)
    moving = page.evaluate(MOVE, SECONDS) if "kg" in ready else float("nan")
    dragging = frames_dragging(page)
    size = file.stat().st_size / 1e6
    print(f"{name:34} {size:7.2f} {seconds:9.2f} {moving:9.1f} {dragging:9.1f} {empty(browser):9.1f}", flush=True)
    context.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("things", nargs="*", type=int, default=[300, 2000, 20000])
    asked.add_argument(
        "--pyvis",
        action="store_true",
        help="measure a default pyvis page, too (of 300 at most: of 2,000 it takes minutes)",
    )
    options = asked.parse_args()
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    arguments = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"]
    print(f"{'page':34} {'MB':>7} {'first, s':>9} {'moving':>9} {'dragging':>9} {'(empty)':>9}   frames/s")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        for size in options.things:
            made = graph(size)
            file = page_of(made, Path(folder))
            ready = "window.kg !== undefined && kg.placed().length > 0"
            measure(browser, f"{size:,} things, {made.number_of_edges():,} relations", file, ready)
            if size > 1500:
                measure(browser, "  all communities open", file, ready, "#open=all")
            if options.pyvis and size <= PYVIS:
                measure(browser, "  default pyvis", pyvis_page(made, Path(folder)), "typeof network === 'object'")
        browser.close()


if __name__ == "__main__":
    main()
