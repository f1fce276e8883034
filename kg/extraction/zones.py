"""The grammar of zones: a place or a name, perhaps a level, and an ending (衡阳国家高新区); lists of places before one.

Endings: ``resources/lexicon/suffixes.toml``; what bounds a name: ``names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from kg.extraction.edges import goes_on, is_generic, left_edge, says_a_kind
from kg.extraction.found import Found, occurrences
from kg.extraction.names import ZONES, ending_pattern, endings
from kg.extraction.things import starting
from kg.ontology import group

#: What never stands between a zone's place and its ending.
_NOT_INSIDE = re.compile(
    r"[临靠邻]$|[省市县区来赴到等]|多个|各个|几个|督查|督导|视察|检查|参观|推动|推进|支持|指导|走访|观摩|政府|领导|代表团|考察|有关|公司"
)
_MANY = re.compile("多个|各个|几个|等|[临靠邻]$")
_ALONE = frozenset({"高新区", "经开区", "自创区", "自贸区", "综保区", "新区"})
_LEVEL_BEFORE_ZONE = re.compile(r"(?:国家级|国家|省级)$")
_TELLING = frozenset(
    {"产业园", "科技园", "软件园", "科技城", "科学城", "产业园区", "创业园", "创新园", "物流园", "孵化园"}
)
_OF_COMMITTEE = re.compile(r"(?:[省市区县州]委|高新区[同与]|经开区[同与]|开发区[同与])(?=[\u4e00-\u9fff])")
#: In front of an ending: 中国（天津）自由贸易试验区, 中韩（长春）国际合作示范区.
_COUNTRY_AND_PLACE = re.compile(r"中[国韩德新日法俄以英美意瑞][\u4e00-\u9fff]{0,2}（(?P<place>[\u4e00-\u9fff]{2,5})）$")
#: A part of a free trade zone, behind its name.
PART = re.compile(r"[\u4e00-\u9fff]{2,4}片区")  # 自由贸易试验区红河片区
_LONG_ZONE = 6  # characters of a zone's name that is nothing else wherever it stands
_ASPIRED = re.compile(
    r"(?:打造|建设|建成|成为|创建|争创|争当|构建|形成|建立)(?:[一二三四五六七八九十个国家级省全的、为成]*|[^，。；：！？\n]{2,40}[、和与及])$"
)
#: Of several zones: 建设一批产业园区.
_SEVERAL = re.compile(r"(?:一批|多个|一个|几个|若干|各类|各个|[两三四五六七八九十\d]+[余多]?[个家大])$")
_ZONES_OF = re.compile(
    r"(?P<count>(?:等[\u4e00-\u9fff]{0,2}|这)?(?:[\d一二三四五六七八九十]+[个家大])?)(?:国家级|国家|省级|自治区级|市级)?"
    r"(?P<ending>高新区|经开区|高新技术产业开发区|经济技术开发区|高新技术产业园区)"
)


def find_zones(text: str, known: Sequence[Found], recognised: Mapping[int, int]) -> list[Found]:
    """Zones: a place or a name, perhaps a level, and an ending (衡阳国家高新区); bare 高新区 has neither.

    ``known`` are the places and zones found before; a zone never swallows one of them from the middle.
    ``recognised`` gives, by their ends, where the recogniser's places and bodies begin: what no place heads is a name
    only where it says so.
    """
    by_end = {place.end: place for place in known}
    known = [k for k in known if k.type != "Programme"]
    by_start = starting(known)
    in_zones = {i for k in known if group(k.type) == "zone" for i in range(k.start, k.end)}
    pattern, kind_of = ending_pattern(ZONES)
    found: list[Found] = []
    for match in pattern.finditer(text):
        ending = match.group()
        known_end = by_end.get(match.end())
        if known_end is not None and group(known_end.type) == "place":
            continue  # 上海|浦东新区 is a district
        heard = recognised.get(match.end(), match.start())
        status = known_end and not _is_status_of_place(known_end, by_end) and heard >= known_end.start
        if goes_on(text, match.end(), ending) or status:
            continue
        level = _LEVEL_BEFORE_ZONE.search(text[max(0, match.start() - 3) : match.start()])
        stem_start = match.start() - len(level.group()) if level else match.start()
        start, head = _zone_start(text, stem_start, by_end, by_start, in_zones)
        committee = _OF_COMMITTEE.search(text, start, stem_start)
        if committee:
            start, head = committee.end(), None  # 中共嘉兴市委国际商务区工作委员会
        if head is None and (named := _COUNTRY_AND_PLACE.search(text, 0, start)):
            place = by_end.get(named.end("place"))
            start, head = (named.start(), place) if place and place.start == named.start("place") else (start, None)
        if head is not None and head.type == "Region":
            continue  # 长三角国家高新区 are many
        if head is not None and _NOT_INSIDE.search(text[head.end : stem_start]):
            head = None  # 大庆市政府领导有关市高新区: the place heads another name
        if head is None and start < stem_start:
            start = max(start, heard) if heard < stem_start else _unheard_start(text, start, match)
        outer = by_end.get(start) or (found[-1] if found and found[-1].end == start else None)
        if head is None and outer is not None and _is_park_inside(outer, kind_of[ending], text[start : match.start()]):
            start, head = outer.start, outer
        part = PART.match(text, match.end()) if kind_of[ending] == "DemonstrationZone" else None
        end = part.end() if part else match.end()
        zone = Found(start, end, kind_of[ending], "zone", stem=text[match.start() : end], head=head)
        if _names_a_zone(text, zone, match.start()):
            found.append(zone)
    return found


def _is_park_inside(outer: Found, kind: str, middle: str) -> bool:
    """Whether a park that only its industry names is called by the zone in front of it: 某高新区|集成电路产业园."""
    return group(outer.type) == "zone" and kind == "IndustrialPark" and len(middle) > 1 and says_a_kind(middle)


def _unheard_start(text: str, start: int, match: re.Match[str]) -> int:
    """Where a name begins that the recogniser does not know: at a mark of punctuation, if near; else it is bare."""
    bounded = start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff"
    # 勉励高新区当好… is said once, a zone's name again and again
    again = match.group() not in _ALONE - {"新区"} or text.count(text[start : match.end()]) > 1
    telling = match.group() in _TELLING and match.start() - start > 2  # 登上德山新能源汽车产业园的试车台
    return start if (bounded or telling) and again and match.start() - start <= 8 else match.start()


def _is_status_of_place(known: Found, by_end: Mapping[int, Found]) -> bool:
    """衡阳国家高新区 is a zone, though 国家高新区 alone is a status."""
    before = by_end.get(known.start)
    return known.type == "Programme" and before is not None and group(before.type) == "place" and before.how != "own"


def _zone_start(
    text: str,
    stem_start: int,
    by_end: Mapping[int, Found],
    by_start: Mapping[int, Sequence[Found]],
    in_zones: Collection[int],
) -> tuple[int, Found | None]:
    """Where a zone's name begins, and the place at its beginning: 永川 in 永川高新区, 原平市 in 原平市城南工业园."""
    start = left_edge(text, stem_start, in_zones)
    start = max(start, text.rfind("暨", start, stem_start) + 1)  # 入园暨新区成立三周年
    near = (k for i in range(start, stem_start) for k in by_start.get(i, ()))
    inside = [k for k in near if k.end <= stem_start and group(k.type) == "place"]
    head = next((k for k in inside if k.start == start), None)
    before = by_end.get(stem_start)
    if head is None and before is not None and group(before.type) == "place" and before.start > start:
        return (before.start, before) if before.end - before.start > 2 else (start, None)
    while head is not None and (inner := next((k for k in inside if k.start == head.end and _lies_in(k, head)), None)):
        start, head = inner.start, inner  # 湖南衡阳高新区 lies in 衡阳
    return start, head


