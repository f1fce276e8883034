"""What is to be seen on one page: the nodes and lines of a picture, each line with the sentences behind it.

A line of the picture stands for all facts with one subject, predicate and object; two posts of one person in one body
are two facts on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from kg.view.marks import trigger_words

if TYPE_CHECKING:
    import networkx as nx

ARTICLE = "Article"
INDICATOR = "Indicator"
BY_NAME = ".name"  # how the ids of the grammars end that read names


class ArticleRecord(Protocol):
    """What a page shows of an article; ``text`` is the cleaned body to which offsets refer."""

    @property
    def iri(self) -> str:
        """The IRI of its named graph."""

    @property
    def id(self) -> str:
        """What names its page."""

    @property
    def headline(self) -> str:
        """Its title, or how it begins."""

    @property
    def published(self) -> str | date | None:
        """An ISO date."""

    @property
    def publisher(self) -> str | None:
        """The medium or office that it names as its source."""

    @property
    def source_path(self) -> str:
        """The file that it was read from."""

    @property
    def text(self) -> str:
        """The cleaned body."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence that says so: ``text[start:end]`` of the article, right with ``confidence``.

    Of each list of ``triggers`` it holds a word: by these its rule went.
    """

    article: str
    headline: str
    published: str
    start: int
    end: int
    text: str
    rule: str = ""
    confidence: float = 0.0
    triggers: tuple[tuple[str, ...], ...] = ()

    @property
    def by_name(self) -> bool:
        """Whether a name says so, as that of 某市科技局 tells whose it is, and no other word of the sentence."""
        return self.rule.endswith(BY_NAME)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement, with the post or day that it names; ``support`` counts articles."""

    title: str | None
    date: str | None
    support: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """All facts with one subject, predicate and object; the ends are positions in :attr:`Picture.nodes`."""

    subject: int
    predicate: str
    object: int
    facts: tuple[Fact, ...]

    @property
    def support(self) -> int:
        """The largest number of articles behind one of the facts, at least 1 (facts of the gazetteer have none)."""
        return max([1, *(fact.support for fact in self.facts)])


@dataclass(frozen=True, slots=True)
class Node:
    """One thing. ``weight`` is its importance: the sum of the support of its relations, apart from authorship and
    indicators."""

    iri: str
    name: str
    type: str
    group: str
    aliases: tuple[str, ...]
    articles: int
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """What one page draws. ``left_out`` counts the things of the graph that found no room."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge of the graph, by the IRIs of its ends."""

    subject: str
    predicate: str
    object: str
    fact: Fact


def relations(graph: nx.MultiDiGraph) -> list[Relation]:
    """All edges of ``graph`` in an order that depends on their content alone.

    Its attribute ``triggers`` has the words of the rules that are not shipped, by their ids.
    """
    own = {rule: tuple(map(tuple, words)) for rule, words in graph.graph.get("triggers", {}).items()}
    found = [
        Relation(subject, str(edge["predicate"]), obj, _fact(edge, own))
        for subject, obj, edge in graph.edges(data=True)
    ]
    return sorted(found, key=lambda r: (r.subject, r.predicate, r.object, r.fact.title or "", r.fact.date or ""))


def _fact(edge: Mapping[str, Any], own: Mapping[str, tuple[tuple[str, ...], ...]]) -> Fact:
    quotes: dict[tuple[str, int, int], Quote] = {}  # a sentence that two rules read alike counts once, by the surer
    for quote in (_quote(evidence, own) for evidence in edge.get("evidence") or ()):
        place = quote.article, quote.start, quote.end
        held = quotes.get(place)
        if held is None or (quote.confidence, quote.rule) > (held.confidence, held.rule):
            quotes[place] = quote
    newest_first = sorted(quotes.values(), key=lambda q: (q.article, q.start, q.end))
    newest_first.sort(key=lambda q: q.published, reverse=True)
    title, day = edge.get("title"), edge.get("date")
    return Fact(
        str(title) if title else None, str(day) if day else None, int(edge.get("support") or 0), tuple(newest_first)
    )


def _quote(evidence: Mapping[str, Any], own: Mapping[str, tuple[tuple[str, ...], ...]]) -> Quote:
    rule = str(evidence.get("rule") or "")
    return Quote(
        article=str(evidence["article"]),
        headline=str(evidence.get("headline") or ""),
        published=str(evidence.get("published") or ""),
        start=int(evidence["start"]),
        end=int(evidence["end"]),
        text=str(evidence["quote"]),
        rule=rule,
        confidence=float(evidence.get("confidence") or 0),
        triggers=own[rule] if rule in own else trigger_words(rule),
    )


def by_article(found: Iterable[Relation]) -> dict[str, list[Relation]]:
    """For each article the relations that it supports, with its own sentences only."""
    out: dict[str, list[Relation]] = {}
    for relation in found:
        own: dict[str, list[Quote]] = {}
        for quote in relation.fact.quotes:
            own.setdefault(quote.article, []).append(quote)
        for article, quotes in own.items():
            fact = replace(relation.fact, support=1, quotes=tuple(quotes))
            out.setdefault(article, []).append(replace(relation, fact=fact))
    return out


def draw(graph: nx.MultiDiGraph, found: Sequence[Relation], iris: Iterable[str], room: int) -> Picture:
    """The picture of the things ``iris`` and the relations ``found`` among them, at most ``room`` things.

    Where room is short, the things with the most support stay; equal ones in the order of their IRIs.
    """
    weights: dict[str, int] = {}
    for relation in found:
        if graph.nodes[relation.object].get("type") in (ARTICLE, INDICATOR):
            continue  # a reporter of thirty articles is not whom the news is about, nor a county of thirty numbers
        for end in (relation.subject, relation.object):
            weights[end] = weights.get(end, 0) + max(1, relation.fact.support)
    wanted = sorted(set(iris), key=lambda iri: (-weights.get(iri, 0), -_count(graph, iri), iri))
    nodes = tuple(_node(iri, graph.nodes[iri], weights.get(iri, 0)) for iri in wanted[:room])
    return Picture(nodes, _lines(nodes, found), max(0, len(wanted) - room))


def _count(graph: nx.MultiDiGraph, iri: str) -> int:
    return int(graph.nodes[iri].get("articles") or 0)


def _node(iri: str, attributes: Mapping[str, Any], weight: int) -> Node:
    kind = str(attributes.get("type") or "")
    name = str(attributes.get("name") or iri)
    aliases = tuple(sorted({str(a) for a in attributes.get("aliases") or ()} - {name}))
    group = "article" if kind == ARTICLE else str(attributes.get("group") or "")
    return Node(iri, name, kind, group, aliases, int(attributes.get("articles") or 0), weight)


def _lines(nodes: Sequence[Node], found: Sequence[Relation]) -> tuple[Line, ...]:
    places = {node.iri: place for place, node in enumerate(nodes)}
    facts: dict[tuple[int, str, int], list[Fact]] = {}
    for relation in found:
        if relation.subject in places and relation.object in places:
            key = (places[relation.subject], relation.predicate, places[relation.object])
            facts.setdefault(key, []).append(relation.fact)
    return tuple(Line(*key, tuple(facts[key])) for key in sorted(facts))
