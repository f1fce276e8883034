"""How far a rule came in a sentence, part by part, and what stopped it. Nothing here runs while a graph is built."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.chips import CLAUSE_ENDS, Chip
from kg.extraction.relations import Match, RuleMatcher, Scene, match_claims, match_cue
from kg.extraction.rules import EVENT, GIVEN_SLOTS, HOME, TOPIC, VISITOR, Compiled, Rule, parts_of
from kg.extraction.sentences import Sentence
from kg.model import Claim, Modality

#: A word list named in a message shows this many of its words.
_SHOWN = 4
#: What an attempt loses against others that came as far where the wanted thing cannot be its end at all.
_CANNOT = 2.0
#: How far a rule came: the last chip taken and how many more may stand behind it, with the chips taken so far.
_Frontier = dict[tuple[int, int], tuple[int | None, ...]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as the rules see it: what it may refer to, and its chips."""

    matcher: RuleMatcher
    scene: Scene
    sentence: Sentence
    chips: Sequence[Chip]


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far a rule came: each part that matched, as written, with the text that it took, and in words what stopped
    it (``""`` where nothing did). ``reached`` orders attempts: the share of the parts that are there, at most 1.
    ``refers`` are the ends that the article, not the sentence, gives to the rule, where it gives what is wanted.
    """

    rule: Rule
    matched: tuple[tuple[str, str], ...]
    fault: str
    reached: float
    refers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a rule: as written, what fills it, how many chips may stand in front of it."""

    written: str
    slot: str | None
    classes: frozenset[str]
    words: frozenset[str]
    gap: int
    optional: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The mentions that are wanted as ends, by slot; a slot without an entry takes anything."""

    ends: Mapping[str, Collection[int]]

    def allows(self, slot: str | None, members: Collection[int]) -> bool:
        """Whether one of these mentions may fill a slot."""
        wanted = self.ends.get(slot or "")
        return wanted is None or any(member in wanted for member in members)


def fired(seen: Seen, rule: str) -> list[Match]:
    """The matches of a rule in a sentence, as the extraction finds them."""
    return [match for match in seen.matcher.matches(seen.chips) if match.compiled.rule.id == rule]


def parts_of_match(match: Match) -> tuple[tuple[str, str], ...]:
    """Each part of a rule as written, with the text that it matched."""
    written = parts_of(match.compiled.rule)
    return tuple((written[at], chip.text) for at, chip in match.parts.items())


def attempt(
    seen: Seen,
    compiled: Compiled,
    subjects: Collection[int] | None = None,
    objects: Collection[int] | None = None,
) -> Attempt:
    """How far a rule came in a sentence, with one of these mentions as its subject and one as its object."""
    rule = compiled.rule
    ends = {rule.subject: subjects, rule.object: objects}
    wanted = _Wanted({slot: members for slot, members in ends.items() if members is not None})
    for match in fired(seen, rule.id):
        for claim in _claims(seen, match):
            if _is_wanted(claim, subjects, objects):
                return Attempt(rule, parts_of_match(match), _mood(seen, match, claim), 1.0, _refers(seen, wanted))
    parts = list(_parts(compiled))
    frontier: _Frontier = {(-1, len(seen.chips)): ()}
    for number, part in enumerate(parts):
        following = _advance(seen.chips, frontier, part, wanted)
        if not following:
            fault = _missing(seen, part, frontier, wanted)
            return _stopped(seen, rule, parts, _latest(frontier), fault, number, wanted)
        frontier = following
    taken = _latest(frontier)
    fault = _kept_out(seen, compiled, list(frontier.values()), wanted)
    return _stopped(seen, rule, parts, taken, fault, len(parts), wanted)


def _claims(seen: Seen, match: Match) -> Iterator[Claim]:
    if not seen.matcher.is_mere_group(match):
        yield from match_claims(match, seen.scene, seen.sentence)


def _is_wanted(claim: Claim, subjects: Collection[int] | None, objects: Collection[int] | None) -> bool:
    return (subjects is None or claim.subject in subjects) and (objects is None or claim.object in objects)


def _mood(seen: Seen, match: Match, claim: Claim) -> str:
    if claim.modality is Modality.ASSERTED:
        return ""
    cue = match_cue(match, seen.scene, seen.sentence)
    return f"the text does not hold it as a fact, because of {cue}: it is {claim.modality.value}"


def _parts(compiled: Compiled) -> Iterator[_Part]:
    written = parts_of(compiled.rule)
    gap = 0
    for position, part in enumerate(compiled.pattern):
        if position in compiled.gaps:
            gap = compiled.gaps[position]
            continue
        words = part.get("ORTH", {"IN": ()})
        yield _Part(
            written[position],
            compiled.slots[position],
            frozenset(part["ENT_TYPE"]["IN"] if "ENT_TYPE" in part else ()),
            frozenset({words} if isinstance(words, str) else words["IN"]),
            gap,
            "OP" in part,
        )
        gap = 0


def _fits(part: _Part, chip: Chip, wanted: _Wanted) -> bool:
    if part.words:
        return chip.text in part.words and not chip.label
    return chip.label in part.classes and wanted.allows(part.slot, chip.members)


def _advance(chips: Sequence[Chip], frontier: _Frontier, part: _Part, wanted: _Wanted) -> _Frontier:
    """Every way to take one part more; of those that take the same chip the one that begins latest, as the extraction
    does."""
    following: _Frontier = {}
    for (last, allowance), path in frontier.items():
        for at in range(last + 1, min(len(chips), last + 2 + allowance + part.gap)):
            if last >= 0 and at > last + 1 and chips[at - 1].text in CLAUSE_ENDS:
                break
            if _fits(part, chips[at], wanted):
                longer = (*path, at)
                following[at, 0] = max(following.get((at, 0), longer), longer, key=_begin)
        if part.optional:
            following.setdefault((last, allowance + part.gap), (*path, None))
    return following


def _begin(path: Sequence[int | None]) -> int:
    return next((at for at in path if at is not None), -1)


def _latest(frontier: _Frontier) -> tuple[int | None, ...]:
    return max(frontier.values(), key=lambda path: (sum(at is not None for at in path), _begin(path)))


def _stopped(
    seen: Seen,
    rule: Rule,
    parts: Sequence[_Part],
    path: Sequence[int | None],
    fault: str,
    number: int,
    wanted: _Wanted,
) -> Attempt:
    """An attempt that took ``path`` for its first ``number`` parts."""
    taken = [(part.written, seen.chips[at].text) for part, at in zip(parts, path, strict=False) if at is not None]
    missing = [part for part in parts[number:] if not part.optional]
    there = sum(any(_fits(part, chip, wanted) for chip in seen.chips) for part in missing)
    reached = (number + there / 2) / max(1, len(parts))
    impossible = any(_given(seen, slot, wanted) or _of_no_class(seen, parts, slot, wanted) for slot in wanted.ends)
    return Attempt(rule, tuple(taken), fault, min(0.99, reached) - _CANNOT * impossible, _refers(seen, wanted))


def _refers(seen: Seen, wanted: _Wanted) -> frozenset[str]:
    return frozenset(slot for slot in wanted.ends if slot in GIVEN_SLOTS and not _given(seen, slot, wanted))


def _of_no_class(seen: Seen, parts: Sequence[_Part], slot: str, wanted: _Wanted) -> bool:
    """Whether none of the wanted mentions is of a class that a slot takes."""
    part = next((part for part in parts if part.slot == slot), None)
    return part is not None and not any(seen.scene.mentions[i].type in part.classes for i in wanted.ends[slot])


def _missing(seen: Seen, part: _Part, frontier: _Frontier, wanted: _Wanted) -> str:
    """In words, what stands in the way of one part."""
    fitting = [at for at, chip in enumerate(seen.chips) if _fits(part, chip, wanted)]
    if fitting:
        return _misplaced(seen.chips, part, fitting, sorted({last for last, _ in frontier}))
    if part.words:
        some = "、".join(sorted(part.words, key=lambda w: (len(w), w))[:_SHOWN])
        more = ", …" if len(part.words) > _SHOWN else ""
        return f"no word of {part.written} ({some}{more}) stands in the sentence"
    held = [chip for chip in seen.chips if chip.members and wanted.allows(part.slot, chip.members)]
    if part.slot in wanted.ends and held:
        return f"{held[0].text} is of class {held[0].label}, which {part.written} does not take"
    if part.slot and part.slot in wanted.ends:
        return _not_by_itself(seen, wanted.ends[part.slot])
    return f"nothing in the sentence fills {part.written}"


def _not_by_itself(seen: Seen, wanted: Collection[int]) -> str:
    """In words, that something wanted stands in no chip of the sentence."""
    mentions = [seen.scene.mentions[i] for i in wanted]
    names = "、".join(sorted({mention.name for mention in mentions}))
    for chip in seen.chips:
        if chip.label and any(chip.start <= mention.start and mention.end <= chip.end for mention in mentions):
            return f"{names} stands there only as a part of {chip.text}"
    return f"{names} does not stand in the sentence"


def _misplaced(chips: Sequence[Chip], part: _Part, fitting: Sequence[int], before: Sequence[int]) -> str:
    """In words, why what fits a part stands in the wrong place behind the chips ``before``."""
    pairs = [(at - last, last, at) for at in fitting for last in before if at > last]
    if not pairs:
        return f"“{chips[fitting[0]].text}” for {part.written} stands in front of “{chips[before[0]].text}”, not behind"
    _, last, at = min(pairs)
    end = next((chip.text for chip in chips[last + 1 : at] if chip.text in CLAUSE_ENDS), "")
    found, behind = f"“{chips[at].text}” for {part.written}", f"“{chips[last].text}”"
    if end:
        return f"{found} stands behind “{end}”, and {behind} in front of it"
    between = at - last - 1
    counted = "1 chip stands" if between == 1 else f"{between} chips stand"
    return f"{counted} between {behind} and {found}, and {f'at most {part.gap}' if part.gap else 'none'} may"


def _kept_out(seen: Seen, compiled: Compiled, paths: Sequence[Sequence[int | None]], wanted: _Wanted) -> str:
    """In words, why a rule all of whose parts are there makes no claim of the wanted ends."""
    for slot in (compiled.rule.subject, compiled.rule.object):
        if given := _given(seen, slot, wanted):
            return given
    reasons = []
    for path in sorted(paths, key=_begin, reverse=True):
        taken = [at for at in path if at is not None]
        blocked = seen.matcher.blocked(compiled, seen.chips, taken[0], taken[-1] + 1)
        reasons.append(blocked or _rival(seen, compiled, taken))
    return reasons[0]


def _rival(seen: Seen, compiled: Compiled, taken: Sequence[int]) -> str:
    """In words, what the rule took in place of ``taken``."""
    end = seen.chips[taken[-1]].end
    for match in fired(seen, compiled.rule.id):
        if seen.matcher.is_mere_group(match):
            return f"“{match.slots[compiled.rule.subject].text}” names nobody"
        chip = match.slots.get(compiled.rule.subject)
        if match.end == end and match.start != seen.chips[taken[0]].start and chip:
            return f"{chip.text} stands nearer, and the rule takes the nearest"
    if compiled.rule.subject == VISITOR:
        return "somebody else stands in front, and may be who does it"
    return "both ends are one thing, or no such relation holds between their classes"


def _given(seen: Seen, slot: str, wanted: _Wanted) -> str:
    """In words, why the article does not give one of the wanted mentions to a slot that it fills; ``""`` where it
    does, or the sentence fills the slot."""
    scene = seen.scene
    visitor = next(iter(scene.visitors), None)
    topic = scene.main if scene.topic is None else scene.topic
    given = {HOME: scene.home, EVENT: scene.event, VISITOR: visitor, TOPIC: topic}
    what = {
        HOME: "place that the article is about",
        EVENT: "meeting that is told of here",
        VISITOR: "visitor told of",
        TOPIC: "thing that the paragraph tells of",
    }
    if slot not in given:
        return ""
    found = given[slot]
    if found is None:
        return f"there is no {what[slot]}"
    if slot not in wanted.ends:
        return ""
    members = scene.visitors if slot == VISITOR else (found,)
    names = {scene.mentions[i].name for i in wanted.ends[slot]}
    if any(scene.mentions[i].name in names for i in members):
        return ""
    return f"the {what[slot]} is {scene.mentions[found].name}"
