"""Where an article's text begins, and which lines of a scrape are one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.reading.chrome import is_chrome, is_sentence, without_lead_label
from kg.reading.header import is_source_line, split_packed

END = re.compile(r"[。！？；：…”’）》】〕!?.:;)]$")
CONTINUES = re.compile(r"^[，。、；：！？）》”’】…]")
UNFINISHED = re.compile(r"[，、（《“‘]$")
SUBHEAD = 24  # characters up to which a line without sentence punctuation may be a heading


def split_header(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """``lines`` above the article's first sentence, and from it on; a source line soon below still counts as above."""
    lines = [part for line in _packed_first(lines) for part in line]
    first = next((number for number, line in enumerate(lines) if _opens(line)), len(lines))
    return list(lines[:first]), list(lines[first:])


def _opens(line: str) -> bool:
    return bool(line) and is_sentence(line) and not is_chrome(line) and not is_source_line(line)


def _packed_first(lines: Sequence[str]) -> list[list[str]]:
    """The lines, the first long one taken apart where it holds title, source line and text at once."""
    parts = [[line] for line in lines]
    for number, line in enumerate(lines):
        if _opens(line):
            parts[number] = split_packed(line)
            break
    return parts


def joined(lines: Sequence[str]) -> list[str]:
    """Paragraphs: lines that the scrape broke in the middle of a sentence are put together again."""
    paragraphs: list[str] = []
    open_end = False
    for line in lines:
        if not line:
            open_end = open_end and bool(UNFINISHED.search(paragraphs[-1]))
        elif paragraphs and (open_end or CONTINUES.match(line)):
            paragraphs[-1] = _glued(paragraphs[-1], line)
            open_end = _is_open(paragraphs[-1])
        else:
            paragraphs.append(line)
            open_end = _is_open(line)
    return paragraphs


def _is_open(line: str) -> bool:
    """Whether a line stops in the middle of a sentence."""
    if UNFINISHED.search(line):
        return True
    return len(line) > SUBHEAD and not END.search(line) and "，" in line and bool(without_lead_label(line) == line)


def _glued(first: str, second: str) -> str:
    between = " " if first[-1].isascii() and first[-1].isalnum() and second[0].isascii() and second[0].isalnum() else ""
    return first + between + second
