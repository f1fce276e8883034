"""All pages of a build: the whole graph, one page per article, and the index that leads to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.view.data import page_data, script_json, symmetric_predicates
from kg.view.frame import fill, policy, styles, write
from kg.view.index import write_index
from kg.view.network import scripts
from kg.view.picture import ARTICLE, ArticleRecord, Picture, Relation, by_article, draw, relations
from kg.view.theme import asset

if TYPE_CHECKING:
    import networkx as nx

ROOM = 1500  # things on one page: what pyvis draws and moves smoothly (DESIGN.md section 6)
SCRIPTS = ("canvas.js", "panel.js", "controls.js", "main.js")


class Graph(Protocol):
    """What the pages need of a graph."""

    def networkx(self) -> nx.MultiDiGraph:
        """The merged graph, as kg.graph describes it."""

    def articles(self) -> Sequence[ArticleRecord]:
        """All articles with their cleaned text."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One page to be written; ``article`` is set on an article's own page."""

    file: str
    title: str
    subtitle: str
    picture: Picture
    article: ArticleRecord | None = None


@dataclass(frozen=True, slots=True)
class _Site:
    """What all pages share: where each article's page is, and what it is called."""

    files: dict[str, str]
    heads: dict[str, tuple[str, str]]
    symmetric: frozenset[str]


def write_pages(graph: Graph, out_dir: Path, *, room: int = ROOM) -> list[Path]:
    """Write ``graph.html``, one page per article and ``index.html`` into ``out_dir``; return them in this order.

    ``room`` is the largest number of things on one page: where there are more, the page keeps those with the most
    support and says how many it leaves out. Raises OutputError where a page cannot be written.
    """
    network = graph.networkx()
    articles = sorted(graph.articles(), key=lambda a: (str(a.published or ""), a.id), reverse=True)
    found = relations(network)
    site = _Site(
        {a.iri: article_file(a.id) for a in articles},
        {a.iri: (a.headline, str(a.published or "")) for a in articles},
        symmetric_predicates(),
    )
    whole = draw(network, found, network.nodes, room)
    pages = [_write(_Page("graph.html", "知识图谱", "Knowledge graph", whole), out_dir, site)]
    own = by_article(found)
    for article in articles:
        pages.append(_write(_article_page(network, article, own.get(article.iri, []), room), out_dir, site))
    pages.append(write_index(network, found, articles, site.files, out_dir))
    return pages


def article_file(article_id: str) -> str:
    """The name of an article's page, whatever its id: nothing in it leads out of the directory."""
    return f"article-{re.sub(r'[^0-9A-Za-z_-]', '_', article_id)}.html"


def _article_page(network: nx.MultiDiGraph, article: ArticleRecord, found: Sequence[Relation], room: int) -> _Page:
    ends = {iri for relation in found for iri in (relation.subject, relation.object)}
    subtitle = " · ".join(str(part) for part in (article.published, article.publisher) if part)
    title = article.headline or article.source_path
    return _Page(article_file(article.id), title, subtitle, draw(network, found, ends, room), article)


def _write(page: _Page, out_dir: Path, site: _Site) -> Path:
    drawn = scripts(page.picture, site.symmetric)
    behaviour = "'use strict';(() => {\n" + "".join(asset(name) for name in SCRIPTS) + "})();\n"
    style = styles("base.css", "graph.css")
    data = page_data(page.picture, site.files, site.heads) | {"page": _about(page)}
    html = fill(
        "graph.html",
        text={
            "title": page.title,
            "subtitle": page.subtitle,
            "counts": _counts(page.picture),
            "kind": "article" if page.article else "whole",
            "notice": _notice(page.picture),
        },
        markup={
            "policy": policy([drawn.library, drawn.drawing, behaviour], style),
            "style": style,
            "library": drawn.library,
            "drawing": drawn.drawing,
            "behaviour": behaviour,
            "data": script_json(data),
        },
    )
    return write(out_dir / page.file, html)


def _about(page: _Page) -> dict[str, Any]:
    if page.article is None:
        return {}
    return {"iri": page.article.iri, "headline": page.title, "text": page.article.text}


def _counts(picture: Picture) -> str:
    things = sum(node.type != ARTICLE for node in picture.nodes)
    facts = sum(len(line.facts) for line in picture.lines)
    articles = {quote.article for line in picture.lines for fact in line.facts for quote in fact.quotes}
    return f"{things:,} 个实体 · {facts:,} 条关系 · {len(articles):,} 篇文章"


def _notice(picture: Picture) -> str:
    if not picture.left_out:
        return ""
    return (
        f"图中只画出最重要的 {len(picture.nodes):,} 个，另有 {picture.left_out:,} 个未画出"
        f" (the {len(picture.nodes):,} best supported are drawn, {picture.left_out:,} are left out)"
    )
