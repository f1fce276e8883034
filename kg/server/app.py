"""The web application: which address is answered by what, and what holds for every answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError
from kg.server import dataset, endpoint, pages
from kg.server.dataset import Dataset
from kg.server.endpoint import Endpoint
from kg.server.pages import Pages
from kg.server.pool import Pool
from kg.server.refusal import Refusal
from kg.server.results import CUT, MOST_BYTES
from kg.server.settings import LOOPBACK, Settings
from kg.server.things import Things

LOOK = 1.0  # seconds between looks at whether the graph was built anew
_SAFE = {b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer"}


class Server:
    """What the answers share: the workers, and the graph's state."""

    def __init__(self, settings: Settings, first: Dataset, room: Path) -> None:
        self.settings = settings
        self.pool = Pool(first, settings.seconds)
        self.problem: str | None = None
        self._room = room

    @asynccontextmanager
    async def life(self, _: Starlette) -> AsyncIterator[None]:
        """From start to end of the server: workers, and somebody who looks at the graph's file."""
        await self.pool.fill()
        watching = asyncio.ensure_future(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await self.pool.close()

    async def health(self, _: Request) -> Response:
        """How much is in the graph, when it was written, and the limits."""
        current = self.pool.dataset
        state = {
            "status": "ok" if self.problem is None else "the newest graph cannot be read; an earlier one answers",
            "graph": {"built": current.built, "base": current.base, **current.counts},
            "limits": {"seconds": self.settings.seconds, "rows": self.settings.rows, "bytes": MOST_BYTES},
        }
        if self.problem is not None:
            state["problem"] = self.problem
        return JSONResponse(state, headers={"Cache-Control": "no-store"})

    async def _watch(self) -> None:
        """Load the graph again whenever its file changes; while it is damaged, or away, the one before stays."""
        seen = self.pool.dataset.stamp
        while True:
            await asyncio.sleep(LOOK)
            now = dataset.stamp(self.settings.folder)
            if now is None or now == seen:
                continue
            seen = now
            try:
                self.pool.replace(await dataset.load(self.settings.folder, self._room))
                self.problem = None
            except (KgError, OSError) as error:
                self.problem = str(error)


def application(settings: Settings, first: Dataset, room: Path) -> Starlette:
    """The application that answers for the graph ``first`` and whatever takes its place; ``room`` is for its stores."""
    server = Server(settings, first, room)
    ask = Endpoint(server.pool, settings)
    built = Pages(settings.folder)
    things = Things(ask, built)

    async def anything(request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return built.page(name) if pages.BUILT.fullmatch(name) else await things(request)

    async def sparql(request: Request) -> Response:
        return await ask(request)

    async def query(_: Request) -> Response:
        return pages.query_page(ask.iris)

    async def no_icon(_: Request) -> Response:
        return Response(status_code=204)

    async def asset(request: Request) -> Response:
        return pages.query_asset(request)

    made = Starlette(
        routes=[
            Route("/", built.home),
            Route(endpoint.PATH, sparql, methods=endpoint.METHODS),
            Route("/health", server.health),
            Route("/favicon.ico", no_icon),
            Route("/query", query),
            Route("/query/{name:path}", asset),
            Route("/{path:path}", anything),
        ],
        middleware=_middleware(settings),
        exception_handlers={Refusal: _refused},
        lifespan=server.life,
    )
    made.state.pool = server.pool
    return made


def _middleware(settings: Settings) -> list[Middleware]:
    found = [Middleware(Guard, settings=settings)]
    if settings.origins:
        found.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.origins,
                allow_methods=endpoint.METHODS,
                allow_headers=["*"],
                expose_headers=[CUT],
            )
        )
    return found


async def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return PlainTextResponse(refusal.text + "\n", refusal.status, refusal.headers)


class Guard:
    """Sees every request first and every answer last."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._local = settings.local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through that comes under a name of ours, and mark its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SAFE.items()]
            await send(message)

        if self._local and _named(scope) not in LOOPBACK:
            text = "this server answers under localhost only; kg serve --host opens it to other names\n"
            await PlainTextResponse(text, 421)(scope, receive, marked)
            return
        with suppress(ClientDisconnect):  # to whom there is nothing to say
            await self._app(scope, receive, marked)


def _named(scope: Scope) -> str:
    """The name under which a client came, without the port."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
    name = host.partition("]")[0][1:] if host.startswith("[") else host.partition(":")[0]
    return name.rstrip(".")
