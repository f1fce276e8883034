"""Who acts in a clause, and who only stands in it: what keeps a place, zone or body in front of a word from being the
one that develops, works together or gets a status."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.chips import Chip
from kg.extraction.rules import Compiled
from kg.model import Mention
from kg.ontology import group

FAR = 30  # chips that a rule may skip, from which on a subject is looked for at the beginning of its clause
_ACTORS = frozenset({"place", "zone", "org"})
_OF_PLACES = ("城市", "强市", "先进市", "强县", "先进县", "百强县", "示范县", "名城")
_OF_FIRMS = ("企业", "孵化器", "众创空间", "实验室", "小巨人")
_WITH = frozenset({"与", "同", "和", "跟"})
#: In front of a thing: that it comes to stand somewhere is a matter, not yet a fact. 就某基地落户某区事宜交流.
MATTERS = frozenset({"就", "围绕", "关于", "推动", "促进", "支持"})
_PAUSES = re.compile("[，；：。！？…“”（）\\s]")
#: What may stand in front of the word that acts where who acts is left out: when, how, and by whom.
_NO_SUBJECT = re.compile(
    "(?:(?:[\\d一二三四五六七八九十两]+|今|去|当|前|近|次|同|本|上|下|明)(?:年|月|日|季度|周|天)(?:[初底末内来]|以来|前后|上半年|下半年)?"
    "|[\\d.%—\\-至到、]|并|还|又|也|再|已经?|先后|分别|相继|正式|成功|随后|目前|如今|现已?|此前|此后|之后|同时|其中|近年来?|年来|以来"
    "|积极|主动|大力|着力|全力|重点|加快|进一步|不断|持续|努力|充分|首次|率先|连续|共|共同|一举|即|便|就|而|则|且|正|率|曾|于|在"
    "|上半年|下半年|期间|当前|长期|这[是次]?|继|此次|本次|迄今|至今|因此|从而|最终|后)+"
)
_AGENT = re.compile("[被经由].*")
#: What is told here acts for who is told of: 此次开工的20个(项目涵盖…).
_TOLD = re.compile("(?:此次|本次|这次|这批|该批).*[个批项]")


def idle(compiled: Compiled, chips: Sequence[Chip], start: int, end: int) -> str:
    """Why the chip at ``start`` does not do what a rule says in ``chips[start:end]``, in words; ``""`` where it may."""
    predicate, gap, subject = compiled.rule.predicate, compiled.gaps.get(1, 0), chips[start].text
    before = chips[start - 1].text if start else ""
    if predicate == "locatedIn":
        return f"what “{before}” begins is a matter, not a fact" if before in MATTERS and chips[start].label else ""
    if not gap or not chips[start].label:
        return ""
    if _is_quoted(chips, start, end):
        return f"{subject} is a word of a slogan"  # 推进“甲区提升、乙区开发”，发展…
    if chips[start + 1].text == "的":
        return f"what is {subject}的 acts, not {subject}"
    if before == "以":
        return f"{subject} is how it is done, not who does it"  # 以某公司为链主，发展…
    if gap >= FAR and before in _WITH and predicate == "cooperatesWith":
        return f"{subject} stands behind “{before}”, and so does not act"  # 与甲签约，与乙签约
    if predicate == "designatedAs":
        return _other(chips, start, end)
    return _owner(chips, start, end) if predicate == "develops" else ""


def fits_status(who: Mention, status: Mention) -> bool:
    """Whether one of its class may have a status: no park is a model city, no city an incubator or firm."""
    kind = group(who.type)
    if status.name.endswith(_OF_PLACES):
        return kind == "place"
    return kind not in ("place", "zone") if status.name.endswith(_OF_FIRMS) else True


def _is_quoted(chips: Sequence[Chip], start: int, end: int) -> bool:
    """Whether a match begins inside of quotation marks that close before it ends, but for a name that fills them."""
    mark = next((i for i in range(start + 1, end) if chips[i].text in ("“", "”")), None)
    filled = start > 0 and chips[start - 1].text == "“" and mark == start + 1
    return mark is not None and chips[mark].text == "”" and not filled


def _owner(chips: Sequence[Chip], start: int, end: int) -> str:
    """That an industry between is another's: 甲区的光通信以及乙区的海洋生物."""
    for i in range(start + 3, end):
        owner = chips[i - 2]
        owned = chips[i].label == "Industry" and chips[i - 1].text == "的" and i - 2 > start
        if owned and owner.label and group(owner.label) in _ACTORS:
            return f"{chips[i].text} is {owner.text}的"
    return ""


def _other(chips: Sequence[Chip], start: int, end: int) -> str:
    """That in the last clause the object is somebody else's: 甲市获批基地，使乙省示范基地达到10家."""
    pause = next((i for i in range(end - 2, max(start, end - 6), -1) if chips[i].text == "，"), None)
    owner = chips[end - 2]
    if chips[end - 1].label != "Programme" or pause is None or not owner.label or group(owner.label) not in _ACTORS:
        return ""
    return f"{chips[end - 1].text} is {owner.text}的"


def leaves_out_subject(text: str, begin: int, end: int) -> bool:
    """Whether nobody stands between the last pause of ``text[begin:end]`` and its end: only when, how or by whom."""
    clause = _PAUSES.split(text[begin:end])[-1]
    behind = _NO_SUBJECT.match(clause)
    rest = clause[behind.end() :] if behind else clause
    return not rest or bool(_AGENT.fullmatch(rest) or _TOLD.fullmatch(clause))
