"""Writing the dataset: ``graph.trig`` (everything) and ``graph.ttl`` (the merge), sorted, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph import quarantine, terms
from kg.graph.gazetteer import Gazetteer
from kg.graph.merge import Merge
from kg.graph.terms import DEFAULT_BASE, Iris, Triple
from kg.graph.write import Entities, article_quads
from kg.model import Article, Extraction

#: A fresh pass over all articles, in order of their ids.
Items = Callable[[], Iterable[tuple[Article, Extraction]]]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was written: articles, entities that they name, relations that hold, claims of any modality, and what
    claims say that the graph cannot hold."""

    articles: int
    entities: int
    relations: int
    claims: int
    quarantined: int = 0


def write(
    folder: Path,
    items: Items,
    entities: Entities,
    base: str = DEFAULT_BASE,
    gazetteer: Gazetteer | None = None,
    texts: Mapping[str, str] | None = None,
) -> Counts:
    """Write both files into ``folder``; ``gazetteer`` is the shipped one unless given; ``texts`` leads from an article
    that prints the text of others to the one that stands for them.

    Each file appears complete or not at all; the same articles give the same bytes.

    Raises:
        OutputError: the folder cannot be written.
    """
    iris = Iris(base)
    merge = Merge(entities, iris, texts or {})
    known = gazetteer or Gazetteer.shipped()
    backbone = known.iris_of_all(iris)
    articles = claims = 0
    held_back: list[Triple] = []

    def facts() -> list[Triple]:
        return sorted(set(known.triples(merge.named, iris)), key=terms.order)

    def beside() -> tuple[list[Triple], list[Triple]]:
        return quarantine.fitting(_beside(facts(), merge.named), merge.entities, iris)

    def merged() -> Iterator[Triple]:
        return merge.triples(beside()[0], backbone)

    def quads() -> Iterator[ox.Quad]:
        nonlocal articles, claims
        for article, found in items():
            extraction, quarantined = quarantine.judged(article, found, entities, iris)
            held_back.extend(quarantined)
            merge.add(article, extraction)
            articles += 1
            claims += len(found.claims)
            yield from article_quads(article, extraction, entities, iris)
        held_back.extend(beside()[1])
        yield from (ox.Quad(*triple, iris.gazetteer) for triple in facts())
        yield from (ox.Quad(*triple, iris.quarantine) for triple in sorted(held_back, key=terms.order))
        yield from (ox.Quad(*triple) for triple in merged())

    try:
        _serialize(quads(), folder / "graph.trig", ox.RdfFormat.TRIG, iris)
        _serialize((ox.Triple(*triple) for triple in merged()), folder / "graph.ttl", ox.RdfFormat.TURTLE, iris)
    except OSError as error:
        todo = "free some space, or choose another directory"
        raise OutputError(f"cannot write the graph ({error.strerror or error})", str(folder), todo) from None
    quarantined = len({node for node, _, _ in held_back})
    return Counts(articles, len(merge.named), merge.relations, claims, quarantined)


def _beside(facts: Iterable[Triple], named: Collection[str]) -> Iterator[Triple]:
    """The gazetteer's facts for the merge, where a thing that articles name has one class and one name: theirs."""
    for fact in facts:
        if fact[1] not in (terms.TYPE, terms.PREF_LABEL) or fact[0].value not in named:
            yield fact


def _serialize(content: Iterable[ox.Quad] | Iterable[ox.Triple], file: Path, form: ox.RdfFormat, iris: Iris) -> None:
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out:
        ox.serialize(content, out, form, prefixes=iris.prefixes)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
