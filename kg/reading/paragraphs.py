"""Where an article's text begins, and which lines of a scrape are one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.reading.chrome import ENOUGH, TAIL_FACTOR, is_chrome, is_sentence, without_lead_label
from kg.reading.header import split_packed
from kg.reading.source_line import is_closing, is_label, is_source_line

END = re.compile(r"[。！？；：…”’）》】〕!?.:;)]$")
CONTINUES = re.compile(r"^[，。、；：！？）》”’】…]")
UNFINISHED = re.compile(r"[，、（《“‘]$")
HAN_TWICE = re.compile(r"[\u3400-\u9fff].?[\u3400-\u9fff]")
SENTENCE_END = re.compile(r"[。！？；]")
LEAST_WIDTH = 18  # characters of the narrowest column in which texts come wrapped
LARGEST_WIDTH = 60  # characters of the widest one; a longer line is a paragraph
SLACK = 6  # characters that a full line may lack
BEHIND_LEAD = 5  # lines behind a summary, among which the page may name its source
SUBHEAD = 24  # characters up to which a line without sentence punctuation may be a heading


def split_header(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """``lines`` above the article's first sentence, and from it on; a source line soon below still counts as above."""
    lines = [part for line in _packed_first(lines) for part in line]
    first = next((number for number, line in enumerate(lines) if _opens(line)), len(lines))
    if first < len(lines) and _is_lead(lines[:first], lines[first]):
        near = range(first + 1, min(first + BEHIND_LEAD, len(lines)))
        first = next((number + 1 for number in reversed(near) if is_source_line(lines[number])), first)
    return list(lines[:first]), list(lines[first:])


def _is_lead(above: Sequence[str], line: str) -> bool:
    """Whether a line is a summary above the source line rather than the text's beginning."""
    label = next(filter(None, reversed(above)), "")
    return without_lead_label(line) != line or without_lead_label(label) != label or line.endswith("…")


def _opens(line: str) -> bool:
    if not line or not is_sentence(line) or is_chrome(line) or is_source_line(line):
        return False
    return len(line) >= ENOUGH or line[-1] not in "！？" or "。" in line  # a headline may end so


def _packed_first(lines: Sequence[str]) -> list[list[str]]:
    """The lines up to the first of text taken apart where they hold title, source line and text at once."""
    parts = [[line] for line in lines]
    for number, line in enumerate(lines):
        parts[number] = split_packed(line)
        if _opens(line):
            break
    return parts


def with_values(lines: Sequence[str]) -> list[str]:
    """``lines`` with each label, as 责任编辑：, joined to its value on the next line."""
    joined_lines: list[str] = []
    waiting = False
    for line in lines:
        if waiting and line:
            joined_lines[-1] += line if len(line) <= SUBHEAD else ""
            waiting = False
            if len(line) <= SUBHEAD:
                continue
        if not (waiting and not line):
            joined_lines.append(line)
        waiting = waiting or is_label(line)
    return joined_lines


def cut_behind_credits(lines: Sequence[str]) -> list[str]:
    """``lines`` without what follows the credits below the text: headlines of other articles, without a heading."""
    closing = next((number for number, line in enumerate(lines) if number and is_closing(line)), len(lines))
    above = sum(len(line) for line in lines[:closing] if is_sentence(line))
    below = sum(len(line) for line in lines[closing:] if is_sentence(line))
    if above < ENOUGH or below > TAIL_FACTOR * above:
        return list(lines)
    behind = (line for line in lines[closing:] if is_closing(line) or is_source_line(line))
    return [*lines[:closing], *behind]


def joined(lines: Sequence[str]) -> list[str]:
    """Paragraphs: lines that the scrape broke in the middle of a sentence are put together again."""
    width = _wrapped_at(lines)
    paragraphs: list[str] = []
    open_end = False
    for line in lines:
        if not line:
            open_end = open_end and bool(UNFINISHED.search(paragraphs[-1]))
        elif paragraphs and (CONTINUES.match(line) or (open_end and HAN_TWICE.search(line))):
            paragraphs[-1] = _glued(paragraphs[-1], line)
            open_end = _is_open(paragraphs[-1], line, width)
        else:
            paragraphs.append(line)
            open_end = _is_open(line, line, width)
    return paragraphs


def _wrapped_at(lines: Sequence[str]) -> int:
    """The width at which a text is wrapped, in characters; 0 where its lines are paragraphs."""
    filled = [len(line) for line in lines if len(line) >= LEAST_WIDTH]
    cut = sum(1 for line in lines if len(line) >= LEAST_WIDTH and not END.search(line))
    if len(filled) < 5 or cut < 0.5 * len(filled) or max(filled) > LARGEST_WIDTH:
        return 0
    return max(filled)


def _is_open(paragraph: str, line: str, width: int) -> bool:
    """Whether a paragraph, whose last line is ``line``, stops in the middle of a sentence."""
    if UNFINISHED.search(line):
        return True
    if END.search(line):
        return bool(width) and line[-1] in "”）》" and len(line) >= width - SLACK
    if width:
        return len(line) >= width - SLACK
    rest = SENTENCE_END.split(paragraph)[-1]
    return len(rest) > SUBHEAD and "，" in rest and not is_closing(rest)


def _glued(first: str, second: str) -> str:
    between = " " if first[-1].isascii() and first[-1].isalnum() and second[0].isascii() and second[0].isalnum() else ""
    return first + between + second
