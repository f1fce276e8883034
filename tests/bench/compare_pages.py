"""Make compare-60.webp, compare-600.webp and compare-5000.webp: a default pyvis page and ours, light and dark.

::

    python tests/bench/compare_pages.py [60 600 5000]        needs Chromium; writes into docs/ and takes some minutes

Each pair shows the same things and relations. 60 and 600 things are the best supported of the sample articles and the
articles for ``kg eval``, 5,000 those of the benchmark of pages. Pyvis is called as its documentation does; its picture
and ours are taken as soon as they stand: the caption says after how many seconds.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import bench_pages
import networkx as nx
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from kg import build, graph, resources
from kg.view.graph_page import Wanted, single_page
from kg.view.picture import draw, relations

DOCS = Path(__file__).resolve().parents[2] / "docs"

SIZES = (60, 600, 5000)
WIDTH, HEIGHT = 1280, 800  # pixels of a window
SHOWN = 800  # pixels that one is wide in the picture
LONGEST = 240  # seconds until a page that shows nothing is given up
QUALITY = 0.72  # of WebP: below, small letters blur
READY = "window.kg !== undefined && kg.placed().length > 0"
PYVIS_READY = "(document.getElementById('loadingBar') || { style: { display: 'none' } }).style.display === 'none'"

COMPOSE = """async ([shots, captions, width, height, quality]) => {
  const canvas = document.createElement('canvas'), top = 34, gap = 12;
  canvas.width = shots.length * (width + gap) - gap; canvas.height = height + top;
  const ctx = canvas.getContext('2d');
  ctx.fillStyle = '#fff'; ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = '#1a202b'; ctx.font = '600 17px sans-serif'; ctx.imageSmoothingQuality = 'high';
  for (const [at, shot] of shots.entries()) {
    ctx.fillText(captions[at], at * (width + gap) + 2, 22);
    if (shot) {
      const image = new Image();
      image.src = shot;
      await image.decode();
      ctx.drawImage(image, at * (width + gap), top, width, height);
    }
    ctx.strokeStyle = '#c9ccd2'; ctx.strokeRect(at * (width + gap) + 0.5, top + 0.5, width - 1, height - 1);
  }
  return canvas.toDataURL('image/webp', quality);
}"""


def articles(folder: Path) -> nx.MultiDiGraph:
    """The graph of the articles that come with kg."""
    build([resources.path("samples"), *sorted(resources.path("gold").rglob("*.txt"))], folder)
    return graph.load(folder).networkx()


def pages(network: nx.MultiDiGraph, size: int, folder: Path) -> tuple[Path, Path]:
    """The same things as a default pyvis page, and as ours."""
    found = relations(network)
    things = [iri for iri, node in network.nodes(data=True) if node["type"] != "Article"]
    picture = replace(draw(network, found, things, size), left_out=0)
    ours = folder / f"ours-{size}.html"
    ours.write_text(single_page(Wanted("知识图谱", "", picture, {}, {})), encoding="utf-8")
    same = nx.MultiDiGraph()
    same.add_nodes_from((node.iri, {"name": node.name}) for node in picture.nodes)
    for line in picture.lines:
        same.add_edge(picture.nodes[line.subject].iri, picture.nodes[line.object].iri, predicate=line.predicate)
    return bench_pages.pyvis_page(same, folder), ours


def shot(browser: Browser, page_file: Path, look: str, ready: str) -> tuple[str, float]:
    """What a reader sees, as a data address (empty where nothing comes), and after how many seconds."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True, color_scheme=look)
    page, png, came, began = context.new_page(), b"", float(LONGEST), time.monotonic()
    page.set_default_timeout(1000 * LONGEST)
    with suppress(PlaywrightTimeout):  # a page that computes answers to nothing
        page.goto(page_file.as_uri(), wait_until="commit")
        while not page.evaluate(ready) and time.monotonic() - began < LONGEST:
            page.wait_for_timeout(100)
        came = time.monotonic() - began
        if came < LONGEST:
            page.wait_for_timeout(1000)
            png = page.screenshot()
    context.close()
    return (f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""), came


def compose(browser: Browser, shots: Sequence[str], captions: Sequence[str], file: Path) -> None:
    """The pictures side by side, each with its caption above."""
    page = browser.new_page()
    made = page.evaluate(COMPOSE, [list(shots), list(captions), SHOWN, SHOWN * HEIGHT // WIDTH, QUALITY])
    file.write_bytes(base64.b64decode(made.partition(",")[2]))
    page.close()


def told(who: str, shown: tuple[str, float]) -> str:
    return f"{who}, after {shown[1]:.1f} s" if shown[0] else f"{who}: nothing after {shown[1]:.0f} s"


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    arguments = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        real = articles(folder / "graph") if min(sizes) < 1000 else nx.MultiDiGraph()
        for size in sizes:
            pyvis, ours = pages(real if size < 1000 else bench_pages.graph(size), size, folder)
            # A browser for each: one that has been computing for minutes is slow to stop.
            shots = []
            for file, look, ready in ((pyvis, "light", PYVIS_READY), (ours, "light", READY), (ours, "dark", READY)):
                browser = playwright.chromium.launch(executable_path=found, args=arguments)
                shots.append(shot(browser, file, look, ready))
                browser.close()
            browser = playwright.chromium.launch(executable_path=found, args=arguments)
            captions = [told(f"pyvis, {size:,} things", shots[0]), told("kg", shots[1]), told("kg, dark", shots[2])]
            compose(browser, [picture for picture, _ in shots], captions, DOCS / f"compare-{size}.webp")
            browser.close()
            print(f"compare-{size}.webp", *captions, sep=" | ", flush=True)


if __name__ == "__main__":
    main()
