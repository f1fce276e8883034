"""The grammar of names that their endings or marks give away: documents, programmes, industries, towns. Endings:
``resources/lexicon/suffixes.toml``; what bounds a name: ``names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from kg.extraction.edges import goes_on, is_generic, left_edge
from kg.extraction.found import Found, occurrences
from kg.extraction.gazetteer import usual_status
from kg.ontology import group
from kg.resources import load_toml

ZONES = ("HiTechZone", "EconomicDevelopmentZone", "NewArea", "DemonstrationZone", "IndustrialPark")
#: What stands behind a verb of conferring: 获评全国…城市, 入选“…”.
_PLAIN = (
    r"(?:国家|全国|中国|全省|省级|世界|国务院|首批|(?:(?![和与及])[\u4e00-\u9fff]){2,3}省(?:级|首批|示范)?)(?:“[^“”]{2,8}”)?[^，。；：！？、“”（）\n和与及]{2,24}?"
    r"(?:城市|示范区|试验区|先行区|先导区|示范基地|基地|试点|园区|示范县|示范点|示范单位|先进集体|百强|十强|强县|强区|中心|平台|实验室|孵化器|众创空间|企业|机构|称号|荣誉|高新区|经开区|开发区|奖|先进市|先进县|先进区|先进单位|强市|名城|标杆|核心区|集聚区|产业集群|试点区|试点县|试点地区|创新区|模范城)"
    r"(?=[，。；：！？、\n]|称号|牌匾|名单|的|和|及|之后|后|以来|等)"
)
_CONFERRED = re.compile(
    r"(?:获授|获评|获批|入选|荣获|授予|评为|认定为|命名为|备案为|确定为|列为|列入|跻身|晋升为|升级为|升格为|获颁|摘得|获得|创建|创成|成为|获(?=“))(?:为|了|建设|首批|第[一二三四五六七八九十]批|全国首批)*"
    rf"(?:“(?P<quoted>[^“”。；]{{4,24}})”|(?P<plain>{_PLAIN}))"
)
#: One more status of the list that a verb confers.
_ONE_MORE = re.compile(rf"(?:、|和|及|以及)(?P<plain>{_PLAIN})")
#: In front of a status: which of how many has it. 某省第3个国家高新区, 西部唯一的国家创新型园区.
_COUNTED_STATUS = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:第[\d一二三四五六七八九十百]+[个家批座]|唯一(?:一[个家座])?|首[个家批座]|[\d一二三四五六七八九十]+[个家大]|之一)的?"
    r"(?=国家|全国|省级|世界|[\u4e00-\u9fff]{2,3}省)"
)
_CARRIED_OUT = re.compile(
    r"(?:实施|贯彻|落实|推进|启动|按照)(?P<name>[\u4e00-\u9fff]{4,14}?(?:战略|计划|工程|行动))(?![\u4e00-\u9fff]?[师性])"
)
#: 公布2021年度省级重点实验室名单: the status that a list confers.
_ON_A_LIST = re.compile(
    r"(?:公布|下发|发布|公示|确定)了?(?:关于)?(?:\d{4}年度?|第[一二三四五六七八九十]+批|首批)*"
    r"(?P<status>(?:国家级|国家|省级|市级|全国)[\u4e00-\u9fff]{2,14}?)(?=(?:建设|认定|评审|拟认定|入选|培育)?名单)"
)
_QUOTED_INDUSTRY = re.compile(r"“[\u4e00-\u9fff\d+]{1,6}”(?:经济|产业)(?![与和社发总])")
_STATUS = re.compile(
    r"(?:国家级|国家|省级|全国|全省)(?:“[^“”]{2,6}”)?[\u4e00-\u9fff]{2,14}?(?:示范城市|试点城市|示范区|先行区|试验区|示范基地|示范园区|示范县|城市|园区|特色产业基地|产业化基地|产业基地|出口基地|培训基地|试点区|试点县|试点地区|示范企业|优势企业)(?![\u4e00-\u9fff]{0,2}[委局厅])"
)
#: What a status in a list does not hold: that it is the first, or what is done for it.
_NO_STATUS = re.compile("[的了在将等各有]|第|唯一|首[批个家]|支持|建设|推进|重点|国内|各地|多个|其他|范围")
_DOCUMENT = re.compile(r"《([^《》]{3,80}(?:《[^《》]*》[^《》]*)*)》")
_CALLED = re.compile(
    r"《(?P<full>[^《》]{6,80})》[^。；《》]{0,24}?(?:以下简称|下称|简称)(?:为|：)?[《“](?P<short>[^《》“”]{2,30})[》”]"
)
_NUMBERED_POLICY = re.compile(
    r"[\u4e00-\u9fff]{2,6}“\d{1,3}条”|[\u4e00-\u9fff]{2,8}新政\d{1,3}条|“[\u4e00-\u9fff]{2,8}\d{1,3}条”"
)
_QUOTED = re.compile(r"“([^“”。；]{2,20})”")
_COUNTS = re.compile(r"[一二三四五六七八九十百双两\d]+(?!把手|站式|条龙|体化|农$|会$|赢$|流|线$|号$|次性|公里)")
_OF_SLOGAN = re.compile(r"改革|建设|(?:发展)?(?:主战略|主基调|目标|思路|任务|布局|部署|要求|行动|攻坚|活动|举措|突破)")
#: What is said about a slogan, no part of its name.
_SLOGAN_WORDS = frozenset(
    {"主基调", "目标", "发展目标", "思路", "发展思路", "任务", "布局", "部署", "要求", "举措", "活动"}
)
_ACTION = re.compile(
    "(?:(?![的了在和与是有等为到])[\u4e00-\u9fff]){2,6}?(?:专项行动|行动|工程|计划|改革)(?![者家方委])"
)
_BEFORE_QUOTE = re.compile(r"(?:[\u4e00-\u9fff]{2,8})$")
_TOWN = re.compile(r"(?![区县市])[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)(?=[，。、党政人考调的]|办事处)")
#: Media by their sites and clients; and what is the site of an office, or a portal.
_SITE = re.compile("[\u4e00-\u9fff]{2,8}(?:网|(?:发布|新闻|融媒)客户端)")
_NO_OUTLET = re.compile(
    "[局厅委办园区院校]|政|官|党|门户|信息网|服务网|招商|招标|采购|新浪|搜狐|腾讯|网易|百度|凤凰|知网|联网"
)


@cache
def endings() -> dict[str, tuple[str, ...]]:
    """The name endings of each class, longest first."""
    table = load_toml("lexicon/suffixes.toml")
    return {kind: tuple(sorted(words, key=lambda w: (-len(w), w))) for kind, words in table.items()}


@cache
def ending_pattern(kinds: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all endings of some classes, longest first, and the class of each."""
    kind_of = {word: kind for kind in reversed(kinds) for word in endings()[kind]}
    words = sorted(kind_of, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words))), kind_of


