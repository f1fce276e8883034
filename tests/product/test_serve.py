"""The SPARQL endpoint as its clients see it: SPARQLWrapper, rdflib, curl and plain HTTP."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import FORM, QUERY
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper

BASE = "https://kg.example.org/"
VISITORS = "SELECT DISTINCT ?name WHERE { ?who kg:visited ?zone ; skos:prefLabel ?name } ORDER BY ?name"
CITY = f"{BASE}place/511000"
IN_CITY = f"CONSTRUCT {{ ?x kg:locatedIn <{CITY}> }} WHERE {{ ?x kg:locatedIn <{CITY}> }}"
IS_VISITED = "ASK { ?who kg:visited ?zone }"
RESULT_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPH_TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/trig": ox.RdfFormat.TRIG,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def store(samples):
    """The same graph, asked without a server."""
    found = ox.Store()
    found.bulk_load(path=str(samples / "graph.trig"), format=ox.RdfFormat.TRIG)
    return found


@pytest.fixture(scope="module")
def visitors(samples):
    from kg.graph import load

    names = [name for (name,) in load(samples).query(VISITORS).rows]
    assert "阮知衡" in names
    return names


def wrapper(server, query, form, method=GET, request=URLENCODED):
    asked = SPARQLWrapper(server.endpoint)
    asked.setQuery(query)
    asked.setReturnFormat(form)
    asked.setMethod(method)
    asked.setRequestMethod(request)
    return asked.query()


@pytest.mark.parametrize(("method", "request_"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_by_get_and_by_both_kinds_of_post(server, visitors, method, request_):
    found = wrapper(server, VISITORS, JSON, method, request_).convert()
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == visitors
    assert found["results"]["bindings"][0]["name"]["xml:lang"] == "zh-hans"


def test_sparqlwrapper_reads_every_form_of_a_table(server, visitors):
    from_xml = wrapper(server, VISITORS, XML).convert().getElementsByTagName("literal")
    assert [node.firstChild.data for node in from_xml] == visitors
    from_csv = list(csv.reader(io.StringIO(wrapper(server, VISITORS, CSV).convert().decode())))
    assert from_csv == [["name"], *([name] for name in visitors)]
    from_tsv = wrapper(server, VISITORS, TSV).convert().decode().splitlines()
    assert from_tsv == ["?name", *(f'"{name}"@zh-hans' for name in visitors)]


def test_sparqlwrapper_constructs_and_asks(server, store):
    told = rdflib.Graph().parse(data=wrapper(server, IN_CITY, TURTLE).convert(), format="turtle")
    inside = ox.NamedNode(BASE + "ontology#locatedIn"), ox.NamedNode(CITY)
    known = {quad.subject.value for quad in store.quads_for_pattern(None, *inside, ox.DefaultGraph())}
    assert known
    assert {str(subject) for subject in told.subjects()} == known
    assert wrapper(server, IS_VISITED, JSON).convert()["boolean"] is True


def test_rdflib_reads_the_endpoint_as_a_store(server, store, visitors):
    graph = rdflib.Graph(store=SPARQLStore(server.endpoint))
    known = {"kg": BASE + "ontology#", "skos": str(rdflib.SKOS)}
    assert [str(row.name) for row in graph.query(VISITORS, initNs=known)] == visitors
    assert graph.query(IS_VISITED, initNs=known).askAnswer
    visited = rdflib.URIRef(BASE + "ontology#visited")
    there = list(store.quads_for_pattern(None, ox.NamedNode(str(visited)), None, ox.DefaultGraph()))
    assert len(list(graph.triples((None, visited, None)))) == len(there) > 3


def curl(server, *arguments):
    assert shutil.which("curl"), "the tests need curl"
    done = subprocess.run(["curl", "-sS", "--noproxy", "*", *arguments], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def test_curl_sends_a_form_and_gets_csv(server, visitors):
    got = curl(server, server.endpoint, "--data-urlencode", f"query={VISITORS}", "-H", "Accept: text/csv")
    assert got.split() == ["name", *visitors]


def test_curl_sends_a_file_as_it_is(server, visitors, tmp_path):
    (tmp_path / "q.rq").write_text(VISITORS, "utf-8")
    body = ("--data-binary", f"@{tmp_path / 'q.rq'}", "-H", "Content-Type: application/sparql-query")
    assert [row for row in curl(server, server.endpoint, *body).splitlines() if visitors[0] in row]


def test_curl_asks_for_the_head_alone(server):
    got = curl(server, "-I", f"{server.endpoint}?{urlencode({'query': VISITORS})}")
    assert got.startswith("HTTP/1.1 200 OK")
    assert "content-type: application/sparql-results+json" in got.lower()


@pytest.mark.parametrize("media", RESULT_TYPES)
def test_a_table_and_a_yes_come_in_the_type_that_was_asked_for(server, visitors, media):
    table, yes = server.query(VISITORS, media), server.query(IS_VISITED, media)
    assert (table.status, table.type, yes.status, yes.type) == (200, media, 200, media)
    assert visitors[0] in table.text
    assert "true" in yes.text


@pytest.mark.parametrize("media", GRAPH_TYPES)
def test_a_graph_comes_in_the_type_that_was_asked_for(server, store, media):
    got = server.query(IN_CITY, media)
    assert (got.status, got.type) == (200, media)
    known = {ox.Triple(*list(triple)) for triple in store.query(IN_CITY, prefixes={"kg": BASE + "ontology#"})}
    assert {quad.triple for quad in ox.parse(got.body, format=GRAPH_TYPES[media])} == known


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (VISITORS, "", "application/sparql-results+json"),
        (VISITORS, "text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json"),
        (VISITORS, "text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        (VISITORS, "text/turtle, text/*;q=0.3", "text/csv"),
        (VISITORS, "application/json", "application/json"),
        (IN_CITY, "", "text/turtle"),
        (IN_CITY, "application/sparql-results+json, application/n-triples;q=0.1", "application/n-triples"),
        (IN_CITY, "*/*;q=0.1, text/turtle;q=0", "application/n-triples"),
        ("DESCRIBE <https://kg.example.org/place/511000>", "*/*", "text/turtle"),
    ],
)
def test_the_client_gets_what_it_wants_most(server, query, accept, expected):
    got = server.query(query, accept)
    assert (got.status, got.type) == (200, expected)
    assert "Accept" in got.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("query", "accept"), [(VISITORS, "image/png"), (VISITORS, "text/turtle"), (IN_CITY, "text/csv")]
)
def test_a_type_that_is_not_on_offer_is_406_and_named(server, query, accept):
    got = server.query(query, accept)
    assert got.status == 406
    assert "text/turtle" in got.text


def graphs(store):
    return sorted(node.value for node in store.named_graphs() if "/article/" in node.value)


def test_the_default_graph_is_the_merge_and_articles_are_named_graphs(server, store):
    merged = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
    assert merged == [{"n": str(len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))))}]
    named = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?g kg:text ?t } } ORDER BY ?g").rows()
    assert [row["g"] for row in named] == graphs(store)


def test_the_request_names_the_dataset(server, store):
    first, second = graphs(store)[:2]
    in_default = "SELECT DISTINCT ?a { ?a kg:text ?t }"
    in_named = "SELECT DISTINCT ?a { GRAPH ?g { ?a kg:text ?t } }"
    default, named = {"default-graph-uri": first}, {"named-graph-uri": second}
    assert server.query(in_default, more=default).rows() == [{"a": first}]
    assert server.query(in_named, more=default).rows() == []
    assert server.query(in_default, more=named).rows() == []
    assert server.query(in_named, more=named).rows() == [{"a": second}]
    body = urlencode([("query", in_default), ("default-graph-uri", first), ("default-graph-uri", second)]).encode()
    both = server.ask("POST", "/sparql", body, content_type=FORM).rows()
    assert sorted(row["a"] for row in both) == [first, second]


def test_the_dataset_of_the_request_goes_before_that_of_the_query(server, store):
    first, second = graphs(store)[:2]
    query = f"SELECT ?a FROM <{first}> {{ ?a kg:text ?t }}"
    assert server.query(query).rows() == [{"a": first}]
    path = "/sparql?" + urlencode({"default-graph-uri": second})
    got = server.ask("POST", path, query.encode(), content_type=QUERY)
    assert got.rows() == [{"a": second}]


def test_what_cannot_be_written_in_xml_does_not_break_it(server):
    got = server.query('SELECT ("a\\u0001\\r\\n<&\\"" AS ?x) {}', "application/sparql-results+xml")
    (literal,) = ET.fromstring(got.body).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert literal.text == 'a\ufffd\r\n<&"'


@pytest.mark.parametrize("media", ["application/sparql-results+json", "text/tab-separated-values"])
def test_terms_of_all_kinds_come_back_as_they_were(server, media):
    query = 'SELECT ?none (<http://a> AS ?i) ("x\\t\\"y\\\\\\n"@zh AS ?l) ("1" AS ?s) (1.5 AS ?d) (BNODE() AS ?b) {}'
    form = ox.QueryResultsFormat.from_media_type(media)
    (row,) = ox.parse_query_results(server.query(query, media).body, form)
    number = ox.Literal("1.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    assert [row[name] for name in ("none", "i", "l", "s", "d")] == [
        None, ox.NamedNode("http://a"), ox.Literal('x\t"y\\\n', language="zh"), ox.Literal("1"), number,
    ]  # fmt: skip
    assert isinstance(row["b"], ox.BlankNode)


TEXT, FIELDS = {"content_type": QUERY}, {"content_type": FORM}
NESTED = b"SELECT * " + b"{" * 90_000 + b"}" * 90_000
REFUSED = {
    "no query": ("GET", "/sparql?x=1", None, {}, 400, "no query"),
    "two queries": ("GET", "/sparql?query=ASK{}&query=ASK{}", None, {}, 400, "more than one query"),
    "malformed": ("GET", "/sparql?query=SELECT+%3Fx+WHERE+%7B", None, {}, 400, "line 1, column 18"),
    "unknown prefix": ("GET", "/sparql?query=ASK{?s+foaf:name+?o}", None, {}, 400, "unknown prefix"),
    "bad encoding": ("GET", "/sparql?query=%FF%FE", None, {}, 400, "percent-encoded UTF-8"),
    "bad body": ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", TEXT, 400, "byte 13"),
    "no graph": ("GET", "/sparql?query=ASK{}&default-graph-uri=here", None, {}, 400, "absolute IRI"),
    "no type": ("POST", "/sparql", b"ASK {}", {}, 415, "comes as"),
    "json": ("POST", "/sparql", b"{}", {"content_type": "application/json"}, 415, "application/sparql-query"),
    "latin-1": ("POST", "/sparql", b"ASK {}", {"content_type": f"{QUERY}; charset=latin-1"}, 415, "UTF-8"),
    "gzip": ("POST", "/sparql", b"x", {"content_type": FORM, "content_encoding": "gzip"}, 415, "compressed"),
    "update": ("POST", "/sparql", b"CLEAR ALL", {"content_type": "application/sparql-update"}, 403, "read-only"),
    "update in a form": ("POST", "/sparql", b"update=CLEAR+ALL", FIELDS, 403, "read-only"),
    "update as a query": ("GET", "/sparql?query=INSERT+DATA{<a:a>+<a:b>+1}", None, {}, 403, "read-only"),
    "service": ("GET", "/sparql?query=ASK{SERVICE<http://127.0.0.1:9/>{?s+?p+?o}}", None, {}, 403, "works offline"),
    "method": ("DELETE", "/sparql", None, {}, 405, ""),
    "method of a page": ("POST", "/health", b"", {}, 405, ""),
    "too long": ("POST", "/sparql", b"query=" + b"x" * 1_000_001, FIELDS, 413, "1,000,000 bytes"),
    "too many": ("POST", "/sparql", b"&".join([b"a=b"] * 1_001), FIELDS, 400, "1,000 parameters"),
    "too deep": ("POST", "/sparql", NESTED, TEXT, 422, "too deeply nested"),
    "nowhere": ("GET", "/place/nowhere", None, {}, 404, "nothing in the graph"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_has_the_fitting_status_and_says_why(server, name):
    method, path, body, headers, status, says = REFUSED[name]
    got = server.ask(method, path, body, **headers)
    assert got.status == status
    assert says in got.text
    assert server.query("ASK {}").status == 200


def test_a_long_malformed_query_is_refused_at_once(server):
    began = time.monotonic()
    got = server.ask("POST", "/sparql", b"SELECT * { " + b"a" * 900_000, content_type=QUERY)
    assert (got.status, "malformed SPARQL" in got.text) == (400, True)
    assert time.monotonic() - began < 5


def test_a_body_of_unknown_length_ends_at_the_limit_too(server):
    got = server.ask("POST", "/sparql", (b"x" * 100_000 for _ in range(11)), content_type=FORM)
    assert got.status == 413


def test_options_say_what_is_allowed_and_other_origins_only_if_told(server):
    plain = server.ask("OPTIONS", "/sparql")
    assert (plain.status, plain.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    origin = "https://notes.example.org"
    asked = server.ask("OPTIONS", "/sparql", origin=origin, access_control_request_method="POST")
    assert (asked.status, asked.headers["access-control-allow-origin"]) == (200, origin)
    got = server.ask("GET", "/sparql?query=ASK{}", origin=origin)
    assert got.headers["access-control-allow-origin"] == origin
    assert "Kg-Cut-After" in got.headers["access-control-expose-headers"]
    stranger = server.ask("GET", "/sparql?query=ASK{}", origin="https://elsewhere.example")
    assert "access-control-allow-origin" not in stranger.headers


def test_the_endpoint_describes_itself(server):
    got = server.get("/sparql", accept="text/turtle")
    said = rdflib.Graph().parse(data=got.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (None, sd.supportedLanguage, sd.SPARQL11Query) in said
    page = server.get("/sparql", accept="text/html")
    assert (page.status, page.headers["location"]) == (303, "/query")
