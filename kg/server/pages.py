"""Files that a browser may have: the pages of the build and the query page; nothing else of the disk."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from kg.graph import named_queries
from kg.graph.terms import Iris
from kg.server.refusal import Refusal

#: What a build makes for browsers: pages at the top, pages with what they share below ``pages/``. No name begins with a
#: dot, and none is a way up.
BUILT = re.compile(r"[\w-]+\.html|pages/(?:[\w-]+/)*[\w-][\w.-]*\.(?:html|css|js|svg|png)", re.ASCII)
#: Under which the query page's own files lie.
ASSETS = {
    "yasgui.js": "text/javascript",
    "yasgui.css": "text/css",
    "query.js": "text/javascript",
    "query.css": "text/css",
}
#: YASGUI sets styles in its markup and draws with embedded pictures; it runs no script but its own file.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PREFIX = re.compile(r"(?<![\w<:/#?$-])([a-z]+):")


class Pages:
    """The pages that ``kg build`` left in a directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def has(self, name: str) -> bool:
        """Whether there is such a page."""
        return self._file(name) is not None

    async def home(self, _: Request) -> Response:
        """The explorer, or where the build made none the query page."""
        file = self._file("index.html")
        return _sent(file) if file else RedirectResponse("/query", 303)

    def page(self, name: str) -> Response:
        """A page of the build; raises Refusal where there is none of this name."""
        file = self._file(name)
        if file is None:
            raise Refusal(404, f"there is no page of this name: {name[:200]}")
        return _sent(file)

    def _file(self, name: str) -> Path | None:
        """The file of a page; a link that leads out of the directory is none."""
        if not BUILT.fullmatch(name):
            return None
        file = self._folder / name
        try:
            inside = file.resolve(strict=True).is_relative_to(self._folder)
        except OSError:
            return None
        return file if inside and file.is_file() else None


def _sent(file: Path) -> FileResponse:
    return FileResponse(file, headers={"Cache-Control": "no-cache"})


def query_page(iris: Iris) -> Response:
    """The page to ask from, with the example questions."""
    return Response(
        _asset("query.html").replace("{{examples}}", "".join(_examples(iris))),
        headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"},
        media_type="text/html; charset=utf-8",
    )


def query_asset(request: Request) -> Response:
    """A script or style sheet of the query page; raises Refusal where there is none of this name."""
    name = request.path_params["name"]
    if name not in ASSETS:
        raise Refusal(404, f"there is no file of this name: {name[:200]}")
    return Response(_asset(name), headers={"Cache-Control": "no-cache"}, media_type=f"{ASSETS[name]}; charset=utf-8")


def _asset(name: str) -> str:
    return files(__package__).joinpath("assets").joinpath(name).read_text(encoding="utf-8")


def _examples(iris: Iris) -> list[str]:
    """The named questions as buttons that carry their SPARQL."""
    found = []
    for query in named_queries():
        zh, _, en = query.title.partition(" / ")
        sparql = with_prefixes(query.text, iris.prefixes)
        found.append(
            f'<li><button type="button" data-name="{escape(query.name)}" data-query="{escape(sparql)}">'
            f'<span lang="zh-Hans">{escape(zh)}</span><span lang="en">{escape(en)}</span></button></li>\n'
        )
    return found


def with_prefixes(sparql: str, prefixes: dict[str, str]) -> str:
    """A query that declares the prefixes that it uses, so that it runs anywhere."""
    used = {found for found in _PREFIX.findall(sparql) if found in prefixes}
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in sorted(used)) + sparql
