"""The card of one thing: its names, its posts over time, its relations with their sentences, the articles on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import graph
from kg.notebook import markup
from kg.notebook.facts import Relation, Source, Thing, relation, thing
from kg.view.markup import type_names

if TYPE_CHECKING:
    import networkx as nx

    from kg.view.picture import Relation as Drawn

SHOWN = 12  # relations that a card prints: a screen of them; the card itself has all
_POSTS = """SELECT ?holder ?title ?body ?begun ?first ?last ?ended ?successor ?articles {{
  {{ ?tenure kg:holder <{iri}> }} UNION {{ ?tenure kg:body <{iri}> }}
  ?tenure kg:holder ?holder ; kg:body ?body ; kg:title ?title ; kg:support ?articles .
  OPTIONAL {{ ?tenure kg:begun ?begun }}
  OPTIONAL {{ ?tenure kg:firstSeen ?first ; kg:lastSeen ?last }}
  OPTIONAL {{ ?tenure kg:ended ?ended }}
  OPTIONAL {{ ?tenure kg:successor/kg:holder ?successor }}
}} ORDER BY STR(COALESCE(?first, ?begun, ?ended, "")) ?title ?holder ?body"""
_TOLD_IN = """SELECT DISTINCT ?article ?headline ?date {{
  GRAPH ?article {{ <{iri}> skos:prefLabel ?name . ?article a kg:Article ; schema:headline ?headline }}
  OPTIONAL {{ ?article schema:datePublished ?date }}
}} ORDER BY DESC(STR(?date)) ?headline ?article"""


@dataclass(frozen=True, slots=True)
class Post:
    """A post that somebody holds. The dates are ISO dates as exact as the articles tell (``2024-06-27``, ``2024``):
    ``begun`` and ``ended`` those of appointment and dismissal, ``first_seen`` and ``last_seen`` the earliest and the
    latest day at which articles show the holder in it, ``articles`` how many do. None: not told."""

    holder: Thing
    title: str
    body: Thing
    begun: str | None
    first_seen: str | None
    last_seen: str | None
    ended: str | None
    successor: Thing | None
    articles: int

    @property
    def time(self) -> str:
        """From when to when, as far as it is known: ``2024-03-13 – 2024-06-06``."""
        ends = self.begun or self.first_seen, self.ended or self.last_seen
        return " – ".join(dict.fromkeys(day for day in ends if day))


@dataclass(frozen=True, slots=True)
class Card:
    """What the graph knows of a thing. In a notebook it shows itself.

    ``posts`` are those that a person holds, or that people hold in a body or place, the earliest first; ``relations``
    those in which the thing is subject or object, the best supported first; ``articles`` those that name it, the
    newest first. ``type`` is a class of the ontology (``Official``).
    """

    iri: str
    name: str
    type: str
    aliases: tuple[str, ...]
    posts: tuple[Post, ...]
    relations: tuple[Relation, ...]
    articles: tuple[Source, ...]

    @property
    def kind(self) -> str:
        """What the class is called in Chinese: 官员 for ``Official``."""
        return type_names(self.type)[0]

    def __repr__(self) -> str:
        """The card as text; of many relations the best supported."""
        count = "1 article" if len(self.articles) == 1 else f"{len(self.articles)} articles"
        lines = [
            "  ".join([self.name, self.kind, count, *(["also " + "、".join(self.aliases)] if self.aliases else [])])
        ]
        lines += [f"  {post.holder}  {post.title}  {post.body}  {post.time}" for post in self.posts[:SHOWN]]
        for said in self._others[:SHOWN]:
            lines += [f"  {said}", *(f"    {sentence}" for sentence in said.sentences[:1])]
        hidden = max(0, len(self._others) - SHOWN) + max(0, len(self.posts) - SHOWN)
        return "\n".join([*lines, *([f"  … {hidden} more in .posts and .relations"] if hidden else [])])

    @property
    def _others(self) -> list[Relation]:
        """The relations that the posts do not tell already."""
        told = {(post.holder.iri, post.title, post.body.iri) for post in self.posts}
        return [r for r in self.relations if (r.subject.iri, r.title, r.object.iri) not in told]

    def _repr_html_(self) -> str:
        return markup.card(self)


def card(asked: graph.Graph, network: nx.MultiDiGraph, iri: str, found: Iterable[Drawn]) -> Card:
    """The card of the thing ``iri``; ``found`` are its relations as the pages have them."""
    about = thing(network, iri)
    relations = [relation(network, drawn) for drawn in found]
    relations.sort(key=lambda r: (-r.support, r.predicate, r.subject.name, r.object.name, r.title or ""))
    posts = tuple(_post(network, row) for row in asked.query(_POSTS.format(iri=iri)).rows)
    told = asked.query(_TOLD_IN.format(iri=iri)).rows
    articles = tuple(Source(article, headline, day or None) for article, headline, day in told)
    return Card(iri, about.name, about.type, about.aliases, posts, tuple(relations), articles)


def _post(network: nx.MultiDiGraph, row: tuple[str, ...]) -> Post:
    holder, title, body, *dates, successor, articles = row
    begun, first, last, ended = (day or None for day in dates)
    after = thing(network, successor) if successor else None
    ends = thing(network, holder), title, thing(network, body)
    return Post(*ends, begun, first, last, ended, after, int(articles))
