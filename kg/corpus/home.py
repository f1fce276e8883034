"""An output directory at work: one build at a time, and what it makes appears whole or not at all.

::

    DIR/graph.trig, graph.html ...      what users open
    DIR/ledger.csv                      what people decided
    DIR/.kg/sources.jsonl               which articles the graph stands on
    DIR/.kg/articles/                   what each of them says
    DIR/.kg/files.json                  which files of DIR are ours
    DIR/.kg/index.sqlite                what follows from them, so that it need not be found again
    DIR/.kg/work/                       the files of a build under way
    DIR/.kg/done/                       the same once all are written: from here on the build will be finished

Renaming ``work`` to ``done`` is the moment at which a build counts. Killed before it, the former files stand; killed
after it, the next build puts the rest in place.
"""

from __future__ import annotations

import json
from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kg.corpus.collection import SOURCES, Collection, Sources, forget, write_sources
from kg.errors import OutputError, disk_error

STATE = ".kg"
LEDGER = "ledger.csv"
_FILES = "files.json"
_SETTINGS = "settings.json"
#: What of a finished build belongs into the state; the list of files last, for it tells that all else is in place.
_HIDDEN = (SOURCES, _SETTINGS, _FILES)


class Home:
    """An output directory that nobody else is building in. Made by :func:`at_work`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._state = out / STATE
        self.work = self._state / "work"
        self._done = self._state / "done"
        self.collection = Collection(self._state, out)

    def settings(self) -> dict[str, Any]:
        """What the former build was told and the next one keeps to."""
        file = self._state / _SETTINGS
        try:
            known: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
        except ValueError:
            raise OutputError("damaged", str(file), "build the articles anew elsewhere") from None
        return known

    @property
    def index_file(self) -> Path:
        """Where the stages keep what they derived."""
        return self._state / "index.sqlite"

    @property
    def ledger_file(self) -> Path:
        """The file with what people decided. It is theirs: a build reads it, and never writes it."""
        return self.out / LEDGER

    def ledger(self) -> str:
        """What people decided, as text; raises OutputError where it cannot be read."""
        try:
            return self.ledger_file.read_text("utf-8") if self.ledger_file.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(f"cannot be read ({error})", str(self.ledger_file), "save it as UTF-8") from None

    def decide(self, head: str, lines: Iterable[str]) -> None:
        """Append lines to the ledger, after its head where it is new; all of them or none."""
        former = self.ledger() or head
        text = former + ("" if former.endswith("\n") else "\n") + "".join(lines)
        part = self._state / (LEDGER + ".part")
        try:
            part.write_text(text, "utf-8")
            part.replace(self.ledger_file)
        except OSError as error:
            raise disk_error(error, self.out) from None

    def begin(self) -> Path:
        """An empty directory for the files of a build, on the same disk as the output."""
        forget(self.work)
        self.work.mkdir()
        return self.work

    def finish(self, sources: Sources, settings: dict[str, Any], gone: Some[str] = ()) -> list[Path]:
        """Put the files of the build in place; of those of the former build all stay but ``gone``.

        Gives the files that were put in place. Raises:
            OutputError: a file cannot be replaced.
        """
        made = _files_below(self.work)
        files = sorted({*self._former_files(), *made} - (set(gone) - set(made)))
        try:
            write_sources(self.work, sources)
            (self.work / _SETTINGS).write_text(json.dumps(settings, sort_keys=True) + "\n", "utf-8")
            (self.work / _FILES).write_text(json.dumps(files, ensure_ascii=False, indent=0) + "\n", "utf-8")
            self.work.rename(self._done)
        except OSError as error:
            raise disk_error(error, self.out) from None
        self.recover()
        self.collection.keep_only(sources)
        return [self.out / name for name in made]

    def files(self) -> list[str]:
        """The files of the directory that builds have made, by their paths in it."""
        return sorted(self._former_files())

    def recover(self) -> None:
        """Put in place what a finished build has not yet; forget one that was not finished."""
        forget(self.work)
        if not self._done.is_dir():
            return
        listed = self._done / _FILES
        if not listed.is_file():  # it is moved last
            forget(self._done)
            return
        try:
            new = set(json.loads(listed.read_text("utf-8")))
            made = new & set(_files_below(self._done))
            for name in sorted(made, key=lambda name: (name.startswith("graph."), name)):  # the graph last
                self._move(self._done / name, self.out / name)
            for name in self._former_files() - new:
                if not (self.out / name).is_dir():
                    (self.out / name).unlink(missing_ok=True)
            for name in _HIDDEN:
                self._move(self._done / name, self._state / name)
        except OSError as error:
            what = f"cannot replace it ({error.strerror})"
            raise OutputError(what, error.filename or str(self.out), "mend its permissions, and build again") from None
        forget(self._done)

    def _former_files(self) -> set[str]:
        listed = self._state / _FILES
        return set(json.loads(listed.read_text("utf-8"))) if listed.is_file() else set()

    @staticmethod
    def _move(file: Path, target: Path) -> None:
        """Once: after a kill some files are already where they belong."""
        if file.exists():
            target.parent.mkdir(exist_ok=True)
            if target.is_dir():
                forget(target)
            file.replace(target)


def _files_below(folder: Path) -> list[str]:
    """The files in a directory and below, by their paths in it."""
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


@contextmanager
def at_work(out: Path) -> Iterator[Home]:
    """Work alone in an output directory, which is made where there is none; where nothing is kept, it goes again.

    Raises:
        OutputError: another build is at work there, or it cannot be written, or it holds a graph without its articles.
    """
    is_new = not out.exists()
    lock = _locked(out)
    home = Home(out)
    try:
        home.recover()
        _refuse_a_graph_alone(home)
        home.begin()
        yield home
    finally:
        forget(home.work)
        lock.release()
        if home.collection.is_empty():
            _leave(out, is_new)


def _locked(out: Path) -> FileLock:
    if out.exists() and not out.is_dir():
        raise OutputError("a file, not a directory", str(out), "choose another directory by -o")
    lock = FileLock(out / STATE / "lock")
    try:
        (out / STATE).mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        todo = "wait until it ends, or choose another directory by -o"
        raise OutputError("another build is at work here", str(out), todo) from None
    except OSError as error:
        todo = "choose another directory by -o, or mend its permissions"
        raise OutputError(f"cannot write there ({error.strerror})", str(out), todo) from None
    return lock


def _refuse_a_graph_alone(home: Home) -> None:
    """What a graph stands on cannot be guessed, and a build must lose nothing."""
    if (home.out / "graph.trig").exists() and not home.collection.sources():
        what = f"a graph without its articles ({STATE} is missing)"
        raise OutputError(what, str(home.out), "build into another directory by -o, or remove graph.trig")


def _leave(out: Path, is_new: bool) -> None:
    """Nothing was kept: leave no state, and no directory that was not there before."""
    forget(out / STATE)
    if is_new and out.is_dir() and not any(out.iterdir()):
        out.rmdir()
