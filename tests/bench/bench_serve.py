"""How many queries a second ``kg serve`` answers: eight clients at once, alone and with runaway queries beside them.

::

    python tests/bench/bench_serve.py [--articles 1365] [--seconds 10] [--clients 8] [--runaways 0 1 4]

The graph is made directly as quads, a million of them unless told. The clients ask in turn for what a user asks: the
facts of a thing, who visited a zone, the most named things, an article's claims, a yes or no; each by a new connection.
Beside each figure stands the time that a client waited: the median, and that which one request in a hundred exceeds.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

from many_quads import ARTICLES_OF_A_MILLION, World, write_graph

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "product"))
from serving import RUNAWAY, Served, served

ABOUT = "SELECT ?p ?o WHERE {{ <{person}> ?p ?o }}"
VISITORS = "SELECT DISTINCT ?name WHERE {{ ?who kg:visited <{zone}> ; skos:prefLabel ?name }} ORDER BY ?name LIMIT 50"
WITH_COLLEAGUES = (
    "SELECT DISTINCT ?name WHERE {{ <{person}> kg:worksFor/^kg:worksFor ?who . ?who skos:prefLabel ?name }} LIMIT 50"
)
CLAIMS = (
    "SELECT ?s ?p ?o ?quote WHERE {{ GRAPH <{article}> {{ ?claim a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; "
    "rdf:object ?o ; kg:quote ?quote }} }}"
)
IS_HOST = "ASK {{ ?who kg:accompanied <{person}> }}"
QUERIES = (ABOUT, VISITORS, WITH_COLLEAGUES, CLAIMS, IS_HOST)


class Client(threading.Thread):
    """Asks one thing after the other until it is told to stop."""

    def __init__(self, server: Served, world: World, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.waits: list[float] = []
        self.refused = 0
        self._server, self._world, self._ended = server, world, stop
        self._chance = random.Random(number)

    def run(self) -> None:
        while not self._ended.is_set():
            began = time.perf_counter()
            got = self._server.query(self._next(), "application/sparql-results+json", limit=120)
            self.waits.append(time.perf_counter() - began)
            self.refused += got.status != 200

    def _next(self) -> str:
        choose, things = self._chance.choice, self._world.things
        return choose(QUERIES).format(
            person=choose(things["Official"]),
            zone=choose(things["HiTechZone"]),
            article=f"https://kg.example.org/article/{self._chance.randrange(self._world.articles):08x}",
        )


def measure(server: Served, world: World, clients: int, runaways: int, seconds: float) -> str:
    """One line of the table."""
    stop = threading.Event()
    # They are given up when their time is up, and asked for again.
    beside = [threading.Thread(target=_run_away, args=(server, stop), daemon=True) for _ in range(runaways)]
    asking = [Client(server, world, number, stop) for number in range(clients)]
    for thread in beside:
        thread.start()
    time.sleep(3 if runaways else 0)  # until they are known to be long
    began = time.perf_counter()
    for client in asking:
        client.start()
    time.sleep(seconds)
    stop.set()
    for client in asking:
        client.join()
    took = time.perf_counter() - began
    waits = sorted(wait for client in asking for wait in client.waits)
    refused = sum(client.refused for client in asking)
    middle, slowest = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    return f"{clients:7} {runaways:8} {len(waits) / took:13.0f} {middle * 1e3:9.0f} {slowest * 1e3:7.0f} {refused:7}"


def _run_away(server: Served, stop: threading.Event) -> None:
    while not stop.is_set():
        server.query(RUNAWAY, limit=120)


def main() -> None:
    """Make the graph, serve it, ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES_OF_A_MILLION)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--runaways", type=int, nargs="+", default=[0, 1, 4])
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_graph(Path(folder), told.articles)
        began = time.perf_counter()
        with served(Path(folder), "--time-limit", 20) as server:
            ready = time.perf_counter() - began
            print(f"{server.get('/health').json()['graph']['quads']:,} quads, ready after {ready:.1f} s")
            print("clients runaways queries/second median ms  99 % ms refused")
            for runaways in told.runaways:
                print(measure(server, World(told.articles), told.clients, runaways, told.seconds), flush=True)


if __name__ == "__main__":
    main()
