"""The names of an article: what the recogniser, the gazetteer and the grammars found, each character given to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extraction import bodies, lists, meetings, names
from kg.extraction import things as things_grammar
from kg.extraction import zones as zone_grammar
from kg.extraction.edges import goes_on, has_stop
from kg.extraction.found import Found, occurrences, prefer_longest
from kg.extraction.gazetteer import Division, Gazetteer, load_gazetteer, words_too
from kg.extraction.persons import Heard, find_persons
from kg.extraction.pointers import find_pointers, is_of_a_zone
from kg.model import Article
from kg.ontology import group
from kg.resources import load_toml

_OWN_PLACE = re.compile(r"[我全本该](?P<level>省|市|县|区|州|旗)(?![委政教场长内外级域位])")
_REGION_CHAIR = re.compile("(?<![\u4e00-\u9fff])自治区(?=(?:常务)?副?主席)")
_ABBREVIATED = re.compile(
    r"(?<=[赴来到在抵莅离])[\u4e00-\u9fff](?=调研|考察|视察|访问|开展|参观|出席|召开|举行|期间|企业|投资|学习|指导|对接|洽谈|参加|调查|检查|慰问|发展|兴业)"
)
_OTHER_LEVELS = ("县", "区", "市", "省", "州", "旗", "镇", "乡", "街道", "路", "大道", "大街", "社区", "村")
_DIRECTIONS = frozenset("东南西北中上下大平安新长")
#: Districts whose full names are words: they count where the text names their city.
_OF_MANY = frozenset({"城区", "矿区", "郊区", "东区", "西区"})
_SHORT_ZONE = 3  # characters of a zone's name that other names begin with: 中关村
_STATE_FIRM = 4  # characters of a state firm's name that other names begin with: 中国电子
_AFTER_NAMES = frozenset("的和与等在以及先是将合")
_BEFORE_NAMES = frozenset("与和及在由向对从为是于的如同请到来赴入进了过")
_BEHIND_FIRM = re.compile(
    "[的和与等在以及先是将]|公司|集团|股份|董事|总裁|总经理|副总|党组|党委|首席|创始|中国|第|[\u4e00-\u9fff]{2,8}(?:分公司|支行|分行|有限公司|研究院|研究所)|项目|落户|校长|院长|签|合作|达成|参加|出席|牵头|承办|等"
)
_ZONE_ENDINGS = ("高新", "经开区", "经济", "开发区", "工业", "产业", "国家", "农业", "综合", "新区", "循环", "科技")
_DIVISION = re.compile(r"[\u4e00-\u9fff]{2,5}(?P<level>县|镇|乡|街道|村)$|[\u4e00-\u9fff]{2,3}(?P<district>区)$")
#: What ends in 区 and is no district.
_NO_DISTRICT = re.compile(
    "[新园小社景库牧林矿校厂片湖能发税范特地灾城郊山华洲太老军辖市街商营战治济术海港岗作工技高经东西南北]区$"
)
_IS_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Classes that the recogniser's ORG may become, by their endings.
#: Words and endings of what the recogniser hears as an organisation, and is no firm.
_NO_FIRM = re.compile(
    "公司|委$|局$|部$|会$|党$|室$|团$|院$|所$|处$|队$|组$|网$|报$|协$|联$|厅$|办$|府$|站$|中心|联盟$|东盟|欧盟|共产|国家|世界|大学|系统|董事|馆$|校$|园$|区$|[村镇县市省州]$|公众号$|微[信博]$|\\d(?:[吉兆千]瓦|[万亿吨])"
)
#: What runs over the end of a name: 甲公司由乙公司(控股). Who is somewhere as what: 驻豫全国人大(代表).
_NO_ORG = re.compile("公司[由与和及为被将对、是在]|^驻|(?:人大|政协)$")
#: What is said of a trade, not of a firm: 广东LED(产业).
_TRADE = re.compile("产业|行业|市场|领域|发展|技术|项目|工程")
#: Behind a firm's name: who heads it; with whom it does what.
_FIRM_HEAD = re.compile("(?:党委书记、|党委副书记、|集团)?副?(?:董事长|总经理|总裁|首席|创始人|执行董事|CEO|负责人)")
_SIGNS = re.compile("(?:等企业|等公司|等龙头|等知名|等骨干)|(?:签署|签订|签约|达成|合作|共建)")
_MADE = ("制造", "装备", "加工", "产业", "材料")
_ORG_KINDS = ("Company", "ResearchInstitution", "Association", "MediaOutlet")


def _is_zone_by_short_name(text: str, span: Heard, places: Sequence[tuple[int, int]]) -> bool:
    """Whether two characters such as 光谷 mean the zone: heard as a place, in a text that names its city or itself."""
    known = load_gazetteer().by_name[span.text][0]
    place = load_gazetteer().divisions.get(known.key)
    named = place is not None and (place.short or place.name) in text
    return (span.start, span.end) in places and (named or known.name in text)


def _is_apart(text: str, span: Heard) -> bool:
    """Whether the name of a firm or institute that a longer word may hold stands apart: no 北大 in 东北大豆, no
    中国电子 in 中国电子商务."""
    if len(span.text) > _SHORT_ZONE and not (len(span.text) == _STATE_FIRM and span.text.startswith("中国")):
        return True
    begins = len(span.text) > 2 or not _IS_HAN.match(text, span.start - 1) or text[span.start - 1] in _BEFORE_NAMES
    return begins and (not _IS_HAN.match(text, span.end) or _BEHIND_FIRM.match(text, span.end) is not None)


def _city_is_named(text: str, code: str, gazetteer: Gazetteer) -> bool:
    """Whether a text names the city of a district."""
    city = next(iter(gazetteer.ancestors(code)), None)
    return city is not None and (city.short or city.name) in text


def _stands_alone(text: str, start: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether the recogniser hears a place that begins here, and no word runs into it."""
    before = text[start - 1 : start]
    bounded = not "\u4e00" <= before <= "\u9fff" or before in "在到赴来由与和及往向对从的省"
    return bounded and any(begin == start for begin, _ in places)


