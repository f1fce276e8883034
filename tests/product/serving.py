"""``kg serve`` as a process of its own, asked over its socket as any client does."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
#: Ends only by its limit, on any graph worth the name.
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@dataclass
class Heard:
    """An answer: status, headers (names in small letters), bytes."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> dict:
        return json.loads(self.body)

    def rows(self) -> list[dict[str, str]]:
        """The bindings of SPARQL JSON, values alone."""
        return [{k: v["value"] for k, v in row.items()} for row in self.json()["results"]["bindings"]]


@dataclass
class Served:
    """A running server."""

    address: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return self.address + "sparql"

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def ask(self, method: str, path: str, body: bytes | None = None, limit: float = 60, **headers: str) -> Heard:
        """One request, its path sent as it is; ``content_type=...`` is the header Content-Type."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=limit)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named)
            got = connection.getresponse()
            return Heard(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Heard:
        return self.ask("GET", path, **headers)

    def query(
        self, sparql: str, accept: str = "*/*", more: Mapping[str, str] | None = None, limit: float = 60
    ) -> Heard:
        """A query by GET."""
        fields = urlencode({"query": sparql, **(more or {})})
        return self.ask("GET", f"/sparql?{fields}", accept=accept, limit=limit)


@contextmanager
def served(folder: Path, *options: object) -> Iterator[Served]:
    """A server of the graph in ``folder`` on a free port; at its end it leaves in order and says nothing more."""
    command = [sys.executable, "-m", "kg", "serve", str(folder), "--port", "0", *map(str, options)]
    with started(command) as server:
        yield server


@contextmanager
def started(command: list[str]) -> Iterator[Served]:
    """Whatever serves and says so as ``kg serve`` does."""
    known = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "120"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=known
    )
    assert process.stdout and process.stderr
    said: list[str] = []
    address = ""
    while not address and (line := process.stdout.readline()):
        said.append(line)
        address = line.removeprefix("SPARQL").strip().removesuffix("sparql") if line.startswith("SPARQL") else ""
    if not address:
        process.wait(60)
        raise AssertionError(process.stderr.read())
    try:
        yield Served(address, process, said)
    finally:
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    if complaints or process.returncode != 0:
        raise AssertionError(f"status {process.returncode}, {complaints}")
