"""What a person needs to judge a result: how the things are called, and the sentence of the article that says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.check.report import Found, Held, Violation
from kg.graph import Graph, terms
from kg.graph.terms import plain
from kg.ontology import CLASSES, PREDICATES

#: pyoxigraph's terms have a common type in no version's stubs.
Node = Any
Name = Any


class Evidence:
    """Looks things up in a graph's store."""

    def __init__(self, graph: Graph) -> None:
        self._store = graph.store
        self._iris = graph.iris

    def of(self, violation: Violation) -> Found:
        """A violation with the names, the article and the sentence behind it."""
        name = ox.NamedNode(violation.graph) if violation.graph else ox.DefaultGraph()
        claim = self._claim(violation, name)
        article = claim[1] if claim else violation.graph
        value = "" if violation.value is None else self._called(violation.value, name)
        quote = self._one(claim[0], self._iris.term("quote"), ox.NamedNode(article)) if claim else ""
        named = self._called(violation.focus, name), value, self._short(violation.path)
        return Found(violation, *named, *self._source(article), quote)

    def held(self) -> tuple[Held, ...]:
        """The facts in quarantine, in order."""
        found = self._store.quads_for_pattern(None, terms.TYPE, None, self._iris.quarantine)
        return tuple(self._held(node) for node in sorted((q.subject for q in found), key=str))

    def _held(self, node: Node) -> Held:
        inside = self._iris.quarantine
        told: dict[str, list[str]] = {"zh": [], "en": []}
        for reason in sorted(self._values(node, self._iris.term("reason"), inside), key=str):
            told[reason.language].append(reason.value)
        subject, object_ = (self._end(node, end, inside) for end in (terms.SUBJECT, terms.OBJECT))
        predicate = self._iris.local(self._one(node, terms.PREDICATE, inside))
        source = self._source(self._one(node, terms.QUOTED_FROM, inside))
        quote = self._one(node, self._iris.term("quote"), inside)
        return Held(subject, predicate, object_, "；".join(told["zh"]), "; ".join(told["en"]), *source, quote)

    def _source(self, article: str) -> tuple[str, str, str]:
        """The article's IRI, headline and date; nothing where the graph is that of no article."""
        if not article.startswith(self._iris.article_base):
            return "", "", ""
        node = ox.NamedNode(article)
        return article, self._one(node, terms.HEADLINE, node), self._one(node, terms.PUBLISHED, node)

    def _claim(self, violation: Violation, name: Name) -> tuple[Node, str] | None:
        """The claim behind a violation and its article: the node at fault, or a claim that says the relation."""
        if violation.graph and self._one(violation.focus, self._iris.term("quote"), name):
            return violation.focus, violation.graph
        subject, predicate, object_ = self._relation(violation, name)
        if not isinstance(subject, ox.NamedNode):
            return None
        for quad in sorted(self._store.quads_for_pattern(None, terms.SUBJECT, subject, None), key=str):
            article = plain(quad.graph_name)
            if not article.startswith(self._iris.article_base) or violation.graph not in ("", article):
                continue
            said = (self._one(quad.subject, term, quad.graph_name) for term in (terms.PREDICATE, terms.OBJECT))
            if all(wanted in ("", found) for wanted, found in zip((predicate, object_), said, strict=True)):
                return quad.subject, article
        return None

    def _relation(self, violation: Violation, name: Name) -> tuple[Node, str, str]:
        """The relation that a violation is about; ``""`` stands for any predicate or object."""
        focus, term = violation.focus, self._iris.term
        if fact := self._one(focus, terms.PREDICATE, name):
            return self._node(focus, terms.SUBJECT, name), fact, self._one(focus, terms.OBJECT, name)
        if body := self._one(focus, term("body"), name):
            return self._node(focus, term("holder"), name), term("worksFor").value, body
        predicate = violation.path or violation.predicate
        if self._iris.local(predicate) in PREDICATES:
            return focus, predicate, plain(violation.value) if violation.path else ""
        return None, "", ""

    def _called(self, term: Node, name: Name) -> str:
        """A name, a headline, the words of a relation or post, else the term as it is; a class by its label."""
        if isinstance(term, ox.Literal):
            return term.value
        label = self._label(term, name)
        if label:
            return label
        predicate = self._iris.local(self._one(term, terms.PREDICATE, name))
        if predicate:
            ends = [self._end(term, end, name) for end in (terms.SUBJECT, terms.OBJECT)]
            return f"{ends[0]} {PREDICATES[predicate].zh if predicate in PREDICATES else predicate} {ends[1]}"
        holder, body = (self._end(term, self._iris.term(end), name) for end in ("holder", "body"))
        if holder or body:
            return " ".join(filter(None, (holder, body, self._one(term, self._iris.term("title"), name))))
        kind = self._iris.local(plain(term))
        return CLASSES[kind].zh if kind in CLASSES else plain(term).removeprefix(self._iris.base)

    def _short(self, iri: str) -> str:
        """A predicate as people write it."""
        known = ((prefix, start) for prefix, start in self._iris.prefixes.items() if start and iri.startswith(start))
        return next((f"{prefix}:{iri.removeprefix(start)}" for prefix, start in known), iri)

    def _end(self, node: Node, predicate: ox.NamedNode, name: Name) -> str:
        end = self._node(node, predicate, name)
        if end is None:
            return ""
        return self._label(end, name) or plain(end).removeprefix(self._iris.base)

    def _label(self, node: Node, name: Name) -> str:
        found = (self._one(node, p, g) for g in (name, ox.DefaultGraph()) for p in (terms.PREF_LABEL, terms.HEADLINE))
        return next(filter(None, found), "")

    def _one(self, node: Node, predicate: ox.NamedNode, name: Name) -> str:
        return plain(self._node(node, predicate, name))

    def _node(self, node: Node, predicate: ox.NamedNode, name: Name) -> Node:
        return min(self._values(node, predicate, name), key=str, default=None)

    def _values(self, node: Node, predicate: ox.NamedNode, name: Name) -> Iterator[Node]:
        if not isinstance(node, ox.Literal):
            for quad in self._store.quads_for_pattern(node, predicate, None, name):
                yield quad.object