def _heard(doc: Doc, key: str, text: str) -> list[Heard]:
    return [Heard(s.start, s.end, s.label_, text[s.start : s.end]) for s in doc.spans.get(key, ())]


@Language.component("kg_entities", requires=["doc.spans"], assigns=["doc.ents"])
def annotate_entities(doc: Doc) -> Doc:
    """Write the names that stand to ``doc.ents`` and, with what places them, to ``doc._.found``."""
    doc._.found = find_names(doc)
    doc.ents = [Span(doc, f.start, f.end, label=f.type) for f in doc._.found]
    return doc


def find_names(doc: Doc) -> list[Found]:
    """All names of a document, without overlap, in order."""
    article: Article = doc._.article
    text = article.body
    gazetteer = load_gazetteer()
    heard = _heard(doc, "ner", text)
    persons = find_persons(article, heard)
    known = _known(text, _heard(doc, "gazetteer", text), heard, gazetteer)
    places = [f for f in known if group(f.type) == "place"]
    own = [
        Found(m.start(), m.end(), bodies.LEVEL_TYPES[m["level"]], "own", stem=m["level"])
        for m in _OWN_PLACE.finditer(text)
        if not is_of_a_zone(text, m)
    ]
    own += [Found(m.start(), m.end(), "Province", "own", stem="自治区") for m in _REGION_CHAIR.finditer(text)]
    recognised_starts = {s.end: s.start for s in heard if s.label != "PER"}
    statuses = [f for f in known if f.type == "Programme"]
    zones = [f for f in known if group(f.type) == "zone"]
    zones += _not_inside(zone_grammar.find_zones(text, [*places, *own, *zones, *statuses], recognised_starts), zones)
    listed_zones = zone_grammar.find_listed_zones(text, places)
    zones += listed_zones
    known = [f for f in known if (f.start, f.end) not in {(z.start, z.end) for z in listed_zones}]
    zones += zone_grammar.find_again(text, zones)
    given = [range(*span) for span in names.conferred(text)]  # 获批陕西省首批…示范区 is a status
    zones = [z for z in zones if not any(z.start in span and z.end - 1 in span for span in given)]
    orgs = [f for f in known if group(f.type) == "org"]
    recognised_places = _recognised_places(heard)
    unlisted = _not_inside(_everywhere(text, recognised_places), [*places, *zones, *orgs])
    found_bodies = bodies.find_bodies(text, [*places, *unlisted, *zones, *orgs])
    blocked = {i for f in persons for i in range(f.start, f.end)}
    persons_at = frozenset(blocked)
    blocked |= {i for f in statuses for i in range(f.start, f.end)}
    heads = [*places, *zones, *found_bodies, *orgs]
    things = things_grammar.find_things(text, heads, blocked)
    grammars = [
        *names.find_documents(text, _media(), [*places, *zones, *own, *orgs, *found_bodies]),
        *names.find_programmes(text),
        *names.find_industries(text),
        *lists.find_listed_industries(text, _industries(), [*places, *own, *zones], persons_at),
        *lists.find_told_industries(text, persons_at),
        *lists.find_listed(text, heads, blocked),
        *meetings.find_events(text, heads, persons_at),
        *names.find_towns(text),
        *names.find_outlets(text, [name for name in _outlets(article) if name not in gazetteer.by_name]),
    ]
    zone_ends = {z.start: z.end for z in zones}
    place_starts = {p.start for p in places}
    recognised = [*_recognised_orgs(text, heard), *recognised_places]
    recognised = [f for f in recognised if zone_ends.get(f.start) not in place_starts]  # 高新区|湖南某某公司
    found = prefer_longest([*persons, *known, *own, *zones, *found_bodies, *things, *grammars, *recognised])
    more = find_pointers(text, found, [*things, *recognised])
    return prefer_longest([*found, *more]) if more else found