def _lies_in(inner: Found, outer: Found) -> bool:
    """Whether a division lies in another, by their codes."""
    return bool(outer.key and inner.key) and inner.key.startswith(outer.key.rstrip("0"))


def _names_a_zone(text: str, zone: Found, ending_start: int) -> bool:
    middle = text[zone.head.end if zone.head else zone.start : ending_start]
    if zone.head is None and (middle.startswith(("国家", "省级", "全国", "世界")) or middle.endswith("级")):
        return False  # a status
    bare = zone.head is None and zone.start == ending_start
    if bare:  # only these stand alone for the zone of the place: 高新区, 经开区, 自创区
        short = text[zone.start : zone.end] in _ALONE
        return short and text[ending_start - 1 : ending_start] not in ("级", "家", "个", "地", "各", "类", "些", "全")
    if _COUNTED.search(middle):
        return False  # 某市9家高新区
    if zone.head is None and (is_generic(middle) or len(middle) < 2 or _MANY.search(middle)):
        return False
    if zone.head is None and _SEVERAL.search(text, max(0, zone.start - 6), zone.start):
        return False
    aspired = zone.type == "DemonstrationZone" or text.endswith("聚区", zone.start, zone.end)
    if zone.head is None and aspired and _ASPIRED.search(text, max(0, zone.start - 44), zone.start):
        return False  # 打造城乡融合发展示范区: what a place would like to be
    if zone.head is not None and (is_generic(middle) or middle in ("国家", "省级")) and _are_many(text, zone):
        return False
    if zone.head is not None and zone.head.how == "own" and zone.head.end - zone.head.start < 3 and "级" in middle:
        return False  # 我市国家级高新区创建工作: a status, no zone
    return len(middle) <= 14