def find_documents(text: str, media: Collection[str], heads: Sequence[Found]) -> list[Found]:
    """Documents in 《》 that are policies by their ending, and numbered policies such as 人才新政23条."""
    ends = endings()["Policy"]
    found = []
    full = _full_titles(text)
    for match in _DOCUMENT.finditer(text):
        inner = re.sub(r"（[^（）]*）$", "", match.group(1))
        if inner.endswith(ends) and inner not in media:
            name = full.get(match.group(1), match.group(1))
            found.append(Found(*match.span(), "Policy", "policy", head=_head_in_title(match, heads), name=name))
    for match in _NUMBERED_POLICY.finditer(text):
        start = left_edge(text, match.end(), ()) if match.group()[0] != "“" else match.start()
        start = max(start, match.start())
        head = next((h for h in heads if h.start == start and h.end < match.end()), None)
        name = text[start : match.end()].strip("“”")
        found.append(Found(start, match.end(), "Policy", "policy", head=head, name=full.get(name, name)))
    return found


def _head_in_title(title: re.Match[str], heads: Sequence[Found]) -> Found | None:
    """The body that a document's name begins with (国务院关于…的意见), else the place or zone inside it."""
    inside = [h for h in heads if title.start() < h.start and h.end < title.end()]
    first = title.start() + (3 if title.group(1).startswith("中共") else 1)
    issuer = next((h for h in inside if group(h.type) == "org" and h.start in (title.start() + 1, first)), None)
    named = [
        h
        for h in inside
        if group(h.type) != "org" and not (group(h.type) == "zone" and h.how != "gazetteer" and h.head is None)
    ]
    return issuer or _innermost(named)


def _full_titles(text: str) -> dict[str, str]:
    """《若干意见》 for the document of which the text says 以下简称《若干意见》, or whose longer name ends so."""
    full = {m["short"]: m["full"] for m in _CALLED.finditer(text)}
    titles = {m.group(1) for m in _DOCUMENT.finditer(text)}
    for title in titles - full.keys():
        longer = [t for t in titles if t != title and t.endswith(title)]
        if len(longer) == 1:
            full[title] = longer[0]
    return full


def _innermost(places: Sequence[Found]) -> Found | None:
    """忻州 in 山西忻州行动工作要点; else the longest name."""
    chained = [b for a in places for b in places if a.end == b.start]
    return chained[-1] if chained else max(places, key=lambda h: h.end - h.start, default=None)


