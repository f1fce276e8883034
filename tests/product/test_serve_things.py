"""The graph's things at their addresses, the pages, and nothing else of the disk; the graph that is built anew."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from serving import QUERY, served

from kg.graph import load
from kg.view.site import entity_file

BASE = "https://kg.example.org/"
NESTED = b"SELECT * " + b"{" * 90_000 + b"}" * 90_000
CITY = BASE + "place/511000"
KG = rdflib.Namespace(BASE + "ontology#")
FORMS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.fixture(scope="module")
def person(samples):
    (iri,) = load(samples).things("阮知衡")
    assert "~" in iri
    return iri


def path_of(iri: str, safe: str = "/~()") -> str:
    return "/" + quote(iri.removeprefix(BASE), safe=safe)


def test_a_reader_is_led_to_the_page_of_a_thing(server, samples, person):
    for iri in (CITY, person):
        got = server.get(path_of(iri), accept="text/html,application/xhtml+xml,*/*;q=0.8")
        assert (got.status, got.headers["location"]) == (303, f"/pages/{entity_file(iri)}")
        page = server.get(got.headers["location"])
        assert (page.status, page.type) == (200, "text/html")
        assert page.body == (samples / "pages" / entity_file(iri)).read_bytes()


@pytest.mark.parametrize("media", FORMS)
def test_a_program_gets_what_is_known_of_a_thing(server, person, media):
    got = server.get(path_of(person), accept=media)
    assert (got.status, got.type) == (200, media)
    told = rdflib.Graph().parse(data=got.body, format=FORMS[media])
    me = rdflib.URIRef(person)
    assert (me, rdflib.SKOS.prefLabel, rdflib.Literal("阮知衡", lang="zh-hans")) in told
    assert {KG.Official} <= set(told.objects(me, rdflib.RDF.type))
    visited = set(told.objects(me, KG.visited))
    assert visited
    assert all(told.value(zone, rdflib.SKOS.prefLabel) for zone in visited)
    facts = set(told.subjects(rdflib.RDF.type, KG.Fact))
    assert all(told.value(fact, KG.support) for fact in facts)
    assert {told.value(fact, rdflib.RDF.object) for fact in facts} >= visited
    assert {told.value(tenure, KG.holder) for tenure in told.subjects(rdflib.RDF.type, KG.Tenure)} == {me}


@pytest.mark.parametrize("safe", ["/~()", "/~", "/"], ids=["as browsers do", "as Python does", "all of it"])
def test_an_address_may_be_escaped_as_clients_do(server, person, safe):
    path = path_of(person, safe) if safe != "/" else path_of(person, safe).replace("~", "%7E")
    got = server.get(path, accept="application/n-triples")
    assert got.status == 200
    assert f"<{person}> <{rdflib.SKOS.prefLabel}>" in got.text


def test_an_article_says_all_that_its_graph_says(server, samples):
    store = load(samples).store
    graph = next(node for node in store.named_graphs() if "/article/" in node.value)
    got = server.get(path_of(graph.value), accept="application/n-triples")
    told = {quad.triple for quad in ox.parse(got.body, format=ox.RdfFormat.N_TRIPLES)}
    assert told == {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
    page = server.get(path_of(graph.value), accept="text/html")
    assert server.get(page.headers["location"]).status == 200


def test_facts_and_the_vocabulary_have_addresses_too(server, samples):
    (fact, *_), *_ = load(samples).query("SELECT ?f { ?f a kg:Fact } ORDER BY ?f LIMIT 1").rows
    got = server.get(path_of(fact), accept="text/html, */*;q=0.1")
    assert (got.status, got.type) == (200, "text/turtle")
    terms = rdflib.Graph().parse(data=server.get("/ontology").body, format="turtle")
    assert (KG.visited, rdflib.RDFS.label, None) in terms


def test_the_explorer_is_served_as_it_was_built(server, samples):
    for path, file in (("/", "index.html"), ("/index.html", "index.html"), ("/graph.html", "graph.html")):
        assert server.get(path).body == (samples / file).read_bytes()
    script = server.get("/pages/page.js")
    assert (script.status, script.headers["x-content-type-options"]) == (200, "nosniff")
    assert server.ask("HEAD", "/graph.html").headers["content-length"] == str((samples / "graph.html").stat().st_size)


@pytest.mark.parametrize(
    "path",
    [
        "/graph.trig",
        "/ledger.csv",
        "/.kg/settings.json",
        "/.kg",
        "/pages/../graph.trig",
        "/pages/../../../../etc/passwd",
        "/../../../../../../etc/passwd",
        "/pages/..%2f..%2fgraph.trig",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/pages/%2e%2e/.kg/index.html",
        "//etc/passwd",
        "/pages//etc/passwd",
        "/pages/.hidden.html",
        "/pages/entity.html%00.js",
        "/pages/..\\..\\graph.trig",
        "/C:/Windows/win.ini",
        "/pages/link.html",
        "/query/../pages.py",
        "/query/query.html",
        "/query/%2e%2e/%2e%2e/pages.py",
        "/pages/" + "a" * 5_000 + ".html",
    ],
)
def test_nothing_but_pages_leaves_the_disk(server, hiding, path):
    assert hiding
    got = server.get(path)
    assert got.status in (400, 404)
    assert b"secret" not in got.body and b"root:" not in got.body


@pytest.fixture(scope="module")
def hiding(samples, tmp_path_factory):
    """Beside the pages lie a hidden file, one that is no page, and a link that leads out."""
    outside = tmp_path_factory.mktemp("outside") / "secret.html"
    hidden, other, link = (samples / name for name in ("pages/.hidden.html", "ledger.csv", "pages/link.html"))
    for file in (outside, hidden, other):
        file.write_text("secret", "utf-8")
    link.symlink_to(outside)
    yield link.is_file()
    for file in (hidden, other, link):
        file.unlink()


def test_health_counts_what_is_in_the_graph(server, samples):
    graph = load(samples)
    state = server.get("/health").json()
    assert state["status"] == "ok"
    counted = graph.query("SELECT (COUNT(*) AS ?n) { ?f a kg:Fact }").rows[0][0]
    assert state["graph"]["relations"] == int(counted)
    assert (state["graph"]["articles"], state["graph"]["quads"]) == (8, len(graph.store))
    assert state["limits"] == {"seconds": 30.0, "rows": 100_000, "bytes": 64_000_000}
    assert state["graph"]["built"][:2] == "20"


def test_a_graph_that_is_built_anew_is_taken_up_and_running_queries_end_on_the_old_one(samples, tmp_path):
    folder = tmp_path / "graph"
    shutil.copytree(samples, folder)
    long = "SELECT (COUNT(*) AS ?n) { ?a a ?c . ?d ?e ?f FILTER(STRLEN(STR(?a)) != STRLEN(STR(?d))) }"
    with served(folder, "--time-limit", 300) as running, ThreadPoolExecutor(1) as pool:
        before = running.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
        waiting = pool.submit(running.query, long)
        replace_graph(folder, "<https://kg.example.org/x> <https://kg.example.org/y> 1 .\n")
        wait_for(lambda: running.get("/health").json()["graph"]["quads"] == 1)
        assert running.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows() == [{"n": "1"}]
        assert before != [{"n": "1"}]
        assert waiting.result().status == 200
        assert int(waiting.result().rows()[0]["n"]) > 1_000
        replace_graph(folder, "<a> <b")
        wait_for(lambda: "problem" in running.get("/health").json())
        assert "damaged" in running.get("/health").json()["problem"]
        assert running.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows() == [{"n": "1"}]


def test_a_large_graph_is_served_from_the_store_that_is_kept_beside_it_even_when_that_goes(tmp_path):
    (tmp_path / ".kg").mkdir()
    long = "长" * 3_000_000
    replace_graph(tmp_path, f'<https://kg.example.org/x> <https://kg.example.org/y> "{long}" .\n')
    length = "SELECT (STRLEN(?o) AS ?n) { ?s ?p ?o }"
    with served(tmp_path) as running:
        (kept,) = (tmp_path / ".kg").glob("store-*-*")
        shutil.rmtree(kept)
        for _ in range(4):
            # Takes its worker with it, so that another opens the store.
            assert running.ask("POST", "/sparql", NESTED, content_type=QUERY).status == 422
            assert running.query(length).rows() == [{"n": "3000000"}]


def replace_graph(folder, text):
    part = folder / "graph.trig.part"
    part.write_text(text, "utf-8")
    part.replace(folder / "graph.trig")


def wait_for(condition, limit=30.0):
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)
