"""Companies, institutes, associations, media, facilities and regions by their endings, and where their names begin.

Endings: ``resources/lexicon/suffixes.toml``; what bounds a name, and what makes none: ``names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from kg.extraction.bodies import LEVEL_TYPES
from kg.extraction.edges import goes_on, has_stop, is_generic, left_edge, says_a_kind
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
_INNER = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:研究院|研究总院|学院)(?=[\u4e00-\u9fff]{2,14}(?:研究所|研究中心|实验室|学院)$)"
)
#: Grounds on which an industry is settled.
_GROUNDS = ("产业基地", "产业化基地")
#: An institute by its number, behind what it is part of: 中国电科|第27研究所.
_NUMBERED = re.compile(r"第?[\d一二三四五六七八九十〇]{1,3}(?:研究)?所|[一二三四五六七八九十]院(?![士长])")
#: The same by a short name: 中科院|某化所.
_SHORT_UNIT = re.compile(r"[\u4e00-\u9fff]{2,8}?[所院](?=[，。、；）和与及等在的\n]|副?[所院]长|研究员|党委|专家|团队)")
#: A level of place that stands for the article's own: 市|规划馆, 省|农科院.
_LEVEL = re.compile(r"(?:自治区|[省市县区州])(?![级域内外场政民长委直区县辖]|中(?!心医院|医|学))")
#: A body's own rooms: 市委小礼堂.
_VENUES = ("礼堂", "小礼堂", "大礼堂", "会议室", "会议中心", "会议厅", "报告厅", "展厅")
_OF_A_KIND = ("企业", "公司")
#: Of several things, or of one that is still to be: 建成一批电站, 中国科学院系统11个分院.
_SEVERAL = re.compile(r"(?:[一多几数各]|[两三四五六七八九十百\d余]+)(?:批|个|家|座|所|处|大批|系列)(?:以上)?$")
_COUNTED = re.compile(r"\d+[楼层号室]|(?:\d+|[一二两三四五六七八九十百多几]+)[余多]?[个家所座处]")
#: A town in front of a firm: 某镇|某某集团.
TOWN = re.compile(r"[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)(?=[\u4e00-\u9fff]{2})")
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
        if "+" in text[start : match.start()] and kind == "Company":
            continue  # “管委会+公司”模式
        if not _is_named(text, start, match, head) or (kind == "GovernmentBody" and head is None):
            continue
        middle = text[head.end if head else start : match.start()]
        named_by_place = head and group(head.type) == "place" and not middle
        if named_by_place and kind not in ("MediaOutlet", "Region") and len(ending) < 3:
            continue  # 衡阳大厦 may be anybody's building
        if kind == "ResearchInstitution":
            head = _institution_around(text, start, match.end(), head)
        elif head is not None and ending in _GROUNDS and _is_settled(head, middle):
            kind = "IndustrialPark"  # 某市新型显示产业基地 is an area, as a park is
        stem = text[head.end : match.end()] if head else ""
        found.append(Found(start, match.end(), kind, "suffix", stem=stem, head=head))
        if kind in ("Company", "Facility") and (town := _town_before(text, start)) is not None:
            found.append(town)
    for head in heads:
        if head.type not in ("Company", "ResearchInstitution"):
            continue
        numbered = _NUMBERED.match(text, head.end)
        short = _SHORT_UNIT.match(text, head.end) if head.type == "ResearchInstitution" else None
        if short and (has_stop(short.group()) or goes_on(text, short.end(), short.group()[-2:])):
            short = None
        if unit := numbered or short:
            found.append(Found(head.start, unit.end(), "ResearchInstitution", "suffix", stem=unit.group(), head=head))
    return found


def _institution_around(text: str, start: int, end: int, head: Found | None) -> Found | None:
    """What an institute is part of, by its name: 某大学|粉末冶金研究院, 中国科学院|先进技术研究院|碳中和研究所."""
    parent = _PARENT.match(text, start, end)
    if parent and (head is None or group(head.type) == "place"):
        head = Found(start, parent.end("name"), "ResearchInstitution", "suffix")
    inner = _INNER.match(text, head.end, end) if head is not None and group(head.type) == "org" else None
    if inner is None or head is None:
        return head
    return Found(start, inner.end(), "ResearchInstitution", "suffix", stem=inner.group(), head=head)


def _is_settled(head: Found, middle: str) -> bool:
    """Whether an industry's grounds lie in a place or zone; of a province they are a status: 某省特色产业基地."""
    of_kind = head.type == "Province" and is_generic(middle)
    return group(head.type) in ("place", "zone") and not of_kind


def _is_named(text: str, start: int, ending: re.Match[str], head: Found | None) -> bool:
    """Whether what stands before an ending, behind the place or body ``head``, tells which thing it is."""
    middle = text[head.end if head else start : ending.start()]
    if start == ending.start() or _COUNTED.search(middle):
        return False
    of_kind = ending.group() in _needing("of_a_kind")
    if head is not None and head.how == "own":  # no 省重点实验室
        return not is_generic(middle) or (not middle and len(ending.group()) > 2 and not of_kind)  # 市规划馆
    if head is not None and group(head.type) in ("zone", "place"):
        return True
    if is_generic(middle):
        return head is not None and group(head.type) == "org" and ending.group() in _VENUES
    if head is not None:
        return True
    if ending.group() in _needing("of_an_owner") or _SEVERAL.search(text, max(0, start - 8), start):
        return False
    return not (of_kind and says_a_kind(middle))


def is_of_a_kind(name: str, kind: str) -> bool:
    """Whether a name heard is an ending behind words of a kind: 储能集团, 重点实验室; institutes may be called so."""
    ending = max((e for e in _needing("of_a_kind") if name.endswith(e)), key=len, default="")
    says = says_a_kind if kind == "Company" else is_generic
    return bool(ending) and says(name.removesuffix(ending))


def behind_town(text: str, span: Heard) -> Heard:
    """A firm heard with its town in front, without that: 某镇|某某集团."""
    town = TOWN.match(text, span.start, span.end)
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
    if start not in by_start and (town := TOWN.match(text, start, ending_start)):
        start = town.end()
    start = _behind_address(start, ending_start, by_start, text)
    inside = [h for i in range(start, ending_start) for h in by_start.get(i, ()) if h.end <= ending_start]
    zone = next((h for h in inside if group(h.type) == "zone" and h.start == start), None)
    if zone and any(group(h.type) == "place" for h in by_start.get(zone.end, ())):
        start = zone.end  # 高新区|湖南某某公司
    for body in inside:  # a name runs through a place (中船重工重庆液压机电公司), not through a body or zone
        chained = any(h.end == body.start and group(h.type) == group(body.type) == "org" for h in inside)
        if group(body.type) in ("org", "zone") and body.start > start and not chained:
            start = body.start
    aside = text.rfind("）", start, ending_start)
    if aside >= 0 and text.count("（", start, aside) < text.count("）", start, ending_start):
        return aside + 1, None  # 某高新区（经开区）|某某集团
    at_start = [h for h in inside if h.start == start]
    if not at_start and (level := _LEVEL.match(text, start, ending_start)) and level.end() <= ending_start:
        own = Found(start, level.end(), LEVEL_TYPES[level.group()], "own", stem=level.group())
        return start, own
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
    town = next((m for m in TOWN.finditer(text, max(0, start - 5)) if m.end() == start), None)
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
