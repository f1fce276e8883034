"""The first page: what is in the graph, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.view.data import type_names
from kg.view.frame import fill, policy, styles, write
from kg.view.picture import ARTICLE, ArticleRecord, Node, Relation, draw
from kg.view.theme import Group, group_of

if TYPE_CHECKING:
    import networkx as nx

LISTED = 12  # things in each list of the most connected
LISTS = ("person", "zone", "policy", "place")  # groups of the theme


def write_index(
    network: nx.MultiDiGraph,
    found: Sequence[Relation],
    articles: Sequence[ArticleRecord],
    files: Mapping[str, str],
    out_dir: Path,
) -> Path:
    """Write ``index.html``: counts, the most connected things of each kind, and all articles, newest first."""
    nodes = draw(network, found, network.nodes, network.number_of_nodes()).nodes
    things = sum(node.type != ARTICLE for node in nodes)
    style = styles("base.css", "index.css")
    html = fill(
        "index.html",
        text={"counts": f"{len(articles):,} 篇文章 · {things:,} 个实体 · {len(found):,} 条关系"},
        markup={
            "policy": policy([], style),
            "style": style,
            "lists": "".join(_most_connected(nodes, group_of(key)) for key in LISTS),
            "articles": "".join(_article(a, files[a.iri], found_in) for a, found_in in _supported(articles, found)),
        },
    )
    return write(out_dir / "index.html", html)


def _supported(articles: Sequence[ArticleRecord], found: Sequence[Relation]) -> list[tuple[ArticleRecord, int]]:
    """Each article with the number of relations that it supports."""
    counts: dict[str, int] = {}
    for relation in found:
        for iri in {quoted.article for quoted in relation.fact.quotes}:
            counts[iri] = counts.get(iri, 0) + 1
    return [(article, counts.get(article.iri, 0)) for article in articles]


def _most_connected(nodes: Sequence[Node], look: Group) -> str:
    best = [node for node in nodes if node.group == look.key and node.weight][:LISTED]
    if not best:
        return ""
    items = "".join(
        f'<li><a href="graph.html#{quote(node.iri, safe="")}">{escape(node.name)}</a>'
        f"<small>{escape(type_names(node.type)[0])} · {node.weight} 条</small></li>"
        for node in best
    )
    head = f'<h2>{escape(look.zh)} <small lang="en">{escape(look.en)}</small></h2>'
    return f'<section class="list g-{look.key}">{head}<ol>{items}</ol></section>'


def _article(article: ArticleRecord, file: str, relations: int) -> str:
    about = " · ".join(escape(str(part)) for part in (article.published, article.publisher) if part)
    title = escape(article.headline or article.source_path)
    return f'<li><a href="{file}">{title}</a><small>{about}</small><b>{relations}</b></li>'
