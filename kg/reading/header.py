"""What stands above an article: its title, and the line that says where it is from, when, by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from kg import resources
from kg.reading.chrome import BULLET, is_chrome, is_sentence, navigation_words
from kg.reading.outlets import DOMAIN, is_outlet, publisher_of

SOURCE_LENGTH = 160  # characters of the longest source line
TITLE_LENGTHS = range(5, 91)  # characters of a plausible title
DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)\s?日?")
DATE_TAIL = r"(?:\s*[T]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
NUMERALS = {char: str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
    "O": "0",
}
CHINESE_DATE = re.compile(
    r"([一二][〇○零OＯ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


@dataclass(frozen=True, slots=True)
class Header:
    """``source_line`` is what of the page's source line names an outlet or author; ``rest`` are lines to keep."""

    title: str = ""
    source_line: str = ""
    published: str | None = None
    publisher: str | None = None
    rest: tuple[str, ...] = ()


def iso_date(text: str) -> str | None:
    """The first full date in ``text``, in ISO form; ``None`` where there is none that the calendar knows."""
    for match in DATE.finditer(text):
        found = _iso(*map(int, match.groups()))
        if found:
            return found
    match_chinese = CHINESE_DATE.search(text)
    if match_chinese:
        year = int("".join(NUMERALS[char] for char in match_chinese[1]))
        return _iso(year, _number(match_chinese[2]), _number(match_chinese[3]))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(chinese: str) -> int:
    """A number up to 99: 十 10, 十二 12, 二十 20, 三十一 31."""
    tens, ten, ones = chinese.rpartition("十")
    return (int(NUMERALS.get(tens, "1")) * 10 if ten else 0) + (int(NUMERALS.get(ones, "0")) if len(ones) <= 1 else 0)


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return resources.load_toml("reading.toml")


@cache
def _labels() -> re.Pattern[str]:
    kinds = _words()["labels"]
    named = {kind: "|".join(map(_spaced, sorted(words, key=len, reverse=True))) for kind, words in kinds.items()}
    groups = "|".join(f"(?P<{kind}>{words})" for kind, words in named.items())
    return re.compile(
        rf"(?<![\u4e00-\u9fff])[【\[（(]?\s*(?:{groups})\s*[：:/／]\s*|(?<=[】\]）\s\d])(?P<bare>发布时间|发布日期)\s*"
    )


