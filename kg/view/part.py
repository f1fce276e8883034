"""One page that shows a part of a graph, for ``kg view`` and for notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.view.frame import write
from kg.view.graph_page import Wanted, single_page
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


def part_page(source: Source, wanted: Selection, title: str, beside: str | None, room: int) -> str:
    """The page as HTML; ``beside`` is the way from it to the build's directory, None where it is to stand alone.

    Raises QueryError where nothing is left to be drawn of a path.
    """
    found = relations(source.network)
    things, kept = select(source.network, found, wanted)
    made = site(source.network, found, source.articles)
    files: Mapping[str, str] = {}
    if beside is not None:
        files = {iri: f"{beside}{FOLDER}/{file}" for iri, file in made.files.items()}
    picture = draw(source.network, kept, things, room)
    home = None if beside is None else f"{beside}index.html"
    return single_page(Wanted(title, "", picture, files, made.heads, home, _first_view(wanted)))


def _first_view(wanted: Selection) -> str:
    if wanted.between:
        return urlencode({"path": wanted.between[0], "to": wanted.between[1]})
    return urlencode({"node": wanted.around[0]}) if wanted.around else ""


def write_part(source: Source, wanted: Selection, title: str, page: Path, built: Path, room: int) -> Path:
    """Write the page to ``page``. It leads to the pages of ``built`` where it lies in that directory itself.

    Raises OutputError where it cannot be written, QueryError as :func:`part_page` does.
    """
    beside = "" if page.parent.resolve() == built.resolve() and (built / FOLDER).is_dir() else None
    return write(page, part_page(source, wanted, title, beside, room))
