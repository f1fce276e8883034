"""The grammar of bodies: 衡阳市科技局, 省委, 高新区管委会, 科技部高新司产业发展处, 省科协学会部.

A body is a place (or a level of place: 省, 市), an organ from ``resources/lexicon/organs.toml`` and perhaps a
department inside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extraction.edges import has_stop
from kg.extraction.found import Found
from kg.extraction.task_bodies import find_listed_bodies, find_parties, find_task_bodies
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
_HEAD_OF = (
    r"(?:党组|党委|党总支|机关党委)?(?:副|一级|二级|三级|四级|常务|原)*"
    r"(?:[处司科部局厅院站队]长|主任|书记|成员|巡视员|调研员|负责人|主席|会长)"
)
#: A department stands between its body and a post: 科技部|成果转化与区域创新司|副司长.
_DEPARTMENT = re.compile(
    r"原?(?P<name>[\u4e00-\u9fff]{1,13}?(?:[处司科室部局厅办院站队]|中心|委员会))(?="
    + _HEAD_OF
    + r"|(?:(?![长率领])[\u4e00-\u9fff]){2,10}处"
    + _HEAD_OF
    + ")"
)
#: What a department's name never holds: titles, and words of clauses.
_NO_DEPARTMENT = re.compile(
    r"^[副原及与]|^公室|大学|科学院|研究院|学院|研究所|实验站|工作站|书记|委员(?!会)|主任|长|主席|领导|党组|常委|成员|、|有关|相关|专门|各|到|赴|在|的|部门"
    r"|召开|举行|举办|出席|参加|调研|考察|视察|率|带领|会见|接待|陪同|主持|讲话|强调|表示|指出|要求|介绍|听取|任命|担任|兼任|关于|对(?![外口])|就(?!业)|由|被|将|已"
)
_BARE_DEPARTMENT = re.compile(
    r"(?<=[，、和及。\n])[\u4e00-\u9fff]{2,4}司(?=[\u4e00-\u9fff]{2,10}处|(?:副|一级|二级|三级|四级)?(?:司长|巡视员|调研员|主任科员))"
    r"|(?<=[，、和及率领同])(?!导)(?:(?![，、和及率领同])[\u4e00-\u9fff]){2,6}(?:处|科|室)(?=副?(?:处长|科长|主任)|(?:一级|二级|三级|四级)调研员)"
)


#: What no lexicon has, between a level of place and a post: 市|经合局|局长, 省|科学技术院|副院长.
_UNKNOWN = re.compile(
    rf"(?<![\u4e00-\u9fff各])(?P<lead>(?:[由经据与和及]|以及)?)(?P<level>{_LEVEL})"
    r"(?P<name>[\u4e00-\u9fff]{1,9}?"
    r"(?P<ending>局|委|办|厅|部|院|所|协|联|社|中心|协会|学会|联合会|商会|促进会|总会|公司|集团))"
    r"(?=(?:党组|党委|党总支|党支部)?(?:副|常务副|第一|执行)*"
    r"(?:[局厅部院所社]长|主任|书记|成员|主席|理事长|秘书长|会长|董事长|总经理|负责人))"
)
_CONFERENCE = re.compile(
    r"(?:(?P<party>中国共产党|中共)|(?:中国人民)?政(?:协|治协商会议))(?P<place>[\u4e00-\u9fff]{2,14}?[省市县区州旗盟])"
    r"(?:第[一二三四五六七八九十\d]{1,3}届)?委员会"
)
#: On a body's own site: 我厅, 厅党组成员.
_OUR_BODY = re.compile("(?P<body>我(?P<stem>厅|局|委)(?![员会托])|(?<![\u4e00-\u9fff])厅(?=党组|领导|高新|社发))")
_KIND_OF = {
    **dict.fromkeys(("院", "所"), "ResearchInstitution"),
    **dict.fromkeys(("协", "联", "社", "协会", "学会", "联合会", "商会", "促进会", "总会"), "Association"),
    **dict.fromkeys(("公司", "集团"), "Company"),
}
#: In front of a level: of many places, of none. 部分市委
_SOME = ("部分", "有关", "相关", "其他", "各地", "多个", "不少", "一些")
_ASIDE = re.compile("（[^（）]{2,10}）$")
_TERM = re.compile(r"第?[一二三四五六七八九十\d]{1,3}届$")  # 天津市第十六届人大常委会
#: Organs of zones: the 区 in 集中区党工委 is no district.
_OF_ZONES = ("管委", "管理委", "党工委", "工委", "执委", "执行委")
_ZONE_WORD = re.compile(r"(?:集中|园|示范|试验|先行|集聚|聚集|新|开发|合作|保税|综保|度假|高新|经开)区$")
#: What stands behind a place alone with such an ending is an institution, no department of its government.
_NO_OFFICES = ("院", "队", "站", "中心")
_SITE = re.compile("(?:门户|官方)?网(?![信络格安站])|官网|公众号|微信|微博|客户端")
#: Organs that have departments of their own.
_PARENTS = ("人民政府", "政府", "人大常委会", "政协", "委")


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
    starts = {head.start for head in by_end.values()}
    for head in [head for head in by_end.values() if not _only_stands_in(text, head)]:
        found.extend(_departments(text, head, starts))
    found.extend(find_task_bodies(text, by_end, _level_before))
    found.extend(find_parties(text))
    found.extend(_conferences(text, by_end))
    found.extend(
        Found(m.start("body"), m.end("body"), "GovernmentBody", "body", stem=m["stem"] or "厅")
        for m in _OUR_BODY.finditer(text)
    )
    headless = {id(f) for f in found if f.head is None}
    taken_at = {i for f in [*found, *by_end.values()] if id(f) not in headless for i in range(f.start, f.end)}
    found.extend(_unknown(text, taken_at))
    found.extend(find_listed_bodies(text, {f.start: f for f in found}, {f.end: f for f in found}))
    taken = {f.start for f in found}
    for match in _BARE_DEPARTMENT.finditer(text):
        if match.start() not in taken and not any(i in by_end for i in range(match.start() + 1, match.end())):
            bare = Found(match.start(), match.end(), "GovernmentBody", "body", stem=match.group())
            found.extend([bare, *_departments(text, bare, starts)])
    return found


def _conferences(text: str, by_end: Mapping[int, Found]) -> Iterable[Found]:
    """政协牡丹江市第十三届委员会 is 牡丹江市政协, and 中国共产党牡丹江市第十三届委员会 牡丹江市委."""
    for match in _CONFERENCE.finditer(text):
        place = by_end.get(match.end("place"))
        stem = "委" if match["party"] else "政协"
        if place is not None and group(place.type) == "place" and place.start >= match.start("place"):
            yield Found(match.start(), match.end(), "GovernmentBody", "body", stem=stem, head=place)


def _unknown(text: str, taken: Collection[int]) -> Iterable[Found]:
    """Bodies of the article's own province, city or county that only their ending and the post behind them tell."""
    for match in _UNKNOWN.finditer(text):
        name, level = match["name"], match["level"]
        if any(i in taken for i in range(match.start("level"), match.end())) or has_stop(name):
            continue
        if text.startswith(_OF_ZONES, match.end("level")):
            continue  # 区党工委 is the zone's
        own = Found(match.start("level"), match.end("level"), LEVEL_TYPES[level], "own", stem=level)
        kind = _KIND_OF.get(match["ending"], "GovernmentBody")
        yield Found(match.start("level"), match.end(), kind, "body", stem=name, head=own)


