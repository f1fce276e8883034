"""Running the server: its socket, its room on the disk, its end."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import KgError
from kg.server import dataset
from kg.server.app import application
from kg.server.dataset import Dataset
from kg.server.pool import Pool
from kg.server.settings import Settings

#: Told when the server can be asked: its address, and what it serves.
Ready = Callable[[str, Dataset], None]
LAST_ANSWERS = 3  # seconds that answers are given to be sent when the server ends
BACKLOG = 512  # connections that wait to be taken


def serve(settings: Settings, ready: Ready) -> None:
    """Load the graph of the settings' folder and answer until interrupted.

    Raises:
        OutputError: the folder holds no graph, or a damaged one.
        KgError: the port is not to be had.
    """
    _leave_in_order()
    with suppress(KeyboardInterrupt), _listening(settings) as listener, TemporaryDirectory(prefix="kg-serve-") as room:
        first = asyncio.run(dataset.load(settings.folder, Path(room)))
        ready(_address(settings, listener), first)
        app = application(settings, first, Path(room))
        _Server(_config(settings, app), app.state.pool).run(sockets=[listener])


def _leave_in_order() -> None:
    """Let other ends than Ctrl-C clear the room on the disk, too; under nohup a hang-up is none."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: sys.exit(0))


class _Server(uvicorn.Server):
    """Ends the queries that run before it waits for their answers to be sent."""

    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self._pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order."""
        await self._pool.close()
        await super().shutdown(sockets)


def _config(settings: Settings, app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_impatient(settings.patience),
        ws="none",
        log_level=logging.ERROR,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        where = f"{settings.host}:{settings.port}"
        raise KgError(
            f"cannot listen there ({error.strerror})", where, "give another port: kg serve --port 0"
        ) from None
    listener.listen(BACKLOG)
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    host = "localhost" if settings.local else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"


def _impatient(patience: float) -> type[asyncio.Protocol]:
    """The HTTP protocol, which lets a client go that has not sent a whole request in ``patience`` seconds."""

    class Impatient(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._look(None)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._timer:
                self._timer.cancel()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            """Refuse what is no HTTP; where it came amid a request, only one answer is sent."""
            try:
                super().send_400_response(msg)
            except h11.LocalProtocolError:
                self.transport.close()
            if self.cycle:
                self.cycle.disconnected = True
                self.cycle.message_event.set()

        def _look(self, last: Any) -> None:
            """Look again and again; close where nothing is being answered, and no request has come since."""
            idle = self.cycle is None or self.cycle.response_complete
            if self._timer and idle and self.cycle is last:
                self.transport.close()
                return
            self._timer = self.loop.call_later(patience, self._look, self.cycle)

    return Impatient
