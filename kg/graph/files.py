"""Writing the dataset: ``graph.trig`` (everything) and ``graph.ttl`` (the merge), sorted, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.gazetteer import gazetteer_triples
from kg.graph.merge import Merge
from kg.graph.terms import PREFIXES, Iris
from kg.graph.write import article_quads
from kg.model import Article, Extraction
from kg.resolution import Resolution

Items = Callable[[], Iterable[tuple[Article, Extraction]]]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was written."""

    articles: int
    entities: int
    relations: int
    claims: int


def write(folder: Path, items: Items, resolution: Resolution, base: str) -> Counts:
    """Write both files into ``folder``. ``items`` is called for a fresh pass over the articles, in order of id.

    The files appear complete or not at all; the same articles give the same bytes.
    """
    iris = Iris(base)
    merge = Merge(resolution, iris)
    counted = [0, 0]

    def quads() -> Iterator[ox.Quad]:
        for article, extraction in items():
            merge.add(article, extraction)
            counted[0] += 1
            counted[1] += len(extraction.claims)
            yield from article_quads(article, extraction, resolution, iris)
        known = sorted(set(gazetteer_triples(merge.keys, iris)), key=str)
        yield from (ox.Quad(*triple, iris.gazetteer) for triple in known)
        yield from (ox.Quad(*triple) for triple in merged())

    def merged() -> list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]:
        return sorted({*merge.triples(), *gazetteer_triples(merge.keys, iris)}, key=str)

    _serialize(quads(), folder / "graph.trig", ox.RdfFormat.TRIG)
    _serialize((ox.Triple(*triple) for triple in merged()), folder / "graph.ttl", ox.RdfFormat.TURTLE)
    return Counts(counted[0], len(merge.keys), len(merge.facts), counted[1])


def _serialize(content: Iterable[ox.Quad] | Iterable[ox.Triple], file: Path, form: ox.RdfFormat) -> None:
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out:
        ox.serialize(content, out, form, prefixes=PREFIXES)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
