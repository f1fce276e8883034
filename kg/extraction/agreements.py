"""Who works together by the name of what they sign: 某市与某大学战略合作协议签约仪式, 《甲市乙市合作框架协议》; and by
a list of who signs: 甲市、乙市、丙市三地签署协议."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kg.extraction.context import Context
from kg.extraction.modality import modality_of
from kg.extraction.sentences import Sentence
from kg.extraction.structure import outermost
from kg.model import Claim
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {
    "cooperatesWith.named": "甲与乙战略合作协议签约仪式: whose names begin the name of what is signed",
    "cooperatesWith.listed": "甲、乙、丙三方签署协议: those who are listed as the parties of one agreement",
}
_SIGNED = re.compile(r"(?:协议|备忘录|合同|意向书)(?:书|文本)?[》”]?$|签约(?:仪式|活动|大会)[》”]?$")
#: Between the two parties, and what may stand behind either: （以下简称“某院”）.
_ASIDE = r"(?:（[^（）]{0,20}）)?"
_HAN = r"[\u4e00-\u9fff]"
_JOINT = rf"{_ASIDE}(?:[与和同—－-]+|(?P<listed>[、及])|(?={_HAN}))(?:{_HAN}{{2,3}}[省市])?"
_REST = r"[^，。；：、\n（）]{0,24}?(?:签约|协议|备忘录|合同|意向书)"
_PARTIES = frozenset({"org", "place", "zone"})
_SIGN_TOGETHER = re.compile(
    "(?:等)?(?:[双三四五六多]方|[两三四五六][地市省县区校院家])?(?:共同|联合|现场|正式|在[\u4e00-\u9fff]{2,4}|日前|近日)*"
    "(?:签署|签订|缔结|达成)[^，。；]{0,30}?(?:协议|备忘录|协定|合同|意向|宣言)"
)
SHORTEST = 3  # characters of a party's name
MOST = 8  # parties of one agreement


def partners(context: Context, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """``cooperatesWith`` for the two parties that the name of an agreement or of its signing begins with, where the
    text names both elsewhere too; and for those that a sentence lists as the parties of an agreement."""
    yield from _listed(context, sentences)
    body = context.article.body
    signed = [m.start for m in context.mentions if _SIGNED.search(body, m.start, m.end)]
    parties = _parties(context)
    if not signed or not parties:
        return
    named = "|".join(map(re.escape, parties))
    pattern = re.compile(rf"(?<![与和同及、])(?P<one>{named}){_JOINT}(?P<other>{named}){_ASIDE}{_REST}")
    for sentence in sentences:
        if not any(sentence.start <= start < sentence.end for start in signed):
            continue
        for match in pattern.finditer(body, sentence.start, sentence.end):
            one, other = parties[match["one"]], parties[match["other"]]
            same = context.mentions[one].name == context.mentions[other].name
            apart = match["listed"] and body[match.start() - 1 : match.start()] not in ("《", "“")  # 与甲、乙分别签订
            if not same and not apart and modality_of(body, match.start(), match.end()).value == "asserted":
                yield _claim(one, other, sentence, "cooperatesWith.named", 0.85)


def _claim(one: int, other: int, sentence: Sentence, rule: str, confidence: float) -> Claim:
    return Claim(one, "cooperatesWith", other, sentence.start, sentence.end, rule, confidence)


def _parties(context: Context) -> Mapping[str, int]:
    """The forms by which the text may name each possible party, longest first, with a mention of it."""
    forms: dict[str, int] = {}
    for index, mention in enumerate(context.mentions):
        if group(mention.type) in _PARTIES:
            for form in (context.article.body[mention.start : mention.end], mention.name):
                forms.setdefault(form, index)
                forms.setdefault(re.sub("(?<!人民)政府", "人民政府", form), index)
    return dict(sorted(((f, i) for f, i in forms.items() if len(f) >= SHORTEST), key=lambda f: (-len(f[0]), f[0])))


def _listed(context: Context, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """The parties of 甲、乙、丙三方签署协议, each with each."""
    body = context.article.body
    signings = [m.start() for m in _SIGN_TOGETHER.finditer(body)]
    if not signings:
        return
    order = outermost(context.mentions)
    ends = {context.mentions[i].end: position for position, i in enumerate(order)}
    for start in signings:
        listed = _list_before(context, order, ends.get(start))
        sentence = next((s for s in sentences if s.start <= start < s.end), None)
        if sentence is None or not 2 <= len(listed) <= MOST:
            continue
        end = _SIGN_TOGETHER.match(body, start)
        if end and modality_of(body, context.mentions[listed[0]].start, end.end()).value == "asserted":
            for one, other in combinations(listed, 2):
                yield _claim(one, other, sentence, "cooperatesWith.listed", 0.75)


def _list_before(context: Context, order: Sequence[int], position: int | None) -> list[int]:
    """The members of the list of parties that ends with the mention at a position of ``order``."""
    listed: list[int] = []
    while position is not None and position >= 0:
        mention = context.mentions[order[position]]
        joint = context.article.body[mention.end : context.mentions[listed[0]].start] if listed else "、"
        if group(mention.type) not in _PARTIES or joint not in ("、", "和", "及", "与", "以及"):
            break
        listed.insert(0, order[position])
        position -= 1
    return listed
