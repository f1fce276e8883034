"""A process that loads a graph: ``python -m kg.server.loading DIR STORE``, which prints what is in it as JSON.

Apart from the server, which goes on answering from the graph that it has while the next one is loaded.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph import load
from kg.graph.reread import damaged

_COUNTS = {
    "articles": "SELECT (COUNT(*) AS ?n) WHERE { ?x a kg:Article }",
    "entities": "SELECT (COUNT(*) AS ?n) WHERE { ?x kg:articles ?articles }",
    "relations": "SELECT (COUNT(*) AS ?n) WHERE { ?x a kg:Fact }",
    "claims": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?x a kg:Claim } }",
}


def main(folder: str, store: str) -> int:
    """Make the store; the exit status is 1, and the line an error's, where the graph cannot be read."""
    if hasattr(os, "nice"):
        os.nice(5)
    try:
        print(json.dumps(loaded(Path(folder), store)))
    except KgError as error:
        print(json.dumps({"what": error.what, "where": error.where, "todo": error.todo}))
        return 1
    return 0


def loaded(folder: Path, store: str) -> dict[str, object]:
    """Load the graph of ``folder`` into a new store on disk: its base, and how much there is of what."""
    graph = load(folder)
    made = ox.Store(store)
    try:
        made.bulk_load(path=str(graph.file), format=ox.RdfFormat.TRIG)
    except (SyntaxError, ValueError, OSError) as error:
        raise damaged(graph.file, error) from None
    made.flush()
    counts = {name: _count(made, query, graph.iris.prefixes) for name, query in _COUNTS.items()}
    return {"base": graph.iris.base, "counts": {**counts, "quads": len(made)}}


def _count(store: ox.Store, query: str, prefixes: dict[str, str]) -> int:
    solutions = store.query(query, prefixes=prefixes)
    assert isinstance(solutions, ox.QuerySolutions)
    return int(next(solutions)["n"].value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
