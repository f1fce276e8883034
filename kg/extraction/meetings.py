"""The grammar of meetings and ceremonies: by their endings, by the verb that holds them, by their number.

Endings: ``Event`` in ``resources/lexicon/suffixes.toml``; well-known fairs and games: ``fairs`` in ``names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.extraction.edges import EVENT_LEADING, goes_on, left_edge
from kg.extraction.found import Found
from kg.extraction.names import ending_pattern
from kg.extraction.things import starting
from kg.resources import load_toml

#: Meetings of two parties, whose names hold both: 某市与某大学战略合作协议签约仪式.
_OF_TWO = frozenset({"签约仪式", "座谈会", "对接会", "交流会", "签约活动", "洽谈会", "会议"})
_TALKS = re.compile(r"(?<=参加|出席)座谈(?![会交研])")
#: 某市第十六届人民代表大会第六次会议, 政协某市第十三届委员会第五次会议, 市委十四届十一次全会.
_NUMBER = "第?[一二三四五六七八九十\\d]{1,3}"
_PLACE = r"(?:(?:(?![日月的开在])[\u4e00-\u9fff]){2,9}?(?:自治区|[省市县区州旗盟])|[省市县区州])"
_SESSION = re.compile(
    rf"(?P<place>(?:政协|中共)?{_PLACE}?(?:委|政协)?)(?:{_NUMBER}届"
    rf"(?:人民代表大会|人大|政协|委员会)?(?:常务委员会|常委会)?{_NUMBER}次(?:全体)?(?P<ending>会议|全会)"
    rf"|(?<=[省市县区州旗盟]){_NUMBER}次(?P<party>党代会|党代表大会))"
)
_CONGRESS = re.compile(
    "(?:党的|中共)[十二]{1,2}[一二三四五六七八九]?大(?![局会事业计])|(?:党的)?[十二]{1,2}[一二三四五六七八九]?届[一二三四五六七]中全会"
)
_SITTING = re.compile(f"{_NUMBER}次(?:全体)?会议")  # one of those that a session has
#: A verb of holding a meeting, up to where the meeting's name begins.
_HOLDING = re.compile(r"(?:召开|举行|举办|召集)了?(?=[^，。；：！？、“”《》（）\n的在]*$)")
_OF_A_YEAR = re.compile(r"(?<=[，。、\n])(?:19|20)\d{2}年度?(?!\d)[\u4e00-\u9fff]*$")
LONGEST_EVENT = 26  # characters of a meeting's name in front of its last word
LONGEST_HELD = 48  # the same where the meeting is what a clause begins with, and is held
_WHEN = r"(?:\d{1,2}月)?\d{1,2}日|今[日天晨]|昨[日天]|近日|日前|当[日天晚]|[上下]午|晚上?|随后|会后"
_IS_HELD = re.compile(
    rf"(?:{_WHEN})*(?:(?:于|在)[^，。；！？、\n]{{1,24}}?)?(?:隆重|正式|成功|顺利|圆满|如期|线上)*"
    "(?:举行|召开|举办|开幕|闭幕|启幕|落幕|开启)"
)
_OPENS = re.compile(
    r"(?:[^（）]*(?:记者|电|讯|通讯员|供稿)[^（）]*（[^（）]*）|（[^（）]*）)?"
    rf"(?:今年|(?:\d{{4}}年)?(?:{_WHEN}))*"
)
#: What the name of a meeting never holds that begins its clause.
_OF_A_CLAUSE = re.compile(
    "[的了在为是将到赴率来由并]|出席|参加|主持|召开|举行|举办|前往|获悉|表示|根据|按照|围绕|作为|记者|讯|电$|期间|频道|网-"
)
_CLAUSE_ENDS = "，。；！？：\n"
#: An activity that only these words qualify is no meeting: 招商推介活动, 对口交流活动.
_MERE = re.compile(
    "(?:对口|招商|引资|推介|交流|签约|对接|宣传|项目|考察|合作|集中|系列|产业|企业|学习|培训|慰问|经贸|投资|走访)+"
)


def find_events(text: str, heads: Sequence[Found], blocked: Collection[int]) -> list[Found]:
    """Meetings and ceremonies by their endings; ``stem`` is the ending, and equals the whole where the name is bare.
    The first of the places, zones and bodies ``heads`` that stands in a name is its head."""
    pattern, _ = ending_pattern(("Event",))
    found = []
    for match in pattern.finditer(text):
        ending = match.group()
        if goes_on(text, match.end(), ending):
            continue
        start = _start(text, match, blocked)
        mere = ending.endswith("活动") and _MERE.fullmatch(text, start, match.start())
        if not mere and not _SITTING.fullmatch(text, start, match.end()):
            found.append(Found(start, match.end(), "Event", "event", stem=ending))
    by_start = starting(heads)
    return [_with_head(event, by_start) for event in [*found, *_numbered(text, blocked)]]


def _with_head(event: Found, by_start: Mapping[int, Sequence[Found]]) -> Found:
    """The meeting with what stands first in its name: a name that holds 兰州 speaks of 兰州."""
    inside = (h for i in range(event.start, event.end) for h in by_start.get(i, ()) if h.end <= event.end)
    return replace(event, head=max(inside, key=lambda h: (-h.start, h.end), default=None))


def _start(text: str, ending: re.Match[str], blocked: Collection[int]) -> int:
    """Where the name of a meeting begins."""
    start = left_edge(text, ending.start(), blocked, EVENT_LEADING)
    if text[start - 1 : start] == "与" and ending.group() in _OF_TWO:
        start = left_edge(text, start - 1, blocked, EVENT_LEADING)
    start = _behind_verb(text, start, ending.start(), blocked)
    return _at_clause(text, start, ending, blocked)


def _numbered(text: str, blocked: Collection[int]) -> Iterator[Found]:
    """Sessions and congresses by their number, talks that somebody takes part in, and well-known fairs."""
    for match in _TALKS.finditer(text):
        yield Found(match.start(), match.end(), "Event", "event", stem=match.group())
    for match in _SESSION.finditer(text):
        start = max(match.start(), left_edge(text, match.end("place"), blocked))
        yield Found(start, match.end(), "Event", "event", stem=match["ending"] or match["party"])
    for match in [*_CONGRESS.finditer(text), *_fairs().finditer(text)]:
        yield Found(match.start(), match.end(), "Event", "event", stem="会")


@cache
def _fairs() -> re.Pattern[str]:
    words = sorted(load_toml("lexicon/names.toml")["fairs"], key=len, reverse=True)
    return re.compile(rf"(?:第{_NUMBER}届)?(?:{'|'.join(map(re.escape, words))})(?!员|馆|村|场)")


def _behind_verb(text: str, start: int, ending_start: int, blocked: Collection[int]) -> int:
    """A meeting's name begins right behind the verb that holds it, whatever words are in it: 召开园区转型升级座谈会."""
    of_year = _OF_A_YEAR.search(text, max(0, ending_start - LONGEST_EVENT), start)
    if of_year is not None:
        return of_year.start()
    held = _HOLDING.search(text, max(0, ending_start - LONGEST_EVENT), start)
    if held is None or any(i in blocked for i in range(held.end(), ending_start)):
        return start
    pattern, _ = ending_pattern(("Event",))
    of_two = any(mark in text[held.end() : ending_start] for mark in "与和及")
    return start if of_two and pattern.search(text, held.end(), ending_start) else held.end()


def _at_clause(text: str, start: int, ending: re.Match[str], blocked: Collection[int]) -> int:
    """A meeting that begins its clause and is held has all of that for its name: 某市与某大学…签约仪式在某地举行."""
    if not _IS_HELD.match(text, ending.end()):
        return start
    clause = max(text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS) + 1
    opens = _OPENS.match(text, clause)
    begin = opens.end() if opens and opens.end() <= start else clause
    name = text[begin : ending.start()]
    whole = name.count("（") == name.count("）") and name.count("“") == name.count("”")
    if not whole or len(name) > LONGEST_HELD or _OF_A_CLAUSE.search(name):
        return start
    return start if any(i in blocked for i in range(begin, ending.start())) else begin