def _outlets(article: Article) -> Iterable[str]:
    """The media that an article says it is from."""
    return filter(None, [article.publisher, *(byline.outlet for byline in article.bylines)])


def _not_inside(found: Iterable[Found], others: Sequence[Found]) -> list[Found]:
    return [f for f in found if not any(o.start <= f.start and f.end <= o.end for o in others)]


def _known(text: str, named: Sequence[Heard], heard: Sequence[Heard], gazetteer: Gazetteer) -> list[Found]:
    """Gazetteer names; a short county name counts only where its full name or the recogniser supports it."""
    places = [(s.start, s.end) for s in heard if s.label != "PER"]
    persons = [(s.start, s.end) for s in heard if s.label == "PER"]
    found: list[Found] = []
    for span in named:
        known = gazetteer.by_name[span.text]
        short_zone = group(known[0].type) == "zone" and len(span.text) < _SHORT_ZONE
        if goes_on(text, span.end, span.text[-2:]) or (short_zone and not _is_zone_by_short_name(text, span, places)):
            continue
        goes_further = _IS_HAN.match(text, span.end) and text[span.end] not in _AFTER_NAMES
        if group(known[0].type) == "zone" and len(span.text) == _SHORT_ZONE and goes_further:
            continue  # 中关村某某孵化器
        if any(start < span.end and span.start < end for start, end in persons) and len(span.text) < 4:
            continue
        if all(k.is_short for k in known) and text.startswith(_OTHER_LEVELS, span.end):
            continue  # 水城县 is not 水城区
        heard_so = [p for p in places if p[1] == span.end] if known[0].type == "Region" else places
        if span.text in _OF_MANY and not any(k.key and _city_is_named(text, k.key, gazetteer) for k in known):
            continue  # 西区提升、东区开发
        if span.text in words_too() and not _stands_alone(text, span.start, heard_so):
            continue  # 真金白银, 相关中小企业
        if (
            known[0].type in _ORG_KINDS
            and not known[0].key
            and not (_is_apart(text, span) or (span.start, span.end) in places)
        ):
            continue
        if all(k.is_short and gazetteer.divisions[k.key].level == "county" for k in known):
            full = any(gazetteer.divisions[k.key].name in text for k in known)
            exact = (span.start, span.end) in places or (
                text.startswith(_ZONE_ENDINGS, span.end) and any(a == span.start and span.end <= b for a, b in places)
            )
            behind_city = any(f.end == span.start and gazetteer.contains(f.key, known[0].key) for f in found if f.key)
            if not full and not exact and not behind_city:
                continue  # 岳麓山 is not 岳麓区, nor 解放军 of 解放区
        key = known[0].key if len(known) == 1 else ""
        head = _place_in(span, gazetteer) if group(known[0].type) == "zone" else None
        part = zone_grammar.PART.match(text, span.end) if known[0].type == "DemonstrationZone" else None
        if part:
            name = known[0].name + part.group()
            found.append(Found(span.start, part.end(), known[0].type, "gazetteer", head=head, name=name))
            continue
        found.append(Found(span.start, span.end, known[0].type, "gazetteer", head=head, key=key, name=known[0].name))
    return _joined_industries(text, found) + _abbreviations(text, gazetteer)


def _joined_industries(text: str, found: Sequence[Found]) -> list[Found]:
    """光伏新材料 is one industry, though both halves are."""
    joined: list[Found] = []
    for name in found:
        last = joined[-1] if joined else None
        if last is not None and last.end == name.start and last.type == name.type == "Industry":
            joined[-1] = Found(last.start, name.end, "Industry", last.how, name=text[last.start : name.end])
        else:
            joined.append(name)
    return joined


