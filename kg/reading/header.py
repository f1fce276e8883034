"""What stands above an article: its title, and the lines that say where it is from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.reading.chrome import BULLET, is_chrome, is_sentence, navigation_words, without_lead_label
from kg.reading.dates import CLOCK, DATE
from kg.reading.outlets import is_outlet, site_of
from kg.reading.source_line import LONGEST, Facts, facts_of, is_source_line, labels

TITLE_LENGTHS = range(4, 91)  # characters of a plausible title
FULL_TITLE = 10  # characters from which a line is surely no word of navigation
SHORT_TITLE = 7  # characters up to which a place or section is taken for navigation
# How texts begin and headlines do not.
BEGINNING = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日.{0,5}，|[近日昨今][日天前]，|.{2,14}[讯电][（ ]|【?本报讯")
TOP = 2  # first lines of a page, in which a site names itself
NEAR = 2  # lines above the last candidate that are titles of the same article
BREADCRUMBS = re.compile(r"(?:[^\s>：]{0,8}位置：\s?)?(?:[^\s>]{1,12}\s?>\s?){1,6}[^\s>]{1,12}\s+")


@dataclass(frozen=True, slots=True)
class Header:
    """The title, what the source lines say, and the lines between them that belong to the text.

    ``site`` is whose site the page's first lines name.
    """

    title: str
    facts: Facts
    rest: tuple[str, ...] = ()
    site: str | None = None


def read_header(lines: Sequence[str], title: str | None) -> Header:
    """The header of a page whose running text starts after ``lines``; a known ``title`` is taken as it is."""
    top = list(filter(None, lines))[:TOP]
    lines = [line for line in lines if line and (is_source_line(line) or not is_chrome(line))]
    dated = [number for number, line in enumerate(lines) if is_source_line(line)]
    outlets = [number for number, line in enumerate(lines) if is_outlet(line) and _beside(number, dated, lines)]
    named = sorted({*dated, *outlets})
    place = _known_place(lines, title) if title else _title_place(lines, named)
    found = title or ("" if place is None else lines[place])
    below = range(len(lines)) if place is None else range(place + 1, len(lines))
    kept = [lines[number] for number in below if number not in named]
    wanted = is_sentence if place is None else _is_subhead
    rest = tuple(line for line in kept if wanted(line) and _bare(line) != _bare(found))
    site = next((name for line in top if line != found and (name := site_of(line))), None)
    return Header(found, facts_of(lines[number] for number in named), rest, site)


def _beside(number: int, dated: Sequence[int], lines: Sequence[str]) -> bool:
    """Whether a line stands where pages name their source: by the date, or between title and text."""
    return number > 0 and (any(abs(number - other) <= 2 for other in dated) or number >= len(lines) - 2)


def _known_place(lines: Sequence[str], title: str) -> int | None:
    """Where a title that is known stands; a page may have cut it."""
    start = _bare(title)[:20]
    return next((number for number, line in enumerate(lines) if _bare(line) and _bare(line)[:20] == start), None)


def _title_place(lines: Sequence[str], named: Sequence[int]) -> int | None:
    """The position of the title: the most plausible of the last lines above the first source line.

    Where the source stands above the title, as in 某某日报 01版, it is the first plausible line below.
    """
    candidates = [number for number in range(len(lines)) if _plausible(lines[number])]
    if named and candidates and candidates[0] > named[0]:
        between = [number for number in candidates if number < named[-1]]
        return (between or candidates)[0]
    pool = [number for number in candidates if not named or number < named[0]]
    near = [number for number in pool if number >= pool[-1] - NEAR]
    return max(near, key=lambda number: (_weight(lines[number]), number), default=None)


@cache
def _section_endings() -> tuple[str, ...]:
    return tuple(resources.load_toml("chrome.toml")["section_endings"])


def _plausible(line: str) -> bool:
    if BULLET.match(line) or line in navigation_words() or len(line) not in TITLE_LENGTHS:
        return False
    if BEGINNING.match(line) or "。" in line or without_lead_label(line) != line:
        return False
    if len(line) < SHORT_TITLE and line.endswith(_section_endings()):
        return False
    return not is_source_line(line) and not is_outlet(line) and bool(re.search(r"[\u4e00-\u9fff]{3}", line))


def _weight(line: str) -> int:
    """How much a line looks like a title: 2 for a full one, 1 for a short one, 0 for a word or two."""
    return (len(line) >= FULL_TITLE) + (len(line) >= SHORT_TITLE)


def _is_subhead(line: str) -> bool:
    return len(line) >= 6 and not BULLET.match(line)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def split_packed(line: str) -> list[str]:
    """A line that holds title, source line and perhaps text at once, taken apart; any other as it is."""
    crumbs = BREADCRUMBS.match(line)
    if not crumbs and len(line) <= LONGEST:
        return [line]
    line = line[crumbs.end() :] if crumbs else line
    head = line[:LONGEST]
    marks = [match.start() for match in (labels().search(head), DATE.search(head)) if match]
    if not marks or "。" in head[: min(marks)]:
        return [line]
    start = min(marks)
    if start < TITLE_LENGTHS.start or not head[:start].endswith((" ", "】", "[", "【")):
        return [line]
    end = _end_of_facts(line, start)
    return [part.strip() for part in (line[:start], line[start:end], line[end:]) if part.strip()]


@cache
def _fact() -> re.Pattern[str]:
    return re.compile(rf"(?:{labels().pattern})[^\s。，]{{0,24}}\s?|{DATE.pattern}{CLOCK}\s?|[】\]|｜)）\s]+|\d+次?\s")


def _end_of_facts(line: str, start: int) -> int:
    """Where the labels and dates that begin at ``start`` end: at the space before the first word of text."""
    place = start
    while (match := _fact().match(line, place)) and match.end() > place:
        place = match.end()
    return place