def conferred(text: str) -> list[tuple[int, int]]:
    """Where the statuses of provinces stand that a verb confers."""
    return [m.span("plain") for m in _CONFERRED.finditer(text) if m["plain"] and "省" in m["plain"][2:4]]


def find_programmes(text: str) -> list[Found]:
    """Programmes: “1133”工程, “芙蓉人才计划”, and statuses such as 国家创新型科技园区."""
    ends = endings()["Programme"]
    found = []
    for match in _QUOTED.finditer(text):
        inner = match.group(1)
        after = _after_quote(text, match.end(), ends) or _after_number(text, match) or _action(text, match.end())
        if after or (inner.endswith(ends) and not is_generic(inner)):
            end = match.end() + len(after)
            name = text[match.start() : end] if after and after not in _SLOGAN_WORDS else inner
            found.append(Found(match.start(), end, "Programme", "programme", name=name))
    for match in _CARRIED_OUT.finditer(text):
        start = max(match.start("name"), left_edge(text, match.end(), ()))
        if match.end() - start > 5 and not is_generic(text[start : match.end() - 2]):
            found.append(Found(start, match.end(), "Programme", "programme", name=text[start : match.end()]))
    return found + [Found(*span, "Programme", "programme", name=_usual(text[slice(*span)])) for span in _statuses(text)]


def _usual(status: str) -> str:
    """A status by its usual name, where that is a known one: 省级高新技术产业园区 is 省级高新区."""
    usual = usual_status(status)
    return usual if usual in load_toml("lexicon/programmes.toml")["statuses"] else status


def _statuses(text: str) -> Iterator[tuple[int, int]]:
    """Where statuses stand: those that a verb confers, with the list that follows; on a list; by their words."""
    for match in _CONFERRED.finditer(text):
        kind = "quoted" if match["quoted"] else "plain"
        more: re.Match[str] | None = match
        while more:
            counted = _COUNTED_STATUS.match(more[kind])
            yield more.start(kind) + (counted.end() if counted else 0), more.end(kind)
            more, kind = _ONE_MORE.match(text, more.end()), "plain"
    yield from (match.span("status") for match in _ON_A_LIST.finditer(text))
    for match in _STATUS.finditer(text):
        listed = text[match.start() - 1 : match.start()] in ("、", "是") and not _NO_STATUS.search(match.group())
        start = match.start() if listed else max(match.start(), left_edge(text, match.end(), ()))
        if _STATUS.fullmatch(text, start, match.end()):
            yield start, match.end()


def _after_number(text: str, quoted: re.Match[str]) -> str:
    """What follows a slogan that counts (“三化三制”改革, “两高三新”发展目标) and says that it is one."""
    if not _COUNTS.match(quoted.group(1)):
        return ""
    after = _OF_SLOGAN.match(text, quoted.end())
    return after.group() if after else ""


def _action(text: str, position: int) -> str:
    """What a quoted name is of, with a few words between: “千企万人”科技服务行动."""
    match = _ACTION.match(text, position)
    return match.group() if match else ""


def _after_quote(text: str, position: int, ends: Sequence[str]) -> str:
    """What follows a quoted name as part of it: 工程 after “1133”, 山西试点城市（园区） after “科创中国”."""
    for skip in range(5):
        if "\u4e00" <= text[position + skip - 1 : position + skip] <= "\u9fff" or skip == 0:
            for end in ends:
                if text.startswith(end, position + skip) and not goes_on(text, position + skip + len(end), end):
                    tail = "（园区）" if text.startswith("（园区）", position + skip + len(end)) else ""
                    return text[position : position + skip + len(end)] + tail if skip == 0 or len(end) > 3 else ""
    return ""


def find_industries(text: str) -> list[Found]:
    """Industries in quotes: “四新”经济."""
    return [Found(m.start(), m.end(), "Industry", "programme", name=m.group()) for m in _QUOTED_INDUSTRY.finditer(text)]


def find_outlets(text: str, outlets: Iterable[str]) -> list[Found]:
    """The site or client that an article says it is from, in no list: 某某网讯. Offices and portals are none."""
    named = sorted({name for name in outlets if _SITE.fullmatch(name) and not _NO_OUTLET.search(name)})
    return [
        Found(start, end, "MediaOutlet", "suffix", name=name.removesuffix("客户端"))
        for name in named
        for start, end in occurrences(text, name)
    ]


def find_towns(text: str) -> list[Found]:
    """Townships by their endings."""
    found = []
    for match in _TOWN.finditer(text):
        start = max(left_edge(text, match.end(), ()), match.start())
        if match.end() - start > 2 and not is_generic(text[start : match.end() - 1]):
            found.append(Found(start, match.end(), "Township", "suffix", name=text[start : match.end()]))
    return found
