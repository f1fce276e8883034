"""Meetings: which one a bare 会议 means, and which one the text is reporting at a given sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extraction.home import Home
from kg.extraction.sentences import Sentence
from kg.model import Mention

_HELD = re.compile(r"(?:召开|举行|举办|开幕|召集)(?!以来|之后|后|前)")
#: Behind a meeting that is only talked of: 学习贯彻全市经济工作会议精神.
SPIRIT = "精神"
#: Who holds a meeting stands in front of it.
HOLDS = re.compile("(?:组织)?(?:召开|举行)(?:了)?$")
LEAD = 2  # the last paragraph, from 0, that may introduce a meeting by who goes to it
_GONE_TO = re.compile("参加|出席")
_MANY = re.compile(r"先后(?:召开|举行|举办)|[两三多几]次|多场|历次|每[年月周]|定期|分别召开")
_QUALIFIED = re.compile(r"^(?P<mark>[全我本])?(?P<level>省|市|县|区|州)(?![委政场])")
#: Words for a meeting that name none by themselves; they take up the one before.
GENERIC = frozenset({"专题会议", "专题会", "会议", "大会", "活动", "仪式", "论坛", "全会", "座谈"})
#: A meeting is being reported for this many paragraphs after the one that introduces it.
REACH = 3


def name_event(surface: str, home: Home) -> str:
    """The full name of a meeting: 全市科技创新大会 is the home city's; a bare 座谈会 keeps its word."""
    surface = surface.replace("——", "—")
    match = _QUALIFIED.match(surface)
    division = home.of_level(match["level"]) if match else None
    return division.name + surface[match.end() :] if match and division else surface


def held_events(
    text: str, sentences: Sequence[Sentence], events: Sequence[tuple[int, int, int]]
) -> dict[int, Sentence]:
    """The meetings that the text says were held, each with its sentence.

    ``events`` are (start, end, id). Of several in a sentence the one nearest to the word 召开 is held:
    全省大会结束后，市委召开全市大会.
    """
    held: dict[int, Sentence] = {}
    events = [event for event in events if not text.startswith(SPIRIT, event[1])]
    for sentence in sentences:
        said = text[sentence.start : sentence.end]
        verbs = [(sentence.start + m.start(), sentence.start + m.end()) for m in _HELD.finditer(said)]
        inside = [e for e in events if sentence.start <= e[0] < sentence.end]
        if sentence.paragraph <= LEAD:  # 近日，某市长先后前往两地，参加签约仪式、恳谈会。
            verbs += [(sentence.start + m.start(), sentence.start + m.end()) for m in _GONE_TO.finditer(said)]
        verbs += [(e[0] - 1, e[0]) for e in inside if _is_on(text, sentence.start, *e[:2])]
        inside = [e for e in inside if text[e[0] : e[1]] not in GENERIC] or inside
        if not verbs or not inside or _MANY.search(said):
            continue
        nearest = min(inside, key=lambda e: min(_distance(e, v) for v in verbs))
        held[nearest[2]] = sentence
    return held


def _is_on(text: str, sentence: int, start: int, end: int) -> bool:
    """Whether a meeting is under way: 座谈会上，…; 在座谈会上."""
    begins = start == sentence or text[start - 1] in "在，"
    return (
        begins and text.startswith(("上，", "上指", "上表", "上强", "上介", "上作", "上讲", "上致", "上说"), end)
    ) or (text[start - 1 : start] == "在" and text.startswith("上", end))


def _distance(event: tuple[int, int, int], verb: tuple[int, int]) -> int:
    """Characters between; what stands behind the verb is its object, and nearer."""
    return event[0] - verb[1] if event[0] >= verb[1] else verb[0] - event[1] + 2


def reported_event(
    held: Mapping[int, Sentence], mentions: Sequence[Mention], position: Sentence, reach: int = REACH
) -> int | None:
    """The meeting that the text reports at a sentence: the last one held in this paragraph or shortly before."""
    if len({mentions[index].name for index in held}) == 1:  # an article about one meeting tells of it to its end
        reach = len(mentions) + position.paragraph
    near = [
        index
        for index, sentence in held.items()
        if sentence.start <= position.start and position.paragraph - sentence.paragraph <= reach
    ]
    return max(near, key=lambda i: mentions[i].start, default=None)
