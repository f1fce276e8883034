"""One page that shows a part of a graph, for ``kg view`` and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.view import naming
from kg.view.frame import write
from kg.view.graph_page import Wanted, single_page
from kg.view.pages import LIMIT
from kg.view.picture import ArticleRecord, draw, relations
from kg.view.selection import Selection, select
from kg.view.site import FOLDER, site

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Source:
    """What a page is made from: the networkx view of a graph and its articles."""

    network: nx.MultiDiGraph
    articles: Sequence[ArticleRecord]


def wanted(
    source: Source,
    around: Iterable[str] = (),
    depth: int = 1,
    between: tuple[str, str] | None = None,
    types: Iterable[str] = (),
    predicates: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
    articles: Iterable[str] = (),
) -> Selection:
    """What a reader asks for, by names: of things (IRIs, too), classes, predicates and articles.

    Raises QueryError where a name is unknown or means several things, or a date is none.
    """
    iris = tuple(naming.thing(source.network, name) for name in around)
    ends = [naming.thing(source.network, name) for name in between or ()]
    return Selection(
        around=iris,
        depth=depth if iris else 1,
        between=(ends[0], ends[1]) if ends else None,
        types=naming.types(types),
        predicates=naming.predicates(predicates),
        since=naming.day(since),
        until=naming.day(until),
        articles=frozenset(naming.article(source.articles, name) for name in articles),
    )


def part_page(source: Source, selection: Selection, title: str, beside: str | None) -> str:
    """The page as HTML; ``beside`` is the way from it to the build's directory, None where it is to stand alone.

    Raises QueryError where nothing is left to be drawn of a path.
    """
    found = relations(source.network)
    things, kept = select(source.network, found, selection)
    made = site(source.network, found, source.articles)
    files: Mapping[str, str] = {}
    if beside is not None:
        files = {iri: f"{beside}{FOLDER}/{file}" for iri, file in made.files.items()}
    picture = draw(source.network, kept, things, LIMIT)
    home = None if beside is None else f"{beside}index.html"
    return single_page(Wanted(title, "", picture, files, made.heads, home, _first_view(selection)))


def _first_view(selection: Selection) -> str:
    if selection.between:
        return urlencode({"path": selection.between[0], "to": selection.between[1]})
    return urlencode({"node": selection.around[0]}) if selection.around else ""


def write_part(source: Source, selection: Selection, title: str, page: Path, built: Path | None) -> Path:
    """Write the page to ``page``. It leads to the pages of ``built`` where it lies in that directory itself; where
    ``built`` is None there are none that say the same.

    Raises OutputError where it cannot be written, QueryError as :func:`part_page` does.
    """
    here = built is not None and page.parent.resolve() == built.resolve() and (built / FOLDER).is_dir()
    beside = "" if here else None
    return write(page, part_page(source, selection, title, beside))
