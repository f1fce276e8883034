"""Make graph.png, the picture of the README: the page of the sample graph, one person chosen, the sentences beside.

python docs/picture.py output/graph.html        needs Chromium; writes docs/graph.png
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHOSEN = "阮知衡"
WIDTH, HEIGHT = 1280, 760
SETTLED = 1500  # milliseconds after which nothing moves any more


def draw(page_file: Path, picture: Path) -> None:
    """Open the page without network, choose a person as a reader does, and save what is seen."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
        page = context.new_page()
        page.goto(page_file.resolve().as_uri())
        page.wait_for_timeout(SETTLED)
        page.get_by_text(CHOSEN, exact=True).last.click()
        page.wait_for_timeout(SETTLED)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(__file__).with_name("graph.png"))
