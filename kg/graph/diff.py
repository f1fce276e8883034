"""What one graph says that another does not: facts added, removed, better or less supported, with their sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from kg.graph import terms
from kg.graph.reread import Described, described
from kg.graph.store import Graph
from kg.graph.terms import Iris
from kg.model import Modality


class Kind(StrEnum):
    """How a fact differs between two graphs."""

    ADDED = "added"
    REMOVED = "removed"
    BETTER_SUPPORTED = "better supported"
    LESS_SUPPORTED = "less supported"


class Sentence(NamedTuple):
    """A sentence that says a fact, and the article it stands in."""

    quote: str
    headline: str
    published: str


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that differs. ``before`` and ``after`` are the independent articles that support it; ``sentences`` are
    those that one of the two graphs has and the other has not."""

    kind: Kind
    subject: str
    predicate: str
    object: str
    title: str
    before: int
    after: int
    sentences: tuple[Sentence, ...]


class _Fact(NamedTuple):
    """A relation, or a post, by IRIs below the base of its graph."""

    subject: str
    predicate: str
    object: str
    title: str = ""


@dataclass(slots=True)
class _Known:
    """What a graph holds of facts, and how its things are called."""

    support: dict[_Fact, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)


def diff(old: Graph, new: Graph) -> list[Change]:
    """All facts that differ, by kind and then by their articles' order. A post counts under each of its titles.

    Raises:
        OutputError: one of the graphs is missing or damaged.
    """
    before, after = _known(old), _known(new)
    kinds = {
        fact: kind
        for fact in before.support.keys() | after.support.keys()
        if (kind := _kind(before.support.get(fact, 0), after.support.get(fact, 0)))
    }
    more = {fact for fact, kind in kinds.items() if kind in (Kind.ADDED, Kind.BETTER_SUPPORTED)}
    said = _sentences(new, more, before.articles) | _sentences(old, kinds.keys() - more, after.articles)
    changes = (_change(fact, kind, before, after, said.get(fact, ())) for fact, kind in kinds.items())
    order = list(Kind)
    return sorted(changes, key=lambda c: (order.index(c.kind), c.subject, c.predicate, c.object, c.title))


def _kind(before: int, after: int) -> Kind | None:
    if before == after:
        return None
    if not (before and after):
        return Kind.ADDED if after else Kind.REMOVED
    return Kind.BETTER_SUPPORTED if after > before else Kind.LESS_SUPPORTED


def _change(fact: _Fact, kind: Kind, before: _Known, after: _Known, said: Iterable[Sentence]) -> Change:
    names = before.names | after.names if kind is Kind.REMOVED else after.names
    subject, object_ = (names.get(iri, iri) for iri in (fact.subject, fact.object))
    counts = before.support.get(fact, 0), after.support.get(fact, 0)
    return Change(kind, subject, fact.predicate, object_, fact.title, *counts, tuple(said))


def _known(graph: Graph) -> _Known:
    iris, known = graph.iris, _Known()
    for node in described(graph.file):
        if node.graph:
            known.articles.add(node.graph.removeprefix(iris.base))
            continue
        kind = iris.local(node.one(terms.TYPE) or "")
        if kind in ("Fact", "Tenure"):
            known.support[_fact(node, kind, iris)] = int(node.one(iris.term("support")) or 0)
        elif name := node.one(terms.PREF_LABEL) or node.one(terms.HEADLINE):
            known.names[node.iri.removeprefix(iris.base)] = name
    _posts_stand_for_employment(known.support)
    return known


def _fact(node: Described, kind: str, iris: Iris) -> _Fact:
    if kind == "Fact":
        ends = (node.one(p) or "" for p in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT))
        subject, predicate, object_ = ends
        return _Fact(subject.removeprefix(iris.base), iris.local(predicate), object_.removeprefix(iris.base))
    holder, body = (node.one(iris.term(end)) or "" for end in ("holder", "body"))
    title = node.one(iris.term("title")) or ""
    return _Fact(holder.removeprefix(iris.base), "worksFor", body.removeprefix(iris.base), title)


def _posts_stand_for_employment(support: dict[_Fact, int]) -> None:
    """Of somebody who works for a body under a title that fact is told, not also that he works there."""
    for fact in [fact for fact in support if fact.title]:
        support.pop(fact._replace(title=""), None)


def _sentences(graph: Graph, wanted: Container[_Fact], elsewhere: Container[str]) -> dict[_Fact, list[Sentence]]:
    """The sentences of some facts, first of articles that the other graph has not; else of all."""
    found: Mapping[_Fact, list[tuple[bool, Sentence]]] = defaultdict(list)
    for article, nodes in groupby(described(graph.file), key=lambda node: node.graph):
        if article:
            fresh = article.removeprefix(graph.iris.base) not in elsewhere
            for fact, sentence in _said(list(nodes), article, graph.iris):
                if fact in wanted:
                    found[fact].append((fresh, sentence))
    return {fact: _best(said) for fact, said in found.items()}


def _best(said: list[tuple[bool, Sentence]]) -> list[Sentence]:
    fresh = [sentence for is_fresh, sentence in said if is_fresh] or [sentence for _, sentence in said]
    return sorted(dict.fromkeys(fresh), key=lambda s: (s.published, s.headline, s.quote))


def _said(nodes: list[Described], article: str, iris: Iris) -> Iterator[tuple[_Fact, Sentence]]:
    about = next((node for node in nodes if node.iri == article), None)
    if about is None:
        return
    source = about.one(terms.HEADLINE) or "", about.one(terms.PUBLISHED) or ""
    for node in nodes:
        if node.one(iris.term("modality")) == Modality.ASSERTED:
            fact = _fact(node, "Fact", iris)
            sentence = Sentence(" ".join((node.one(iris.term("quote")) or "").split()), *source)
            yield fact._replace(title=node.one(iris.term("title")) or ""), sentence
