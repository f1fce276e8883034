"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: Names under which only this machine is reached. A page from elsewhere that gives its own name this machine's address
#: (DNS rebinding) comes under another.
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True)
class Settings:
    """``folder`` holds the built graph. ``port`` 0 is any free one.

    A query ends after ``seconds`` and its answer after ``rows`` rows (or triples). ``origins`` are the web origins
    whose scripts may read answers (CORS), ``*`` for all. A client that takes longer than ``patience`` seconds to send
    a request is let go.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    seconds: float = 30.0
    rows: int = 100_000
    origins: tuple[str, ...] = ()
    patience: float = 10.0

    @property
    def local(self) -> bool:
        """Whether only this machine reaches the server."""
        return self.host in LOOPBACK
