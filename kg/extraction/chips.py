"""A sentence as chips: an entity, a list of entities, a word that a rule can name, or one character.

Rules speak about chips, so that "甲、乙和丙" fills one slot, and a distance counts what stands between,
whatever the length of the names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.ontology import group

#: What may stand between two members of a list.
SEPARATORS = frozenset({"、", "和", "及", "与", "以及", "，", "/"})
#: Between persons: the leader and who goes along do the same. 副部长甲率司长乙、处长丙一行来…
LEADS = frozenset({"率", "率领", "带领", "带队", "偕", "携", "会同"})
#: What two parties do: 和 between them is no list.
_TOGETHER = ("签", "共建", "达成", "战略合作", "合作", "携手", "联手", "结为", "缔结", "共同签", "共同发起", "联合打造")
#: What ends a clause; a distance in a rule never crosses these.
CLAUSE_ENDS = frozenset("。！？；!?;\n")
_MARKS = frozenset("、，。；：！？“”（）《》")
#: A member of a list of sites that nobody knows ends so, and has so many characters.
_SITE_ENDS = tuple("目区园司团中厂院地馆村镇县市港城所站学校场厦店心台街谷库房")
SHORTEST, LONGEST = 3, 16
#: What may stand between two persons of one list: 等，市直机关主要负责人，.
_UNNAMED = re.compile(
    "(?:等|一行)?(?:等?[、，]|以及|[和及])(?:[^、，。；：“”]{0,20}(?:负责人|负责同志|同志|领导|嘉宾|专家|企业家|班子成员|代表|人员)(?:等)?"
    "(?:[、，]|以及|[和及])+)+"
)
_SURROUNDED = frozenset(
    f"{where}的"
    for where in ("区内", "园内", "园区内", "产业园内", "辖区内", "境内", "高新区内", "其中", "位于园区", "位于该区")
)
#: Classes whose things have parts that a list of sites names, what such a part is called, and its most chips.
_WITH_PARTS = frozenset({"Company", "IndustrialPark", "ResearchInstitution", "Facility"})
_TAILS = re.compile(
    "^[^的了]*(?:项目|车间|生产线|工地|现场|厂区|展厅|工厂|生产基地|项目现场|建设现场|产品展厅|实验室|施工现场)$"
)
TAIL = 24
ASIDE = 12  # chips in brackets behind a member of a list
#: Groups whose members stand together in one list of sites: 考察了高新区规划馆、某某公司和某某研究院.
SITES = frozenset({"place", "zone", "facility", "org"})


@dataclass(frozen=True, slots=True)
class Chip:
    """``label`` is the class of an entity chip and ``""`` for text; ``members`` are positions of mentions."""

    start: int
    end: int
    text: str
    label: str = ""
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is one chip from the start: an entity, a person with the posts in front of the name."""

    start: int
    end: int
    label: str
    members: tuple[int, ...]


