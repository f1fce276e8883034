"""All pages of a build: the index, the whole graph, and those of all articles and things, which share assets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.view.data import search_names
from kg.view.entity import entity_page, ties
from kg.view.frame import styles, write
from kg.view.graph_page import ROOM, article_page, behaviour, script, whole_page
from kg.view.index import index_page
from kg.view.picture import ArticleRecord, Picture, Relation, by_article, draw, relations
from kg.view.site import FOLDER, Site, site

if TYPE_CHECKING:
    import networkx as nx

LIMIT = 50_000  # things on one picture: what sigma.js draws and a browser holds with their sentences


class Graph(Protocol):
    """What the pages need of a graph."""

    def shown(self) -> tuple[nx.MultiDiGraph, Sequence[ArticleRecord]]:
        """The merged graph, as kg.graph describes it, and all articles with their cleaned text."""


def write_pages(graph: Graph, out_dir: Path, *, room: int = ROOM, limit: int = LIMIT) -> list[Path]:
    """Write ``graph.html`` and ``index.html`` into ``out_dir`` and the pages of articles and things into its ``pages``.

    Returns the pages in this order; the assets that those in ``pages`` share lie beside them. Up to ``room`` things are
    drawn by pyvis, more by sigma.js as communities, and of more than ``limit`` those with the most support: the page
    says how many it leaves out. That of an article, which pyvis draws, shows ``room`` at most. Raises OutputError where
    a page cannot be written.
    """
    network, records = graph.shown()
    articles = sorted(records, key=lambda a: (str(a.published or ""), a.id), reverse=True)
    found = relations(network)
    made = site(network, found, articles)
    # A large picture leaves out the articles, which its legend would hide anyway.
    drawn = network.nodes if network.number_of_nodes() <= room else [node.iri for node in made.things]
    pages = [
        write(out_dir / "graph.html", whole_page(made, draw(network, found, drawn, limit), room)),
        write(out_dir / "index.html", index_page(made)),
    ]
    folder = out_dir / FOLDER
    pages += _articles(network, made, folder, min(room, limit))
    pages += (write(folder / made.files[iri], html) for iri, html in _things(made))
    write(folder / "page.css", styles("base.css", "page.css"))
    write(folder / "graph.css", styles("base.css", "graph.css"))
    write(folder / "graph.js", behaviour())
    write(folder / "page.js", script("elements.js", "search.js", "reading.js"))
    write(folder / "names.js", search_names(made))
    return pages


def _articles(network: nx.MultiDiGraph, made: Site, folder: Path, limit: int) -> Iterator[Path]:
    own, library = by_article(made.found), ""
    for article in made.articles:
        html, drawn = article_page(made, article, _picture(network, own.get(article.iri, []), limit))
        if drawn.library != library:
            library = drawn.library
            write(folder / "vis.js", library)
        yield write(folder / made.files[article.iri], html)


def _picture(network: nx.MultiDiGraph, found: Sequence[Relation], limit: int) -> Picture:
    ends = {iri for relation in found for iri in (relation.subject, relation.object)}
    return draw(network, found, ends, limit)


def _things(made: Site) -> Iterator[tuple[str, str]]:
    tied = ties(made)
    for node in made.things:
        yield node.iri, entity_page(node, tied.get(node.iri, []), made)
