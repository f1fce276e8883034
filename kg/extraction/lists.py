"""Names that the list they stand in gives away: the sites of a visit (先后考察了甲、乙、丙等地), 甲、乙、丙等企业.

What stands in such a list after a verb of visiting is a site, and what 等 names the kind of is of that kind, also where
no ending and no recogniser knows the name (M. Hearst, Automatic Acquisition of Hyponyms, 1992).
Words: ``resources/lexicon/lists.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from kg.extraction.edges import has_stop, is_generic, left_edge, says_a_kind
from kg.extraction.found import Found
from kg.extraction.gazetteer import load_gazetteer
from kg.extraction.names import ZONES, endings
from kg.extraction.things import THINGS, TOWN
from kg.ontology import group
from kg.resources import load_toml

_COUNT = r"[\d一二两三四五六七八九十百多余数]*[家个所座项类大处户]?"
_ITEM = re.compile(r"[^、]+?(?=、|以及|和(?=[^、]{2,}$)|及(?=[^、]{3,}$)|$)(?<!以)")
_VILLAGES = ("村", "乡", "镇", "街道")
_HERE = re.compile("(?:园区|辖区|区内|市内|当地|辖内)(?=[\u4e00-\u9fff]{4})")
_PHASE = re.compile("[一二三四]期(?:项目)?$")
_AND = re.compile("以及|和|及")
_NO_SITE = re.compile(
    r"^[和及]|^(?:企业|公司|该?园区)(?!服务|家)|与|[的了着]|汇报|座谈|交流|后$|情况|工作|规划$|布局|生产线|问题|建设|项目现场|进展|\d[家个]|一线|现场$|企业$|园区$|部门|经验|做法|成果|产品|车间$|群众|单位|同志|项目$|部分|地块|等$|^等|类$|\d(?:[吉兆千]瓦|[万亿吨])"
)
_IS = re.compile("为(?:$|主|核心|支撑|特色|龙头|重点).*$")
_COUNTED = re.compile(r"[两三四五六七八九十\d]+[大个条].*$")
_INDUSTRY = re.compile(r"(?:[35]D|[56]G)?(?:[\u4e00-\u9fffA-Za-z+]|(?<=[A-Za-z])\d){2,10}")
#: What no industry's name holds, or ends in.
_NO_INDUSTRY = re.compile(
    "[的将之在把其该更较各我他你这那很]|激活|优势|本地|产业|企业|(?:[性区度率者会局部院室所园级项座个条次类量和及与等]|创新链|人才链|园|城|基地|中心|平台|高地|走廊)$"
)
#: A firm's short name is at least this long; shorter ones are words.
SHORTEST, LONGEST = 3, 24


@cache
def _words() -> dict[str, Any]:
    return load_toml("lexicon/lists.toml")


@cache
def _industries() -> frozenset[str]:
    return frozenset(load_toml("lexicon/industries.toml")["industries"])


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _sites() -> re.Pattern[str]:
    table = _words()
    return re.compile(
        rf"(?:{_any(table['sites'])})+了?(?P<list>[^，。；！？\n：]{{6,240}}?)"
        rf"(?=等(?:地|处|企业|项目|单位|园区|现场|公司|重点|平台|点|入驻|机构|高校|场所|多家|展区|龙头|科研|载体|[\d一二两三四五六七八九十多]|，|。)|{_any(table['after'])}|[，。；！？\n])"
    )


@cache
def _kinds() -> tuple[re.Pattern[str], dict[str, str]]:
    """甲、乙、丙等17家企业: the list, and the word that says what its members are."""
    kind_of = {word: kind for kind, words in _words()["kinds"].items() for word in words}
    between = f"(?:{_any(_words()['between'])})*"
    return re.compile(
        rf"(?P<list>[^，。；：！？\n（）“”]{{3,160}})"
        rf"(?:等(?:{between}|{_COUNT}){{0,3}}|[两三四五六七八九十]+(?:家|所|个|大){between})(?P<kind>{_any(list(kind_of))})"
    ), kind_of


def find_listed(text: str, heads: Sequence[Found], blocked: Collection[int]) -> list[Found]:
    """All names that a list gives away; ``heads`` are the places, zones and bodies that may begin them, characters in
    ``blocked`` belong to others."""
    by_start: dict[int, list[Found]] = {}
    for known in heads:
        by_start.setdefault(known.start, []).append(known)
    place_ends = {h.end for h in heads if group(h.type) == "place"}
    found = []
    for start, end, kind in [*_visited_sites(text, blocked), *_of_a_kind(text, blocked)]:
        if end in place_ends:
            continue
        at_start = [h for h in by_start.get(start, ()) if h.end < end]
        head = max(at_start, key=lambda h: h.end, default=None)
        stem = text[head.end : end] if head else ""
        if head is not None and group(head.type) == "zone" and stem.endswith("基地") and kind == "Facility":
            kind = "IndustrialPark"  # 某高新区|生物医药基地
        if head is not None and head.type == "ResearchInstitution" and _is_branch(stem):
            kind = head.type
        found.append(Found(start, end, kind, "site", stem=stem, head=head))
    return found


def _is_branch(stem: str) -> bool:
    """Whether what stands behind an institute's name tells where a part of it is: 中科院|某市中心."""
    known = load_gazetteer().by_name.get(stem.removesuffix("中心").removesuffix("基地"), ())
    return any(group(k.type) == "place" for k in known)


