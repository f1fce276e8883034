"""Facts from a table: a .csv with a row a fact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from kg.errors import ReadError
from kg.exchange.facts import (
    Fact,
    Thing,
    check,
    check_end,
    class_of,
    cleaned,
    confidence_of,
    day_of,
    number_of,
    predicate_of,
)
from kg.exchange.places import kind_of, thing
from kg.ontology import Predicate, group
from kg.reading.decode import decode

#: What a table may tell of a fact, and the names of columns under which it is looked for; a user's own come first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "subject": ("subject", "主体", "主语"),
    "subject_type": ("subject_type", "主体类型"),
    "subject_place": ("subject_place", "主体地点"),
    "predicate": ("predicate", "relation", "关系", "谓词"),
    "object": ("object", "客体", "宾语"),
    "object_type": ("object_type", "客体类型"),
    "object_place": ("object_place", "客体地点"),
    "title": ("title", "职务"),
    "date": ("date", "日期", "时间"),
    "value": ("value", "数值"),
    "unit": ("unit", "单位"),
    "quote": ("quote", "sentence", "引文", "原句"),
    "source": ("source", "来源"),
    "confidence": ("confidence", "置信度"),
}
_NEEDED = ("subject", "predicate", "object")
_Row = Mapping[str, str]


def table_facts(
    data: bytes, path: str, columns: Mapping[str, str], every: Mapping[str, str], year: str
) -> Iterator[Fact | ReadError]:
    """The facts of a table, and what is wrong with the rows that hold none.

    ``columns`` says where a field stands, where not under a name of :data:`COLUMNS`; ``every`` has fields of every row
    that does not fill them in; ``year`` is that of a meeting without date. Rows are counted as spreadsheets do: the
    header is row 1. Raises ReadError where the file is no table of facts.
    """
    for number, row in _rows(decode(data, path), path, columns, every):
        where = f"{path} row {number}"
        try:
            yield _fact(row, where, year)
        except ReadError as error:
            yield error


def _rows(text: str, path: str, columns: Mapping[str, str], every: Mapping[str, str]) -> Iterator[tuple[int, _Row]]:
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=max(",\t;", key=first.count))
    places: dict[str, int] = {}
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                places = _places([cell.strip().lower() for cell in cells], path, columns, every)
                continue
            told = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
            yield number, dict(every) | {name: value for name, value in told.items() if value}
    except csv.Error as error:
        raise ReadError(f"malformed: {error}", path, "save it as .csv anew") from None


def _places(head: list[str], path: str, columns: Mapping[str, str], every: Mapping[str, str]) -> dict[str, int]:
    """At which place of a row each field stands."""
    found: dict[str, int] = {}
    for name, usual in COLUMNS.items():
        names = (columns[name].lower(),) if name in columns else usual
        at = next((head.index(column) for column in names if column in head), None)
        if at is not None:
            found[name] = at
        elif name in columns:
            raise ReadError("no such column", f"{path}: {columns[name]}", f"it has {', '.join(head)[:120]}")
    if missing := [name for name in _NEEDED if name not in found.keys() | every.keys()]:
        todo = f"say which column it is by --field {missing[0]}=COLUMN, or what it is by --set {missing[0]}=VALUE"
        raise ReadError(f"no column {' or '.join(missing)} among {', '.join(head)[:120]}", path, todo)
    return found


def _fact(row: _Row, where: str, year: str) -> Fact:
    for name in _NEEDED:
        if not cleaned(row.get(name, "")):
            raise ReadError(f"no {name}", where, "fill it in, or remove the row")
    predicate = predicate_of(row["predicate"], where)
    date = day_of(row.get("date", ""), where)
    subject, object_ = (_end(row, end, predicate, (date or year)[:4], where) for end in ("subject", "object"))
    value = number_of(row.get("value", ""), where)
    title, unit, quote, source = (cleaned(row.get(name, "")) or None for name in ("title", "unit", "quote", "source"))
    if predicate.name == "hasIndicator":
        if value is None:
            raise ReadError("an indicator without its number", f"{where}: {object_.name}", "fill in value and unit")
        object_ = _indicator(subject, object_, f"{value:f}{unit or ''}", date)
    fact = Fact(
        subject,
        predicate.name,
        object_,
        title,
        date,
        value,
        unit,
        quote,
        source,
        confidence_of(row.get("confidence", ""), where),
    )
    return check(fact, where)


def _end(row: _Row, end: str, predicate: Predicate, year: str, where: str) -> Thing:
    name, told = cleaned(row[end]), row.get(f"{end}_type", "")
    allowed = predicate.domain if end == "subject" else predicate.range
    kind = class_of(told, where) if told else kind_of(name, allowed)
    if not kind:
        raise ReadError("of which class?", f"{where}: {name}", f"fill in {end}_type: {', '.join(allowed)} or narrower")
    check_end(end, kind, name, predicate, where)
    return thing(name, kind, cleaned(row.get(f"{end}_place", "")), year, where)


def _indicator(whose: Thing, what: Thing, number: str, date: str | None) -> Thing:
    """Named and told apart as articles have it: with its number, by whose it is, and of when."""
    holder = whose.context if group(whose.kind) == "place" and whose.context else whose.name
    name = f"{what.name.removesuffix(number).rstrip()} {number}"
    return Thing(name, what.kind, f"{holder} {date}" if date else holder)
