"""Bytes to text: the encoding is told by its mark, strict UTF-8, the page's declaration, or by what reads best."""

from __future__ import annotations

import codecs
import re
from functools import cache

from kg import resources
from kg.errors import ReadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
# GB18030 and Big5-HKSCS hold all that the older names declare, and pages declare the older ones.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
CANDIDATES = ("gb18030", "big5hkscs", "utf-8")
SAMPLE = 1 << 16  # bytes on which decodings are compared
READABLE = 0.12  # share of frequent characters; Chinese news has 0.4 and more, wrong decodings 0.03 and less
BROKEN = 0.005  # share of bytes that a page may have broken, by a scrape cut in mid-character
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
TODO_ENCODING = "save it as UTF-8"


def decode(data: bytes, where: str) -> str:
    """The text of ``data``; raises :class:`ReadError` for empty, binary and unrecognisable input."""
    if not data.strip():
        raise ReadError("the file is empty", where, "remove it, or fetch it again")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(_loosely(data, encoding, where), where)
    if b"\0" in data[:SAMPLE]:
        return _checked(_wide(data, where), where)
    try:
        return _checked(data.decode("utf-8"), where)
    except UnicodeDecodeError:
        return _checked(_loosely(data, _best(data, where), where), where)


def encoding_of(head: bytes, where: str) -> str:
    """The encoding in which ``head``, the beginning of a file, reads as Chinese; raises like :func:`decode`."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _best(head, where)
    return "utf-8"


def _best(data: bytes, where: str) -> str:
    """The encoding that gives the most frequent Chinese characters, a page's own declaration first."""
    sample = data[:SAMPLE]
    declared = DECLARED.search(sample[:HEAD_OF_PAGE])
    if declared:
        name = declared[1].decode("ascii").lower()
        name = WIDER.get(name, name)
        if _known(name) and _readability(sample, name) >= READABLE:
            return name
    scores = {name: _readability(sample, name) for name in CANDIDATES}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < READABLE:
        raise ReadError("binary, or text in an unknown encoding", where, TODO_ENCODING)
    return best


HEAD_OF_PAGE = 4096  # bytes in which a page declares its charset


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False


@cache
def _frequent() -> frozenset[str]:
    return frozenset(resources.load_toml("reading.toml")["decode"]["frequent"])


def _readability(sample: bytes, encoding: str) -> float:
    """Share of frequent Chinese characters among all that are not ASCII; broken bytes count against it."""
    text = sample.decode(encoding, "replace")
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 0.0
    return sum(char in _frequent() for char in beyond) / len(beyond)


def _wide(data: bytes, where: str) -> str:
    """UTF-16 without its mark: such a file has a zero byte at most in every second place."""
    for encoding in ("utf-16-le", "utf-16-be"):
        if len(data) % 2 == 0 and _readability(data[:SAMPLE], encoding) >= READABLE:
            return _loosely(data, encoding, where)
    raise ReadError("binary, not text", where, "give .txt, .html, .jsonl or .csv")


def _loosely(data: bytes, encoding: str, where: str) -> str:
    """``data`` in ``encoding``, with a few broken characters left out."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if broken > max(2, BROKEN * len(data)):
        raise ReadError(f"{broken} characters do not decode as {encoding}", where, TODO_ENCODING)
    return text.replace("\ufffd", "")


def _checked(text: str, where: str) -> str:
    controls = sum(1 for _ in CONTROLS.finditer(text[:SAMPLE]))
    if controls > 2 + len(text[:SAMPLE]) // 100:
        raise ReadError("binary, not text", where, "give .txt, .html, .jsonl or .csv")
    return text
