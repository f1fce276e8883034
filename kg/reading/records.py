"""One opened input to its records: a whole file, the lines of a .jsonl, the rows of a .csv."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from kg.errors import ReadError
from kg.reading.decode import SAMPLE, decode, encoding_of
from kg.reading.files import Source
from kg.reading.page import Known, page_text

# Where records keep what, tried in this order; a user's own mapping comes first.
NAMES = {
    "title": ("title", "headline", "标题", "题目"),
    "text": ("text", "content", "body", "article", "正文", "内容"),
    "date": (
        "date",
        "published",
        "publish_date",
        "published_at",
        "pubdate",
        "time",
        "日期",
        "发布时间",
        "发布日期",
        "时间",
    ),
    "publisher": ("publisher", "source", "site", "来源", "媒体", "发布机构"),
    "author": ("author", "authors", "byline", "作者", "记者"),
}
SAME = {"headline": "title", "content": "text", "body": "text", "published": "date", "source": "publisher"}
LONGEST_FIELD = 1 << 30  # characters of a .csv field
TODO_FIELDS = "say where the text is, such as --field text=content"


@dataclass(frozen=True, slots=True)
class Record:
    """The bytes of one article; ``content`` gives its text and what is known about it, or raises :class:`ReadError`."""

    path: str
    raw: bytes
    content: Callable[[], tuple[str, Known]]


def records(source: Source, fields: Mapping[str, str]) -> Iterator[Record | ReadError]:
    """The records of one input, one at a time."""
    if source.kind == "jsonl":
        yield from _json_lines(source, fields)
    elif source.kind == "csv":
        yield from _rows(source, fields)
    else:
        raw = source.all_bytes()
        content = _page if source.kind == "html" else _plain
        yield Record(source.path, raw, partial(content, raw, source.path))


def _plain(raw: bytes, path: str) -> tuple[str, Known]:
    return decode(raw, path), Known()


def _page(raw: bytes, path: str) -> tuple[str, Known]:
    return page_text(decode(raw, path), path)


def _json_lines(source: Source, fields: Mapping[str, str]) -> Iterator[Record | ReadError]:
    number = 0
    for line in source.lines():
        if line.strip():
            number += 1
            raw = line.rstrip(b"\r\n")
            yield Record(f"{source.path}#{number}", raw, partial(_object, raw, f"{source.path}#{number}", fields))
    if not number:
        yield ReadError("the file is empty", source.path, "remove it, or fetch it again")


def _object(raw: bytes, path: str, fields: Mapping[str, str]) -> tuple[str, Known]:
    try:
        value = json.loads(decode(raw, path))
    except (json.JSONDecodeError, RecursionError):
        raise ReadError("not a JSON object", path, "one object a line, in UTF-8") from None
    if not isinstance(value, dict):
        raise ReadError("not a JSON object", path, "one object a line")
    return _picked(value, path, fields)


def _rows(source: Source, fields: Mapping[str, str]) -> Iterator[Record | ReadError]:
    """The rows of a .csv with a header row; a row's raw bytes are the lines it was read from."""
    head = source.head + source.stream.read(SAMPLE)
    try:
        encoding = encoding_of(head, source.path)
    except ReadError as error:
        yield error
        return
    lines = Source(source.path, "csv", source.stream, head)
    stream = io.TextIOWrapper(io.BufferedReader(_Chained(lines)), encoding, "surrogateescape", newline="")
    taken: list[str] = []
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(_noted(stream, taken), delimiter=_delimiter(head, encoding))
    names: list[str] | None = None
    number = 0
    while True:
        taken.clear()
        try:
            row = next(reader, None)
        except (csv.Error, UnicodeError) as error:
            yield ReadError(f"malformed: {error}", source.path, "mend the file, or save it as .jsonl")
            return
        if row is None:
            break
        if not any(row):
            continue
        if names is None:
            names = [name.strip().lstrip("\ufeff") for name in row]
            continue
        number += 1
        raw = "".join(taken).rstrip("\r\n").encode(encoding, "surrogateescape")
        values = dict(zip(names, row, strict=False))
        path = f"{source.path}#{number}"
        yield Record(path, raw, partial(_picked, values, path, fields))
    if not number:
        yield ReadError("no rows below the header row", source.path, "give a .csv with a header row and rows")


def _noted(stream: Iterator[str], taken: list[str]) -> Iterator[str]:
    for line in stream:
        taken.append(line)
        yield line


def _delimiter(head: bytes, encoding: str) -> str:
    first = head.decode(encoding, "replace").split("\n", 1)[0]
    return max(",\t;", key=first.count)


class _Chained(io.RawIOBase):
    """A source's head and stream as one raw stream."""

    def __init__(self, source: Source) -> None:
        self._parts = [io.BytesIO(source.head), source.stream]

    def readable(self) -> bool:
        """Always: it is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` from the first part that has bytes left; 0 at the end."""
        for part in self._parts:
            data = part.read(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0


def _picked(values: Mapping[str, object], path: str, fields: Mapping[str, str]) -> tuple[str, Known]:
    """The text of a record and what its fields say about it."""
    wanted = {SAME.get(name, name): column for name, column in fields.items()}
    found = {name: _value(values, wanted.get(name), keys) for name, keys in NAMES.items()}
    if not found["text"]:
        raise ReadError(f"no text among the fields {', '.join(map(str, values))[:80]}", path, TODO_FIELDS)
    if any("\udc80" <= char <= "\udcff" for char in found["text"]):
        raise ReadError("characters that do not decode", path, "save the file as UTF-8")
    text = found["text"]
    if "</p>" in text or "<br" in text or "</div>" in text:
        text, _ = page_text(text, path)
    return text, Known(
        found["title"] or None, found["date"] or None, found["publisher"] or None, found["author"] or None
    )


def _value(values: Mapping[str, object], column: str | None, keys: tuple[str, ...]) -> str:
    lowered = {str(name).lower(): value for name, value in values.items()}
    for key in (column,) if column else keys:
        value = lowered.get(key.lower())
        if isinstance(value, list):
            value = "\n".join(map(str, value))
        if value not in (None, ""):
            return str(value)
    return ""
