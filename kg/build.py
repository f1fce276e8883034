"""The order of the stages: read, extract, resolve, write the graph, draw the pages. Nothing else knows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, OutputError, ReadError
from kg.model import IMPORTED, Article, Extraction

if TYPE_CHECKING:
    from kg.corpus import Collection, Home, Source
    from kg.exchange import About
    from kg.graph import Graph
    from kg.intake import Recipe
    from kg.resolution import Decision, Ledger, Resolution

DEFAULT_BASE = "https://kg.example.org/"
Progress = Callable[[str, int, int | None], None]
Triggers = Mapping[str, Sequence[Sequence[str]]]  # the words of rules that are not shipped, by their ids


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. The counts are of the whole graph; ``added``, ``replaced`` and ``removed`` are articles that
    came, that took the place of an earlier self, and that went. ``errors`` are the inputs that were skipped;
    ``left_out`` counts names that stayed unclear, ``quarantined`` facts that violate a shape and stand in the
    quarantine with the reason."""

    articles: int
    entities: int = 0
    relations: int = 0
    claims: int = 0
    left_out: int = 0
    quarantined: int = 0
    added: int = 0
    replaced: int = 0
    removed: int = 0
    seconds: float = 0.0
    errors: tuple[ReadError, ...] = ()
    pages: tuple[Path, ...] = field(default=())


