"""The SPARQL endpoint: from a request to the answer in the form that the client takes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from typing import Any

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from kg.errors import QueryError
from kg.graph.faults import malformed
from kg.graph.query import refuse_service
from kg.graph.terms import Iris
from kg.server import frames, media, results
from kg.server.pool import Pool
from kg.server.protocol import READ_ONLY, Query, read_query
from kg.server.refusal import Refusal
from kg.server.settings import Settings

PATH = "/sparql"
#: Characters of a malformed query whose fault is explained. That takes the longer the longer it is, and others wait.
EXPLAINED = 5_000
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
#: A first word of SPARQL 1.1 Update, after prologue and comments.
_UPDATE = re.compile(
    r"(?:\s++|#[^\n\r]*+|PREFIX[^<]*+<[^>]*+>|BASE\s*+<[^>]*+>)*+"
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.IGNORECASE,
)
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Endpoint:
    """Answers queries from the graph that the pool reads."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings

    @property
    def iris(self) -> Iris:
        """The IRIs of the graph."""
        return Iris(self._pool.dataset.base)

    async def __call__(self, request: Request) -> Response:
        """Answer a request of the SPARQL 1.1 Protocol."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        accept = request.headers.get("accept", "")
        if request.method != "POST" and not request.scope["query_string"]:
            return self._introduction(request, accept)
        query = await read_query(request, self._settings.patience)
        return await _while_it_listens(request, self.answer(query, accept))

    async def answer(self, query: Query, accept: str) -> Response:
        """The answer to a query as a response; raises Refusal."""
        table, graph = media.choose(accept, list(media.RESULTS)), media.choose(accept, list(media.GRAPHS))
        if table is None and graph is None:
            raise unacceptable()
        return answered(*await self.ask(query, table, graph))

    async def ask(self, query: Query, table: str | None, graph: str | None) -> frames.Frame:
        """The answer as bytes, in the media type ``table`` or ``graph`` as the query has it; raises Refusal."""
        try:
            refuse_service(query.text)
        except QueryError as error:
            raise Refusal(403, str(error)) from None
        prefixes = self.iris.prefixes
        job: dict[str, Any] = {
            "default": query.default_graphs,
            "named": query.named_graphs,
            "table": table,
            "graph": graph,
            "rows": self._settings.rows,
            "seconds": self._settings.seconds,
            "prefixes": prefixes,
        }
        head, body = await self._pool.ask(job, query.text)
        if "problem" in head:
            raise _problem(head, query.text, prefixes)
        return head, body

    def _introduction(self, request: Request, accept: str) -> Response:
        """What stands at the endpoint's own address: a page to ask from, or its description (SPARQL 1.1 SD)."""
        wanted = media.choose(accept, [*media.GRAPHS, media.HTML])
        if wanted is None:
            raise unacceptable()
        if wanted == media.HTML:
            return RedirectResponse("/query", 303, {"Vary": "Accept"})
        body = ox.serialize(_description(str(request.url)), format=media.GRAPHS[wanted], prefixes={"sd": _SD})
        return Response(body, headers={"Vary": "Accept"}, media_type=media.content_type(wanted))


def answered(head: dict[str, Any], body: bytes) -> Response:
    """A worker's answer as a response, which says where it is cut."""
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if head["cut"]:
        headers[results.CUT] = str(head["count"])
    return Response(body, headers=headers, media_type=media.content_type(head["media"]))


def unacceptable() -> Refusal:
    """What a client hears that takes nothing of what there is."""
    offered = ", ".join([*media.RESULTS, *media.GRAPHS])
    return Refusal(406, f"none of the accepted media types is on offer: {offered}")


def _problem(head: dict[str, Any], text: str, prefixes: dict[str, str]) -> Refusal:
    if head["problem"] == "unacceptable":
        return unacceptable()
    if head["problem"] == "memory":
        return Refusal(422, "the query was ended: it takes too much memory")
    if _UPDATE.match(text):
        return Refusal(403, READ_ONLY)
    if len(text) > EXPLAINED:
        return Refusal(400, f"malformed SPARQL: {head['message'].splitlines()[0][:200]}")
    return Refusal(400, str(malformed(text, head["message"], prefixes)))


async def _while_it_listens(request: Request, answer: Coroutine[Any, Any, Response]) -> Response:
    """The answer, given up when the client goes away: nobody pays for what nobody reads."""
    answering = asyncio.ensure_future(answer)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({answering, gone}, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            return answering.result()
        raise ClientDisconnect
    finally:
        for task in (answering, gone):
            task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _description(address: str) -> list[ox.Triple]:
    def term(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    service = ox.NamedNode(address)
    tables = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
    graphs = ("Turtle", "N-Triples", "TriG", "N-Quads", "RDF_XML", "JSON-LD")
    return [
        ox.Triple(service, _TYPE, term("Service")),
        ox.Triple(service, term("endpoint"), service),
        ox.Triple(service, term("supportedLanguage"), term("SPARQL11Query")),
        *(ox.Triple(service, term("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in tables + graphs),
    ]
