"""The graph's things under their addresses: the path of one is its IRI without the base."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.graph.terms import Iris
from kg.ontology import NAMESPACE, folder
from kg.server import media
from kg.server.endpoint import Endpoint, answered, unacceptable
from kg.server.pages import Pages
from kg.server.protocol import Query
from kg.server.refusal import Refusal
from kg.view.site import FOLDER, article_file, entity_file

#: What is said of a thing, what says it of others, the facts and tenures that it is part of, and the names around it.
_ABOUT = """CONSTRUCT {{ {it} ?p ?o . ?s ?q {it} . ?fact ?fp ?fo . ?near skos:prefLabel ?name }} WHERE {{
  {{ {it} ?p ?o }}
  UNION {{ ?s ?q {it} }}
  UNION {{ VALUES ?part {{ rdf:subject rdf:object kg:holder kg:body }} ?fact ?part {it} ; ?fp ?fo }}
  UNION {{ {{ {it} ?to ?near }} UNION {{ ?near ?from {it} }} ?near skos:prefLabel ?name }}
}}"""
#: What an article says: all of its graph.
_SAID = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {it} {{ ?s ?p ?o }} }}"
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


class Things:
    """Answers for whatever the graph has an IRI for."""

    def __init__(self, endpoint: Endpoint, pages: Pages) -> None:
        self._endpoint = endpoint
        self._pages = pages

    async def __call__(self, request: Request) -> Response:
        """The page of a thing for a reader, its facts for a program."""
        iris = self._endpoint.iris
        path = request.scope["raw_path"].split(b"?")[0].removeprefix(b"/")
        if path == b"ontology":
            return _ontology(iris)
        for iri in candidates(path, iris.base):
            page = f"{FOLDER}/{_page(iri, iris)}"
            offered = [*media.GRAPHS, media.HTML] if self._pages.has(page) else list(media.GRAPHS)
            found = await self._described(iri, offered, request.headers.get("accept", ""), page)
            if found is not None:
                return found
        raise Refusal(404, f"nothing in the graph has this address: {request.url.path[:200]}")

    async def _described(self, iri: str, offered: list[str], accept: str, page: str) -> Response | None:
        wanted = media.choose(accept, offered)
        if wanted == media.HTML:
            return RedirectResponse(f"/{page}", 303, {"Vary": "Accept"})
        iris = self._endpoint.iris
        template = _SAID if iri.startswith(iris.article_base) or iri == iris.gazetteer.value else _ABOUT
        query = Query(template.format(it=f"<{iri}>"))
        head, body = await self._endpoint.ask(query, None, wanted or "text/turtle")
        if head["count"] == 0:
            return None
        if wanted is None:
            raise unacceptable()
        found = answered(head, body)
        found.headers["Content-Location"] = quote("/" + iri.removeprefix(iris.base))
        return found


def candidates(path: bytes, base: str) -> list[str]:
    """The IRIs that the path of an address may mean, the likeliest first.

    An IRI keeps letters of every script as they are and escapes the rest; clients escape letters, and some undo the
    escapes of marks that need none. Between a name and its context stands ``~``, and inside a name ``%7E``.
    """
    try:
        text = unquote_to_bytes(_ESCAPE.sub(_escaped_still, path.decode("ascii"))).decode("utf-8")
    except UnicodeDecodeError:
        return []
    found = [base + text.replace("\0", "%")]
    found += [found[0].replace("%7E", "~")] if "%7E" in found[0] else []
    return [iri for iri in found if _is_iri(iri)]


def _escaped_still(code: re.Match[str]) -> str:
    """The escape of a mark that an IRI escapes, with a sign in place of %; any other as it is."""
    value = int(code[0][1:], 16)
    keep = value < 0x80 and not (chr(value).isalnum() or chr(value) in "-_.()")
    return f"\0{value:02X}" if keep else code[0]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _page(iri: str, iris: Iris) -> str:
    if iri.startswith(iris.article_base):
        return article_file(iri.removeprefix(iris.article_base))
    return entity_file(iri)


def _ontology(iris: Iris) -> Response:
    text = (folder() / "kg.ttl").read_text(encoding="utf-8").replace(NAMESPACE, iris.ontology)
    return Response(text, media_type=media.content_type("text/turtle"))