#: Of several zones.
_COUNTED = re.compile(r"\d+[余多]?[家个]|[两三四五六七八九十]+[余多]?[家个]")


def _are_many(text: str, zone: Found) -> bool:
    """全省高新区, 山西开发区: all zones of a province, no zone."""
    head = zone.head
    if head is None or zone.type not in ("HiTechZone", "EconomicDevelopmentZone", "IndustrialPark"):
        return False
    return (head.type == "Province" and not head.name.endswith("市")) or text[head.start] == "全"


def find_listed_zones(text: str, places: Sequence[Found]) -> list[Found]:
    """成都、自贡、乐山等8个国家高新区, 永川、荣昌高新区: each place of the list stands for its zone."""
    by_end = {place.end: place for place in places if place.type in ("City", "County") and place.how == "gazetteer"}
    found = []
    for match in _ZONES_OF.finditer(text):
        listed = []
        end = match.start()
        while place := by_end.get(end):
            listed.append(place)
            outer = by_end.get(place.start)  # 阜阳界首
            end = (outer.start if outer and outer.type == "City" else place.start) - 1
            if text[end : end + 1] not in ("、", "和", "及"):
                break
        if len(listed) > 1:
            kind = next(k for k in ZONES if match["ending"] in endings()[k])
            last = listed[0] if not match["count"] else None  # 荣昌高新区 is found by its ending
            found += [
                Found(p.start, p.end, kind, "zone", stem=match["ending"], head=p, name=match["ending"])
                for p in listed
                if p is not last
            ]
    return found


#: A zone whose name ends so is called by it without its place; 工业园 there are many of.
_WITHOUT_PLACE = ("科教城", "科学城", "科技城", "软件园", "大学科技园", "医药城", "智谷", "光谷")
#: Behind these a name begins.
_BEGINS_BEHIND = "在到赴由来与和及往向对从的了入是"


def _begins(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return not "\u4e00" <= before <= "\u9fff" or before in _BEGINS_BEHIND


def find_again(text: str, zones: Sequence[Found]) -> list[Found]:
    """Every further place where the name of a zone stands that no place heads: 福厦泉国家自主创新示范区 in 《…》.

    And every one where it stands without its place: 科教城 in an article on 常州科教城.
    """
    taken = {i for z in zones for i in range(z.start, z.end)}
    named = {text[z.start : z.end]: z for z in zones if z.head is None and z.end - z.start >= _LONG_ZONE}
    full = {rest: z for z in reversed(zones) if z.head and (rest := text[z.head.end : z.end]).endswith(_WITHOUT_PLACE)}
    short = [
        Found(start, end, zone.type, "same", head=zone)
        for name, zone in sorted(full.items())
        for start, end in occurrences(text, name)
        if taken.isdisjoint(range(start, end)) and _begins(text, start)
    ]
    return short + [
        Found(m.start(), m.end(), zone.type, zone.how, stem=zone.stem, key=zone.key, name=zone.name)
        for name, zone in sorted(named.items())
        for m in re.finditer(re.escape(name), text)
        if m.start() not in taken
    ]
