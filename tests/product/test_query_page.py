"""The page to ask from, in a browser that reaches this server and nothing else."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from kg.graph import load, named_queries

#: Of the files of @zazuko/yasgui 4.6.2 as its package has them. How to renew them: yasgui.LICENSES.txt.
DIGESTS = {
    "yasgui.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
    "yasgui.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
}


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
def reader(browser, server, complaints):
    """A page of the browser, which fails whatever leaves the server; at the end nothing has tried to."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    strangers = []

    def only_ours(route):
        if urlsplit(route.request.url).netloc == urlsplit(server.address).netloc:
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    context.route("**/*", only_ours)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert (strangers, complaints) == ([], [])


@pytest.mark.parametrize("name", DIGESTS)
def test_yasgui_is_the_one_that_was_looked_at(name):
    body = files("kg.server").joinpath("assets").joinpath(name).read_bytes()
    assert sha256(body).hexdigest() == DIGESTS[name]
    assert len(body) < 1_100_000


def test_an_example_question_is_answered_in_the_page(reader, server, samples):
    reader.goto(server.address + "query")
    assert reader.locator("[data-query]").count() == len(named_queries())
    reader.locator("[data-name=posts]").click()
    reader.locator(".yasr table.dataTable tbody tr").first.wait_for()
    answer = load(samples).query("posts")
    rows = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    shown = reader.locator(".yasr table.dataTable tbody tr").evaluate_all(rows)
    assert [tuple(row) for row in shown] == list(answer.rows[:50])
    assert len(shown) > 3


def test_every_example_question_runs_as_it_stands(server):
    import re
    from html import unescape

    page = server.get("/query").text
    queries = [unescape(text) for text in re.findall(r'data-query="([^"]*)"', page)]
    assert len(queries) == len(named_queries())
    for query in queries:
        assert server.query(query).status == 200, query


def test_a_question_of_ones_own_is_typed_and_answered_and_an_error_is_shown(reader, server, complaints):
    reader.goto(server.address + "query")
    type_query(reader, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    reader.locator(".yasr table.dataTable tbody tr").first.wait_for()
    type_query(reader, "SELECT ?x { ?x a foaf:Person }")
    reader.get_by_text("unknown prefix").first.wait_for()
    assert all("400" in complaint for complaint in complaints)
    complaints.clear()


def type_query(page, text):
    page.evaluate("text => yasgui.getTab().setQuery(text)", text)
    page.locator(".yasqe_queryButton:visible").click()


def test_the_page_allows_no_other_machine_and_no_script_of_its_own(server):
    policy = server.get("/query").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "http" not in policy


def test_the_explorer_works_when_it_is_served(reader, server):
    reader.goto(server.address)
    reader.locator("a[href^='pages/entity-']").first.click()
    reader.wait_for_url("**/pages/entity-*.html")
    assert reader.locator("main").inner_text()
