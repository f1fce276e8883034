"""RDF as text that can be put together: the prefixes once, then the pieces without them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox

from kg.graph.terms import Iris, Triple


def trig(quads: Iterable[ox.Quad], iris: Iris) -> bytes:
    """Quads of named graphs as TriG, without the prefixes."""
    return _bare(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=iris.prefixes), iris)


def turtle(triples: Iterable[Triple], iris: Iris) -> bytes:
    """Triples as Turtle, without the prefixes; in TriG the same text says that they are of the default graph."""
    content = (ox.Triple(*triple) for triple in triples)
    return _bare(ox.serialize(content, format=ox.RdfFormat.TURTLE, prefixes=iris.prefixes), iris)


@lru_cache(maxsize=8)
def prefixes(base: str) -> bytes:
    """The lines that stand before everything else in a file."""
    iris = Iris(base)
    one = ox.Triple(iris.gazetteer, iris.gazetteer, iris.gazetteer)
    text = ox.serialize([one], format=ox.RdfFormat.TURTLE, prefixes=iris.prefixes) or b""
    return b"".join(line for line in text.splitlines(keepends=True) if line.startswith(b"@prefix "))


def _bare(text: bytes | None, iris: Iris) -> bytes:
    return (text or b"").removeprefix(prefixes(iris.base))