def build(
    paths: Sequence[str | Path],
    out: str | Path = "output",
    *,
    base: str | None = None,
    ner: str | None = None,
    rules: str | Path | None = None,
    fields: Mapping[str, str] | None = None,
    as_of: str | None = None,
    workers: int | None = 1,
    pages: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Add the articles at ``paths`` to the graph in the directory ``out``, which is made where there is none.

    An input that was read before takes the place of its earlier self; articles of other inputs stay until
    :func:`remove`. Without ``paths`` the graph is made anew. The same articles give the same files, however they came.

    ``base`` begins the graph's IRIs (that of the graph there is, else :data:`DEFAULT_BASE`); ``ner`` is another HanLP
    recogniser, by its directory or by the name of one of ``hanlp.pretrained`` that HanLP's cache holds; ``rules`` a
    file or directory with relation rules of one's own; where these differ from those of the former build, all articles
    are understood anew. ``fields`` maps the fields of an article to the columns of .jsonl and .csv files; ``as_of``, an
    ISO date, leaves out of the graph what was published later or without a date, until the next build; ``workers`` is
    the number of processes that understand articles (None: of many as many as there are cores), for which a script of
    yours needs its ``if __name__ == "__main__"``; without ``pages`` the graph alone is written, and
    the pages stay those of the former graph until the next build that draws them; ``progress`` is called with
    stage, done and total. An input that cannot be read is skipped and reported. What ``out`` held before
    is replaced only by a complete graph: where no input can be read, it stays, and the report counts no articles.

    Raises:
        KgError: ``base`` cannot begin an IRI; ``as_of`` is no date, or before all articles.
        OutputError: ``out`` cannot be written, or another build is at work there.
        ModelError: the recogniser is not on this machine, or cannot be loaded.
        ResourceError: a rule of ``rules`` cannot be read.
    """
    from kg import corpus
    from kg.graph.terms import Iris
    from kg.intake import Recipe

    started = time.monotonic()
    Iris(base or DEFAULT_BASE)
    recipe, until = Recipe(ner, str(rules) if rules else None, fields, workers), as_of and _day(as_of)
    with corpus.at_work(Path(out)) as home:
        report = _add(home, [str(path) for path in paths], recipe, _Wish(base, until, pages), progress or _silent)
    return replace(report, seconds=time.monotonic() - started)


def remove(
    paths: Sequence[str | Path], out: str | Path = "output", *, pages: bool = True, progress: Progress | None = None
) -> Report:
    """Take articles out of the graph in ``out``, and with them whatever no other article supports.

    ``paths`` are files, directories or patterns as they were given to :func:`build`, whether they still exist or not,
    or ids of articles; ``pages`` as in :func:`build`.

    Raises:
        OutputError: the graph has no article of a path, or would have none left; or ``out`` cannot be written.
    """
    from kg import corpus

    started = time.monotonic()
    if not Path(out, "graph.trig").is_file():
        raise OutputError("no graph here", str(out), "run kg build first, or name its directory by -o")
    with corpus.at_work(Path(out)) as home:
        sources = home.collection.sources()
        gone = _to_remove(home.collection, sources, [str(path) for path in paths])
        left = {origin: source for origin, source in sources.items() if origin not in gone}
        if not left:
            raise OutputError("no article would be left", str(out), "delete the directory instead")
        report = _publish(home, left, home.settings(), _Wish(pages=pages), progress or _silent)
    removed = len({source.article for source in sources.values()}) - len({s.article for s in left.values()})
    return replace(report, removed=removed, seconds=time.monotonic() - started)


def add_facts(
    files: Sequence[str | Path],
    out: str | Path = "output",
    about: About | None = None,
    *,
    base: str | None = None,
    pages: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Add files of facts of one's own to the graph in ``out``, which is made where there is none.

    Each file becomes a source beside the articles: its facts are claims, its things are joined with theirs, builds keep
    it, :func:`remove` takes it out again, and a file that is imported anew takes the place of its earlier self. The
    files are those that :func:`kg.exchange.read_facts` reads, ``about`` says more of them; ``pages`` as in
    :func:`build`. A row or file without a fact
    is skipped and reported; where no file has one, ``out`` stays as it is, and the report counts no articles.

    Raises:
        KgError: ``base`` cannot begin an IRI; ``about`` names no date, or no field of a fact.
        OutputError: ``out`` cannot be written, or another build is at work there.
    """
    from kg import corpus
    from kg.graph.terms import Iris

    started = time.monotonic()
    Iris(base or DEFAULT_BASE)
    with corpus.at_work(Path(out)) as home:
        report = _import(home, [str(file) for file in files], about, _Wish(base, pages=pages), progress or _silent)
    return replace(report, seconds=time.monotonic() - started)


def _import(home: Home, files: Sequence[str], about: About | None, wish: _Wish, progress: Progress) -> Report:
    from kg import corpus
    from kg.exchange import read_facts
    from kg.resolution import sketch

    new: dict[str, Source] = {}
    errors: list[ReadError] = []
    for file in files:
        found = read_facts(file, about)
        errors += found.errors
        if found.article:
            home.collection.put(corpus.Stored(found.article, found.extraction, IMPORTED, sketch(found.article.body)))
            new[home.collection.origin(file, found.article.id)] = corpus.Source(file, found.article.id)
    if not new:
        return Report(0, errors=tuple(errors))
    old, settings = home.collection.sources(), home.settings()
    settings |= {"base": wish.base or settings.get("base") or DEFAULT_BASE}
    report = _publish(home, {**_kept(old, new, ()), **new}, settings, wish, progress)
    added, changed = _changes(old, new)
    return replace(report, added=added, replaced=changed, errors=tuple(errors))


def _to_remove(collection: Collection, sources: Mapping[str, Source], paths: Sequence[str]) -> set[str]:
    gone: set[str] = set()
    for path in paths:
        found = collection.matching(path, sources)
        if not found:
            todo = "kg query articles lists the articles and where they were read"
            raise OutputError("no article of the graph was read there", path, todo)
        gone |= found
    return gone


def extracted(paths: Sequence[str | Path], ner: str | None = None) -> Iterator[tuple[Article, Extraction]]:
    """What the articles at ``paths`` say, one by one, with nothing written. Byte-identical articles come once.

    Raises:
        ReadError: an input cannot be read.
        ModelError: the recogniser is not on this machine, or cannot be loaded.
    """
    from kg import reading
    from kg.extraction import Extractor

    def articles() -> Iterator[Article]:
        come: set[str] = set()
        for item in reading.read([str(path) for path in paths]):
            if isinstance(item, KgError):
                raise item
            if item.id not in come:
                come.add(item.id)
                yield item

    return Extractor(ner).extract_all(articles())


def resolved(items: Iterable[tuple[Article, Extraction]], base: str = DEFAULT_BASE) -> Resolution:
    """Which thing each mention names, as in a graph of these articles."""
    from kg.graph.terms import Iris
    from kg.resolution import resolve

    return resolve(items, Iris(base).entity)


def decisions(out: str | Path = "output") -> list[Decision]:
    """What people decided about the graph in ``out``, in order. Raises LedgerError where a line is no decision."""
    from kg.corpus import Home

    return _decisions(Home(Path(out)))


def resolution(out: str | Path = "output") -> Resolution:
    """Which thing each mention of the articles of ``out`` names, and on what evidence."""
    from kg.corpus import Home
    from kg.graph.terms import Iris
    from kg.resolution import resolve

    home = Home(Path(out))
    iris = Iris(home.settings().get("base", DEFAULT_BASE))
    items = home.collection.items(home.collection.sources())
    told = ((stored.article, stored.extraction) for stored in items)
    return resolve(told, iris.entity, _ledger(home), iris.base)


@contextmanager
def as_of(out: str | Path, day: str) -> Iterator[Graph]:
    """The graph of ``out`` as it would be, had nothing been read that was published after a day.

    Raises:
        KgError: ``day`` is no ISO date, or before all articles.
        OutputError: there is no graph.
    """
    from kg import corpus, graph
    from kg.renewal import chosen_of, opened, renew

    home, until = corpus.Home(Path(out)), _day(day)
    sources = home.collection.sources()
    if not sources:
        raise OutputError("no graph here", str(out), "run kg build first, or name its directory by -o")
    chosen = chosen_of(home.collection, sources, until)
    if not chosen:
        raise KgError("no article was published by then", day, "give a later date")
    settings = home.settings()
    base = settings.get("base", DEFAULT_BASE)
    with TemporaryDirectory(prefix="kg-") as name:
        folder = Path(name)
        with opened(folder / "index.sqlite", folder, base) as index:
            renew(index, home.collection, chosen, folder, base, _ledger(home), _silent)
        earlier = graph.load(folder)
        earlier.triggers = settings.get("triggers", {})
        yield earlier


def triggers(out: str | Path) -> Triggers:
    """The words that the rules go by with which the graph in ``out`` was built, where these are not the shipped."""
    from kg.corpus import Home

    found: Triggers = Home(Path(out)).settings().get("triggers", {})
    return found


def pages_are_current(out: str | Path) -> bool:
    """Whether the pages in ``out`` show the graph that stands there: the last build drew them, too."""
    from kg.corpus import Home

    return bool(Home(Path(out)).settings().get("pages", True))


def _silent(stage: str, done: int, total: int | None) -> None:
    """No progress wanted."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the graph is to be: its base, up to which day, with pages or without."""

    base: str | None = None
    until: str | None = None
    pages: bool = True


def _add(home: Home, paths: Sequence[str], recipe: Recipe, wish: _Wish, progress: Progress) -> Report:
    from kg.corpus import fingerprint
    from kg.intake import take_in

    settings = home.settings()
    made_by = fingerprint(recipe.ner, recipe.rules)
    old = home.collection.sources()
    obsolete = (stored.article for stored in home.collection.items(old) if stored.made_by not in (made_by, IMPORTED))
    also = obsolete if settings.get("made_by") != made_by else ()
    # In a function of its own, so that the recogniser is free before the graph is made.
    taken = take_in(home.collection, paths, recipe, made_by, progress, also=also)
    errors = tuple(taken.errors)
    if (paths and not taken.sources) or not (paths or old):
        return Report(0, errors=errors)
    kept = _kept(old, taken.sources, errors)
    own = {"triggers": _own_triggers(recipe.rules)} if recipe.rules else {}
    settings = {"base": wish.base or settings.get("base") or DEFAULT_BASE, "made_by": made_by, **own}
    report = _publish(home, {**kept, **taken.sources}, settings, wish, progress)
    added, changed = _changes(old, taken.sources)
    return replace(report, added=added, replaced=changed, errors=errors)


def _own_triggers(rules: str) -> Triggers:
    from kg.extraction.triggers import own_triggers

    return own_triggers(rules)


def _kept(old: Mapping[str, Source], new: Mapping[str, Source], errors: Iterable[ReadError]) -> dict[str, Source]:
    """The sources of the former graph that stay beside the new ones."""
    from kg.corpus.collection import replaced

    unread = {error.where for error in errors}
    gone = replaced(old, new, {origin for origin, source in old.items() if source.path in unread})
    return {origin: source for origin, source in old.items() if origin not in gone}


def _changes(old: Mapping[str, Source], new: Mapping[str, Source]) -> tuple[int, int]:
    """How many articles came, and how many took the place of another one from the same input."""
    before = {source.article for source in old.values()}
    changed = {o for o, source in new.items() if o in old and source.article != old[o].article}
    fresh = {source.article for origin, source in new.items() if origin not in changed}
    return len(fresh - before), len(changed)


def _publish(
    home: Home, sources: Mapping[str, Source], settings: dict[str, Any], wish: _Wish, progress: Progress
) -> Report:
    """Make the graph and its pages of the articles of these sources, and put them in place."""
    from kg import graph
    from kg.renewal import chosen_of, opened, renew

    chosen = chosen_of(home.collection, sources, wish.until)
    if not chosen:
        raise KgError("no article was published by then", wish.until or "", "give a later date")
    base, work = settings["base"], home.begin()
    with opened(home.index_file, home.out, base) as index:
        counts = renew(index, home.collection, chosen, work, base, _ledger(home), progress)
        if wish.pages:
            _draw(work, settings.get("triggers", {}), progress)
        former = [name for name in home.files() if name not in graph.FILES]
        files = home.finish(sources, settings | {"pages": wish.pages}, gone=former if wish.pages else ())
        index.keep()
        left_out = index.left_out()
    pages = sorted((f for f in files if f.suffix == ".html"), key=lambda f: (f.name != "graph.html", f.name))
    counted = counts.articles, counts.entities, counts.relations, counts.claims, left_out, counts.quarantined
    return Report(*counted, pages=tuple(pages))


def _day(day: str) -> str:
    """An ISO date of any exactness. Raises KgError where it is none."""
    with suppress(ValueError):
        date.fromisoformat(day + "0000-01-01"[len(day) :])
        return day
    raise KgError("not a date", day, "give one such as 2024-06-30, 2024-06 or 2024")


def _ledger(home: Home) -> Ledger:
    from kg.resolution.ledger import ledger

    return ledger(_decisions(home))


def _decisions(home: Home) -> list[Decision]:
    from kg.resolution.ledger import parse

    return parse(home.ledger(), str(home.ledger_file))


def _draw(work: Path, own: Triggers, progress: Progress) -> None:
    from kg import graph, view

    progress("drawing the pages", 0, None)
    finished: Any = graph.load(work)
    finished.triggers = own
    view.write_pages(finished, work)
