"""Paths to records of bytes: files, directories, globs and standard input, in one sorted order."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.errors import ReadError

KINDS = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
STDIN = "-"
HEAD = 2048  # bytes that are enough to tell a page from records from text
FITTING = "give .txt, .html, .jsonl or .csv"


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input: ``kind`` is text, html, jsonl or csv; ``head`` the bytes already taken from ``stream``."""

    path: str
    kind: str
    stream: BinaryIO
    head: bytes = b""

    def all_bytes(self) -> bytes:
        """Everything in the input."""
        return self.head + self.stream.read()

    def lines(self) -> Iterator[bytes]:
        """The input line by line, ends kept, without holding all of it."""
        *whole, rest = self.head.split(b"\n")
        yield from (line + b"\n" for line in whole)
        yield rest + self.stream.readline()
        yield from self.stream


def sources(paths: Sequence[str]) -> Iterator[Source | ReadError]:
    """Every input that ``paths`` name, sorted by path, standard input last; what cannot be opened as an error."""
    named: dict[str, ReadError | None] = {}
    for path in paths:
        named.update(_expand(str(path)))
    for path in sorted(named, key=lambda name: (name == STDIN, name)):
        yield named[path] or _open(path)


def _expand(path: str) -> dict[str, ReadError | None]:
    """The file names that one argument stands for, or what is wrong with it."""
    shown = path.replace(os.sep, "/")
    if "\0" in path or not path:
        return {repr(path): ReadError("not a path", repr(path), FITTING)}
    if path == STDIN or Path(path).is_file():
        return {shown: None}
    if Path(path).is_dir():
        found = _below(path)
        todo = "name the files themselves if theirs are other endings"
        return found or {shown: ReadError("no .txt, .html, .jsonl or .csv file in this directory", shown, todo)}
    if glob.has_magic(path):
        matches = glob.glob(path, recursive=True)  # noqa: PTH207 - patterns may be absolute
        inside = {name: error for match in matches for name, error in _expand(match).items()}
        return inside or {shown: ReadError("no file matches", shown, "mend the pattern")}
    if Path(path).exists():
        return {shown: ReadError("not a regular file", shown, FITTING)}
    return {shown: ReadError("no such file or directory", shown, "check the spelling")}


def _below(directory: str) -> dict[str, ReadError | None]:
    """All files with a known ending below ``directory``; hidden ones are somebody's private matter."""
    found: dict[str, ReadError | None] = {}

    def unreadable(error: OSError) -> None:
        where = str(error.filename).replace(os.sep, "/")
        found[where] = ReadError(error.strerror or "cannot be listed", where, "check the permissions")

    for folder, folders, names in os.walk(directory, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in KINDS:
                found[os.path.join(folder, name).replace(os.sep, "/")] = None  # noqa: PTH118 - keeps the path as given
    return found


def _open(path: str) -> Source | ReadError:
    if path == STDIN:
        return _told_apart(path, sys.stdin.buffer)
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - the reader closes it when its records are used up
    except OSError as error:
        return ReadError(error.strerror or "cannot be opened", path, "check the permissions")
    kind = KINDS.get(Path(path).suffix.lower())
    return Source(path, kind, stream) if kind else _told_apart(path, stream)


def _told_apart(path: str, stream: BinaryIO) -> Source:
    """What is in an input whose name does not say: its first bytes do."""
    head = stream.read(HEAD)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and b'"' in start:
        return Source(path, "jsonl", stream, head)
    return Source(path, "html" if start.startswith(b"<") else "text", stream, head)
