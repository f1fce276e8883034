"""The sentences behind a fact: where an article says it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from kg.graph import Graph
from kg.model import Modality

_SAID = """SELECT ?claim ?article ?headline ?published ?s ?p ?o ?title ?modality ?quote ?start ?end ?rule ?confidence
?date ?value ?unit WHERE {
  GRAPH ?article {
    %s
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?modality ; kg:quote ?quote ;
      kg:start ?start ; kg:end ?end ; kg:rule ?rule ; kg:confidence ?confidence .
    ?article schema:headline ?headline .
    OPTIONAL { ?claim kg:title ?title }
    OPTIONAL { ?claim kg:date ?date }
    OPTIONAL { ?claim kg:value ?value ; kg:unit ?unit }
    OPTIONAL { ?article schema:datePublished ?published }
  }
}"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between things, all by their IRIs; ``title`` is the post of a person in a body, else ``""``."""

    subject: str
    predicate: str
    object: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article that says a fact: characters ``start`` to ``end`` of its cleaned body, half open.

    ``article`` is its IRI, ``published`` and ``date`` are ISO dates or ``""``: of the article, and of the fact where
    the sentence tells it. ``modality`` is ``asserted`` unless the question is about what is not, or a post that is
    told to be over (``former``).
    """

    fact: Fact
    article: str
    headline: str
    published: str
    quote: str
    start: int
    end: int
    rule: str
    confidence: float
    modality: str
    date: str
    value: str
    unit: str


def sentences_of(graph: Graph, fact: Fact) -> list[Sentence]:
    """Where the articles say a fact, the newest first, each sentence once, as its surest rule reads it.

    Of a post behind them where they say that it is over.
    """
    modalities = '"asserted" "former"' if fact.title else '"asserted"'
    post = f"?claim kg:title {ox.Literal(fact.title)} ." if fact.title else ""
    ends = (fact.subject, fact.predicate, fact.object)
    subject, predicate, object_ = (str(ox.NamedNode(iri)) for iri in ends)
    wanted = f"?claim rdf:subject {subject} ; rdf:object {object_} ; rdf:predicate {predicate} . {post}"
    return _sentences(graph, f"{wanted} VALUES ?modality {{ {modalities} }}")


def sentences_of_claim(graph: Graph, claim: str) -> list[Sentence]:
    """The sentence that a claim reads."""
    return _sentences(graph, f"BIND({ox.NamedNode(claim)} AS ?claim)")


def _sentences(graph: Graph, wanted: str) -> list[Sentence]:
    found: dict[tuple[str, int, int, Fact], Sentence] = {}
    for row in graph.query(_SAID % wanted).rows:
        sentence = _sentence(row)
        place = sentence.article, sentence.start, sentence.end, sentence.fact
        held = found.get(place)
        if held is None or (sentence.confidence, sentence.rule) > (held.confidence, held.rule):
            found[place] = sentence
    in_order = sorted(found.values(), key=lambda s: (s.article, s.start, s.end, s.fact.title))
    newest_first = sorted(in_order, key=lambda s: s.published, reverse=True)
    return sorted(newest_first, key=lambda s: s.modality == Modality.FORMER)


def _sentence(row: tuple[str, ...]) -> Sentence:
    _, article, headline, published, s, p, o, title, modality, quote, start, end, rule, confidence, *more = row
    date, value, unit = more
    fact, sure = Fact(s, p, o, title), float(Decimal(confidence))
    words = " ".join(quote.split())
    return Sentence(
        fact, article, headline, published, words, int(start), int(end), rule, sure, modality, date, value, unit
    )
