"""Full dates as pages write them, in ISO form."""

from __future__ import annotations

import re
from datetime import date

DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)\s?日?")
DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)")
CHINESE_DATE = re.compile(
    r"([一二][〇○零OＯ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
CLOCK = r"(?:\s*T?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
TIMES = re.compile(f"(?:{DATE.pattern}|{DAY_FIRST.pattern}|{CHINESE_DATE.pattern}){CLOCK}")
NUMERALS = {char: str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OＯ", "0")


def iso_date(text: str) -> str | None:
    """The first full date in ``text``; ``None`` where there is none that the calendar knows."""
    for match in DATE.finditer(text):
        found = _iso(*map(int, match.groups()))
        if found:
            return found
    if match_day := DAY_FIRST.search(text):
        day, month, year = map(int, match_day.groups())
        return _iso(year, month, day)
    if match_chinese := CHINESE_DATE.search(text):
        year = int("".join(NUMERALS[char] for char in match_chinese[1]))
        return _iso(year, _number(match_chinese[2]), _number(match_chinese[3]))
    return None


def without_dates(text: str) -> str:
    """``text`` without dates and times of day."""
    return TIMES.sub("", text)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(chinese: str) -> int:
    """A number up to 99: 十 10, 十二 12, 二十 20, 三十一 31; 0 where it is none."""
    tens, ten, ones = chinese.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (int(NUMERALS.get(tens, "1")) * 10 if ten else 0) + int(NUMERALS.get(ones, "0"))