def _only_stands_in(text: str, head: Found) -> bool:
    """Whether a place is where somebody else's office is: 塔城地区驻沈阳办事处 is no body of 沈阳."""
    return text[head.start - 1 : head.start] == "驻"


def _body(text: str, match: re.Match[str], by_end: Mapping[int, Found]) -> Found | None:
    word = match.group()
    organ = organs()[word]
    if _SITE.match(text, match.end()):
        return None  # 来源：某市人民政府网
    if word.endswith("委") and text.startswith("会", match.end()) and not text.startswith("会议", match.end()):
        return None  # 九三学社某省委会 is no 省委
    term = _TERM.search(text, max(0, match.start() - 7), match.start())
    head = by_end.get(term.start() if term and word.startswith(("人大", "人民代表", "政协")) else match.start())
    if head is None and (aside := _ASIDE.search(text, max(0, match.start() - 14), match.start())):
        head = by_end.get(aside.start())  # 高铁新区（高新园）党工委
    if head is None:
        of_term = term is not None and word.startswith(("人大", "人民代表", "政协"))
        head = _level_before(text, term.start() if term and of_term else match.start(), by_end)
    if head is not None and head.how == "own" and word.startswith(_OF_ZONES):
        zone = _ZONE_WORD.search(text, max(0, match.start() - 4), match.start())
        start = zone.start() if zone else match.start()
        return Found(start, match.end(), organ.type, "body", stem=organ.usual, name=zone.group() if zone else "")
    if head is not None and _only_stands_in(text, head):
        return None
    if head is not None and word == "委" and text[head.start - 1 : head.start] == "团":
        return Found(head.start - 1, match.end(), "Association", "body", stem="团委", head=head)  # 团市委
    if head is not None and _may_head(head, word):
        return _nested(text, head, match, organ)
    before = text[match.start() - 1] if match.start() else "\n"
    if organ.alone and (not "\u4e00" <= before <= "\u9fff" or before in "的在和及与由向到对任是据经"):
        return Found(match.start(), match.end(), organ.type, "body", stem=organ.usual)
    return None