def find_listed_industries(
    text: str, known: Collection[str], places: Sequence[Found], blocked: Collection[int]
) -> list[Found]:
    """Industries that only the list they stand in gives away: 大力发展绿色化工、锂电材料等产业."""
    ends = {i: place.end for place in places for i in range(place.start, place.end)}  # 宜春|锂电
    found = []
    for match in _developed().finditer(text):
        items = [_bare(text, *item) for item in _items(text, match.start("list"), match.end("list"))]
        items = [(ends.get(start, start), end) for start, end in items]
        names = [text[start:end] for start, end in items]
        certain = _is_certain(match["kind"], len(items))
        if not certain and not any(name in known or (len(items) > 1 and _ends_like(name, known)) for name in names):
            continue
        for (start, end), name in zip(items, names, strict=True):
            if _is_industry(name) and all(i not in blocked for i in range(start, end)):
                found.append(Found(start, end, "Industry", "programme", name=name))
    return found


def find_told_industries(text: str, blocked: Collection[int]) -> list[Found]:
    """Industries of which a clause says how they fare: 毛绒玩具产业从无到有, 黄花菜产业产值达….."""
    return [
        Found(*match.span("name"), "Industry", "programme", name=match["name"])
        for match in _told().finditer(text)
        if _is_industry(match["name"]) and all(i not in blocked for i in range(*match.span("name")))
    ]


def _is_certain(kind: str | None, items: int) -> bool:
    """Whether the word behind a list says that its members are industries; of one member only 产业 itself does."""
    return kind is not None and (items > 1 or kind in ("产业", "产业集群", "产业链"))


