"""What the server and its workers say to each other: a head as JSON and a body, each with its length before."""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">IQ")  # bytes of the head, bytes of the body

Frame = tuple[dict[str, Any], bytes]


def packed(head: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame as it is sent."""
    said = json.dumps(head, ensure_ascii=False).encode("utf-8", "replace")
    return _LENGTHS.pack(len(said), len(body)) + said + body


def read(stream: BinaryIO) -> Frame | None:
    """The next frame; None where the sender has gone."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    return json.loads(stream.read(head)), stream.read(body)


async def receive(stream: asyncio.StreamReader) -> Frame:
    """The next frame; raises asyncio.IncompleteReadError where the sender has gone."""
    head, body = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    return json.loads(await stream.readexactly(head)), await stream.readexactly(body)
