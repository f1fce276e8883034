"""The grammar of bodies: 衡阳市科技局, 省委, 高新区管委会, 科技部高新司产业发展处, 省科协学会部.

A body is a place (or a level of place: 省, 市), an organ from ``resources/lexicon/organs.toml`` and perhaps a
department inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extraction.found import Found
from kg.ontology import group
from kg.resources import load_toml

#: A level character stands for the article's own division of that level.
LEVEL_TYPES = {
    "省": "Province", "自治区": "Province", "市": "City", "州": "City", "盟": "City",
    "县": "County", "区": "County", "旗": "County", "镇": "Township", "乡": "Township",
}  # fmt: skip
_LEVEL = "|".join(sorted(LEVEL_TYPES, key=len, reverse=True))
#: 我省, 全省 name the place as well; 各县 and 两市 do not, and neither does a level inside a word (城市委).
_NOT_A_LEVEL = re.compile(r"[各两三多几每县省市城都地辖校园社小景片厂库战灾山]$")
_DEPARTMENT = re.compile(
    r"(?!机关|所属|领导|主要|有关|党组|直属)[\u4e00-\u9fff]{1,8}?[处司科室部局办院队站](?=[\u4e00-\u9fff]{0,6}?(?:[处司科部局院队站]长|主任|书记|巡视员|调研员))"
)
_BARE_DEPARTMENT = re.compile(r"(?<=[，、和及。\n])[\u4e00-\u9fff]{2,4}司(?=[\u4e00-\u9fff]{2,6}处|(?:副|一级|二级)?(?:司长|巡视员))")


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ as written: ``usual`` is its short usual form (科学技术局: 科技局), ``alone`` whether it names a body
    without a place in front."""

    usual: str
    type: str
    alone: bool


@cache
def organs() -> Mapping[str, Organ]:
    """All organs of the lexicon by every form in which they are written."""
    table = load_toml("lexicon/organs.toml")
    usual: dict[str, str] = table["canonical"]
    found: dict[str, Organ] = {}

    def add(words: Iterable[str], kind: str, *, alone: bool) -> None:
        for word in words:
            found.setdefault(word, Organ(shorten(word, usual), kind, alone))

    for entry in table["organs"]:
        stems = entry.get("stems", [""])
        endings = entry.get("endings", [""])
        words = [stem + ending for stem in stems for ending in endings]
        add(words, entry["type"], alone=entry["alone"])
    return found


def shorten(word: str, usual: Mapping[str, str]) -> str:
    """Rewrite the long forms of a name to the usual short ones, longest first."""
    for long in sorted(usual, key=len, reverse=True):
        word = word.replace(long, usual[long])
    return word


@cache
def _organ_pattern() -> re.Pattern[str]:
    words = sorted(organs(), key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))


def find_bodies(text: str, heads: Iterable[Found]) -> list[Found]:
    """All bodies of a text. ``heads`` are the places, zones and known bodies found before."""
    by_end = {head.end: head for head in sorted(heads, key=lambda h: -h.start)}
    found: list[Found] = []
    position = 0
    pattern = _organ_pattern()
    while match := pattern.search(text, position):
        body = _body(text, match, by_end)
        position = match.end() if body else match.start() + 1
        if body:
            found.append(body)
            by_end[body.end] = body
    known = [head for head in by_end.values() if group(head.type) == "org"]
    for body in known:
        found.extend(_departments(text, body))
    taken = {f.start for f in found}
    for match in _BARE_DEPARTMENT.finditer(text):
        if match.start() not in taken:
            bare = Found(match.start(), match.end(), "GovernmentBody", "body", stem=match.group())
            found.extend([bare, *_departments(text, bare)])
    return found


def _body(text: str, match: re.Match[str], by_end: Mapping[int, Found]) -> Found | None:
    word = match.group()
    organ = organs()[word]
    head = by_end.get(match.start())
    if head is not None and head.head and organ.usual == "党工委" and group(head.type) == "org":
        head = head.head  # 高新区管委会党工委 is the zone's, as the 管委会 is
    if head is not None and _may_head(head, word):
        return Found(head.start, match.end(), organ.type, "body", stem=organ.usual, head=head)
    level = re.search(f"(?:{_LEVEL})$", text[max(0, match.start() - 3) : match.start()])
    if level:
        start = match.start() - len(level.group())
        if _NOT_A_LEVEL.search(text[max(0, start - 1) : start]):
            return None
        own = Found(start, match.start(), LEVEL_TYPES[level.group()], "own", stem=level.group())
        return Found(start, match.end(), organ.type, "body", stem=organ.usual, head=own)
    before = text[match.start() - 1] if match.start() else "\n"
    if organ.alone and (not "\u4e00" <= before <= "\u9fff" or before in "的在和及与由向到对，、任"):
        return Found(match.start(), match.end(), organ.type, "body", stem=organ.usual)
    return None


def _may_head(head: Found, organ: str) -> bool:
    """市委 after 衡阳市 and 管委会 after a zone are bodies; 湖南 + 委 is not one."""
    if group(head.type) == "zone":
        return True
    if group(head.type) == "org":
        return organ.startswith(("党工委", "党组", "党委", "机关", "办公", "工委"))
    if organ.startswith("委"):
        return head.type != "Region" and (head.end - head.start) > 2
    return group(head.type) == "place" and head.type != "Region"


def _departments(text: str, body: Found) -> list[Found]:
    """The departments named right behind a body, each inside the one before."""
    found = []
    inside = body
    while match := _DEPARTMENT.match(text, inside.end):
        inside = Found(body.start, match.end(), body.type, "body", stem=match.group(), head=inside)
        found.append(inside)
    return found
