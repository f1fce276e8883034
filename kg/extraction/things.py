"""Companies, institutes, associations, media, facilities and regions by their endings, and where their names begin.

Endings: ``resources/lexicon/suffixes.toml``; what bounds a name, and what makes none: ``names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from kg.extraction.edges import goes_on, is_generic, left_edge, says_a_kind
from kg.extraction.found import Found
from kg.extraction.gazetteer import load_gazetteer
from kg.extraction.names import ending_pattern
from kg.extraction.persons import Heard
from kg.ontology import group
from kg.resources import load_toml

THINGS = ("GovernmentBody", "Company", "ResearchInstitution", "Association", "MediaOutlet", "Facility", "Region")
#: An institution inside another: 中南大学|粉末冶金研究院.
_PARENT = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?(?:大学|科学院|工程院|农科院|社科院|理工学院|师范学院))"
    r"(?=[\u4e00-\u9fff]{2,18}(?:学院|研究院|研究所|实验室|研究中心|分院)$)"
)
#: A body's own rooms: 市委小礼堂.
_VENUES = ("礼堂", "小礼堂", "大礼堂", "会议室", "会议中心", "会议厅", "报告厅", "展厅")
_OF_A_KIND = ("企业", "公司")
#: Of several things, or of one that is still to be: 建成一批电站, 中国科学院系统11个分院.
_SEVERAL = re.compile(r"(?:[一多几数各]|[两三四五六七八九十百\d余]+)(?:批|个|家|座|所|处|大批|系列)(?:以上)?$")
_COUNTED = re.compile(r"(?:\d+|[一二两三四五六七八九十百多几]+)[余多]?[个家所座]")
#: A town in front of a firm: 某镇|某某集团.
_TOWN = re.compile(r"[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)(?=[\u4e00-\u9fff]{2})")
_LEVELS = ("省", "市", "县", "区", "州", "旗")


@cache
def _needing(key: str) -> frozenset[str]:
    return frozenset(load_toml("lexicon/names.toml")[key])


def find_things(text: str, heads: Sequence[Found], blocked: Collection[int]) -> list[Found]:
    """Companies, institutes, associations, media, facilities and regions by their endings."""
    pattern, kind_of = ending_pattern(THINGS)
    ends = {head.end for head in heads if head.how == "gazetteer"}
    by_start, by_end = starting(heads), {head.end: head for head in heads if group(head.type) == "place"}
    found = []
    for match in pattern.finditer(text):
        ending, kind = match.group(), kind_of[match.group()]
        if goes_on(text, match.end(), ending) or match.end() in ends:
            continue
        start, head = _thing_start(text, match.start(), by_start, by_end, blocked)
        if not _is_named(text, start, match, head) or (kind == "GovernmentBody" and head is None):
            continue
        middle = text[head.end if head else start : match.start()]
        named_by_place = head and group(head.type) == "place" and not middle
        if named_by_place and kind not in ("MediaOutlet", "Region") and len(ending) < 3:
            continue  # 衡阳大厦 may be anybody's building
        parent = _PARENT.match(text, start, match.end()) if kind == "ResearchInstitution" else None
        if parent and (head is None or group(head.type) == "place"):
            head = Found(start, parent.end("name"), "ResearchInstitution", "suffix")
        stem = text[head.end : match.end()] if head else ""
        found.append(Found(start, match.end(), kind, "suffix", stem=stem, head=head))
        if kind in ("Company", "Facility") and (town := _town_before(text, start)) is not None:
            found.append(town)
    return found


def _is_named(text: str, start: int, ending: re.Match[str], head: Found | None) -> bool:
    """Whether what stands before an ending, behind the place or body ``head``, tells which thing it is."""
    middle = text[head.end if head else start : ending.start()]
    if start == ending.start() or _COUNTED.search(middle):
        return False
    if head is not None and group(head.type) in ("zone", "place"):
        return True
    if is_generic(middle):
        return head is not None and group(head.type) == "org" and ending.group() in _VENUES
    if head is not None:
        return True
    if ending.group() in _needing("of_an_owner") or _SEVERAL.search(text, max(0, start - 8), start):
        return False
    return not (ending.group() in _needing("of_a_kind") and says_a_kind(middle))


def is_of_a_kind(name: str, kind: str) -> bool:
    """Whether a name heard is an ending behind words of a kind: 储能集团, 重点实验室; institutes may be called so."""
    ending = max((e for e in _needing("of_a_kind") if name.endswith(e)), key=len, default="")
    says = says_a_kind if kind == "Company" else is_generic
    return bool(ending) and says(name.removesuffix(ending))


def behind_town(text: str, span: Heard) -> Heard:
    """A firm heard with its town in front, without that: 某镇|某某集团."""
    town = _TOWN.match(text, span.start, span.end)
    if town is None or any(name in load_gazetteer().by_name for name in (town.group(), town.group() + "市")):
        return span
    return Heard(town.end(), span.end, span.label, text[town.end() : span.end])


def _thing_start(
    text: str,
    ending_start: int,
    by_start: Mapping[int, Sequence[Found]],
    by_end: Mapping[int, Found],
    blocked: Collection[int],
) -> tuple[int, Found | None]:
    """Where a thing's name begins, and the place, zone or body at its beginning."""
    start = left_edge(text, ending_start, blocked)
    start = max(start, text.rfind("—", start, ending_start) + 1)  # 龙头企业——某某公司
    start = max(start, text.rfind("暨", start, ending_start) + 1)  # 启动会暨某学院签约
    if text[start - 1 : start] == "·" and (of_two := by_end.get(start - 1)) is not None:
        return of_two.start, of_two  # 南宁·中关村某基地
    if text.startswith(_OF_A_KIND, start) and ending_start - start > 4:
        start += 2  # 入驻企业|陕西某某公司
    if start not in by_start and (town := _TOWN.match(text, start, ending_start)):
        start = town.end()
    start = _behind_address(start, ending_start, by_start, text)
    inside = [h for i in range(start, ending_start) for h in by_start.get(i, ()) if h.end <= ending_start]
    zone = next((h for h in inside if group(h.type) == "zone" and h.start == start), None)
    if zone and any(group(h.type) == "place" for h in by_start.get(zone.end, ())):
        start = zone.end  # 高新区|湖南某某公司
    for body in inside:  # a name runs through a place (中船重工重庆液压机电公司), not through a body or zone
        if group(body.type) in ("org", "zone") and body.start > start:
            start = body.start
    at_start = [h for h in inside if h.start == start]
    party = next((h for h in at_start if group(h.type) == "org" and text[h.end] in "同与和及"), None)
    if party:
        return party.end + 1, None  # 某省人民政府同某大学
    return start, max(at_start, key=lambda h: h.end, default=None)


def _behind_address(start: int, ending_start: int, by_start: Mapping[int, Sequence[Found]], text: str) -> int:
    """The start of a name behind an address of two or more places in full: 某市某区|某某大厦."""
    end, steps = start, 0
    while place := next((h for h in by_start.get(end, ()) if group(h.type) == "place"), None):
        if not text.endswith(_LEVELS, place.start, place.end):
            break
        end, steps = place.end, steps + 1
    return end if steps > 1 and ending_start - end > 1 else start


def _town_before(text: str, start: int) -> Found | None:
    """The town that stands right before the name of a firm or site."""
    town = next((m for m in _TOWN.finditer(text, max(0, start - 5)) if m.end() == start), None)
    if town is None:
        return None
    begin = max(town.start(), left_edge(text, town.end(), ()))
    return Found(begin, start, "Township", "suffix", name=text[begin:start]) if start - begin > 2 else None


def starting(heads: Sequence[Found]) -> dict[int, list[Found]]:
    """The names that begin at each position."""
    found: dict[int, list[Found]] = {}
    for head in heads:
        found.setdefault(head.start, []).append(head)
    return found
