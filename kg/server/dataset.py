"""The graph as the server holds it: a store on disk made from ``graph.trig``, and made anew when the file changes."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import OutputError

GRAPH = "graph.trig"

#: What tells one version of a file from another: when it was written, how long it is, which file of the disk it is.
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A version of the graph. ``store`` is a directory of the server's own; ``counts`` says how much there is of what;
    ``built`` is when the file was written, ISO 8601."""

    store: Path
    stamp: Stamp
    base: str
    counts: Mapping[str, int]

    @property
    def built(self) -> str:
        """When the graph was written, as ISO 8601."""
        return datetime.fromtimestamp(self.stamp[0] / 1e9, UTC).isoformat(timespec="seconds")

    def remove(self) -> None:
        """Take the store from the disk; nobody reads it any more."""
        shutil.rmtree(self.store, ignore_errors=True)


def stamp(folder: Path) -> Stamp | None:
    """The version of the graph that lies in ``folder`` now."""
    try:
        found = (folder / GRAPH).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


async def load(folder: Path, room: Path) -> Dataset:
    """Make a store of the graph of ``folder`` in the directory ``room``; raises OutputError where it cannot be read."""
    seen = stamp(folder)
    if seen is None:
        raise OutputError("no graph here", str(folder), "run kg build first, or name its directory: kg serve DIR")
    store = Path(tempfile.mkdtemp(prefix="store-", dir=room))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kg.server.loading", str(folder), str(store)),
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        shutil.rmtree(store, ignore_errors=True)
        raise _failed(said, folder)
    found = json.loads(said)
    return Dataset(store, seen, found["base"], found["counts"])


def _failed(said: bytes, folder: Path) -> OutputError:
    try:
        return OutputError(**json.loads(said))
    except ValueError:
        return OutputError("the graph cannot be loaded", str(folder), "see the message above; is the disk full?")
