"""Who belongs to a delegation that only its home names: 甲市党政代表团在我市考察。甲市委书记某某，…参加。"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.context import Context
from kg.extraction.posts import Phrase
from kg.ontology import group

#: A delegation, behind the place that it comes from, and what it does.
_DELEGATION = re.compile(
    "(?:党政|政协|人大|经贸|招商|学习|参观|工商|企业家)*(?:代表团|考察团|学习团|参访团|考察组)(?:一行)?"
    "(?=[^，。；\n]{0,6}[来到赴在莅][^，。；\n]{0,12}(?:考察|学习|参观|访问|调研|交流))"
)
#: In the sentence that names the members.
_TAKE_PART = re.compile("(?:参加|参加考察|参加活动|率队|率团|带队|随团|一行)(?=[。，；])")


def party(context: Context, phrases: Sequence[Phrase]) -> dict[str, int]:
    """The members of the article's delegation by name: persons of its home in a list of who takes part."""
    home = _home_of_delegation(context)
    members: dict[str, int] = {}
    for phrase in phrases if home else ():
        person = context.mentions[phrase.person]
        held = [context.mentions[post.body].context for post in phrase.posts if post.body is not None]
        if any(context.gazetteer.contains(home, code) for code in held) and _takes_part(context, phrase):
            members.setdefault(person.name, phrase.person)
    return members


def _home_of_delegation(context: Context) -> str:
    """The code of the place that a delegation in the text comes from, where it is one; else ``""``."""
    text = context.article.body
    ends = {m.end: m.context for m in context.mentions if group(m.type) == "place" and m.end > m.start}
    homes = {ends[m.start()] for m in _DELEGATION.finditer(text) if m.start() in ends}
    return homes.pop() if len(homes) == 1 else ""


def _takes_part(context: Context, phrase: Phrase) -> bool:
    text = context.article.body
    end = min((i for mark in "。；\n" if (i := text.find(mark, phrase.end)) >= 0), default=len(text))
    return _TAKE_PART.search(text, phrase.end, end + 1) is not None
