"""The graph of some articles, made from that of others: only what the difference touches is found and written anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from kg import corpus, graph, resolution
from kg.corpus import Collection, Index, Source, Stored, Version
from kg.graph.terms import Iris

Progress = Callable[[str, int, int | None], None]
_Item = TypeVar("_Item")


def opened(file: Path, out: Path, base: str) -> AbstractContextManager[Index]:
    """The index in ``file`` of the graph in ``out``, whose IRIs begin with ``base``."""
    return corpus.opened(file, out, corpus.graph_maker(base), (*resolution.SCHEMAS, graph.SCHEMA))


def chosen_of(collection: Collection, sources: Mapping[str, Source], until: str | None) -> dict[str, Version]:
    """The articles of these sources that were published by a day, if one is given, as they are kept now."""
    paths = corpus.paths_of(sources)
    if until:
        paths = {stored.article.id: stored.article.source_path for stored in _until(collection.items(sources), until)}
    stamps = collection.stamps(paths)
    return {article: Version(path, stamps[article]) for article, path in paths.items()}


def _until(items: Iterable[Stored], day: str) -> Iterator[Stored]:
    """The articles that were published by a day; of a day without its month or its day the last counts."""
    for stored in items:
        published = stored.article.published
        if published and published[: len(day)] <= day:
            yield stored


def renew(
    index: Index,
    collection: Collection,
    chosen: Mapping[str, Version],
    work: Path,
    base: str,
    ledger: resolution.Ledger,
    progress: Progress,
) -> graph.Counts:
    """Write the graph of the chosen articles into ``work``; what the index knows is not found again."""
    gone, come = index.changes(chosen)
    dataset = graph.Dataset(index.db, work, base)
    for article in gone:
        _forget(index, article)
        dataset.remove(article)
    for stored in _counted(_kept_of(collection, come, chosen), "resolving", len(come), progress):
        _learn(index, stored, chosen[stored.article.id])
    found = resolution.resolve_gathered(resolution.gathered(index.db), Iris(base).entity, ledger, base)
    changed = {*come, *resolution.understood_otherwise(index.db, found), *_judged_otherwise(index, found)}
    anew = sorted(changed & chosen.keys())
    items = _counted(_kept_of(collection, anew, chosen), "writing the graph", len(anew), progress)
    dataset.add(((s.article, found.judged(s.extraction)) for s in items), found)
    former = None if index.is_empty else collection.out
    return dataset.write(former, found.entities(), resolution.same_texts(resolution.sketches(index.db)))


def _kept_of(collection: Collection, ids: Iterable[str], chosen: Mapping[str, Version]) -> Iterator[Stored]:
    return (collection.get(article, chosen[article].path) for article in ids)


def _learn(index: Index, stored: Stored, version: Version) -> None:
    """Take what an article says into the index, in place of what it said before."""
    _forget(index, stored.article.id)
    index.note(stored.article.id, version, len(stored.extraction.left_out))
    resolution.learn(index.db, stored.article, stored.extraction, stored.sketch)


def _forget(index: Index, article: str) -> None:
    index.forget(article)
    resolution.forget(index.db, article)


def _judged_otherwise(index: Index, found: resolution.Resolution) -> set[str]:
    """The articles that name both ends of an edge of which people said since the last build that it is wrong, or no
    longer say so."""
    now = sorted(map(list, found.wrong))
    before = json.loads(index.told("wrong") or "[]")
    index.tell("wrong", json.dumps(now, ensure_ascii=False))
    changed = [(edge[0], edge[2]) for edge in (*now, *before) if (edge in now) != (edge in before)]
    named = {article for ends in changed for article in graph.naming_both(index.db, *ends)}
    return named | {end for ends in changed for end in ends}  # an article that is an end goes by its id


def _counted(items: Iterable[_Item], stage: str, total: int | None, progress: Progress) -> Iterator[_Item]:
    progress(stage, 0, total)
    for done, item in enumerate(items, 1):
        yield item
        progress(stage, done, total)
