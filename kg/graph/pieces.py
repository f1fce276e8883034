"""A file put together from new text and from stretches of other files, whole or not at all."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

_STEP = 1 << 22  # bytes copied at a time


class Piece(NamedTuple):
    """A stretch of a file, in bytes."""

    file: Path
    start: int
    length: int


class Pieces:
    """Writes ``file``, which appears when the block ends without an error. Stretches that follow each other in one file
    are copied in one go."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._part = file.with_name(file.name + ".part")
        self._stack = ExitStack()
        self._sources: dict[Path, BinaryIO] = {}
        self._pending: Piece | None = None

    def __enter__(self) -> Self:
        self._out = self._stack.enter_context(self._part.open("wb"))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._stack.close()
        if kind is None:
            self._part.replace(self._file)

    def write(self, text: bytes) -> None:
        """Add text."""
        self._flush()
        self._out.write(text)

    def copy(self, piece: Piece) -> None:
        """Add a stretch of a file."""
        pending = self._pending
        if pending and pending.file == piece.file and pending.start + pending.length == piece.start:
            self._pending = pending._replace(length=pending.length + piece.length)
        else:
            self._flush()
            self._pending = piece

    def _flush(self) -> None:
        if not self._pending:
            return
        file, start, left = self._pending
        self._pending = None
        if file not in self._sources:
            self._sources[file] = self._stack.enter_context(file.open("rb"))
        source = self._sources[file]
        source.seek(start)
        while left:
            step = source.read(min(left, _STEP))
            if not step:
                raise OSError(f"{file.name} is shorter than it was")
            self._out.write(step)
            left -= len(step)
