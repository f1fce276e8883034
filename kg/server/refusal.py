"""A request that gets no answer: the HTTP status, and a line that says why and what to do."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """Raised anywhere on the way to an answer; sent to the client as plain text."""

    def __init__(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, text)
        self.status = status
        self.text = text
        self.headers = dict(headers or {})