def _level_before(text: str, end: int, by_end: Mapping[int, Found]) -> Found | None:
    """The level character that stands for a place: 市 in 市科技局; behind the place itself it stands for that one:
    浚县县委."""
    level = re.search(f"(?:{_LEVEL})$", text[max(0, end - 3) : end])
    if not level:
        return None
    start = end - len(level.group())
    place = by_end.get(start)
    if place is not None and group(place.type) == "place" and text[start - 1] == level.group():
        return place
    ours = start > 1 and text[start - 2] in "我本" and text[start - 1] == level.group()  # 我市市委
    if not ours and (_NOT_A_LEVEL.search(text[max(0, start - 1) : start]) or text.endswith(_SOME, 0, start)):
        return None
    return Found(start, end, LEVEL_TYPES[level.group()], "own", stem=level.group())


def _nested(text: str, head: Found, match: re.Match[str], organ: Organ) -> Found:
    """A body; one inside 委, 政府, 人大常委会 or 政协 has that as its head: 市委宣传部 is part of 市委."""
    for parent in _PARENTS:
        if match.group().startswith(parent) and len(match.group()) > len(parent):
            end = match.start() + len(parent)
            outer = Found(head.start, end, organ.type, "body", stem=organs()[parent].usual, head=head)
            return Found(head.start, match.end(), organ.type, "body", stem=text[end : match.end()], head=outer)
    return Found(head.start, match.end(), organ.type, "body", stem=organ.usual, head=head)


def _may_head(head: Found, organ: str) -> bool:
    """市委 after 衡阳市 and 管委会 after a zone are bodies; 湖南 + 委 is not one."""
    if group(head.type) == "zone":
        return True
    if group(head.type) == "org":
        return organ.startswith(("党工委", "火炬"))
    if organ.startswith("委") and head.how != "own":
        in_full = head.end - head.start > 2 or head.end - head.start == len(head.name)  # 浚县, but not 湖南
        return head.type != "Region" and in_full
    return group(head.type) == "place" and head.type != "Region"


def _departments(text: str, head: Found, starts: Collection[int]) -> list[Found]:
    """The departments named right behind a body, place or zone, each inside the one before. ``starts`` are where other
    places, zones and bodies begin: a department's name holds none."""
    found: list[Found] = []
    inside = head
    while match := _DEPARTMENT.match(text, inside.end):
        name = match["name"]
        of_place = group(head.type) == "place" and inside is head
        if _NO_DEPARTMENT.search(name) or (name in organs() and text[inside.end] != "原"):
            break
        if of_place and (len(name) < 3 or name.endswith(_NO_OFFICES) or name.startswith(_PARENTS)):
            break  # 政协社会和法制委员会 is inside 政协
        if any(i in starts for i in range(inside.end, match.end("name"))):
            break
        inside = Found(head.start, match.end("name"), _type_inside(head), "body", stem=name, head=inside)
        found.append(inside)
    return found


def _type_inside(head: Found) -> str:
    return head.type if group(head.type) == "org" else "GovernmentBody"