def _spaced(word: str) -> str:
    """A label as it may stand with padding inside: 来 源, 时　间."""
    return r"\s{0,4}".join(map(re.escape, word))


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value of a source line, with its characters in the line."""

    kind: str
    value: str
    start: int
    end: int


def fields_of(line: str) -> list[Field]:
    """The labelled values of a source line."""
    found = list(_labels().finditer(line))
    fields = []
    for position, match in enumerate(found):
        end = found[position + 1].start() if position + 1 < len(found) else len(line)
        stretch = line[match.end() : end]
        stop = re.search(r"[【\[|｜]|(?<!\d)(?:19|20)\d\d[-/.年]", stretch)
        kind = match.lastgroup or "other"
        if stop and kind != "date":
            stretch = stretch[: stop.start()]
        value = stretch.strip(" \t】]）)|｜，,；;　")
        fields.append(
            Field("date" if kind == "bare" else kind, value, match.start(), match.end() + len(stretch.rstrip()))
        )
    return fields


def is_source_line(line: str) -> bool:
    """Whether a line says where an article is from, when it appeared or who made it, and no more."""
    if not line or len(line) > SOURCE_LENGTH or "。" in line:
        return False
    kinds = {field.kind for field in fields_of(line)}
    if kinds & {"publisher", "date", "author"} and (len(line) <= 60 or len(kinds) > 1):
        return True
    without = re.sub(rf"{DATE.pattern}{DATE_TAIL}|\d+|[\s|｜:：\-]+", "", line)
    return iso_date(line) is not None and len(without) <= 12


def read_header(lines: Sequence[str], title: str | None) -> Header:
    """The header of a page whose running text starts after ``lines``; a known ``title`` is taken as it is."""
    lines = [line for line in lines if line and (is_source_line(line) or not is_chrome(line))]
    source = [number for number, line in enumerate(lines) if is_source_line(line)]
    outlets = [number for number, line in enumerate(lines) if is_outlet(line) and number > 0]
    facts = source[-1] if source else outlets[-1] if outlets else len(lines)
    first = source[0] if source else facts
    place = _title_place(lines, first if not title else len(lines), title)
    after = lines[place + 1 :] if place is not None else lines
    named = set(source) | set(outlets)
    header = Header(title=title or (lines[place] if place is not None else ""))
    header = _with_facts(header, [lines[number] for number in sorted(named)])
    offset = len(lines) - len(after)
    kept = [
        line for number, line in enumerate(after, offset) if number not in named and _is_subhead(line, header.title)
    ]
    return replace(header, rest=tuple(kept if place is not None else [line for line in kept if is_sentence(line)]))


def _title_place(lines: Sequence[str], end: int, title: str | None) -> int | None:
    """The position of the title: the most plausible of the last lines before the source line."""
    if title:
        bare = _bare(title)
        return next(
            (number for number, line in enumerate(lines) if _bare(line) and _bare(line)[:20] == bare[:20]), None
        )
    candidates = [number for number in range(end) if _plausible(lines[number])]
    if not candidates:
        candidates = [number for number in range(end, len(lines)) if _plausible(lines[number])][:1]
        return candidates[0] if candidates else None
    near = [number for number in candidates if number >= candidates[-1] - 2]
    return max(near, key=lambda number: (_weight(lines[number]), number))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _plausible(line: str) -> bool:
    if BULLET.match(line) or line in navigation_words() or len(line) not in TITLE_LENGTHS:
        return False
    return not is_source_line(line) and not is_outlet(line) and bool(re.search(r"[\u4e00-\u9fff]{3}", line))


def _weight(line: str) -> int:
    """How much a line looks like a title: 2 for a full one, 1 for a short one, 0 for a word of navigation."""
    return 2 if len(line) >= 10 else 1 if len(line) >= 7 else 0


def _is_subhead(line: str, title: str) -> bool:
    return len(line) >= 6 and not BULLET.match(line) and _bare(line) != _bare(title)


def _with_facts(header: Header, lines: Sequence[str]) -> Header:
    """``header`` with what the source lines say; of each fact the first counts."""
    shown = []
    for line in lines:
        fields = fields_of(line)
        published = header.published or next(
            filter(None, (iso_date(f.value) for f in fields if f.kind == "date")), None
        )
        published = published or iso_date(line)
        media = (publisher_of(field.value) for field in fields if field.kind == "publisher")
        publisher = header.publisher or next(filter(None, media), None)
        publisher = publisher or (publisher_of(line) if is_outlet(line) else _bare_outlet(line))
        header = replace(header, published=published, publisher=publisher)
        shown.append(_shown(line, fields))
    return replace(header, source_line=" ".join(filter(None, shown)))


def _bare_outlet(line: str) -> str | None:
    """A medium that a source line names without a label: 湖南省科学技术厅门户网站 发布时间：2011-08-10."""
    for word in re.split(r"[\s|｜]+", line):
        if is_outlet(word):
            return publisher_of(word)
    return None


def _shown(line: str, fields: Sequence[Field]) -> str:
    """The part of a source line that names an outlet or an author, as it stands; empty where none does."""
    if is_outlet(line):
        return line
    telling = [
        field
        for field in fields
        if (field.kind == "publisher" and publisher_of(field.value)) or (field.kind == "author" and field.value)
    ]
    if telling:
        part = line[telling[0].start : telling[-1].end]
        return DOMAIN.sub("", part).strip(" 【[（(|｜") if telling[-1].kind == "publisher" else part.strip(" 【[（(|｜")
    return _bare_outlet(line) or ""


def split_packed(line: str) -> list[str]:
    """A first line that holds title, source line and text at once, taken apart; any other as it is."""
    head = line[:SOURCE_LENGTH]
    marks = [match for match in (_labels().search(head), DATE.search(head)) if match]
    if not marks or "。" in head[: min(match.start() for match in marks)]:
        return [line]
    start = min(match.start() for match in marks)
    if start < TITLE_LENGTHS.start or not head[:start].endswith((" ", "】", "[", "【")):
        return [line]
    end = _end_of_facts(line, start)
    return [part.strip() for part in (line[:start], line[start:end], line[end:]) if part.strip()]


def _end_of_facts(line: str, start: int) -> int:
    """Where the labels and dates that begin at ``start`` end: at the space before the first word of text."""
    fact = re.compile(
        rf"(?:{_labels().pattern})[^\s。，]{{0,24}}\s?|{DATE.pattern}{DATE_TAIL}\s?|[】\]|｜)）\s]+|\d+次?\s"
    )
    place = start
    while (match := fact.match(line, place)) and match.end() > place:
        place = match.end()
    return place
