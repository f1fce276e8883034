"""The names of an article: what the recogniser, the gazetteer and the grammars found, each character given to one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extraction import bodies, lists, names
from kg.extraction import zones as zone_grammar
from kg.extraction.edges import goes_on, has_stop
from kg.extraction.found import Found, prefer_longest
from kg.extraction.gazetteer import Division, Gazetteer, load_gazetteer
from kg.extraction.titles import title_ending, title_starting, titles
from kg.model import Article, BylineRole
from kg.ontology import group
from kg.resources import load_csv, load_toml

_OWN_PLACE = re.compile(r"[我全本该](?P<level>省|市|县|区|州|旗)(?![委政教场长内外级域位])")
_REGION_CHAIR = re.compile("(?<![\u4e00-\u9fff])自治区(?=(?:常务)?副?主席)")
_ABBREVIATED = re.compile(
    r"(?<=[赴来到在抵莅离])[\u4e00-\u9fff](?=调研|考察|视察|访问|开展|参观|出席|召开|举行|期间|企业|投资|学习|指导|对接|洽谈|参加|调查|检查|慰问|发展|兴业)"
)
_OTHER_LEVELS = ("县", "区", "市", "省", "州", "旗", "镇", "乡", "街道", "路", "大道", "大街", "社区", "村")
_DIRECTIONS = frozenset("东南西北中上下大平安新长")
_SHORT_ZONE = 3  # characters of a zone's name that other names begin with: 中关村
_AFTER_NAMES = frozenset("的和与等在以及先是将合")
_SHORT_FOR = re.compile(r"（[^（）]{0,12}?(?:以下|下)?简称(?:为|：)?[“《]?(?P<short>[^“”《》（）]{2,12})[”》]?）")
_ZONE_ENDINGS = ("高新", "经开区", "经济", "开发区", "工业", "产业", "国家", "农业", "综合", "新区", "循环", "科技")
_DIVISION = re.compile(r"[\u4e00-\u9fff]{2,5}(?P<level>县|镇|乡|街道|村)$")
#: Roles whose names are no things of the graph: they made the page, not the article.
_PAGE_ROLES = (BylineRole.EDITOR, BylineRole.PHOTOGRAPHER)
#: A verb that the recogniser takes for the last character of a name: 杨杰作推介.
_OVERRUN = re.compile(r"[\u4e00-\u9fff]{2}作(?:推介|报告|讲话|发言|汇报|说明|专题|主题|动员|工作|介绍|总结)$")
_BETWEEN_TITLE_AND_MARK = re.compile(
    r"(?:(?P<appoints>任命|免去|选举|提名|决定任命)|(?<=[记任长席员事]))(?P<name>[\u4e00-\u9fff]{2,3})"
    r"(?=同志|[、，。；）)]|等|为|的|说|出席|主持|陪同|表示|介绍|指出|强调|参加|一行|率)"
)
_NO_NAME = frozenset("了着过的们吗呢")
#: A member of a list of persons, and what may follow it.
_IN_LIST = re.compile(
    "(?<=、)(?P<name>[\u4e00-\u9fff]{2,3})(?=、|参加|出席|陪同|等|先后|分别|一同|共同|到会|列席|作|发言|汇报|[，。])"
)
_IS_HAN = re.compile(r"[\u4e00-\u9fff]")
_ZONE_KINDS = (*names.ZONES, "County")
#: 该…, and the classes of what may be meant.
_POINTED: Mapping[str, Sequence[str]] = {
    "区": _ZONE_KINDS,
    "园区": names.ZONES,
    "产业园": ("IndustrialPark",),
    "科技园": ("IndustrialPark",),
    "公司": ("Company",),
    "企业": ("Company",),
    "集团": ("Company",),
    "大学": ("ResearchInstitution",),
    "校": ("ResearchInstitution",),
    "学院": ("ResearchInstitution",),
    "研究院": ("ResearchInstitution",),
    "院": ("ResearchInstitution",),
    "中心": ("Facility", "ResearchInstitution"),
    "孵化器": ("Facility",),
    "平台": ("Facility",),
    "基地": ("Facility", "IndustrialPark"),
}
BEGINNING = 120  # characters at the beginning of an article, in which it says what it is about
_WHOLE_ZONE = re.compile("[全我]区(?![委域内级长])|(?<=[，。；：“\n])园区(?=[\u4e00-\u9fff])(?![和与及等])")
_POINTS = re.compile(
    f"(?:该(?P<kind>{'|'.join(sorted(_POINTED, key=len, reverse=True))})(?![委域内级])"
    "|(?<=[，。；：“])(?P<bare>公司|园区)(?=[\u4e00-\u9fff])(?![的内里区和与及等有]))"
)
#: Words that the recogniser takes for the last character of a name, and verbs that it takes for a surname.
_RUNS_ON = frozenset("都也还则边说在与和将就曾已作表向对率带一为是")
_VERBS = frozenset("谈向于和经就对到赴")
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+$")
#: Tibetan, Mongol and other names that do not begin with a Chinese surname.
_FOREIGN_NAME = re.compile(r"^[\u4e00-\u9fff]{2,7}$")
#: Classes that the recogniser's ORG may become, by their endings.
_ORG_KINDS = ("Company", "ResearchInstitution", "Association", "MediaOutlet")


@cache
def surnames() -> frozenset[str]:
    """All surnames, single and compound."""
    return frozenset(row["surname"] for row in load_csv("gazetteer/surnames.csv"))


@cache
def not_names() -> frozenset[str]:
    """Words that have the form of a name and are none."""
    return frozenset(load_toml("lexicon/names.toml")["not_names"])


def _stands_alone(text: str, start: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether the recogniser hears a place that begins here, and no word runs into it."""
    before = text[start - 1 : start]
    bounded = not "\u4e00" <= before <= "\u9fff" or before in "在到赴来由与和及往向对从的省"
    return bounded and any(begin == start for begin, _ in places)


