"""Taking articles in: inputs are read, and what is not known of them yet is understood, if many by many processes."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING

from kg.errors import KgError, ModelError, ReadError
from kg.model import Article, Extraction

if TYPE_CHECKING:
    from kg.corpus import Collection, Source
    from kg.extraction import Extractor

Progress = Callable[[str, int, int | None], None]
Understood = Iterator[tuple[Article, Extraction]]
_CHUNK = 32  # articles that a worker understands at a time
_MANY = 96  # articles from which further processes are worth the seconds that each takes to load the model
_AHEAD = 2  # chunks a worker that are read ahead: enough to keep it busy, little to hold in memory


@dataclass(frozen=True, slots=True)
class Recipe:
    """How articles are understood: recogniser and rules as in :class:`kg.extraction.Extractor`, the fields of records,
    and by how many processes (None: by as many as there are cores, where the articles are many)."""

    ner: str | None = None
    rules: str | None = None
    fields: Mapping[str, str] | None = None
    workers: int | None = None


@dataclass(slots=True)
class Intake:
    """What was read: the sources by origin, and the inputs that could not be."""

    sources: dict[str, Source] = field(default_factory=dict)
    errors: list[ReadError] = field(default_factory=list)


def take_in(
    collection: Collection,
    paths: Sequence[str],
    recipe: Recipe,
    made_by: str,
    progress: Progress,
    *,
    also: Iterable[Article],
) -> Intake:
    """Read the inputs, and keep in the collection what their articles say where it is not known already.

    ``made_by`` is the fingerprint of the recipe; ``also`` are articles of the collection that it makes obsolete.
    """
    from kg import corpus
    from kg.resolution import sketch

    taken = Intake()
    unknown = chain(_unknown(collection, paths, recipe, made_by, taken), _not_read(also, taken))
    for article, extraction in _understood(unknown, recipe, progress):
        collection.put(corpus.Stored(article, extraction, made_by, sketch(article.body)))
    return taken


def _unknown(
    collection: Collection, paths: Sequence[str], recipe: Recipe, made_by: str, taken: Intake
) -> Iterator[Article]:
    from kg import corpus, reading

    asked: set[str] = set()
    for item in reading.read(paths, recipe.fields):
        if isinstance(item, KgError):
            taken.errors.append(item)
            continue
        taken.sources[collection.origin(item.source_path, item.id)] = corpus.Source(item.source_path, item.id)
        if item.id not in asked and not _is_known(collection, item, made_by):
            yield item
        asked.add(item.id)


def _not_read(articles: Iterable[Article], taken: Intake) -> Iterator[Article]:
    """The obsolete articles that were not just read again; asked for when all inputs are read."""
    read = {source.article for source in taken.sources.values()}
    yield from (article for article in articles if article.id not in read)


def _is_known(collection: Collection, article: Article, made_by: str) -> bool:
    """Whether it is kept what an article says: the same text, read and understood in the same way."""
    if not collection.has(article.id):
        return False
    stored = collection.get(article.id, article.source_path)
    return stored.made_by == made_by and stored.article == article


def _understood(articles: Iterator[Article], recipe: Recipe, progress: Progress) -> Understood:
    """What articles say, in their order. The recogniser is loaded only where there is one to read."""
    first = list(islice(articles, _MANY if recipe.workers is None else 1))
    if not first:
        return
    progress("loading the model", 0, None)
    workers = recipe.workers or (cores() if len(first) == _MANY else 1)
    understand = _here if workers == 1 else _by_workers
    progress("reading and extracting", 0, None)
    for done, item in enumerate(understand(chain(first, articles), recipe, workers), 1):
        yield item
        progress("reading and extracting", done, None)


def _here(articles: Iterable[Article], recipe: Recipe, _: int) -> Understood:
    from kg.extraction import Extractor

    return Extractor(recipe.ner, recipe.rules).extract_all(articles)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---- workers ----


def _by_workers(articles: Iterable[Article], recipe: Recipe, workers: int) -> Understood:
    """The same by processes that each load the model once. Spawned, not forked: torch holds threads."""
    stream = iter(articles)
    running: deque[Future[list[tuple[Article, Extraction]]]] = deque()
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(recipe.ner, recipe.rules))
    try:
        while True:
            while len(running) < workers * _AHEAD and (chunk := list(islice(stream, _CHUNK))):
                running.append(pool.submit(_work, chunk))
            if not running:
                return
            yield from running.popleft().result()
    except BrokenProcessPool:
        what = "a worker process ended before its work was done"
        raise ModelError(what, f"{workers} workers", "try fewer by --workers: each holds the model in memory") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_extractor: Extractor | KgError | None = None


def _begin(ner: str | None, rules: str | None) -> None:
    """Load the model into this worker, and end with the process that started it, however that ends."""
    global _extractor
    from kg.extraction import Extractor

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's affair
    Thread(target=_end_with_the_parent, daemon=True).start()
    try:
        _extractor = Extractor(ner, rules)
    except KgError as error:
        _extractor = error  # told with the first articles: an exception here would lose its words


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        sys.stderr.flush()
        os._exit(1)


def _work(articles: list[Article]) -> list[tuple[Article, Extraction]]:
    if isinstance(_extractor, KgError):
        raise _extractor
    assert _extractor is not None
    return list(_extractor.extract_all(articles))
