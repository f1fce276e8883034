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
        self._source: Path | None = None  # of the stretch that is still to be copied
        self._start = self._end = 0

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
        if piece.file is self._source and piece.start == self._end:
            self._end += piece.length
        else:
            self._flush()
            self._source, self._start, self._end = piece.file, piece.start, piece.start + piece.length

    def _flush(self) -> None:
        if self._source is None:
            return
        file, start, left = self._source, self._start, self._end - self._start
        self._source = None
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
