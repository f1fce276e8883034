"""The order of the stages: read, extract, resolve, write the graph, draw the pages. Nothing else knows it."""

from __future__ import annotations

import pickle
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import KgError, OutputError, ReadError
from kg.model import Article, Extraction

DEFAULT_BASE = "https://kg.example.org/"
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

    def fill(self, items: Iterable[tuple[Article, Extraction]]) -> None:
        """Write all items."""
        with self._file.open("wb") as out:
            for article, extraction in items:
                self._offsets.append((article.id, out.tell()))
                pickle.dump((article, extraction), out, pickle.HIGHEST_PROTOCOL)
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
    fields: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Build the graph of the articles at ``paths`` into the directory ``out``.

    ``base`` begins the graph's IRIs; ``ner`` is the directory of another HanLP model; ``fields`` maps the fields of
    an article to the columns of .jsonl and .csv files; ``progress`` is called with stage, done and total. An input
    that cannot be read is skipped and reported. What ``out`` held before is replaced only by a complete graph.

    Raises:
        OutputError: ``out`` cannot be written.
        ModelError: the recogniser cannot be loaded.
    """
    started = time.monotonic()
    target = Path(out)
    with _workshop(target) as workshop:
        report = _build_into(workshop, [str(p) for p in paths], base, ner, fields, progress or _silent)
        if not report.articles:
            return report
        pages = _install(workshop, target)
    seconds = time.monotonic() - started
    return Report(
        report.articles,
        report.entities,
        report.relations,
        report.claims,
        report.left_out,
        seconds,
        report.errors,
        pages,
    )


def _silent(stage: str, done: int, total: int | None) -> None:
    """No progress wanted."""


class _workshop:
    """A directory beside the target in which everything is made before any of it is put in place."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> Path:
        try:
            self._target.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=".build-", dir=self._target))
        except OSError as error:
            todo = "choose another directory by -o, or mend its permissions"
            raise OutputError(f"cannot write there ({error.strerror})", str(self._target), todo) from None
        (self._folder / "new").mkdir()
        return self._folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _build_into(
    workshop: Path,
    paths: Sequence[str],
    base: str,
    ner: str | None,
    fields: Mapping[str, str] | None,
    progress: Progress,
) -> Report:
    from kg import graph, reading, view
    from kg.extraction import Extractor
    from kg.resolution import resolve

    errors: list[ReadError] = []
    progress("loading the model", 0, None)
    extractor = Extractor(ner)
    spool = Spool(workshop)
    articles = _articles(reading.read(paths, fields), errors)
    spool.fill(_counted(extractor.extract_all(articles), "reading and extracting", None, progress))
    if not len(spool):
        return Report(0, errors=tuple(errors))
    resolution = resolve(_counted(spool, "resolving", len(spool), progress))
    left_out = 0

    def items() -> Iterator[tuple[Article, Extraction]]:
        nonlocal left_out
        for article, extraction in _counted(spool, "writing the graph", len(spool), progress):
            left_out += len(extraction.left_out)
            yield article, extraction

    counts = graph.write(workshop / "new", items, resolution, base)
    progress("drawing the pages", 0, None)
    view.write_pages(graph.load(workshop / "new"), workshop / "new")
    return Report(counts.articles, counts.entities, counts.relations, counts.claims, left_out, errors=tuple(errors))


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


def _install(workshop: Path, target: Path) -> tuple[Path, ...]:
    """Put the finished files in place, the graph last, and remove pages of articles that are gone."""
    fresh = sorted((workshop / "new").iterdir(), key=lambda f: (f.name.startswith("graph."), f.name))
    names = {file.name for file in fresh}
    for file in fresh:
        file.replace(target / file.name)
    for old in target.glob("article-*.html"):
        if old.name not in names:
            old.unlink()
    pages = (target / name for name in sorted(names) if name.endswith(".html"))
    return tuple(sorted(pages, key=lambda p: (p.name != "graph.html", p.name)))
