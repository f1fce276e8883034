"""What a built graph keeps of its articles and their claims, and what a name means in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.model import Article, Modality
from kg.ontology import CLASSES

if TYPE_CHECKING:
    from kg.graph import Graph

_SUGGESTED = 5  # names offered when nothing has exactly the name asked for: what fits in one line
_LABELS = "skos:prefLabel|skos:altLabel"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a name means in the graph: the IRIs that have it (several, of namesakes), and the name as given."""

    name: str
    iris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A claim as the build wrote it: its article and its ends by IRI, its sentence by its place in the text."""

    article: str
    subject: str
    predicate: str
    object: str
    start: int
    end: int
    quote: str
    rule: str
    confidence: float
    modality: Modality
    title: str
    date: str


class Archive:
    """One graph, asked for what is needed to read its articles again."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def thing(self, name: str) -> Thing | None:
        """What a name means, or None where nothing has it."""
        asked = f"?thing {_LABELS}|schema:headline ?name FILTER(STR(?name) = {_literal(name)})"
        iris = self._first(f"SELECT DISTINCT ?thing WHERE {{ {asked} }} ORDER BY ?thing")
        return Thing(name, tuple(iris)) if iris else None

    def near(self, name: str) -> list[str]:
        """Names of the graph that come near one that it has not."""
        known = sorted(self._first(f"SELECT DISTINCT ?name WHERE {{ ?thing {_LABELS} ?name }}"))
        holding = [other for other in known if name in other or (len(other) > 1 and other in name)]
        return list(dict.fromkeys([*get_close_matches(name, known, _SUGGESTED), *holding]))[:_SUGGESTED]

    def naming(self, text: str) -> list[str]:
        """The articles in which some characters stand."""
        asked = f"GRAPH ?article {{ ?article kg:text ?text }} FILTER(CONTAINS(?text, {_literal(text)}))"
        return self._first(f"SELECT ?article WHERE {{ {asked} }} ORDER BY ?article")

    def both(self, a: Thing, b: Thing) -> list[str]:
        """The articles that name both."""
        asked = f"{_values(a, b)} GRAPH ?article {{ ?article a kg:Article . ?a ?p ?x . ?b ?q ?y }}"
        return self._first(f"SELECT DISTINCT ?article WHERE {{ {asked} }} ORDER BY ?article")

    def classes(self, thing: Thing) -> list[str]:
        """The classes of a thing."""
        iris = " ".join(f"<{iri}>" for iri in thing.iris)
        found = self._first(f"SELECT DISTINCT ?kind WHERE {{ VALUES ?thing {{ {iris} }} ?thing a ?kind }}")
        return sorted({local for kind in found if (local := kind.rpartition("#")[2]) in CLASSES})

    def claims(self, a: Thing, b: Thing) -> Iterator[Stored]:
        """The claims between two things, either way round, by article and sentence."""
        answer = self._graph.query(
            f"""SELECT ?article ?subject ?predicate ?object ?start ?end ?quote ?rule ?confidence ?modality ?title ?date
            WHERE {{ {_values(a, b)} GRAPH ?article {{
              ?claim a kg:Claim ; rdf:subject ?subject ; rdf:object ?object ; rdf:predicate ?relation ;
                kg:start ?start ; kg:end ?end ; kg:quote ?quote ; kg:rule ?rule ; kg:confidence ?confidence ;
                kg:modality ?modality .
              OPTIONAL {{ ?claim kg:title ?title }} OPTIONAL {{ ?claim kg:date ?date }} }}
            FILTER((?subject = ?a && ?object = ?b) || (?subject = ?b && ?object = ?a))
            BIND(STRAFTER(STR(?relation), "#") AS ?predicate) }}
            ORDER BY ?article xsd:integer(?start) ?predicate ?title ?rule"""
        )
        for article, subject, predicate, object_, start, end, quote, rule, sure, mood, title, date in answer.rows:
            ends = article, subject, predicate, object_, int(start), int(end)
            yield Stored(*ends, quote, rule, float(sure), Modality(mood), title, date)

    def article(self, iri: str) -> Article:
        """An article as the extraction was given it, from what the graph keeps of it."""
        from kg.reading.bylines import find_bylines

        answer = self._graph.query(
            f"""SELECT ?text ?headline ?published ?publisher ?path WHERE {{ GRAPH <{iri}> {{
            <{iri}> kg:text ?text ; schema:headline ?headline ; kg:sourcePath ?path .
            OPTIONAL {{ <{iri}> schema:datePublished ?published }}
            OPTIONAL {{ <{iri}> schema:publisher ?publisher }} }} }}"""
        )
        text, headline, published, publisher, path = answer.rows[0]
        title = headline if text.split("\n", 1)[0] == headline else ""
        makers = find_bylines(text)
        return Article(_local(iri), path, "", title, text, published or None, publisher or None, makers)

    def headline(self, article: str) -> str:
        """The title of an article, or how its text begins."""
        return self._first(f"SELECT ?headline WHERE {{ <{article}> schema:headline ?headline }}")[0]

    def name(self, iri: str) -> str:
        """The name of a thing or the title of an article."""
        return next(iter(self._first(f"SELECT ?name WHERE {{ <{iri}> skos:prefLabel|schema:headline ?name }}")), iri)

    def forms(self, article: str, thing: Thing) -> frozenset[str]:
        """The names under which an article's mentions may name a thing; an article is named by its id."""
        iris = " ".join(f"<{iri}>" for iri in thing.iris)
        asked = f"VALUES ?thing {{ {iris} }} GRAPH <{article}> {{ ?thing {_LABELS} ?name }}"
        found = self._first(f"SELECT DISTINCT ?name WHERE {{ {asked} }}")
        return frozenset(found) or frozenset(_local(iri) for iri in thing.iris)

    def _first(self, sparql: str) -> list[str]:
        """The first column of an answer."""
        return [row[0] for row in self._graph.query(sparql).rows]


def _values(a: Thing, b: Thing) -> str:
    """The two things as the variables ?a and ?b of a query."""
    first, second = (" ".join(f"<{iri}>" for iri in thing.iris) for thing in (a, b))
    return f"VALUES ?a {{ {first} }} VALUES ?b {{ {second} }}"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]