def _ends_like(name: str, known: Collection[str]) -> bool:
    """Whether a name ends in an industry's: 钛基新材料."""
    return any(name[-size:] in known for size in range(3, len(name)))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A member of a list without the word that joins it and without the count behind the last: 新能源汽车三大(产业)."""
    item = text[start:end]
    counted = _COUNTED.search(item) or _IS.search(item)
    return start + len(item) - len(item.lstrip("和及与以")), start + counted.start() if counted else end


def _is_industry(name: str) -> bool:
    """Whether a member of a list of industries may be the name of one."""
    named = _INDUSTRY.fullmatch(name) and name not in _words()["no_industry"]
    return bool(named) and not _NO_INDUSTRY.search(name) and not has_stop(name) and not is_generic(name)


@cache
def _developed() -> re.Pattern[str]:
    table = _words()
    kinds = f"(?:{_any(table['between'])})*(?:{_any(table['industries'])})(?!{_any(table['no_industry_after'])})"
    return re.compile(
        rf"(?:(?:{_any(table['develops'])})[了的]?)+(?P<list>[^，。；：！？\n“”（）《》]{{2,70}}?)"  # 做强做优某产业
        rf"(?P<kind>(?:等)?(?:[一二三四五六七八九十\d]+[大个条])?{kinds})?(?(kind)|(?=等|[，。；！？\n]))"
    )


@cache
def _told() -> re.Pattern[str]:
    fares = "从无到有|蓬勃|快速|迅速|不断|加速|持续|初具|异军突起|风生水起|壮大|规模|年?总?产值|综合产值|增加值|已?成为"
    return re.compile(rf"(?<=[，。；：\n])(?P<name>[\u4e00-\u9fffA-Za-z+]{{2,8}}?)产业(?={fares})")


def _visited_sites(text: str, blocked: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """The sites of a visit. What no ending types is a company by a short name."""
    for match in _sites().finditer(text):
        items = list(_items(text, match.start("list"), match.end("list")))
        typed = [_kind_by_ending(text[start:end]) for start, end in items]
        sites = [kind or text[a:b].endswith(endings()["Site"]) for (a, b), kind in zip(items, typed, strict=True)]
        if len(items) < 2 or not any(sites):
            continue  # a list of things to do, not of sites
        for (start, end), kind in zip(items, typed, strict=True):
            here = _HERE.match(text, start, end)
            town = TOWN.match(text, start, end)
            start = here.end() if here else town.end() if town and kind in (None, "Company") else start
            phase = _PHASE.search(text[start:end])  # 某产业园二期 is part of the park
            if phase:
                end = start + phase.start()
                kind = _kind_by_ending(text[start:end])
            if _is_name(text, start, end, blocked):
                yield start, end, kind or _by_last_word(text[start:end])


def _of_a_kind(text: str, blocked: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """The members of 甲、乙、丙等企业. The first begins behind the word that governs the list: 引进了甲、乙等企业."""
    pattern, kind_of = _kinds()
    for match in pattern.finditer(text):
        items = list(_items(text, match.start("list"), match.end("list")))
        if len(items) < 2 or any(text[start:end] in _industries() for start, end in items[1:]):
            continue  # 建成新材料、新能源等5家孵化器: for what they are, not which
        first = left_edge(text, items[0][1], blocked)
        of_kinds = any(says_a_kind(text[start:end]) for start, end in items)  # 先进陶瓷、新材料等5家孵化器
        for start, end in [(max(first, items[0][0]), items[0][1]), *items[1:]]:
            kind = _kind_by_ending(text[start:end])
            if _is_name(text, start, end, blocked) and (kind or not of_kinds):
                yield start, end, kind or kind_of[match["kind"]]


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list between 、 and 和; 和 inside a name (和平公园) parts nothing."""
    for match in _ITEM.finditer(text, start, end):
        joint = next((m for m in _AND.finditer(text, match.start(), match.end()) if _parts(text, match, m)), None)
        if joint:
            yield match.start(), joint.start()
            yield joint.end(), match.end()
        else:
            yield match.span()


def _parts(text: str, item: re.Match[str], joint: re.Match[str]) -> bool:
    """Whether both sides of 和 end like names of sites."""
    sides = [_PHASE.sub("", side) for side in (text[item.start() : joint.start()], text[joint.end() : item.end()])]
    return all(_kind_by_ending(side) or side.endswith(endings()["Site"]) for side in sides)


@cache
def _kind_endings() -> dict[str, str]:
    return {ending: kind for kind in reversed((*THINGS, *ZONES)) for ending in endings()[kind]}


@cache
def _longest_ending() -> int:
    return max(map(len, _kind_endings()))


def _kind_by_ending(name: str) -> str | None:
    sizes = range(min(len(name), _longest_ending()), 0, -1)
    return next((_kind_endings()[name[-size:]] for size in sizes if name[-size:] in _kind_endings()), None)


def _by_last_word(name: str) -> str:
    """A site that only its last word types; what has none is a firm by its short name."""
    if name.endswith(_VILLAGES):
        return "Township"
    return "Facility" if name.endswith(endings()["Site"]) else "Company"


def _is_name(text: str, start: int, end: int, blocked: Collection[int]) -> bool:
    """Whether an item of a list is a name: short, no clause, no person, no word that only tells a kind."""
    name = text[start:end]
    if not SHORTEST <= len(name) <= LONGEST or is_generic(name) or _NO_SITE.search(name):
        return False
    return all(i not in blocked for i in range(start, end)) and not has_stop(name)
