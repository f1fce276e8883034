"""Where the pages are, and what all of them know: the files of things and articles, their titles, their relations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.view.picture import ARTICLE, ArticleRecord, Node, Relation, draw

if TYPE_CHECKING:
    import networkx as nx

FOLDER = "pages"  # of the output directory: everything but the pages that one opens first
_ID_LENGTH = 16  # hexadecimal digits of an IRI's digest: no two of a million things share them


@dataclass(frozen=True, slots=True)
class Site:
    """All that is to be shown. ``things`` are the graph's nodes but articles, the most important first."""

    things: tuple[Node, ...]
    articles: tuple[ArticleRecord, ...]
    found: tuple[Relation, ...]
    files: Mapping[str, str]  # IRI of a thing or article -> the name of its page in FOLDER
    heads: Mapping[str, tuple[str, str]]  # IRI of an article -> headline and date
    nodes: Mapping[str, Node]


def site(network: nx.MultiDiGraph, found: Sequence[Relation], articles: Sequence[ArticleRecord]) -> Site:
    """The site of a graph; ``articles`` newest first."""
    nodes = draw(network, found, network.nodes, network.number_of_nodes()).nodes
    things = tuple(node for node in nodes if node.type != ARTICLE)
    files = {node.iri: entity_file(node.iri) for node in things} | {a.iri: article_file(a.id) for a in articles}
    heads = {a.iri: (a.headline or a.source_path, str(a.published or "")) for a in articles}
    return Site(things, tuple(articles), tuple(found), files, heads, {node.iri: node for node in nodes})


def article_file(article_id: str) -> str:
    """The name of an article's page, whatever its id: nothing in it leads out of the directory."""
    return f"article-{re.sub(r'[^0-9A-Za-z_-]', '_', article_id)}.html"


def entity_file(iri: str) -> str:
    """The name of a thing's page: short, plain, and the same in every build."""
    return f"entity-{sha256(iri.encode()).hexdigest()[:_ID_LENGTH]}.html"
