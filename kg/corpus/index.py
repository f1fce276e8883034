"""What the stages derive from the articles, in ``.kg/index.sqlite``, so that one more costs no look at the rest.

Nothing in it is told only there: it follows from the articles and the ledger. Where it is not of the graph that stands,
or was made by another kg, it begins anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from kg.errors import disk_error

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS known (article TEXT PRIMARY KEY, path TEXT, stamp TEXT, left_out INTEGER) WITHOUT ROWID;
"""
#: The files whose state tells whether the index is of the graph that stands.
_GRAPH = ("graph.trig", "graph.ttl")


class Version(NamedTuple):
    """Of an article: where it was read, and what changes with what is kept of it."""

    path: str
    stamp: str


class Index:
    """The database ``db``, in which each stage has tables of its own, and which articles are in it.

    What is done to it counts only after :meth:`keep`.
    """

    def __init__(self, db: sqlite3.Connection, out: Path) -> None:
        self.db = db
        self._out = out

    def told(self, name: str) -> str | None:
        """What was noted under a name."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def tell(self, name: str, value: str) -> None:
        """Note something under a name."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def is_empty(self) -> bool:
        """Whether no graph stands of which it knows."""
        return self.told("graph") is None

    def changes(self, wanted: Mapping[str, Version]) -> tuple[list[str], list[str]]:
        """The articles that are to go, and those that are to come or have changed, in order."""
        asked = "SELECT article, path, stamp FROM known"
        known = {article: Version(*version) for article, *version in self.db.execute(asked)}
        return sorted(known.keys() - wanted.keys()), sorted(a for a, v in wanted.items() if known.get(a) != v)

    def note(self, article: str, version: Version, left_out: int) -> None:
        """Note that an article has come, with how many names in it stayed unclear."""
        self.db.execute("INSERT INTO known VALUES (?, ?, ?, ?)", (article, *version, left_out))

    def forget(self, article: str) -> None:
        """Note that an article has gone."""
        self.db.execute("DELETE FROM known WHERE article = ?", (article,))

    def left_out(self) -> int:
        """How many names stayed unclear in all articles."""
        return int(self.db.execute("SELECT COALESCE(SUM(left_out), 0) FROM known").fetchone()[0])

    def keep(self) -> None:
        """Keep what was done, now that the graph that it is of stands."""
        self.tell("graph", _state(self._out))
        self.db.commit()


@contextmanager
def opened(file: Path, out: Path, maker: str, schemas: Iterable[str]) -> Iterator[Index]:
    """The index of the graph in ``out``, with the tables of the stages; empty where it is of another graph, or was made
    by another ``maker``. Raises OutputError where there is no room."""
    try:
        db = _connected(file, out, maker, (_SCHEMA, *schemas))
        try:
            yield Index(db, out)
        finally:
            db.close()
    except sqlite3.OperationalError as error:
        raise disk_error(OSError(None, str(error)), out) from None


def _connected(file: Path, out: Path, maker: str, schemas: Iterable[str]) -> sqlite3.Connection:
    with suppress(sqlite3.Error):  # damaged, or of another shape
        db = sqlite3.connect(file)
        noted = dict(db.execute("SELECT name, value FROM meta WHERE name IN ('graph', 'maker')"))
        if noted == {"graph": _state(out), "maker": maker}:
            return db
        db.close()
    for part in (file.with_name(file.name + "-journal"), file):
        part.unlink(missing_ok=True)
    db = sqlite3.connect(file)
    # A killed process loses what it did not keep; only a machine that stops may damage the file.
    db.execute("PRAGMA synchronous = OFF")
    for schema in schemas:
        db.executescript(schema)
    db.execute("INSERT INTO meta VALUES ('maker', ?)", (maker,))
    return db


def _state(out: Path) -> str:
    """Changes with the files of the graph."""
    files = [(out / name).stat() if (out / name).is_file() else None for name in _GRAPH]
    return " ".join(f"{file.st_size}.{file.st_mtime_ns}" if file else "-" for file in files)
