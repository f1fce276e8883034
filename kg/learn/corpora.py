"""Annotated corpora as sentences with entity spans: tab-separated BIO files, CLUENER's JSON lines, marked text.

The corpora themselves are no part of the project: a training run reads them from a directory and records their digests.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadError

SENTENCE_END = "。！？；!?;"
PAUSE = "，、,：: "
CLOSING = "」』”’）)"
MARK = re.compile(r"\[([^\[\]]+)\]\((PER|LOC|ORG|POST)\)")
LONGEST = 100  # characters of a training sentence; People's Daily has whole paragraphs of up to 1,000

Span = tuple[int, int, str]
"""Begin, end (half open, in characters) and label of an entity."""

THREE_TYPES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
RESUME_TYPES = {"NAME": "PER", "ORG": "ORG", "LOC": "LOC"}
CLUENER_TYPES = {"name": "PER", "address": "LOC", "organization": "ORG", "company": "ORG", "government": "ORG"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its entities in order, none overlapping."""

    text: str
    spans: tuple[Span, ...]


def read_tsv(file: Path, types: Mapping[str, str] = THREE_TYPES) -> Iterator[Sentence]:
    """The sentences of a file of ``character<TAB>tag`` lines, blank lines between them; BIO and IOBES both read.

    Labels that ``types`` does not map are no entities. Raises :class:`~kg.errors.ReadError`.
    """
    characters: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*_text(file).split("\n"), ""], 1):
        if line.strip("\r"):
            character, tab, tag = line.strip("\r").partition("\t")
            if not tab or len(character) != 1 or not (tag == "O" or tag[1:2] == "-"):
                raise ReadError(f"line {number} is not 'character<TAB>tag'", str(file), "give a character-level TSV")
            characters.append(character)
            tags.append(tag)
        elif characters:
            spans = [(begin, end, types[label]) for begin, end, label in bio_spans(tags) if label in types]
            yield Sentence("".join(characters), tuple(spans))
            characters, tags = [], []


def read_marked(file: Path) -> Iterator[Sentence]:
    """The sentences of a file that marks entities as ``[甲乙](PER)``, posts as ``[局长](POST)``.

    One sentence a line; ``#`` begins a comment.
    """
    for line in _text(file).splitlines():
        if not line or line.startswith("#"):
            continue
        text, last = "", 0
        spans: list[Span] = []
        for mark in MARK.finditer(line):
            text += line[last : mark.start()]
            spans.append((len(text), len(text) + len(mark.group(1)), mark.group(2)))
            text += mark.group(1)
            last = mark.end()
        yield Sentence(text + line[last:], tuple(spans))


def read_cluener(file: Path, types: Mapping[str, str] = CLUENER_TYPES) -> Iterator[Sentence]:
    """The sentences of CLUENER's JSON lines; of overlapping entities the longer one stays."""
    for line in _text(file).splitlines():
        record = json.loads(line)
        marked = [
            (begin, last + 1, types[label])
            for label, surfaces in record["label"].items()
            if label in types
            for places in surfaces.values()
            for begin, last in places
        ]
        yield Sentence(record["text"], tuple(without_overlaps(marked)))


def without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """The spans in order; where two overlap, the longer."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if all(span[1] <= begin or end <= span[0] for begin, end, _ in kept):
            kept.append(span)
    return sorted(kept)


def bio_spans(tags: Sequence[str]) -> list[Span]:
    """The entities that BIO or IOBES tags mark. An inside tag with nothing before it begins one, as in conlleval."""
    spans: list[Span] = []
    begin, label = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        position, kind = tag[:1], tag[2:]
        if begin >= 0 and (position in "OBS" or kind != label):
            spans.append((begin, i, label))
            begin = -1
        if position != "O" and begin < 0:
            begin, label = i, kind
    return spans


def iobes(sentence: Sentence) -> list[str]:
    """A tag for each character: B, I and E for the entity's first, inner and last one, S for its only one."""
    tags = ["O"] * len(sentence.text)
    for begin, end, label in sentence.spans:
        tags[begin:end] = [f"I-{label}"] * (end - begin)
        tags[begin], tags[end - 1] = f"B-{label}", f"E-{label}"
        if end - begin == 1:
            tags[begin] = f"S-{label}"
    return tags


def shorter(sentence: Sentence, longest: int = LONGEST) -> Iterator[Sentence]:
    """The sentence cut at sentence ends, and at pauses where a piece nears ``longest``; never inside an entity."""
    inside = {i for begin, end, _ in sentence.spans for i in range(begin + 1, end)}
    text, first = sentence.text, 0
    for i in range(1, len(text) + 1):
        if i == len(text) or (i not in inside and _is_end(text, first, i, longest)):
            spans = [(b - first, e - first, label) for b, e, label in sentence.spans if first <= b and e <= i]
            yield Sentence(text[first:i], tuple(spans))
            first = i


def _is_end(text: str, first: int, i: int, longest: int) -> bool:
    before = text[i - 1]
    if before in SENTENCE_END:
        return text[i] not in CLOSING
    return i - first >= longest or (before in PAUSE and i - first >= longest - 20)


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = (isinstance(error, OSError) and error.strerror) or str(error)
        raise ReadError(told, str(file), "give a UTF-8 file of annotated sentences") from None