def _place_in(span: Heard, gazetteer: Gazetteer) -> Found | None:
    """The place that a known zone is named after: 永川 in 永川高新区."""
    for size in range(min(8, len(span.text) - 2), 1, -1):
        name = span.text[:size]
        known = gazetteer.by_name.get(name)
        if known and known[0].key in gazetteer.divisions and group(known[0].type) == "place":
            return Found(span.start, span.start + size, known[0].type, "gazetteer", name=known[0].name)
    return None


@cache
def _by_abbreviation() -> dict[str, Division]:
    return {a: d for d in load_gazetteer().divisions.values() for a in d.abbr.split("|") if a}


@cache
def _industries() -> frozenset[str]:
    lexicon = load_toml("lexicon/industries.toml")
    return frozenset([*lexicon["industries"], *lexicon["plain"]])


@cache
def _media() -> frozenset[str]:
    return frozenset(name for name, known in load_gazetteer().by_name.items() if known[0].type == "MediaOutlet")


def _by_first_character(text: str, gazetteer: Gazetteer) -> dict[str, Division]:
    """潍 in 来潍考察, where the text names one city that begins so."""
    named = {gazetteer.by_name[name][0].key for _, _, name in gazetteer.trie.parse(text)}
    cities = [gazetteer.divisions[key] for key in sorted(named) if key in gazetteer.divisions]
    first: dict[str, list[Division]] = {}
    for city in cities:
        if city.level == "city":
            first.setdefault(city.name[0], []).append(city)
    return {char: found[0] for char, found in first.items() if len(found) == 1 and char not in _DIRECTIONS}


def _abbreviations(text: str, gazetteer: Gazetteer) -> list[Found]:
    """赴渝调研, 来湘考察: the one-character names of provinces, only between such words."""
    by_abbr = _by_abbreviation()
    if any(m.group() not in by_abbr for m in _ABBREVIATED.finditer(text)):
        by_abbr = by_abbr | _by_first_character(text, gazetteer)
    return [
        Found(m.start(), m.end(), division.type, "gazetteer", key=division.code, name=division.name)
        for m in _ABBREVIATED.finditer(text)
        if (division := by_abbr.get(m.group()))
    ]


def _everywhere(text: str, found: Iterable[Found]) -> list[Found]:
    """Every place of names that were recognised somewhere: 港闸区 also in 港闸区委."""
    named = {f.name: f for f in found}
    return [
        replace(f, start=start, end=end) for name, f in sorted(named.items()) for start, end in occurrences(text, name)
    ]


def _recognised_places(heard: Sequence[Heard]) -> list[Found]:
    """Counties, townships and villages by the recogniser and their endings, where the gazetteer has none."""
    found = []
    for span in heard:
        match = _DIVISION.match(span.text)
        if span.label == "LOC" and match and span.text not in load_gazetteer().by_name:
            if match["district"] and _NO_DISTRICT.search(span.text):
                continue
            kind = "County" if match["district"] or match["level"] == "县" else "Township"
            found.append(Found(span.start, span.end, kind, "ner", name=span.text))
    return found


def _recognised_orgs(text: str, heard: Sequence[Heard]) -> list[Found]:
    """Organisations by the recogniser that an ending types, and firms whose names have none: 横滨轮胎."""
    found = []
    for span in heard:
        if span.label != "ORG" or len(span.text) < 3 or has_stop(span.text) or _NO_ORG.search(span.text):
            continue
        if span.text.count("（") != span.text.count("）") or goes_on(text, span.end, span.text[-2:]):
            continue  # 某开发区（石化化工, 福建省大学|科技园
        kind = next((kind for kind in _ORG_KINDS if span.text.endswith(names.endings()[kind])), None)
        span = things_grammar.behind_town(text, span) if kind == "Company" else span
        if kind and things_grammar.is_of_a_kind(span.text, kind):
            continue
        if kind is None and _is_firm(text, span):
            kind = "Company"
        if kind and (len(span.text) > 3 or kind == "Company"):
            found.append(Found(span.start, span.end, kind, "ner", name=span.text))
    return found


def _is_firm(text: str, span: Heard) -> bool:
    """Whether a name that no ending types is a firm's: by who heads it, or in a list of firms."""
    if _NO_FIRM.search(span.text) or span.text in words_too():
        return False
    begins = (not _IS_HAN.match(text, span.start - 1) if span.start else True) and not _TRADE.match(text, span.end)
    headed = _FIRM_HEAD.match(text, span.end) is not None
    listed = text[span.end : span.end + 1] == "、" or text[span.start - 1 : span.start] == "、"
    signs = _SIGNS.match(text, span.end) is not None
    made = span.text.endswith(_MADE)  # 某市重型装备、某市汽车制造被认定为基地
    return headed or signs or (len(span.text) > 3 and (listed or begins) and not made)
