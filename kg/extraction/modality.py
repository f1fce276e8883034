"""How the text holds a claim: as a fact, as planned, negated, former or hearsay. Cues: ``lexicon/cues.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.model import Modality
from kg.resources import load_toml

_CLAUSE = re.compile(r"[，。；：！？、\n]")
NAME = "\N{REPLACEMENT CHARACTER}"  # stands for each character of a name
#: 将 in front of a name is 把: 国务院将某市列为试点.
_OBJECT_FIRST = re.compile(f"将(?=[{NAME}“《])")
#: 不 speaks of the words behind it: so far from the trigger it is another matter's.
_FAR_NOT = re.compile("不(?=.{10})(?!再|是)", re.DOTALL)
#: Tried in this order: what is both planned and negated did not happen.
ORDER = (Modality.NEGATED, Modality.PLANNED, Modality.FORMER, Modality.REPORTED)


@cache
def _cues() -> dict[Modality, re.Pattern[str]]:
    table = load_toml("lexicon/cues.toml")
    return {
        mood: re.compile("|".join(map(re.escape, sorted(table[mood.value], key=lambda w: (-len(w), w)))))
        for mood in ORDER
    }


@cache
def _harmless() -> re.Pattern[str]:
    """Words that contain a cue and are none: 未来, 不断."""
    return re.compile("|".join(map(re.escape, load_toml("lexicon/cues.toml")["harmless"])))


@cache
def _taken_back() -> re.Pattern[str]:
    """What, behind the trigger, says that it did not happen: 因故请假."""
    return re.compile("|".join(map(re.escape, load_toml("lexicon/cues.toml")["taken_back"])))


def modality_of(text: str, start: int, trigger_end: int, names: Iterable[tuple[int, int]] = ()) -> Modality:
    """The modality of what ``text[start:trigger_end]`` says: its clause is searched for cues up to the trigger.

    ``start`` is where the subject begins, ``trigger_end`` where the word that makes the claim ends; what stands in the
    clause in front of the subject (下周，拟由…) counts as well, and behind the trigger what takes it back (因故请假).
    ``names`` are bounds of names, which hold no cue: 曾刚 is nobody's past, 星火计划 no plan.
    """
    return _judged(text, start, trigger_end, names)[0]


def cue_of(text: str, start: int, trigger_end: int, names: Iterable[tuple[int, int]] = ()) -> str:
    """The word that decides the modality that :func:`modality_of` gives, or ``""`` where it is asserted."""
    return _judged(text, start, trigger_end, names)[1]


def _judged(text: str, start: int, trigger_end: int, names: Iterable[tuple[int, int]]) -> tuple[Modality, str]:
    marks = [m.end() for m in _CLAUSE.finditer(text, max(0, start - 40), start)]
    begin = marks[-1] if marks else max(0, start - 40)
    scope = text[begin:trigger_end]
    for first, last in names:
        if begin <= first and last <= trigger_end:
            scope = scope[: first - begin] + NAME * (last - first) + scope[last - begin :]
    if scope.endswith("的") and scope[-2:-1] not in ("", NAME):
        scope = scope[start - begin :]  # 将不折不扣落实省政府出台的《办法》: issued it is, whatever is to come of it
    scope = _OBJECT_FIRST.sub("把", _harmless().sub("", scope))
    after = _CLAUSE.search(text, trigger_end)
    taken_back = _taken_back().search(text, trigger_end, after.start() if after else len(text))
    if taken_back:
        return Modality.NEGATED, taken_back.group()
    scope = _FAR_NOT.sub("", scope)
    found = ((mood, cue.search(scope)) for mood, cue in _cues().items())
    return next(((mood, match.group()) for mood, match in found if match), (Modality.ASSERTED, ""))
