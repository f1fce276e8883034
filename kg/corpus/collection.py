"""The articles of an output directory: which sources it was built from, and what each article says."""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path
from typing import NamedTuple

from kg.corpus.records import Stored, decode, encode
from kg.errors import OutputError, disk_error

SOURCES = "sources.jsonl"
_STDIN = "-"


class Source(NamedTuple):
    """One record of an input: the path that was given for it, and the id of the article that it holds."""

    path: str
    article: str


#: Sources by their origin: where an input lies, seen from the output directory. Standard input has none.
Sources = Mapping[str, Source]


class Collection:
    """What articles say, by their ids, in files below ``folder``; and the sources that the present graph stands on.

    An article is written as soon as it is understood, so that a build that was killed goes on from there. What the
    graph stands on is told by the sources alone, which are replaced together with the graph.
    """

    def __init__(self, folder: Path, out: Path) -> None:
        self._articles = folder / "articles"
        self._index = folder / SOURCES
        self.out = out
        self._out = out.resolve()

    def sources(self) -> dict[str, Source]:
        """The sources of the present graph. Raises OutputError where their list is damaged."""
        if not self._index.is_file():
            return {}
        try:
            rows = [json.loads(line) for line in self._index.read_text("utf-8", "surrogatepass").splitlines()]
            return {origin: Source(path, article) for origin, path, article in rows}
        except (OSError, ValueError, TypeError) as error:
            raise _damaged(self._index, error) from None

    def origin(self, path: str, article_id: str) -> str:
        """What tells an input from all others: its place; of standard input, its content."""
        if path == _STDIN or path.startswith(f"{_STDIN}#"):
            return f"{_STDIN}#{article_id}"
        file, mark, _ = path.rpartition("#")
        known = file if mark and not Path(path).exists() else path
        return self.place(known) + path[len(known) :]

    def place(self, path: str) -> str:
        """Where a file lies, seen from the output directory; on another drive, where it lies on this machine."""
        whole = Path(path).resolve()
        with suppress(ValueError):
            return os.path.relpath(whole, self._out).replace(os.sep, "/")
        return whole.as_posix()

    def has(self, article_id: str) -> bool:
        """Whether it is known what an article says."""
        return self._file(article_id).is_file()

    def get(self, article_id: str, source_path: str) -> Stored:
        """What an article says. Raises OutputError where that is missing or damaged."""
        file = self._file(article_id)
        try:
            return decode(file.read_bytes(), source_path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged(file, error) from None

    def stamps(self, ids: Iterable[str]) -> dict[str, str]:
        """What changes with what is kept of each article. Raises OutputError where that is missing."""
        folder, found = str(self._articles), {}
        for article_id in ids:
            try:
                state = os.stat(f"{folder}/{article_id[:2]}/{article_id}.json")  # noqa: PTH116 - of thousands: paths are slow
            except OSError as error:
                raise _damaged(self._file(article_id), error) from None
            found[article_id] = f"{state.st_size}.{state.st_mtime_ns}"
        return found

    def put(self, stored: Stored) -> None:
        """Keep what an article says, whole or not at all. Raises OutputError where there is no room."""
        file = self._file(stored.article.id)
        part = file.with_suffix(".part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(encode(stored))
            part.replace(file)
        except OSError as error:
            raise disk_error(error, self._out) from None

    def items(self, sources: Sources) -> Iterator[Stored]:
        """The articles of some sources, by id, each once: the order in which they came leaves no trace."""
        for article_id, path in paths_of(sources).items():
            yield self.get(article_id, path)

    def keep_only(self, sources: Sources) -> None:
        """Forget the articles of no source."""
        wanted = {f"{source.article}.json" for source in sources.values()}
        for folder in list(self._articles.glob("*")):
            names = os.listdir(folder)  # noqa: PTH208 - of thousands: paths are slow
            for name in names:
                if name not in wanted:
                    (folder / name).unlink(missing_ok=True)
            if wanted.isdisjoint(names):
                folder.rmdir()

    def is_empty(self) -> bool:
        """Whether nothing was ever kept."""
        return not self._index.exists() and not any(self._articles.glob("*/*.json"))

    def matching(self, wanted: str, sources: Sources) -> set[str]:
        """The origins that a path, a directory, a pattern or the id of an article stands for."""
        place = self.place(wanted)
        pattern = has_magic(wanted)
        return {
            origin
            for origin, source in sources.items()
            if source.article == wanted
            or wanted == source.path
            or place in (origin, file_of(origin))
            or origin.startswith(place.rstrip("/") + "/")
            or (pattern and fnmatchcase(file_of(origin), place))
        }

    def _file(self, article_id: str) -> Path:
        return self._articles / article_id[:2] / f"{article_id}.json"


def paths_of(sources: Sources) -> dict[str, str]:
    """The articles of some sources, by id, with the first of the paths at which each was read."""
    paths: dict[str, list[str]] = defaultdict(list)
    for source in sources.values():
        paths[source.article].append(source.path)
    return {article_id: min(paths[article_id]) for article_id in sorted(paths)}


def write_sources(folder: Path, sources: Sources) -> None:
    """Write the list of sources into a folder, in order."""
    rows = (
        json.dumps([origin, *source], ensure_ascii=False, separators=(",", ":"))
        for origin, source in sorted(sources.items())
    )
    (folder / SOURCES).write_text("".join(f"{row}\n" for row in rows), "utf-8", "surrogatepass", newline="")


def file_of(origin: str) -> str:
    """The file of an origin, without the number of the record in it."""
    file, mark, record = origin.rpartition("#")
    return file if mark and record.isdigit() else origin


def replaced(old: Sources, new: Sources, unread: Iterable[str]) -> set[str]:
    """The old origins whose file was read again and that it no longer holds; what could not be read stays."""
    files = {file_of(origin) for origin in new if not origin.startswith(f"{_STDIN}#")}
    return {origin for origin in old if file_of(origin) in files} - set(new) - set(unread)


def _damaged(file: Path, error: Exception) -> OutputError:
    told = getattr(error, "strerror", None) or str(error).splitlines()[0] if str(error) else type(error).__name__
    shown = file if file.is_file() else file.parent
    return OutputError(f"what is kept of the articles is damaged ({told})", str(shown), "build them anew elsewhere")


def forget(folder: Path) -> None:
    """Remove a directory and all in it, whatever state it is in."""
    shutil.rmtree(folder, ignore_errors=True)
