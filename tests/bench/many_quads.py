"""A graph of any size, made directly as quads in the form that a build writes: for measuring what serves it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.terms import Iris, Relation

IRIS = Iris()
KINDS = {  # class: how its names end, how many things for each article
    "Official": ("", 0.8),
    "GovernmentBody": ("市科技局", 0.2),
    "City": ("市", 0.05),
    "HiTechZone": ("高新区", 0.05),
    "Company": ("精工有限公司", 0.4),
}
CLAIMS = (  # predicate, class of the subject, class of the object, how many an article has
    ("visited", "Official", "HiTechZone", 10),
    ("worksFor", "Official", "GovernmentBody", 10),
    ("locatedIn", "Company", "City", 10),
    ("accompanied", "Official", "Official", 6),
)
SENTENCE = "近日，有关负责人一行到产业园区实地考察，听取了关于科技创新工作情况的汇报，并与企业座谈。"
CHARACTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
NAMES = tuple("".join(signs) for signs in product(CHARACTERS, repeat=3))
ARTICLES_OF_A_MILLION = 1_365  # give a million quads


class World:
    """So many articles about invented things; the same for the same number."""

    def __init__(self, articles: int) -> None:
        self.chance = random.Random(articles)
        self.articles = articles
        self.things = {
            kind: [IRIS.entity(kind, name + ending, "") for name in NAMES[: max(2, int(articles * share))]]
            for kind, (ending, share) in KINDS.items()
        }
        self.facts: Counter[Relation] = Counter()

    def quads(self) -> Iterator[ox.Quad]:
        """All articles' graphs, then the merge."""
        for number in range(self.articles):
            graph = ox.NamedNode(IRIS.article(f"{number:08x}"))
            yield from (ox.Quad(*triple, graph) for triple in self._article(graph, number))
        yield from (ox.Quad(*triple) for triple in self._merge())

    def _article(self, node: ox.NamedNode, number: int) -> Iterator[terms.Triple]:
        yield from self._head(node, number)
        yield node, IRIS.term("text"), ox.Literal(SENTENCE * 12)
        named: set[tuple[str, str]] = set()
        position = 0
        for predicate, subjects, objects, count in CLAIMS:
            for _ in range(count):
                subject, object_ = self._one(subjects), self._one(objects)
                relation = subject, IRIS.term(predicate).value, object_
                self.facts[relation] += 1
                named |= {(subjects, subject), (objects, object_)}
                yield terms.triple(relation)
                yield from self._claim(IRIS.claim(f"{number:08x}", position), relation)
                position += 1
        for kind, iri in sorted(named):
            yield from self._thing(kind, iri)

    def _head(self, node: ox.NamedNode, number: int) -> Iterator[terms.Triple]:
        yield node, terms.TYPE, IRIS.term("Article")
        yield node, terms.HEADLINE, terms.label(f"{NAMES[number % len(NAMES)]}高新区第{number}次调研")
        yield node, terms.PUBLISHED, terms.day(f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}")

    def _one(self, kind: str) -> str:
        """A thing; of few of them much is told."""
        known = self.things[kind]
        return known[int(len(known) * self.chance.random() ** 2)]

    def _claim(self, node: ox.NamedNode, relation: Relation) -> Iterator[terms.Triple]:
        yield node, terms.TYPE, IRIS.term("Claim")
        yield from terms.statement(node, relation)
        yield node, IRIS.term("quote"), ox.Literal(SENTENCE)
        yield node, IRIS.term("start"), terms.number(0)
        yield node, IRIS.term("end"), terms.number(len(SENTENCE))
        yield node, IRIS.term("rule"), ox.Literal("invented")
        yield node, IRIS.term("confidence"), terms.decimal(0.9)
        yield node, IRIS.term("modality"), ox.Literal("asserted")

    def _thing(self, kind: str, iri: str) -> Iterator[terms.Triple]:
        yield ox.NamedNode(iri), terms.TYPE, IRIS.term(kind)
        yield ox.NamedNode(iri), terms.PREF_LABEL, terms.label(iri.rpartition("/")[2])

    def _merge(self) -> Iterator[terms.Triple]:
        for number in range(self.articles):
            yield from self._head(ox.NamedNode(IRIS.article(f"{number:08x}")), number)
        for kind, things in self.things.items():
            for iri in things:
                yield from self._thing(kind, iri)
                yield ox.NamedNode(iri), IRIS.term("articles"), terms.number(3)
        for relation, support in sorted(self.facts.items()):
            yield terms.triple(relation)
            yield from self._fact(relation, support)

    def _fact(self, relation: Relation, support: int) -> Iterator[terms.Triple]:
        node = ox.NamedNode(IRIS.derived("fact", *relation))
        yield node, terms.TYPE, IRIS.term("Fact")
        yield from terms.statement(node, relation)
        yield node, IRIS.term("support"), terms.number(support)


def write_graph(folder: Path, articles: int = ARTICLES_OF_A_MILLION) -> Path:
    """Write ``graph.trig`` of so many articles, about 500 quads each, into ``folder``."""
    file = folder / "graph.trig"
    with file.open("wb") as out:
        ox.serialize(World(articles).quads(), out, ox.RdfFormat.TRIG, prefixes=IRIS.prefixes)
    return file
