"""A thousand requests that no client should send get nothing worse than a 4xx, and the server answers on."""

from __future__ import annotations

from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from serving import FORM, QUERY

STATED = {"200": {"description": "an answer"}}


def parameter(name: str, place: str, **schema: object) -> dict:
    required = name == "query" or place == "path"
    return {"name": name, "in": place, "required": required, "schema": {"type": "string", **schema}}


def body(*medias: str) -> dict:
    return {"required": True, "content": {media: {"schema": {"type": "string", "minLength": 6}} for media in medias}}


DATASET = [parameter(f"{kind}-graph-uri", "query", format="uri") for kind in ("default", "named")]
FIELDS = {
    "type": "object",
    "required": ["query"],
    "properties": {"query": {"type": "string"}, "default-graph-uri": {"type": "string", "format": "uri"}},
}
#: What the server takes, for the machine that breaks it.
API = {
    "openapi": "3.0.3",
    "info": {"title": "kg serve", "version": "1"},
    "paths": {
        "/sparql": {
            "get": {
                "parameters": [
                    parameter("query", "query", minLength=6),
                    *DATASET,
                    {**parameter("Accept", "header"), "required": False},
                ],
                "responses": STATED,
            },
            "post": {
                "parameters": DATASET,
                "requestBody": {
                    "required": True,
                    "content": {FORM: {"schema": FIELDS}, **body(QUERY, "application/sparql-update")["content"]},
                },
                "responses": STATED,
            },
        },
        "/{kind}/{name}": {
            "get": {"parameters": [parameter("kind", "path"), parameter("name", "path")], "responses": STATED}
        },
        "/query/{name}": {"get": {"parameters": [parameter("name", "path")], "responses": STATED}},
    },
}
BROKEN, ODD = GenerationMode.NEGATIVE, GenerationMode.POSITIVE  # a path is a string, and none is wrong
REQUESTS = {
    ("GET /sparql", BROKEN): 150,
    ("POST /sparql", BROKEN): 150,
    ("GET /{kind}/{name}", ODD): 100,
    ("GET /query/{name}", ODD): 50,
}
QUERIES = 550
#: Each thing is looked for with the first failure, not made small: a request that breaks the server is bad enough.
BRIEF = {"phases": [Phase.generate], "deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def operations():
    found = schemathesis.openapi.from_dict(API)
    return {f"{o.method.upper()} {o.path}": o for o in (result.ok() for result in found.get_all_operations())}


@pytest.mark.parametrize(("name", "mode"), REQUESTS)
def test_malformed_requests_get_nothing_worse_than_a_4xx(server, name, mode):
    count = REQUESTS[name, mode]
    heard: Counter[int] = Counter()
    strategy = operations()[name].as_strategy(generation_mode=mode)

    @settings(max_examples=count, **BRIEF)
    @given(strategy)
    def send(case):
        got = case.call(base_url=server.address.rstrip("/"), timeout=60, allow_redirects=False)
        heard[got.status_code] += 1
        assert got.status_code < 500, (got.status_code, got.text[:500])

    send()
    assert heard.total() >= count
    assert sum(times for status, times in heard.items() if 400 <= status < 500) > count / 2
    assert server.query("ASK {}").json()["boolean"] is True


KEYWORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION GRAPH MINUS BIND VALUES FROM NAMED PREFIX BASE SERVICE "
    "INSERT DELETE LOAD ORDER BY GROUP HAVING LIMIT OFFSET DISTINCT COUNT( REGEX( EXISTS NOT IN"
)
SIGNS = '( ) { } [ ] . ; , | / ^ * + ? ! = < > && || ^^ # \\ """ @zh \\u0000 \\uD800 \x00 %00'
TERMS = "?x ?y $z kg:visited skos:prefLabel rdf:type a <http://x/> <> _:b 1 -1.5e400 'x' true 阮知衡"
WORDS = st.sampled_from(f"{KEYWORDS} {SIGNS} {TERMS}".split(" "))


def test_scrambled_sparql_gets_nothing_worse_than_a_4xx(server):
    heard: Counter[int] = Counter()

    @settings(max_examples=QUERIES, **BRIEF)
    @given(
        st.lists(WORDS, max_size=30), st.sampled_from(["SELECT * {", "ASK {", "CONSTRUCT {", ""]), st.text(max_size=10)
    )
    def send(words, start, tail):
        sent = " ".join([start, *words, tail]).encode("utf-8", "surrogatepass")
        got = server.ask("POST", "/sparql", sent, content_type=QUERY)
        heard[got.status] += 1
        assert got.status < 500, (sent, got.text)

    send()
    assert heard[400] > QUERIES / 2
    assert server.query("ASK {}").json()["boolean"] is True
