"""A process that answers queries, one after the other: ``python -m kg.server.worker STORE``.

A query that runs cannot be told to stop, and one that nests too deeply takes its process with it: so queries run in
processes of their own, which the server ends when it must. They share one store on disk, which none of them can write.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import pyoxigraph as ox

from kg.server import frames, results

#: Bytes of memory that a worker may take: hundreds of times what the questions that come with kg need.
MEMORY = 1 << 30
SPARE = 5.0  # seconds after which a worker ends a query itself, should the server have gone without a word


def main(store: str) -> None:
    """Answer what comes on standard input until there is no more."""
    graph = ox.Store.read_only(store)
    _limit_memory()
    # From here on only a query that ends the process would speak, in pages of Rust.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    _say({"ready": True})
    while frame := frames.read(sys.stdin.buffer):
        job, text = frame
        _alarm(job["seconds"] + SPARE)
        head, body = answer(graph, job, text.decode("utf-8", "surrogatepass"))
        _alarm(0)
        _say(head, body)


def _say(head: dict[str, Any], body: bytes = b"") -> None:
    sys.stdout.buffer.write(frames.packed(head, body))
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def answer(graph: ox.Store, job: dict[str, Any], query: str) -> frames.Frame:
    """The answer to a query as the head and body of a frame. ``job`` names the dataset, the limits, and the media types
    in which the client takes a table and a graph."""
    try:
        found = graph.query(
            query, prefixes=job["prefixes"], default_graph=_nodes(job["default"]), named_graphs=_nodes(job["named"])
        )
        media = job["graph"] if isinstance(found, ox.QueryTriples) else job["table"]
        if media is None:
            return {"problem": "unacceptable"}, b""
        written = _written(found, media, job)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        return {"problem": "malformed", "message": str(error)}, b""
    except MemoryError:
        return {"problem": "memory"}, b""
    return {"media": media, "count": written.count, "cut": written.cut}, written.body


def _nodes(iris: list[str] | None) -> Any:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]


def _written(
    found: ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples, media: str, job: dict[str, Any]
) -> results.Written:
    if isinstance(found, ox.QueryBoolean):
        return results.truth(found, media)
    if isinstance(found, ox.QuerySolutions):
        return results.table(found, media, job["rows"])
    return results.graph(found, media, job["rows"], job["prefixes"])


if __name__ == "__main__":
    main(sys.argv[1])