class WordIndex:
    """The lexicon words, with the lengths of those that begin alike, for cutting text into words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {begin: sorted(sizes, reverse=True) for begin, sizes in lengths.items()}

    def at(self, text: str, start: int, end: int) -> str | None:
        """The longest word of the index that stands at ``start`` and ends at or before ``end``."""
        for size in self._lengths.get(text[start : start + 2], ()):
            if start + size <= end and text[start : start + size] in self._words:
                return text[start : start + size]
        return text[start] if text[start] in self._words else None


def cut(text: str, start: int, end: int, pieces: Sequence[Piece], words: WordIndex) -> list[Chip]:
    """Cut ``text[start:end]`` into chips, lists folded. ``pieces`` are sorted and do not overlap."""
    chips: list[Chip] = []
    position = start
    index = bisect_left(pieces, start, key=lambda p: p.start)
    while position < end:
        if index < len(pieces) and pieces[index].start <= position:
            piece = pieces[index]
            index += 1
            if piece.start == position and piece.end <= end:
                chips.append(Chip(piece.start, piece.end, text[piece.start : piece.end], piece.label, piece.members))
                position = piece.end
            continue
        limit = min(end, pieces[index].start) if index < len(pieces) else end
        word = words.at(text, position, limit) or text[position]
        chips.append(Chip(position, position + len(word), word))
        position += len(word)
    return fold(chips)


def fold(chips: Sequence[Chip]) -> list[Chip]:
    """Join members of a list, with what separates them, into one chip."""
    placed = [c for c, after in zip(chips, [*chips[1:], None], strict=True) if not _only_places(c, after)]
    inside = [i for i, c in enumerate(placed) if c.text == "内" and i and _is_inside(placed[i - 1 : i + 3])]
    placed = [c for i, c in enumerate(placed) if not any(at - 1 <= i <= at + 1 for at in inside)]
    placed = [c for c, after in zip(placed, [*placed[1:], None], strict=True) if not _joins_twice(c, after)]
    marks = {chip.text for chip in placed if not chip.label}
    if "的" in marks:
        placed = _without_surroundings(placed)
    if "、" in marks or "，" in marks:
        placed = _without_unnamed_groups(_without_tails(placed))
    if "（" in marks:
        placed = _without_asides(placed)
    if "、" in marks:
        placed = _without_unknown_sites(placed)
    folded: list[Chip] = []
    for index, chip in enumerate(placed):
        if _continues_list(folded, chip, placed[index + 1 : index + 3]):
            folded.pop()
            head = folded.pop()
            text = head.text + "、" + chip.text
            folded.append(Chip(head.start, chip.end, text, head.label, head.members + chip.members))
        else:
            folded.append(chip)
    return folded


def _without_surroundings(chips: Sequence[Chip]) -> list[Chip]:
    """A list of sites without what tells that the next one lies in the one before: 甲园和园区内的乙公司."""
    kept: list[Chip] = []
    joint = -1  # where in ``kept`` the mark between the members stands
    for chip in chips:
        if chip.label and 0 <= joint < len(kept) - 1 and "".join(c.text for c in kept[joint + 1 :]) in _SURROUNDED:
            del kept[joint + 1 :]
        if chip.text in SEPARATORS:
            joint = len(kept)
        kept.append(chip)
    return kept


def _without_tails(chips: Sequence[Chip]) -> list[Chip]:
    """A list of sites without what a member's part is called: 甲公司总装车间、乙公司年产万吨项目、丙园."""
    kept: list[Chip] = []
    site = -1  # where in ``kept`` the last site stands
    for chip in chips:
        if chip.text in ("、", "和", "等", "，") and 0 <= site < len(kept) - 1:
            tail = kept[site + 1 :]
            plain = all(not c.label or group(c.label) == "industry" for c in tail)
            if plain and len(tail) <= TAIL and _TAILS.search("".join(c.text for c in tail)):
                del kept[site + 1 :]
        kept.append(chip)
        if chip.label:
            site = len(kept) - 1 if chip.label in _WITH_PARTS else site if group(chip.label) == "industry" else -1
        elif chip.text in _MARKS:
            site = -1
    return kept


def _without_unnamed_groups(chips: Sequence[Chip]) -> list[Chip]:
    """A list of persons without the groups in it that name nobody: 市领导甲、乙等，有关部门负责人，某公司董事长丙."""
    kept: list[Chip] = []
    last = -1  # where in ``kept`` the last person stands
    for chip in chips:
        is_person = bool(chip.label) and group(chip.label) == "person"
        if is_person and 0 <= last < len(kept) - 2:
            between = kept[last + 1 :]
            if _UNNAMED.fullmatch("".join(c.text for c in between)):
                kept[last + 1 :] = [Chip(between[0].start, between[0].end, "、")]
        kept.append(chip)
        last = len(kept) - 1 if is_person else last
    return kept


def _without_asides(chips: Sequence[Chip]) -> list[Chip]:
    """A list without what stands in brackets behind its members: 国家绿色园区（2020年）、…."""
    kept: list[Chip] = []
    position = 0
    while position < len(chips):
        kept.append(chips[position])
        position += 1
        if chips[position - 1].label and position < len(chips) and chips[position].text == "（":
            end = next((i for i in range(position, min(len(chips), position + ASIDE)) if chips[i].text == "）"), None)
            if end is not None and end + 1 < len(chips) and chips[end + 1].text in ("、", "和", "及"):
                position = end + 1
    return kept


