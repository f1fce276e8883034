"""Content negotiation: which media type a client gets of those on offer (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

HTML = "text/html"
#: Media types of tables and of yes or no, the preferred one first, each with the form of the SPARQL standards.
RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
#: Media types of graphs, the preferred one first.
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
#: Graph formats in which a line may be a comment.
COMMENTED = frozenset(("text/turtle", "application/n-triples", "application/trig", "application/n-quads"))

#: A range of an Accept header: type, subtype, how much it is wanted (0 to 1).
_Range = tuple[str, str, float]


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered type that ``accept`` wants most, of equals the first; None where it wants none of them.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    """
    ranges = list(_ranges(accept)) or [("*", "*", 1.0)]
    wanted = {media: _quality(media, ranges) for media in offered}
    best = max(offered, key=lambda media: wanted[media])
    return best if wanted[best] > 0 else None


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, subtype = media.partition("/")
        if slash and kind and subtype:
            yield kind, subtype, _weight(parameters)


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _quality(media: str, ranges: Sequence[_Range]) -> float:
    """How much a type is wanted, by the range that speaks of it most exactly."""
    kind, _, subtype = media.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        found = [quality for *named, quality in ranges if tuple(named) == wanted]
        if found:
            return max(found)
    return 0.0


def content_type(media: str) -> str:
    """A media type as a header names it: of text the encoding, too."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