@cache
def _words_too() -> frozenset[str]:
    return frozenset(load_toml("lexicon/names.toml")["words_too"])


def is_person_name(text: str) -> bool:
    """Whether a text has the form of a person's name: a surname and one or two more characters, or parts with ·."""
    if not _NAME.match(text):
        return False
    if (
        text in not_names()
        or _NO_NAME.intersection(text)
        or (text[0] in _VERBS and text[1:] in load_gazetteer().by_name)
    ):
        return False  # 谈曲靖新定位
    if "·" in text:
        return not any(part in load_gazetteer().by_name for part in text.split("·"))
    return (text[:1] in surnames() and len(text) <= 3) or (text[:2] in surnames() and len(text) >= 3)


def _is_titled_name(text: str, start: int, end: int) -> bool:
    """Whether a name without a Chinese surname stands right behind the title of a post: 副州长索朗多吉."""
    name = text[start:end]
    return bool(_FOREIGN_NAME.match(name) and name not in not_names() and title_ending(text, start))


class Heard(NamedTuple):
    """A span of a document as plain data, its text cut once."""

    start: int
    end: int
    label: str
    text: str


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
    persons = _persons(article, heard)
    known = _known(text, _heard(doc, "gazetteer", text), heard, gazetteer)
    places = [f for f in known if group(f.type) == "place"]
    own = [
        Found(m.start(), m.end(), bodies.LEVEL_TYPES[m["level"]], "own", stem=m["level"])
        for m in _OWN_PLACE.finditer(text)
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
    found_bodies = bodies.find_bodies(text, [*places, *zones, *orgs])
    blocked = {i for f in persons for i in range(f.start, f.end)}
    persons_at = frozenset(blocked)
    blocked |= {i for f in statuses for i in range(f.start, f.end)}
    heads = [*places, *zones, *found_bodies, *orgs]
    things = names.find_things(text, heads, blocked)
    grammars = [
        *names.find_documents(text, _media(), [*places, *zones, *own, *orgs, *found_bodies]),
        *names.find_programmes(text),
        *names.find_industries(text),
        *lists.find_listed_industries(text, _industries(), persons_at),
        *lists.find_listed(text, heads, blocked),
        *names.find_events(text, persons_at),
        *names.find_towns(text),
    ]
    zone_ends = {z.start: z.end for z in zones}
    place_starts = {p.start for p in places}
    recognised = [*_recognised_orgs(heard), *_recognised_places(heard)]
    recognised = [f for f in recognised if zone_ends.get(f.start) not in place_starts]  # 高新区|湖南某某公司
    found = prefer_longest([*persons, *known, *own, *zones, *found_bodies, *things, *grammars, *recognised])
    full = [*found, *(f for f in [*things, *recognised] if f not in found)]
    more = [*_called(text, full), *_pointed_at(text, found), *_the_zone(text, found)]
    return prefer_longest([*found, *more]) if more else found


def _the_zone(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """全区 and 我区 in an article on a zone, of which the title or the beginning speaks, mean the zone."""
    zones = [f for f in found if f.type in names.ZONES[:2] and f.head is not None]
    counties = [f for f in found if f.type == "County"]
    if not zones or zones[0].start > BEGINNING or len(zones) <= 2 * len(counties):
        return
    named = {text[z.start : z.end] for z in zones}
    if len({name[:2] for name in named}) == 1:
        for match in _WHOLE_ZONE.finditer(text):
            if match.start() > zones[0].start:
                yield Found(match.start(), match.end(), zones[0].type, "same", head=zones[0])


def _pointed_at(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """该区, 该产业园, 该公司: the thing of that kind that the text named last, in this line or the one before; a clause
    that begins with 公司 or 园区 speaks of the one that its line named last."""
    for match in _POINTS.finditer(text):
        kind = match["kind"] or match["bare"]
        line = text.rfind("\n", 0, match.start())
        line = text.rfind("\n", 0, max(0, line)) if match["kind"] else line
        kinds = _POINTED[kind]
        named = [
            f
            for f in found
            if line < f.start < f.end <= match.start()
            and f.type in kinds
            and (f.type == "Company" or text[f.start : f.end].endswith(kind[-1]))
        ]
        if named:
            yield Found(match.start(), match.end(), named[-1].type, "same", head=named[-1])


def _called(text: str, found: Sequence[Found]) -> list[Found]:
    """Every place of the short name of which the text says 以下简称, as the thing that it is short for."""
    by_end = {f.end: f for f in reversed(found) if group(f.type) in ("org", "zone", "facility")}
    named = {m["short"]: by_end[m.start()] for m in _SHORT_FOR.finditer(text) if m.start() in by_end}
    return [
        Found(m.start(), m.end(), full.type, "gazetteer", name=full.name or text[full.start : full.end])
        for short, full in sorted(named.items())
        for m in re.finditer(re.escape(short), text)
    ]


def _not_inside(found: Iterable[Found], others: Sequence[Found]) -> list[Found]:
    return [f for f in found if not any(o.start <= f.start and f.end <= o.end for o in others)]


def _persons(article: Article, heard: Sequence[Heard]) -> list[Found]:
    """Persons by the recogniser and the byline, and every further place where one of their names stands."""
    text = article.body
    heard = [span for span in heard if not _runs_into_title(text, span)]
    bylines = article.bylines
    makers = {(b.start, b.end) for b in bylines if b.role in _PAGE_ROLES}
    found = {
        (b.start, b.end): Found(b.start, b.end, "Person", "byline", name=b.name)
        for b in bylines
        if b.role not in _PAGE_ROLES
    }
    all_heard = {span.text for span in heard if span.label == "PER"}
    for span in heard:
        if span.label != "PER":
            continue
        start, end = span.start, _name_end(text, span, all_heard)
        if (start, end) not in makers and (is_person_name(text[start:end]) or _is_titled_name(text, start, end)):
            found.setdefault((start, end), Found(start, end, "Person", "ner", name=text[start:end]))
    for start, end in _titled_names(text, found):
        found[start, end] = Found(start, end, "Person", "ner", name=text[start:end])
    for start, end in _listed_names(text, found):
        found[start, end] = Found(start, end, "Person", "ner", name=text[start:end])
    for name in sorted({f.name for f in found.values() if len(f.name) > 2}):
        for match in re.finditer(re.escape(name), text):
            if match.span() in makers:
                continue
            found.setdefault(match.span(), Found(match.start(), match.end(), "Person", "ner", name=name))
    return prefer_longest(_by_full_name(text, found.values()))


def _by_full_name(text: str, persons: Iterable[Found]) -> list[Found]:
    """穆勒 is the 卡琳·穆勒 that the same text names."""
    persons = list(persons)
    full = {f.name.rsplit("·", 1)[1]: f.name for f in persons if "·" in f.name}
    named = [replace(f, name=full[f.name]) if f.name in full else f for f in persons]
    again = [
        Found(m.start(), m.end(), "Person", "ner", name=name)
        for last, name in sorted(full.items())
        if len(last) > 1
        for m in re.finditer(re.escape(last), text)
    ]
    return [*named, *again]


def _runs_into_title(text: str, span: Heard) -> bool:
    """秦区 in 秦区长一行: a surname and the first half of a title."""
    return span.label == "PER" and len(span.text) == 2 and bool(title_starting(text, span.end - 1)[1:] == "长")


def _name_end(text: str, span: Heard, heard: Collection[str]) -> int:
    """Where a name ends that the recogniser heard too long or too short."""
    if _OVERRUN.match(span.text + text[span.end : span.end + 2]):
        return span.end - 1
    if span.text[-1] in _RUNS_ON and span.text[:-1] in heard:
        return span.end - 1  # 吴铁都 where the text knows 吴铁
    if span.text in surnames() and _IS_HAN.match(text, span.end):
        return span.end + 1  # 相里 is a surname: 相里明
    return span.end


def _titled_names(text: str, found: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Names of two or three characters between a title and a mark or a word that follows names, where the recogniser
    hears none: 书记郄志刚、, 任命亓建华为."""
    taken = {i for start, end in found for i in range(start, end)}
    for match in _BETWEEN_TITLE_AND_MARK.finditer(text):
        start, end = match.span("name")
        if any(i in taken for i in range(start, end)) or not is_person_name(text[start:end]):
            continue
        if match["appoints"] or title_ending(text, start) in titles().public:
            yield start, end


def _listed_names(text: str, found: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names in a list of persons that the recogniser does not hear: 甲某、谌业琳、丙某参加."""
    ends = {end for _, end in found}
    taken = {i for start, end in found for i in range(start, end)}
    more = []
    for match in _IN_LIST.finditer(text):
        start, end = match.span("name")
        if start - 1 in ends and is_person_name(text[start:end]) and not any(i in taken for i in range(start, end)):
            more.append((start, end))
            ends.add(end)
    return more


def _known(text: str, named: Sequence[Heard], heard: Sequence[Heard], gazetteer: Gazetteer) -> list[Found]:
    """Gazetteer names; a short county name counts only where its full name or the recogniser supports it."""
    places = [(s.start, s.end) for s in heard if s.label != "PER"]
    persons = [(s.start, s.end) for s in heard if s.label == "PER"]
    found: list[Found] = []
    for span in named:
        known = gazetteer.by_name[span.text]
        if goes_on(text, span.end, span.text[-2:]) or (group(known[0].type) == "zone" and len(span.text) < 3):
            continue
        goes_further = _IS_HAN.match(text, span.end) and text[span.end] not in _AFTER_NAMES
        if group(known[0].type) == "zone" and len(span.text) == _SHORT_ZONE and goes_further:
            continue  # 中关村某某孵化器
        if any(start < span.end and span.start < end for start, end in persons) and len(span.text) < 4:
            continue
        if all(k.is_short for k in known) and text.startswith(_OTHER_LEVELS, span.end):
            continue  # 水城县 is not 水城区
        if span.text in _words_too() and not _stands_alone(text, span.start, places):
            continue  # 真金白银
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


def _recognised_places(heard: Sequence[Heard]) -> list[Found]:
    """Counties, townships and villages by the recogniser and their endings, where the gazetteer has none."""
    found = []
    for span in heard:
        match = _DIVISION.match(span.text)
        if span.label == "LOC" and match and span.text not in load_gazetteer().by_name:
            kind = "County" if match["level"] == "县" else "Township"
            found.append(Found(span.start, span.end, kind, "ner", name=span.text))
    return found


def _recognised_orgs(heard: Sequence[Heard]) -> list[Found]:
    """Organisations by the recogniser that an ending types."""
    found = []
    for span in heard:
        if span.label != "ORG" or len(span.text) < 4 or has_stop(span.text):
            continue
        for kind in _ORG_KINDS:
            if span.text.endswith(names.endings()[kind]):
                found.append(Found(span.start, span.end, kind, "ner", name=span.text))
                break
    return found