def _without_unknown_sites(chips: Sequence[Chip]) -> list[Chip]:
    """A list of sites without the members that nobody knows: 考察了甲公司、某某物流港、乙公司."""
    kept: list[Chip] = []
    position = 0
    while position < len(chips):
        end = _end_of_unknown(chips, position)
        kept.append(chips[position])
        position = max(position + 1, end)
    return kept


def _end_of_unknown(chips: Sequence[Chip], start: int) -> int:
    """Where the next known member of a list begins whose next member, behind the mark at ``start``, is unknown; or
    where the list begins behind a verb at ``start``; else 0."""
    first = chips[start]
    begins = not first.label and len(first.text) > 1 and first.text not in SEPARATORS
    goes_on = (
        first.text == "、" and start > 0 and bool(chips[start - 1].label) and group(chips[start - 1].label) in SITES
    )
    if not (begins or goes_on):
        return 0
    end = start + 1
    while end < len(chips) and _is_of_a_name(chips[end]):
        end += 1
    unknown = "".join(chip.text for chip in chips[start + 1 : end])
    known_next = end + 1 < len(chips) and chips[end].text == "、" and group(chips[end + 1].label or "Person") in SITES
    if not (known_next and SHORTEST <= len(unknown) <= LONGEST and unknown.endswith(_SITE_ENDS)):
        return 0
    return end + 1


def _is_of_a_name(chip: Chip) -> bool:
    """Whether a chip may be part of a name that nobody knows: a character, or an industry (3D打印某某基地)."""
    plain = not chip.label and len(chip.text) == 1 and chip.text not in _MARKS
    return plain or (bool(chip.label) and group(chip.label) == "industry")


def _is_inside(chips: Sequence[Chip]) -> bool:
    """张江高科技园区内的某公司: the first three chips only say where the fourth is."""
    if len(chips) < 4 or (chips[1].text, chips[2].text) != ("内", "的"):
        return False
    return bool(chips[0].label and chips[3].label) and {group(chips[0].label), group(chips[3].label)} <= SITES


def _joins_twice(chip: Chip, after: Chip | None) -> bool:
    """The comma of ，以及."""
    return chip.text in ("，", "、") and after is not None and after.text in ("以及", "和", "及")


def _only_places(chip: Chip, after: Chip | None) -> bool:
    """福建 in 福建漳州高新区: the place in front only says where the zone lies; the firm in front of somebody without
    a post, from where he comes."""
    if after is None or not chip.label or not after.label or chip.end != after.start:
        return False
    if group(chip.label) == "org" and group(after.label) == "person":
        return True
    return group(chip.label) == "place" and group(after.label) in SITES


def _continues_list(folded: Sequence[Chip], chip: Chip, after: Sequence[Chip]) -> bool:
    """Whether a chip is one more member of the list that ends ``folded``; ``after`` are the two chips behind it."""
    if not chip.label or len(folded) < 2 or not folded[-2].label:
        return False
    groups = {group(folded[-2].label), group(chip.label)}
    joint = folded[-1].text
    if joint in LEADS:
        return groups == {"person"}
    if joint == "会同":
        return groups == {"org"}
    if joint not in SEPARATORS:
        return False
    if joint == "和" and groups != {"person"} and any(c.text.startswith(_TOGETHER) for c in after):
        return False  # 甲局和乙大学签约 is a relation, too
    if joint == "、" and after and after[0].text == "与" and len(folded) > 2 and folded[-3].text == "与":
        return False  # 甲与乙、丙与丁分别签约
    if joint == "与" and groups == {"industry"}:
        return True
    if joint in ("，", "与") and groups != {"person"}:
        # a comma joins persons (市长甲，副市长乙) but parts clauses, unless a list goes on behind it: 甲、乙，丙、丁等
        goes_on = joint == "，" and len(folded[-2].members) > 1 and bool(after) and after[0].text in ("、", "等")
        return goes_on and groups <= SITES
    return len(groups) == 1 or groups <= SITES
