"""The order of the stages: read, extract, resolve, write the graph, draw the pages. Nothing else knows it."""

from __future__ import annotations

import pickle
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, OutputError, ReadError
from kg.model import Article, Extraction

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.graph.files import Counts
    from kg.graph.terms import Iris
    from kg.resolution import Resolution

DEFAULT_BASE = "https://kg.example.org/"
#: How the directories begin in which builds work.
_WORKSHOP = ".build-"
_ABANDONED = 86_400  # seconds after which nobody works in one any more
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. ``errors`` are the inputs that were skipped; ``left_out`` counts names that stayed unclear."""

    articles: int
    entities: int = 0
    relations: int = 0
    claims: int = 0
    left_out: int = 0
    seconds: float = 0.0
    errors: tuple[ReadError, ...] = ()
    pages: tuple[Path, ...] = field(default=())


class Spool:
    """Extractions on disk between the passes, so that memory does not grow with the number of articles."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "extractions"
        self._offsets: list[tuple[str, int]] = []
        self.left_out = 0

    def fill(self, items: Iterable[tuple[Article, Extraction]]) -> None:
        """Write all items. Raises OutputError where there is no room for them."""
        try:
            with self._file.open("wb") as out:
                for article, extraction in items:
                    self._offsets.append((article.id, out.tell()))
                    self.left_out += len(extraction.left_out)
                    pickle.dump((article, extraction), out, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            if error.filename:  # of another file, that an item comes from: a failed write names none
                raise
            todo = "free some space, or choose another directory by -o"
            raise OutputError(f"cannot write there ({error.strerror})", str(self._file.parent.parent), todo) from None
        self._offsets.sort()

    def __len__(self) -> int:
        return len(self._offsets)

    def __iter__(self) -> Iterator[tuple[Article, Extraction]]:
        """All items, by article id: the order in which they were read leaves no trace."""
        with self._file.open("rb") as file:
            for _, offset in self._offsets:
                file.seek(offset)
                item: tuple[Article, Extraction] = pickle.load(file)
                yield item


def build(
    paths: Sequence[str | Path],
    out: str | Path = "output",
    *,
    base: str = DEFAULT_BASE,
    ner: str | None = None,
    rules: str | Path | None = None,
    fields: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Build the graph of the articles at ``paths`` into the directory ``out``.

    ``base`` begins the graph's IRIs; ``ner`` is another HanLP recogniser, by its directory or by the name of one of
    ``hanlp.pretrained`` that HanLP's cache holds; ``rules`` a file or directory with relation rules of one's own;
    ``fields`` maps the fields of an article to the columns of .jsonl and
    .csv files; ``progress`` is called with stage, done and total. An input that cannot be read is skipped and reported.
    What ``out`` held before is replaced only by a complete graph: where no input can be read, it stays, and the report
    counts no articles.

    Raises:
        KgError: ``base`` cannot begin an IRI.
        OutputError: ``out`` cannot be written.
        ModelError: the recogniser is not on this machine, or cannot be loaded.
        ResourceError: a rule of ``rules`` cannot be read.
    """
    from kg.graph.terms import Iris

    started = time.monotonic()
    iris = Iris(base)

    def make() -> Extractor:
        from kg.extraction import Extractor

        return Extractor(ner, str(rules) if rules else None)

    with _workshop(Path(out)) as workshop:
        (workshop / "new").mkdir()
        report = _build_into(workshop, [str(p) for p in paths], iris, make, fields, progress or _silent)
        pages = _install(workshop / "new", Path(out)) if report.articles else ()
    return replace(report, pages=pages, seconds=time.monotonic() - started)


def extracted(paths: Sequence[str | Path], ner: str | None = None) -> Iterator[tuple[Article, Extraction]]:
    """What the articles at ``paths`` say, one by one, with nothing written.

    Raises:
        ReadError: an input cannot be read.
        ModelError: the recogniser is not on this machine, or cannot be loaded.
    """
    from kg import reading
    from kg.extraction import Extractor

    def articles() -> Iterator[Article]:
        for item in reading.read([str(path) for path in paths]):
            if isinstance(item, KgError):
                raise item
            yield item

    return Extractor(ner).extract_all(articles())


def resolved(items: Iterable[tuple[Article, Extraction]], base: str = DEFAULT_BASE) -> Resolution:
    """Which thing each mention names, as in a graph of these articles."""
    from kg.graph.terms import Iris
    from kg.resolution import resolve

    return resolve(items, Iris(base).entity)


def _silent(stage: str, done: int, total: int | None) -> None:
    """No progress wanted."""


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A directory inside the target in which everything is made before any of it is put in place."""
    is_new = not target.exists()
    if not is_new and not target.is_dir():
        raise OutputError("a file, not a directory", str(target), "choose another directory by -o")
    try:
        target.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        folder = Path(tempfile.mkdtemp(prefix=_WORKSHOP, dir=target))
    except OSError as error:
        todo = "choose another directory by -o, or mend its permissions"
        raise OutputError(f"cannot write there ({error.strerror})", str(target), todo) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if is_new and not any(target.iterdir()):
            target.rmdir()


def _sweep(target: Path) -> None:
    """Remove what builds left behind that were killed; a build under way may be a day old, no more."""
    for left in target.glob(f"{_WORKSHOP}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _build_into(
    workshop: Path,
    paths: Sequence[str],
    iris: Iris,
    make: Callable[[], Extractor],
    fields: Mapping[str, str] | None,
    progress: Progress,
) -> Report:
    errors: list[ReadError] = []
    spool = Spool(workshop)
    # Each stage in a function of its own, so that what it held is free before the next one begins.
    _extract(spool, paths, make, fields, errors, progress)
    if not len(spool):
        return Report(0, errors=tuple(errors))
    new = workshop / "new"
    counts = _write(spool, new, iris, progress)
    _draw(new, progress)
    return Report(
        counts.articles, counts.entities, counts.relations, counts.claims, spool.left_out, errors=tuple(errors)
    )


def _extract(
    spool: Spool,
    paths: Sequence[str],
    make: Callable[[], Extractor],
    fields: Mapping[str, str] | None,
    errors: list[ReadError],
    progress: Progress,
) -> None:
    from kg import reading

    progress("loading the model", 0, None)
    extractor = make()
    articles = _articles(reading.read(paths, fields), errors)
    spool.fill(_counted(extractor.extract_all(articles), "reading and extracting", None, progress))


def _write(spool: Spool, new: Path, iris: Iris, progress: Progress) -> Counts:
    from kg import graph
    from kg.resolution import resolve

    resolution = resolve(_counted(spool, "resolving", len(spool), progress), iris.entity)
    return graph.write(new, lambda: _counted(spool, "writing the graph", len(spool), progress), resolution, iris.base)


def _draw(new: Path, progress: Progress) -> None:
    from kg import graph, view

    progress("drawing the pages", 0, None)
    finished: Any = graph.load(new)
    view.write_pages(finished, new)


def _articles(read: Iterable[Article | ReadError], errors: list[ReadError]) -> Iterator[Article]:
    for item in read:
        if isinstance(item, KgError):
            errors.append(item)
        else:
            yield item


def _counted(
    items: Iterable[tuple[Article, Extraction]], stage: str, total: int | None, progress: Progress
) -> Iterator[tuple[Article, Extraction]]:
    progress(stage, 0, total)
    for done, item in enumerate(items, 1):
        yield item
        progress(stage, done, total)


def _install(new: Path, target: Path) -> tuple[Path, ...]:
    """Put the finished files in place, the graph last, and remove pages of articles and things that are gone."""
    fresh = [file for file in new.rglob("*") if file.is_file()]
    fresh.sort(key=lambda f: (f.name.startswith("graph.t"), f.as_posix()))
    names = [file.relative_to(new) for file in fresh]
    kept = set(names)
    try:
        for file, name in zip(fresh, names, strict=True):
            (target / name).parent.mkdir(exist_ok=True)
            file.replace(target / name)
        for old in {*target.glob("pages/article-*.html"), *target.glob("pages/entity-*.html")}:
            if old.relative_to(target) not in kept:
                old.unlink()
    except OSError as error:
        raise OutputError(f"cannot replace it ({error.strerror})", error.filename or str(target), "") from None
    pages = (target / name for name in names if name.suffix == ".html")
    return tuple(sorted(pages, key=lambda p: (p.name != "graph.html", p)))
