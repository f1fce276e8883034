"""A process that loads a graph: ``python -m kg.server.loading DIR STORE``, which prints what is in it as JSON.

Apart from the server, which goes on answering from the graph that it has while the next one is loaded.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph import load
from kg.graph.kept import kept_store
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
    """Put the graph of ``folder`` into a new store on disk: its base, and how much there is of what."""
    graph = load(folder)
    kept = kept_store(graph.file)
    made = _copied(kept, store) if kept else _filled(graph.file, store)
    counts = {name: _count(made, query, graph.iris.prefixes) for name, query in _COUNTS.items()}
    return {"base": graph.iris.base, "counts": {**counts, "quads": len(made)}}


def _copied(kept: Path, store: str) -> ox.Store:
    """The store that other commands keep, under a name of our own: theirs goes when the graph is built anew."""
    shutil.copytree(kept, store, copy_function=_linked, dirs_exist_ok=True)
    return ox.Store.read_only(store)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # on another disk
        shutil.copyfile(source, target)


def _filled(file: Path, store: str) -> ox.Store:
    made = ox.Store(store)
    try:
        made.bulk_load(path=str(file), format=ox.RdfFormat.TRIG)
    except (SyntaxError, ValueError, OSError) as error:
        raise damaged(file, error) from None
    made.flush()
    return made


def _count(store: ox.Store, query: str, prefixes: dict[str, str]) -> int:
    solutions = store.query(query, prefixes=prefixes)
    assert isinstance(solutions, ox.QuerySolutions)
    return int(next(solutions)["n"].value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
