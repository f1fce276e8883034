"""Who works together by the name of what they sign: 某市与某大学战略合作协议签约仪式, 《甲市乙市合作框架协议》."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.context import Context
from kg.extraction.modality import modality_of
from kg.extraction.sentences import Sentence
from kg.model import Claim
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {
    "cooperatesWith.named": "甲与乙战略合作协议签约仪式: the parties whose names begin an agreement's, or its signing's"
}
_SIGNED = re.compile(r"(?:协议|协议书|备忘录|合同|意向书)(?:书|文本)?[》”]?$|签约(?:仪式|活动|大会)[》”]?$")
_JOINT = re.compile(r"[与和同及、—－-]+|(?=[\u4e00-\u9fff])")
_PARTIES = frozenset({"org", "place", "zone"})
SHORTEST = 3  # characters of a party's name


def partners(context: Context, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """``cooperatesWith`` for the two parties that the name of an agreement or of its signing begins with, where the
    text names both elsewhere too."""
    if not any(_SIGNED.search(context.article.body, m.start, m.end) for m in context.mentions):
        return
    parties = _parties(context)
    for sentence in sentences:
        for mention in context.mentions:
            text = context.article.body[mention.start : mention.end].strip("《》“”")
            if not (sentence.start <= mention.start < sentence.end and _SIGNED.search(text)):
                continue
            pair = _pair(text.replace("人民政府", "政府"), parties)
            if pair and modality_of(context.article.body, mention.start, mention.end).value == "asserted":
                yield Claim(
                    pair[0], "cooperatesWith", pair[1], sentence.start, sentence.end, "cooperatesWith.named", 0.85
                )


def _parties(context: Context) -> list[tuple[str, int]]:
    """The forms by which the text may name each possible party, longest first, with a mention of it."""
    forms: dict[str, int] = {}
    for index, mention in enumerate(context.mentions):
        if group(mention.type) in _PARTIES:
            for form in (context.article.body[mention.start : mention.end], mention.name):
                forms.setdefault(form.replace("人民政府", "政府"), index)
    return sorted(((f, i) for f, i in forms.items() if len(f) >= SHORTEST), key=lambda form: (-len(form[0]), form))


def _pair(text: str, parties: Sequence[tuple[str, int]]) -> tuple[int, int] | None:
    one = next(((f, i) for f, i in parties if text.startswith(f)), None)
    if one is None:
        return None
    joint = _JOINT.match(text, len(one[0]))
    start = joint.end() if joint else len(one[0])
    other = next((i for f, i in parties if text.startswith(f, start)), None)
    return (one[1], other) if other is not None and other != one[1] else None
