"""The persons of a text: what the recogniser hears and the byline names, names that a title or a list gives away, and
every further place where one of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from kg.extraction.found import Found, occurrences, prefer_longest
from kg.extraction.gazetteer import load_gazetteer
from kg.extraction.titles import title_ending, title_starting, titles
from kg.model import Article, BylineRole
from kg.resources import load_csv, load_toml

_IS_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Roles whose names are no things of the graph: they made the page, not the article.
_PAGE_ROLES = (BylineRole.EDITOR, BylineRole.PHOTOGRAPHER)
#: A verb that the recogniser takes for the last character of a name: 杨杰作推介.
_OVERRUN = re.compile(r"[\u4e00-\u9fff]{2}[作做](?:推介|报告|讲话|发言|汇报|说明|专题|主题|动员|工作|介绍|总结)$")
_BETWEEN_TITLE_AND_MARK = re.compile(
    r"(?:(?P<appoints>任命|免去|选举|提名|决定任命)|(?<=[记任长席员事]))(?P<name>[\u4e00-\u9fff]{2,3})"
    r"(?=同志|[、，。；）)]|等|为|的|说|出席|主持|陪同|表示|介绍|指出|强调|参加|一行|率)"
)
#: A name that stands behind a body and in front of a title: 管委会李耕主任.
_BEFORE_TITLE = re.compile(
    r"(?<=[局厅委会部司院所谷团协联学业区司室])(?P<name>[\u4e00-\u9fff]{2,3})(?!(?<=学)院)"
    r"(?=(?:副)?(?:书记|主任|局长|厅长|部长|处长|市长|省长|县长|区长|主席|院长|校长|会长|秘书长|理事长|董事长|总经理|总裁|教授|博士|研究员|院士))"
)
#: Behind who took the photo, which is nothing that the article tells: 甲乙 摄.
_TOOK_THE_PHOTO = re.compile(r"\s?/?摄(?=[\n。）)]|$|影报道)")
_OF_BODIES = re.compile("[处室科办局部院组会委厅司所区协联]$")
#: Where somebody named before acts again: 。他强调, ，他还考察了.
_PRONOUN = re.compile(
    "(?<=[。！；，”])(?:随后，|会上，|期间，|同时，)?(?P<who>[他她])"
    "(?=还?(?:说|指出|强调|表示|要求|介绍|认为|希望|提出|建议|先后|分别|实地|来到|走进|深入|前往|考察|调研|参观|详细|对))"
)
#: Behind a name: others act with it.
_AMONG_OTHERS = frozenset("、和与及同率")
LONGEST_BODY = 16  # characters between two titles of one person: 区委书记、高新区管委会主任
#: What may stand in front of a person who is called by surname and title.
_BEFORE_CALLED = frozenset("的在与和对向由据随同陪请")
_RANKS = frozenset({"常务", "第一", "执行", "首席", "荣誉", "名誉"})
_DIRECTIONS = ("以东", "以南", "以西", "以北", "以内", "以外")
_NO_NAME = frozenset("了着过的们吗呢")
#: A member of a list of persons, and what may follow it.
_IN_LIST = re.compile(
    "(?<=、)(?P<name>[\u4e00-\u9fff]{2,3})(?=、|参加|出席|陪同|等|先后|分别|一同|共同|到会|列席|作|发言|汇报|[，。])"
)
#: Words that the recogniser takes for the last character of a name, and verbs that it takes for a surname.
_RUNS_ON = frozenset("都也还则边说在与和将就曾已作表向对率带一为是")
_VERBS = frozenset("谈向于和经就对到赴")
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+$")
#: Tibetan, Mongol and other names that do not begin with a Chinese surname.
_FOREIGN_NAME = re.compile(r"^[\u4e00-\u9fff]{2,7}$")


@cache
def surnames() -> frozenset[str]:
    """All surnames, single and compound."""
    return frozenset(row["surname"] for row in load_csv("gazetteer/surnames.csv"))


@cache
def not_names() -> frozenset[str]:
    """Words that have the form of a name and are none."""
    return frozenset(load_toml("lexicon/names.toml")["not_names"])


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
    if text[1] == "副" or text[1:] in _RANKS or text.endswith(_DIRECTIONS):
        return False  # 政法委|原副|书记, 长|江以北
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


def find_persons(article: Article, heard: Sequence[Heard]) -> list[Found]:
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
        if _TOOK_THE_PHOTO.match(text, end):
            continue
        if (start, end) not in makers and (is_person_name(text[start:end]) or _is_titled_name(text, start, end)):
            found.setdefault((start, end), Found(start, end, "Person", "ner", name=text[start:end]))
    for start, end in _titled_names(text, found):
        found[start, end] = Found(start, end, "Person", "ner", name=text[start:end])
    for match in _BEFORE_TITLE.finditer(text):
        name, (start, end) = match["name"], match.span("name")
        free = not any(start < b and a < end for a, b in found)
        if free and is_person_name(name) and not _OF_BODIES.search(name) and not title_starting(text, start):
            found[start, end] = Found(start, end, "Person", "ner", name=name)
    for start, end in _listed_names(text, found):
        found[start, end] = Found(start, end, "Person", "ner", name=text[start:end])
    for name in sorted({f.name for f in found.values() if len(f.name) > 2}):
        for span_of in occurrences(text, name):
            if span_of not in makers:
                found.setdefault(span_of, Found(*span_of, "Person", "ner", name=name))
    persons = prefer_longest(_by_full_name(text, found.values()))
    persons = prefer_longest([*persons, *_called_by_title(text, persons)])
    return sorted([*persons, *_he_and_she(text, persons)], key=lambda f: f.start)


def _he_and_she(text: str, persons: Sequence[Found]) -> Iterator[Found]:
    """他 and 她 at the beginning of a clause, where the line's sentence before names one person, or begins with one."""
    for match in _PRONOUN.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        before = [f for f in persons if line <= f.start < match.start()]
        if not before:
            continue
        begin = max(text.rfind(mark, line, before[-1].start) for mark in "。！？；\n") + 1
        said = [f for f in before if f.start >= max(begin, line)]
        acts = said[0].end < match.start() and text[said[0].end] not in _AMONG_OTHERS
        if len({f.name for f in said}) == 1 or (acts and said[0].start - begin < LONGEST_BODY):
            yield Found(*match.span("who"), "Person", "ner", name=said[0].name)


