"""Lines that say where an article is from, when it appeared and who made it, above the text and below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.reading.bylines import is_byline
from kg.reading.dates import DATE, DAY_FIRST, iso_date, without_dates
from kg.reading.outlets import DOMAIN, is_office, is_outlet, publisher_of

LONGEST = 160  # characters of the longest source line
USUAL = 60  # characters up to which one label is enough
REMAINDER = 12  # characters that a line may hold besides a date and be a source line
CLOSING_LINES = 8  # last lines of an article, among which credits stand
CLOSING = ("责", "编", "审", "校", "一审", "二审", "三审", "初审", "监制", "值班")  # how credits of editors begin
SIGNED = re.compile(r"[（(]?(?:\d{4}年|[一二][〇○零OＯ一二三四五六七八九]{3}年)[^。]{2,12}日[）)]?")
VALUE_END = re.compile(rf"[【\[|｜]|{DATE.pattern}|{DAY_FIRST.pattern}")
FILLING = re.compile(r"[\s|｜:：\-·]+|第?\d+版|\d+")
WORDS = re.compile(r"[\s|｜]+")
EDGE = " 【】[]（）()|｜"


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value of a source line; ``kind`` is publisher, author, date or other."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What source lines say. ``shown`` are those parts of them that name an outlet or an author, for the body."""

    published: str | None = None
    publisher: str | None = None
    shown: str = ""


@cache
def labels() -> re.Pattern[str]:
    """A label of a source line with what stands around it; its group names the kind."""
    kinds = resources.load_toml("reading.toml")["labels"]
    named = {kind: "|".join(map(_spaced, sorted(words, key=len, reverse=True))) for kind, words in kinds.items()}
    groups = "|".join(f"(?P<{kind}>{words})" for kind, words in named.items())
    return re.compile(rf"(?<![\u4e00-\u9fff])[【\[（(]?\s*(?:{groups})\s*[：:/／]\s*")


def _spaced(word: str) -> str:
    """A label as it may stand with padding inside: 来 源, 时　间."""
    return r"\s{0,4}".join(map(re.escape, word))


def fields_of(line: str) -> list[Field]:
    """The labelled values of a line."""
    found = list(labels().finditer(line))
    ends = [match.start() for match in found[1:]] + [len(line)]
    return [_field(line, match, end) for match, end in zip(found, ends, strict=False)]


def _field(line: str, match: re.Match[str], end: int) -> Field:
    kind = match.lastgroup or "other"
    stretch = line[match.end() : end]
    stop = VALUE_END.search(stretch) if kind != "date" else None
    stretch = stretch[: stop.start()] if stop else stretch
    return Field(kind, stretch.strip(EDGE + "，,；;"), match.start(), match.end() + len(stretch.rstrip()))


def is_source_line(line: str) -> bool:
    """Whether a line says where an article is from, when it appeared or who made it, and no more."""
    if not line or len(line) > LONGEST or "。" in line:
        return False
    kinds = {field.kind for field in fields_of(line)}
    if kinds & {"publisher", "date", "author"} and (len(line) <= USUAL or len(kinds) > 1):
        return True
    return is_byline(line) or _is_dated_name(line)


def _is_dated_name(line: str) -> bool:
    """A date, alone or with little besides, such as 某某日报 2020-07-31 or 某某日报 01版."""
    rest = FILLING.sub("", DOMAIN.sub("", without_dates(line)))
    return (iso_date(line) is not None and len(rest) <= REMAINDER) or (rest != line and is_outlet(rest))


def is_label(line: str) -> bool:
    """Whether a line is a label whose value the page put on the next line."""
    match = labels().match(line)
    return bool(match and match.end() == len(line) and line[-1] in ":：")


def is_closing(line: str) -> bool:
    """Whether a line stands below an article: its editor, or its source."""
    if len(line) > LONGEST or "。" in line:
        return False
    return any(
        line[field.start :].lstrip(EDGE).startswith(CLOSING) or field.kind == "publisher" for field in fields_of(line)
    )


def is_signed(line: str) -> bool:
    """Whether a line is the date with which a document is signed. It belongs to the text."""
    return bool(SIGNED.fullmatch(line))


def facts_of(lines: Iterable[str]) -> Facts:
    """What source lines say; of each fact the first counts."""
    published = publisher = None
    shown = []
    for line in lines:
        published = published or _date_of(line)
        publisher = publisher or next(_publishers(line), None)
        shown.append(shown_part(line))
    return Facts(published, publisher, "\n".join(filter(None, shown)))


def closing_facts(lines: Sequence[str]) -> Facts:
    """What the lines below a text say, the last first."""
    last = [line for line in lines if line][-CLOSING_LINES:]
    return facts_of(line for line in reversed(last) if is_source_line(line) or is_signed(line))


def _date_of(line: str) -> str | None:
    dated = (iso_date(field.value) for field in fields_of(line) if field.kind == "date")
    return next(filter(None, dated), None) or iso_date(line)


def _publishers(line: str) -> Iterator[str]:
    """The media that a line names, those behind a label first: 某某门户网站 发布时间：2011-08-10 has none."""
    named = [publisher_of(field.value) for field in fields_of(line) if field.kind == "publisher"]
    yield from filter(None, [*named, _bare_outlet(line)])


def _bare_outlet(line: str) -> str | None:
    if is_outlet(line):
        return publisher_of(line)
    dated = iso_date(line) is not None
    for word in WORDS.split(line):
        for name in (word, word.removesuffix("讯")):
            if is_outlet(name) or (dated and is_office(name)):
                return publisher_of(name)
    return None


def shown_part(line: str) -> str:
    """What of a source line names an outlet or an author; parts that stood apart in the page get a line each.

    Every line so stands in the page as it is here, white space apart, and can be quoted.
    """
    if is_outlet(line):
        return line
    parts: list[str] = []
    place = 0
    for field in fields_of(line):
        if field.kind == "author" and field.value:
            part = line[field.start : field.end]
        elif field.kind == "publisher" and publisher_of(field.value):
            part = DOMAIN.sub("", line[field.start : field.end])
        else:
            continue
        apart = line[place : field.start].strip()
        parts += ["" if not parts else "\n" if apart else " ", part.strip(EDGE)]
        place = field.end
    return "".join(parts) or (line if is_byline(line) else _bare_outlet(line) or "")
