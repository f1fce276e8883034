"""A query as the SPARQL 1.1 Protocol sends it, section 2.1: by GET, by POST as a form, by POST as itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import Request

from kg.server.refusal import Refusal

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
LONGEST = 1_000_000  # bytes of a request's body; the longest question that comes with kg has 2,000
THROWN_AWAY = 20 * LONGEST  # bytes after which a client that sends too much is cut off
MOST_FIELDS = 1_000  # parameters of a request

READ_ONLY = "this endpoint is read-only: it answers SPARQL queries and takes no updates; kg build changes the graph"
_NO_QUERY = "no query: send it as ?query=... by GET, or by POST as a form or as application/sparql-query"


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the dataset that the request names for it; None for the graph's own (the merge, every article)."""

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


async def read_query(request: Request, patience: float) -> Query:
    """The query of a request; raises Refusal with the status that says what is wrong with it."""
    fields = _fields(request.scope["query_string"])
    if request.method != "POST":
        return _query(fields)
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    _understood(media.strip().lower(), parameters.strip().lower(), request.headers.get("content-encoding", ""))
    body = await _body(request, patience)
    if media.strip().lower() == FORM:
        return _query(fields + _fields(body))
    return _query([*fields, ("query", _text(body))])


def _understood(media: str, parameters: str, encoding: str) -> None:
    if media == UPDATE:
        raise Refusal(403, READ_ONLY)
    if media not in (FORM, QUERY):
        raise Refusal(415, f"a query comes as {FORM} or {QUERY}, not as {media or 'nothing named'}")
    name, _, charset = parameters.partition("=")
    if name.strip() == "charset" and charset.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
        raise Refusal(415, "a query comes in UTF-8")
    if encoding.strip().lower() not in ("", "identity"):
        raise Refusal(415, "a query comes as it is, not compressed", {"Accept-Encoding": "identity"})


async def _body(request: Request, patience: float) -> bytes:
    """All of a request's body, if it is short enough and comes soon enough. More is read and thrown away for a while:
    a client that is cut off while it sends does not hear why."""
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(patience):
            async for piece in request.stream():
                size += len(piece)
                body += piece if size <= LONGEST else b""
                if size > THROWN_AWAY:
                    break
    except TimeoutError:
        raise Refusal(408, f"the query did not come within {patience:g} seconds", {"Connection": "close"}) from None
    if size > LONGEST:
        raise Refusal(413, f"a query has at most {LONGEST:,} bytes", {"Connection": "close"})
    return bytes(body)


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refusal(400, "the parameters are not percent-encoded UTF-8") from None
    except ValueError:
        raise Refusal(400, f"more than {MOST_FIELDS:,} parameters") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the query is not UTF-8 (byte {error.start})") from None


def _query(fields: list[tuple[str, str]]) -> Query:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in fields if key == name)

    if all_of("update"):
        raise Refusal(403, READ_ONLY)
    queries = all_of("query")
    if len(queries) != 1:
        raise Refusal(400, "more than one query in one request" if queries else _NO_QUERY)
    default, named = all_of("default-graph-uri"), all_of("named-graph-uri")
    for iri in default + named:
        _check(iri)
    if not default and not named:
        return Query(queries[0])
    return Query(queries[0], default, named)


def _check(iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise Refusal(400, f"the graph {iri[:200]!r} is not named by an absolute IRI") from None