def _called_by_title(text: str, persons: Sequence[Found]) -> Iterator[Found]:
    """吕书记 and 庆龙书记 where the text names one 书记吕庆龙: the surname or the given name with the title."""
    called: dict[str, set[tuple[str, str]]] = {}
    for person in persons:
        family = 2 if person.name[:2] in surnames() and len(person.name) > 2 else 1
        for title in _titles_beside(text, person):
            for short in (person.name[:family], person.name[family:]):
                called.setdefault(short, set()).add((title, person.name))
    for short, holders in sorted(called.items()):
        for start, end in occurrences(text, short):
            title = title_starting(text, end)
            names = {name for held, name in holders if title and held == _plain(title)}
            begins = not start or not _IS_HAN.match(text, start - 1) or text[start - 1] in _BEFORE_CALLED
            if begins and len(names) == 1:
                yield Found(start, end + len(title), "Person", "ner", name=names.pop())


def _titles_beside(text: str, person: Found) -> Iterator[str]:
    """The plain titles in front of a name, as far as they are joined, and the one behind it."""
    end = person.start
    while title := title_ending(text, end):
        yield _plain(title)
        end -= len(title)
        joint = text.rfind("、", max(0, end - LONGEST_BODY), end)
        end = joint if joint >= 0 else 0
    if behind := title_starting(text, person.end):
        yield _plain(behind)


def _plain(title: str) -> str:
    """市长 for 常务副市长: who is 副市长 is called 市长, too."""
    return title.removeprefix("常务").removeprefix("第一").removeprefix("副").removeprefix("党组").removeprefix("党委")


def _by_full_name(text: str, persons: Iterable[Found]) -> list[Found]:
    """穆勒 is the 卡琳·穆勒 that the same text names."""
    persons = list(persons)
    full = {f.name.rsplit("·", 1)[1]: f.name for f in persons if "·" in f.name}
    named = [replace(f, name=full[f.name]) if f.name in full else f for f in persons]
    again = [
        Found(start, end, "Person", "ner", name=name)
        for last, name in sorted(full.items())
        if len(last) > 1
        for start, end in occurrences(text, last)
    ]
    return [*named, *again]


def _runs_into_title(text: str, span: Heard) -> bool:
    """秦区 in 秦区长一行, 吕书 in 吕书记: a surname and the first half of a title; 法局原 in 司法局原局长."""
    if span.label != "PER":
        return False
    if (span.text.endswith("原") and title_starting(text, span.end)) or text.startswith("学院", span.end - 1):
        return True  # 司法局原|局长, 大学管理学|院长
    if len(span.text) == 2 and span.text[1] == "总":
        return True  # 余总, 习总|书记
    return len(span.text) == 2 and title_starting(text, span.end - 1)[1:] in ("长", "记", "任", "席")


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
