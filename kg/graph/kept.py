"""The store of a dataset. That of a large one is made once and kept beside the graph, so that a question need not wait.

::

    DIR/.kg/store-<time>-<size>/    the store of DIR/graph.trig as it then was
    DIR/.kg/store.lock              held while one is made

A store is complete from the moment at which it has its name, and is never written again; that of a former graph goes
when the next is made. Where none can be kept, in a directory that is read only or is no output directory, the dataset
is loaded into memory.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pyoxigraph as ox
from filelock import FileLock, Timeout

from kg.graph.reread import damaged

SMALL = 8_000_000  # bytes of a dataset that is in memory within a second: 150,000 quads
_PATIENCE = 60.0  # seconds to wait for the same store being made: longer than loading most graphs takes
_STATE = ".kg"


def open_store(file: Path) -> ox.Store:
    """The store of a dataset: the kept one, made if need be, or one in memory.

    Raises:
        OutputError: there is no such file, or it is damaged.
    """
    place = kept_store(file)
    with suppress(OSError):  # it was removed by the next one's maker
        if place:
            return ox.Store.read_only(str(place))
    store = ox.Store()
    try:
        _fill(store, file)
    except OSError as error:
        raise damaged(file, error) from None
    return store


def kept_store(file: Path) -> Path | None:
    """The directory of the kept store of a dataset, made if need be; None where none is kept.

    Raises:
        OutputError: there is no such file, or it is damaged.
    """
    try:
        place = _place(file)
        if place and not place.is_dir():
            _make(file, place)
    except FileNotFoundError as error:
        raise damaged(file, error) from None
    except (OSError, Timeout):  # it cannot be kept here
        return None
    return place


def is_ready(file: Path) -> bool:
    """Whether a dataset opens at once; where not, it is loaded first."""
    with suppress(OSError):
        place = _place(file)
        return file.stat().st_size < SMALL if place is None else place.is_dir()
    return True


def _place(file: Path) -> Path | None:
    """Where the store of a dataset as it now is belongs; None where none is kept."""
    now, state = file.stat(), file.parent / _STATE
    if now.st_size < SMALL or not state.is_dir():
        return None
    return state / f"store-{now.st_mtime_ns:x}-{now.st_size:x}"


def _make(file: Path, place: Path) -> None:
    with FileLock(place.parent / "store.lock", timeout=_PATIENCE):
        if place.is_dir():
            return
        for former in place.parent.glob("store-*"):  # of former graphs, or half made
            rmtree(former, ignore_errors=True)
        part = Path(mkdtemp(prefix="store-part-", dir=place.parent))
        try:
            store = ox.Store(str(part))
            _fill(store, file)
            store.flush()
            del store  # closed: it may be renamed, and be opened for reading
            if _place(file) == place:  # else another graph was put in its place meanwhile
                part.chmod(place.parent.stat().st_mode)
                part.rename(place)
        finally:
            rmtree(part, ignore_errors=True)


def _fill(store: ox.Store, file: Path) -> None:
    try:
        store.bulk_load(path=str(file), format=ox.RdfFormat.TRIG)
    except (SyntaxError, ValueError) as error:
        raise damaged(file, error) from None
