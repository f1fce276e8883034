"""What cards and paths are made of: things, the relations between them, the sentences that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.view.marks import trigger_words
from kg.view.markup import predicate_names, symmetric_predicates

if TYPE_CHECKING:
    import networkx as nx

    from kg.questions import Sentence as Answering
    from kg.view.picture import Quote
    from kg.view.picture import Relation as Drawn


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph, or an article: its IRI, its name, its class in the ontology (``Official``), its other
    names."""

    iri: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Source:
    """An article: its IRI, its title, the ISO date of its publication where it is known."""

    iri: str
    headline: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that says so, and the article that it is from.

    ``start`` and ``end`` are characters into the article's cleaned text, half open; ``rule`` found the relation in it,
    right with the probability ``confidence``; of each list of ``triggers`` the sentence has a word.
    """

    text: str
    source: Source
    start: int
    end: int
    rule: str
    confidence: float
    triggers: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"“{' '.join(self.text.split())}”  {self.source.headline} {self.source.published or ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the graph. ``predicate`` is a name of the ontology (``visited``), ``title`` the post of a
    ``worksFor``, ``date`` the ISO date at which the text places it (``2024``, ``2024-03`` or ``2024-03-05``).

    ``support`` counts the articles that say so independently of each other; ``sentences`` has all that say so, the
    newest first. What only the gazetteer knows has support 0 and no sentence.
    """

    subject: Thing
    predicate: str
    object: Thing
    title: str | None
    date: str | None
    support: int
    sentences: tuple[Sentence, ...]

    @property
    def label(self) -> str:
        """What the predicate is called in Chinese: 考察 for ``visited``."""
        return predicate_names(self.predicate)[0]

    @property
    def symmetric(self) -> bool:
        """Whether it holds both ways, whichever end is the subject."""
        return self.predicate in symmetric_predicates()

    def __str__(self) -> str:
        more = [part for part in (self.title, self.date) if part]
        return "  ".join([self.subject.name, self.label, self.object.name, *more])


def thing(network: nx.MultiDiGraph, iri: str) -> Thing:
    """A node of the networkx view."""
    known: Mapping[str, Any] = network.nodes[iri]
    return Thing(iri, str(known["name"]), str(known["type"]), tuple(known.get("aliases") or ()))


def relation(network: nx.MultiDiGraph, drawn: Drawn) -> Relation:
    """An edge of the networkx view, as the pages have it."""
    fact = drawn.fact
    return Relation(
        thing(network, drawn.subject),
        drawn.predicate,
        thing(network, drawn.object),
        fact.title,
        fact.date,
        fact.support,
        tuple(map(_sentence, fact.quotes)),
    )


def _sentence(quote: Quote) -> Sentence:
    source = Source(quote.article, quote.headline, quote.published or None)
    return Sentence(quote.text, source, quote.start, quote.end, quote.rule, quote.confidence, quote.triggers)


def told(sentence: Answering) -> Sentence:
    """A sentence of an answer of the question library."""
    source = Source(sentence.article, sentence.headline, sentence.published or None)
    place = sentence.start, sentence.end
    return Sentence(sentence.quote, source, *place, sentence.rule, sentence.confidence, trigger_words(sentence.rule))
