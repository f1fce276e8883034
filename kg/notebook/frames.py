"""An answer as a pandas DataFrame whose columns have the types of the graph's literals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.graph import Answer

if TYPE_CHECKING:
    import pandas as pd

#: XSD datatypes by the columns that hold them.
_INTEGERS = frozenset({"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"})
_NUMBERS = _INTEGERS | {"decimal", "double", "float"}
_DATE_KINDS = frozenset({"date", "gYearMonth", "gYear"})
#: The columns in which the ready questions give dates.
DATES = frozenset({"begun", "by", "date", "ended", "first", "from", "last", "to"})
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_DAY = "0000-01-01"  # what makes a day of a year or a month
#: How exact an ISO date is, by its length, the least exact first.
_EXACTNESS = {4: "year", 7: "month", 10: "day"}


def frame(answer: Answer) -> pd.DataFrame:
    """The answer with a row for each solution and a column for each variable.

    ===============  =======================================================================
    values           dtype
    ===============  =======================================================================
    integers         Int64
    other numbers    Float64, also with integers among them
    yes and no       boolean
    dates            datetime64: what is known to a month or a year stands as its first day
    everything else  string: names, IRIs in full, values of several kinds
    ===============  =======================================================================

    What is unbound or empty is NA, NaT among dates. Where a column ``NAME`` has a date less exact than a day, a column
    ``NAME_exact`` follows it and says of each whether the day, the month or only the year is known: a category, ordered
    ``year < month < day``.

    Dates of which a query has made text, for its order or by ``STR``, are dates again where one has its month. A column
    without any value is of strings; but one that is called as the ready questions call dates, :data:`DATES`, is of
    dates whenever nothing else is in it.
    """
    import pandas as pd

    columns: dict[str, pd.Series] = {}
    for number, name in enumerate(answer.variables):
        kinds = answer.kinds[number] if answer.kinds else frozenset()
        values = [row[number] or None for row in answer.rows]
        columns[name] = column = _column(name, values, kinds)
        exact = f"{name}_exact"
        if column.dtype.kind == "M" and exact not in answer.variables and any(v and len(v) < len(_DAY) for v in values):
            columns[exact] = _exactness(values)
    return pd.DataFrame(columns)


def _column(name: str, values: Sequence[str | None], kinds: frozenset[str]) -> pd.Series:
    import pandas as pd

    if kinds and kinds <= _INTEGERS:
        return pd.Series([int(value) if value else None for value in values], dtype="Int64")
    if kinds and kinds <= _NUMBERS:
        return pd.Series([float(value) if value else None for value in values], dtype="Float64")
    if kinds == {"boolean"}:
        return pd.Series([_TRUTH[value] if value else None for value in values], dtype="boolean")
    if _are_dates(name, values, kinds):
        days = [value and value + _DAY[len(value) :] for value in values]
        with suppress(ValueError):  # a query may make dates of its own that the calendar does not have
            return pd.to_datetime(pd.Series(days, dtype="object"), format="%Y-%m-%d").astype("datetime64[us]")
    return pd.Series(values, dtype="string")


def _are_dates(name: str, values: Sequence[str | None], kinds: frozenset[str]) -> bool:
    """Whether a column is of dates; of texts years alone may be any numbers."""
    told = [value for value in values if value]
    if not all(map(_ISO.fullmatch, told)):
        return False
    return name in DATES or any("-" in value for value in told) or bool(kinds and kinds <= _DATE_KINDS)


def _exactness(values: Sequence[str | None]) -> pd.Series:
    import pandas as pd

    found = [_EXACTNESS[len(value)] if value else None for value in values]
    return pd.Series(pd.Categorical(found, list(_EXACTNESS.values()), ordered=True))
