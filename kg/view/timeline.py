"""Posts over time: a row a post, from the first to the last day on which an article tells of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

LONGEST = 40  # rows: a body whose posts do not fit tells the rest among its relations
RIM = 3.0  # per cent of the width left free on both sides, so that a dot at the end is whole
MONTHS_TOLD = 15  # a span of more months has years at its axis


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, as markup, and the days (ISO dates) that it marks."""

    label: str
    days: tuple[str, ...]


def timeline(rows: Sequence[Row]) -> str:
    """The rows with an axis, the earliest first; empty where no day is known."""
    dated = [(row, sorted(found)) for row in rows if (found := [d for day in row.days if (d := _day(day))])]
    if not dated:
        return ""
    first = min(days[0] for _, days in dated).toordinal()
    span = max(max(days[-1] for _, days in dated).toordinal() - first, 1)
    dated.sort(key=lambda item: (item[1][0], item[1][-1], item[0].label))

    def at(day: date) -> str:
        return f"{RIM + (100 - 2 * RIM) * (day.toordinal() - first) / span:.1f}%"

    body = "".join(f"<li><p>{row.label}</p>{_bar([(at(d), d) for d in days])}</li>" for row, days in dated[:LONGEST])
    return f'<ol class="timeline">{_axis(date.fromordinal(first), date.fromordinal(first + span), at)}{body}</ol>'


def _bar(spots: Sequence[tuple[str, date]]) -> str:
    line = f'<line x1="{spots[0][0]}" x2="{spots[-1][0]}" y1="50%" y2="50%"/>' if len(spots) > 1 else ""
    dots = "".join(
        f'<circle cx="{x}" cy="50%" r="4.5"><title>{day.isoformat()}</title></circle>' for x, day in dict(spots).items()
    )
    told = spots[0][1].isoformat() + (f" – {spots[-1][1].isoformat()}" if spots[-1] != spots[0] else "")
    return f'<svg class="span" role="img" aria-label="{told}">{line}{dots}</svg><small><time>{told}</time></small>'


def _axis(first: date, last: date, at: Callable[[date], str]) -> str:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = 12 if months > MONTHS_TOLD else max(1, round(months / 4))
    ticks = []
    year, month = (first.year + 1, 1) if step == 12 else _next(first.year, first.month, 1)
    while (day := date(year, month, 1)) <= last:
        told = str(year) if step == 12 else f"{year}-{month:02}"
        ticks.append(f'<text x="{at(day)}" y="12" text-anchor="middle">{told}</text>')
        year, month = _next(year, month, step)
    if not ticks:
        return ""
    return f'<li class="axis" aria-hidden="true"><p></p><svg class="span">{"".join(ticks)}</svg><small></small></li>'


def _next(year: int, month: int, step: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + step
    return months // 12, months % 12 + 1


def _day(text: str) -> date | None:
    """The first day that an ISO date of any exactness (2020, 2020-07, 2020-07-29) means."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return None
    try:
        return date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None
