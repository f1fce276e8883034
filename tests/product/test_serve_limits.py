"""What a server stands: queries that never end or want too much, clients that are slow, hostile or gone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from serving import RUNAWAY, served, started

SECONDS, ROWS, PATIENCE = 3, 50, 1
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
SHORT = "SELECT ?name { ?who kg:visited ?zone ; skos:prefLabel ?name } ORDER BY ?name LIMIT 5"

POSTED = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n"
)


@pytest.fixture(scope="module")
def strict(samples):
    with served(samples, "--time-limit", SECONDS, "--row-limit", ROWS) as running:
        yield running


@pytest.fixture(scope="module")
def impatient(samples):
    """A server that waits a second for a request, and says when it is ready as ``kg serve`` does."""
    settings = f"Settings(Path({str(samples)!r}), port=0, patience={PATIENCE})"
    ready = "lambda address, _: print(f'SPARQL {address}sparql', flush=True)"
    imports = "from pathlib import Path; from kg.server import Settings; from kg.server.run import serve"
    with started([sys.executable, "-c", f"{imports}; serve({settings}, {ready})"]) as running:
        yield running


def test_eight_clients_at_once_get_the_answer_that_one_gets(strict):
    alone = strict.query(SHORT).rows()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: strict.query(SHORT), range(200)))
    assert [got.status for got in found] == [200] * 200
    assert all(got.rows() == alone for got in found)


def test_a_runaway_query_ends_at_its_limit(strict):
    began = time.monotonic()
    got = strict.query(RUNAWAY)
    assert got.status == 422
    assert f"more than {SECONDS} seconds" in got.text
    assert SECONDS <= time.monotonic() - began < SECONDS + 5


def test_runaway_queries_harm_nobody_else(strict):
    with ThreadPoolExecutor(3) as pool:
        runaways = [pool.submit(strict.query, RUNAWAY) for _ in range(3)]
        time.sleep(1.5)  # by now they are long
        waits = []
        while not any(run.done() for run in runaways):
            began = time.monotonic()
            assert strict.query(SHORT).status == 200
            waits.append(time.monotonic() - began)
    assert [run.result().status for run in runaways] == [422] * 3
    assert len(waits) > 3
    assert sorted(waits)[len(waits) // 2] < 0.5


def test_more_long_queries_than_have_a_place_are_told_to_come_again(strict):
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda _: strict.query(RUNAWAY), range(12)))
    assert {got.status for got in found} == {422, 503}
    assert all(got.headers["retry-after"] for got in found if got.status == 503)
    assert strict.query(SHORT).status == 200


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_a_long_answer_is_cut_and_says_so(strict, media, form):
    got = strict.query(ALL, media)
    assert (got.status, got.headers["kg-cut-after"]) == (200, str(ROWS))
    whole = strict.query(f"{ALL} LIMIT {ROWS}", media)
    assert "kg-cut-after" not in whole.headers
    rows = [[str(term) for term in row] for row in ox.parse_query_results(got.body, form)]
    assert len(rows) == ROWS
    assert rows == [[str(term) for term in row] for row in ox.parse_query_results(whole.body, form)]
    assert ("/health" in got.text) is (media != "text/tab-separated-values")


def test_a_cut_csv_ends_with_a_whole_row(strict):
    got = strict.query("SELECT ?p { ?s ?p ?o }", "text/csv")
    assert got.headers["kg-cut-after"] == str(ROWS)
    assert len(got.text.splitlines()) == ROWS + 1


@pytest.mark.parametrize(
    ("media", "sign"), [("text/turtle", True), ("application/n-triples", True), ("application/rdf+xml", False)]
)
def test_a_large_graph_is_cut_and_says_so(strict, media, sign):
    got = strict.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", media)
    assert (got.status, got.headers["kg-cut-after"]) == (200, str(ROWS))
    form = ox.RdfFormat.from_media_type(media)
    assert len(list(ox.parse(got.body, format=form))) == ROWS
    assert (f"# cut after {ROWS} triples" in got.text) is sign


def test_a_thing_of_whom_much_is_known_is_cut_too(strict):
    got = strict.get("/place/511000", accept="application/n-triples")
    assert (got.status, got.headers["kg-cut-after"]) == (200, str(ROWS))
    assert got.headers["content-location"] == "/place/511000"


def test_a_query_that_eats_memory_ends_alone(server):
    letters = "abcdefghijklmnop"
    grows = " ".join(f"BIND(CONCAT(?{x}, ?{x}, ?{x}, ?{x}) AS ?{y})" for x, y in pairwise(letters))
    got = server.query(f'SELECT (STRLEN(?p) AS ?size) {{ BIND("一二三四" AS ?a) {grows} }}')
    assert got.status == 422
    assert "too much memory" in got.text
    assert server.query(SHORT).status == 200


def test_an_answer_that_nobody_waits_for_is_given_up(strict):
    gone = [hang_up(strict) for _ in range(4)]
    assert len(gone) == 4
    time.sleep(0.5)
    began = time.monotonic()
    assert strict.query(SHORT).status == 200
    assert time.monotonic() - began < 2


def hang_up(server) -> None:
    """Ask for what never ends, and go."""
    with socket.create_connection((server.host, server.port)) as line:
        line.sendall(POSTED % len(RUNAWAY) + RUNAWAY.encode())
        time.sleep(0.1)


def test_slow_clients_are_let_go_and_meanwhile_others_are_served(impatient):
    unfinished = (
        b"",
        b"GET /sparql?query=ASK",
        POSTED % 99 + b"ASK",
    )
    lines = [socket.create_connection((impatient.host, impatient.port), timeout=20) for _ in range(60)]
    began = time.monotonic()
    for number, line in enumerate(lines):
        line.sendall(unfinished[number % 3])
    assert impatient.query(SHORT).status == 200
    heard = [all_of(line) for line in lines]
    assert time.monotonic() - began < 4 * PATIENCE + 5
    assert {answer[:12] for answer in heard} == {b"", b"HTTP/1.1 408"}


def all_of(line: socket.socket) -> bytes:
    with line:
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /sparql?query=" + b"A" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /person/阮 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
    ],
)
def test_what_is_no_http_gets_nothing_worse_than_a_4xx(impatient, sent):
    with socket.create_connection((impatient.host, impatient.port), timeout=20) as line:
        line.sendall(sent)
        got = line.recv(65536)
    assert got[:10] != b"HTTP/1.1 5"
    assert impatient.query("ASK {}").status == 200


def test_a_body_that_goes_wrong_after_its_answer_ends_the_connection_quietly(impatient):
    with socket.create_connection((impatient.host, impatient.port), timeout=20) as line:
        line.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 415")
        line.sendall(b"zz\r\n")
        while line.recv(65536):
            pass
    assert impatient.query("ASK {}").status == 200


def test_a_name_that_is_not_this_machine_is_refused(impatient):
    got = impatient.ask("GET", "/sparql?query=ASK{}", host="evil.example:80")
    assert (got.status, "localhost only" in got.text) == (421, True)
    assert impatient.ask("GET", "/health", host=f"127.0.0.1:{impatient.port}").status == 200


def test_an_ended_server_leaves_no_process_and_no_file(samples, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with ThreadPoolExecutor(1) as pool, served(samples) as running:
        assert running.query(SHORT).status == 200
        asked = pool.submit(running.query, RUNAWAY)
        time.sleep(0.5)
        workers = workers_of(running.process.pid)
        assert workers
        assert list(tmp_path.glob("kg-serve-*/store-*"))
    assert asked.result().status == 503
    assert not list(tmp_path.iterdir())
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]


def workers_of(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, of in pairs if of == parent]


def test_a_worker_that_dies_in_its_sleep_is_replaced(strict):
    for worker in workers_of(strict.process.pid):
        os.kill(worker, signal.SIGKILL)
    time.sleep(0.3)
    assert strict.query(SHORT).status == 200


def test_a_directory_without_a_graph_and_a_port_in_use_say_what_to_do(kg, strict, samples, tmp_path):
    none = kg("serve", tmp_path)
    assert none.returncode == 1
    assert "no graph here - run kg build first" in none.stderr
    taken = kg("serve", samples, "--port", strict.port)
    assert taken.returncode == 1
    assert "cannot listen there" in taken.stderr
    assert "give another port" in taken.stderr
    (tmp_path / "graph.trig").write_text("<a> <b>", "utf-8")
    damaged = kg("serve", tmp_path, "--port", "0")
    assert damaged.returncode == 1
    assert "the graph is damaged" in damaged.stderr
    assert "Traceback" not in none.stderr + taken.stderr + damaged.stderr
