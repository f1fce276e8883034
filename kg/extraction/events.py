"""Meetings: which one a bare 会议 means, and which one the text is reporting at a given sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.home import Home
from kg.extraction.sentences import Sentence
from kg.model import Mention

_HELD = re.compile(r"召开|举行|举办|开幕|召集")
_MANY = re.compile(r"[两三多几]次|多场|历次|每[年月周]|定期|分别召开")
_QUALIFIED = re.compile(r"^(?P<mark>[全我本])(?P<level>省|市|县|区|州)")
#: Words for a meeting that name none by themselves; they take up the one before.
GENERIC = frozenset({"会议", "大会", "活动", "仪式", "论坛", "全会", "座谈"})
#: A meeting is being reported for this many paragraphs after the one that introduces it.
REACH = 3


def name_event(surface: str, home: Home) -> str:
    """The full name of a meeting: 全市科技创新大会 is the home city's; a bare 座谈会 keeps its word."""
    match = _QUALIFIED.match(surface)
    division = home.of_level(match["level"]) if match else None
    return division.name + surface[match.end() :] if match and division else surface


def is_held(text: str, sentence: Sentence) -> bool:
    """Whether a sentence says that one meeting was held."""
    said = text[sentence.start : sentence.end]
    return bool(_HELD.search(said)) and not _MANY.search(said)


def reported_event(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], position: Sentence
) -> int | None:
    """The meeting that the text reports at a sentence: the last one held in this paragraph or shortly before."""
    latest = None
    for sentence in sentences:
        if sentence.start > position.start:
            break
        if position.paragraph - sentence.paragraph > REACH or not is_held(text, sentence):
            continue
        for index, mention in enumerate(mentions):
            if mention.type == "Event" and sentence.start <= mention.start < sentence.end:
                latest = index
                break
    return latest
