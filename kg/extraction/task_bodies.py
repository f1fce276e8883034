"""Bodies beside the regular organs: 市委人才工作领导小组办公室, 省防汛抗旱指挥部, 某市驻汉办, and those that a list of
bodies tells: 市科技局、市稀土办.

Endings: ``task_endings`` in ``resources/lexicon/organs.toml``; what their names never hold: ``task_stops``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from kg.extraction.edges import has_stop
from kg.extraction.found import Found
from kg.ontology import group
from kg.resources import load_toml

LONGEST = 22  # characters between the place of such a body and its ending
_IS_HAN = re.compile(r"[\u4e00-\u9fff]")
_STATIONED = re.compile(
    r"驻[\u4e00-\u9fff]{1,6}?(?:(?:招商)?办事处|联络处|联络办|招商处|招商局|招商联络站|代表处|招商分局|办(?![公事理学法案]))"
)
#: A body of a list that only its ending tells, behind its level of place.
_LISTED = re.compile(
    r"(?<=[、和及，])(?P<level>[省市县区州])(?![民场政委辖])(?P<name>(?:(?![省市县区州委部府厅局办])[\u4e00-\u9fff]){2,8}[局办委])"
    r"(?=[、，。]|和|及|等)"
)
_PARTY = re.compile(
    r"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)[\u4e00-\u9fff]{0,8}?(?:[省市县区]委会|[省市县区]委(?!会|员)|委员会)"
)
_LEVELS = {"省": "Province", "市": "City", "州": "City", "县": "County", "区": "County"}

Level = Callable[[str, int, Mapping[int, Found]], Found | None]


@cache
def _endings() -> re.Pattern[str]:
    words = sorted(load_toml("lexicon/organs.toml")["task_endings"], key=lambda w: (-len(w), w))
    return re.compile(
        f"(?:{'|'.join(map(re.escape, words))})(?:办公室|办(?![公事理学法案])|秘书处)?(?!会议|成员单位的|设)"
    )


@cache
def _stops() -> re.Pattern[str]:
    words = sorted(load_toml("lexicon/organs.toml")["task_stops"], key=lambda w: (-len(w), w))
    return re.compile("[^\u4e00-\u9fff“”]|" + "|".join(map(re.escape, words)))


def find_task_bodies(text: str, by_end: Mapping[int, Found], level_before: Level) -> Iterator[Found]:
    """Bodies set up for a task, and offices elsewhere. ``by_end`` are the places, zones and bodies found before, by
    their ends; ``level_before`` finds the level of place that stands for one."""
    for match in _endings().finditer(text):
        head = _head_before(text, match.start(), by_end, level_before)
        if head is not None and match.start() - head.end < LONGEST:
            stem = text[head.end : match.end()]
            yield Found(head.start, match.end(), "GovernmentBody", "body", stem=stem, head=head)
    for match in _STATIONED.finditer(text):
        head = by_end.get(match.start()) or level_before(text, match.start(), by_end)
        if head is not None and (head.how == "own" or head.type != "Region"):
            yield Found(head.start, match.end(), "GovernmentBody", "body", stem=match.group(), head=head)


def find_parties(text: str) -> Iterator[Found]:
    """The committees of the democratic parties in a place: 九三学社某省委会. They are no parts of the place."""
    for match in _PARTY.finditer(text):
        yield Found(match.start(), match.end(), "GovernmentBody", "suffix", name=match.group())


def _head_before(text: str, ending: int, by_end: Mapping[int, Found], level_before: Level) -> Found | None:
    """The place or body furthest left that only a body's name parts from the ending; a nearer body before a place."""
    heads = []
    begin = ending
    while begin > 0 and ending - begin < LONGEST and not _stops().search(text, begin, ending):
        head = by_end.get(begin)
        if head is None and ending - begin > 2:
            own = level_before(text, begin, by_end)
            head = own if own is not None and _is_bounded(text, own.start) else None
        if head is not None and (group(head.type) in ("place", "zone") or head.type == "GovernmentBody"):
            heads.append(head)
        begin -= 1
    bodies = [h for h in heads if h.type == "GovernmentBody"]
    return bodies[-1] if bodies else heads[-1] if heads else None


def _is_bounded(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return not _IS_HAN.match(before) or before in "由经据与和及以的任对向我"


def find_listed_bodies(text: str, found: Mapping[int, Found], ends: Mapping[int, Found]) -> Iterator[Found]:
    """Bodies of a list that only their last word tells. ``found`` and ``ends`` are the bodies found, by their starts
    and ends: at least one neighbour in the list is one of them."""
    for match in _LISTED.finditer(text):
        start, end = match.span()
        after = found.get(end + 1)
        beside = (text[start - 1] in "、和及" and start - 1 in ends) or (after is not None and text[end] in "、和及")
        if beside and not has_stop(match["name"]):
            level = match["level"]
            own = Found(start, start + 1, _LEVELS[level], "own", stem=level)
            yield Found(start, end, "GovernmentBody", "body", stem=match["name"], head=own)
