"""Dates in the text, resolved against the publication date, to ISO (``2020``, ``2020-07``, ``2020-07-29``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_ABSOLUTE = re.compile(
    r"(?=[\d今去前明当])(?:(?P<year>(?:19|20)\d{2})年(?!度)|(?P<relative_year>今年|去年|前年|明年|当年))?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>3[01]|[12]\d|0?[1-9])(?:[日号]|(?=[至—-]\d{1,2}日)))?)?"
)
_RELATIVE = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1}
_RELATIVE_DAY = re.compile("|".join(_RELATIVE))
_BARE_DAY = re.compile(r"(?<![\d月年—至-])(?P<day>3[01]|[12]\d|[1-9])日(?=[，上下晚起至]|[^电讯])")
_YEAR_SHIFT = {"今年": 0, "当年": 0, "去年": -1, "前年": -2, "明年": 1}


@dataclass(frozen=True, slots=True)
class When:
    """A date and where it stands: characters ``start`` to ``end`` of the text."""

    start: int
    end: int
    iso: str


def find_dates(text: str, published: str | None, offset: int = 0) -> list[When]:
    """All dates of a sentence, in order. Days without a year take it from ``published``; without that they are
    left out, and so is a month that would lie after publication by more than a month in the same year."""
    found = [when for m in _ABSOLUTE.finditer(text) if (when := _absolute(m, published, offset))]
    if published:
        anchor = date.fromisoformat(published)
        for m in _RELATIVE_DAY.finditer(text):
            iso = (anchor + timedelta(days=_RELATIVE[m.group()])).isoformat()
            found.append(When(offset + m.start(), offset + m.end(), iso))
        for m in _BARE_DAY.finditer(text):
            day = _day_before(anchor, int(m["day"]))
            if day and not any(w.start - offset <= m.start() < w.end - offset for w in found):
                found.append(When(offset + m.start(), offset + m.end(), day))
    return sorted(found, key=lambda w: w.start)


def _absolute(m: re.Match[str], published: str | None, offset: int) -> When | None:
    year: str | None = m["year"]
    if m["relative_year"] and published:
        year = str(int(published[:4]) + _YEAR_SHIFT[m["relative_year"]])
    if not year and m["month"] and m["day"] and published:
        year = published[:4]
        if int(m["month"]) > int(published[5:7]) + 1:  # 12月28日 read in January is last year's
            year = str(int(year) - 1)
    if not year:
        return None
    parts = [year]
    if m["month"]:
        parts.append(f"{int(m['month']):02d}")
        if m["day"]:
            parts.append(f"{int(m['day']):02d}")
    iso = "-".join(parts)
    if len(parts) == 3 and not _is_date(iso):
        return None
    return When(offset + m.start(), offset + m.end(), iso)


def _is_date(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _day_before(anchor: date, day: int) -> str | None:
    """The last date with this day of the month that does not lie after ``anchor``."""
    month = anchor.replace(day=1)
    for _ in range(2):
        try:
            candidate = month.replace(day=day)
        except ValueError:
            candidate = None
        if candidate and candidate <= anchor:
            return candidate.isoformat()
        month = (month - timedelta(days=1)).replace(day=1)
    return None
