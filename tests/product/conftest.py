"""The browser of the page tests, the pages that they open, and a reader cut off from the network."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_world import Visit, crowded_world, small_world
from playwright.sync_api import Browser, sync_playwright
from serving import Served, served

from kg.view import write_pages

Kg = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.fail("no chromium on the PATH: install the distribution's package, e.g. apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("目录 with space")
    write_pages(small_world(), out)
    return out


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crowd")
    write_pages(crowded_world(), out, limit=110)
    return out


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that is too large for pyvis: in truth small, and the room said to be smaller."""
    out = tmp_path_factory.mktemp("large")
    write_pages(crowded_world(240), out, room=100)
    return out


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("console", lambda message: visit.hear(message.text))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()
    assert visit.complaints == []
    assert visit.outside() == []


@pytest.fixture(scope="session")
def samples(kg: Kg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the sample articles with all its pages."""
    out = tmp_path_factory.mktemp("samples")
    done = kg("build", "--samples", "-o", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def server(samples: Path) -> Iterator[Served]:
    """The graph of the samples, served as ``kg serve`` serves it unless told."""
    with served(samples, "--cors", "https://notes.example.org") as running:
        yield running
