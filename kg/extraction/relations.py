"""Applying the relation rules: sentence by sentence, chips and rules to claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extraction.acting import FAR, fits_status, idle, leaves_out_subject
from kg.extraction.chips import LEADS, SEPARATORS, Chip, Piece, WordIndex, cut
from kg.extraction.matters import relative_visit, without_matters
from kg.extraction.modality import cue_of, modality_of
from kg.extraction.rules import EVENT, HOME, TOPIC, VISITOR, Compiled, load_rules, load_words
from kg.extraction.sentences import Sentence
from kg.model import Claim, Mention, Modality
from kg.ontology import PREDICATES, group, is_a
from kg.resources import load_toml, path

#: Words in front of a place that does not act.
OBLIQUE = "oblique"
#: Holding a meeting; so many chips behind the place where it is held.
HOLD = "hold"
VENUE = 5
#: A group without names that stands for the visitors named before: 调研组一行先后考察了….
DELEGATION = "delegation"
#: In front of whom something is said to.
TOLD = frozenset({"向", "对", "为"})
#: Of these predicates the subject is who begins a clause, rather than who stands nearest.
ACTS_FIRST = frozenset({"develops", "cooperatesWith", "designatedAs"})
OF_ACTORS = ACTS_FIRST | {"locatedIn"}
#: Words of saying that make what follows no fact, and are facts themselves.
CUES = frozenset({"希望", "建议"})
#: Groups of those who may act.
ACTORS = frozenset({"person", "org", "place", "zone", "facility"})
#: In front of those by whom something was done.
BY = ("被", "经", "由", "、", "和")
#: What was something else before.
FORMERLY = frozenset({"前身是", "前身为", "其前身是", "其前身为"})
#: In front of a clause without subject: it tells of what is still to come. 将转赴某市，考察某区.
_WILL_GO = re.compile("(?:将|拟|计划|准备|即将)[^，。；]{0,3}(?:赴|前往|到)")
#: What nobody is named for, the article's home does.
OF_HOME = frozenset({"develops", "cooperatesWith"})
#: What happened once, happened: 曾于2018年印发. Of a post or a state it would be over.
HAPPENED = frozenset({"issued", "designatedAs", "cooperatesWith"})
#: What such a group does for each of its members.
OF_PARTIES = frozenset({"visited", "attended"})


#: What somebody comes about, in front of it.
_ON_A_MATTER = re.compile("(?<![成造])就(?![业是像读])|围绕|针对")


@dataclass(frozen=True, slots=True)
class Match:
    """One match of a rule: the chips that fill its slots, those at each position of its pattern but for gaps, and the
    characters from its first to its last chip."""

    compiled: Compiled
    slots: Mapping[str, Chip]
    parts: Mapping[int, Chip]
    start: int
    end: int
    trigger: str
    trigger_end: int


class RuleMatcher:
    """All rules, each with a matcher of its own, found by the words that anchor them."""

    def __init__(self, rules: Sequence[Compiled], lexicon: Mapping[str, Sequence[str]]) -> None:
        self.rules = {c.rule.id: c for c in rules}
        self.lexicon = lexicon
        literals = [part["ORTH"] for c in rules for part in c.pattern if isinstance(part.get("ORTH"), str)]
        self.words = WordIndex([*literals, *SEPARATORS, *LEADS, *(w for words in lexicon.values() for w in words)])
        self.delegation = frozenset(lexicon.get(DELEGATION, ()))
        self._oblique = frozenset(lexicon.get(OBLIQUE, ()))
        self._held = frozenset(lexicon.get(HOLD, ()))
        self._vocab = Vocab()
        self._matchers: dict[str, Matcher] = {}
        self._by_anchor: dict[str, list[str]] = {}
        self._needs: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self._unanchored = [c.rule.id for c in rules if not c.anchors]
        for compiled in rules:
            matcher = Matcher(self._vocab, validate=True)
            matcher.add(compiled.rule.id, [compiled.pattern])
            self._matchers[compiled.rule.id] = matcher
            self._needs[compiled.rule.id] = list(_needs(compiled))
            for anchor in compiled.anchors:
                self._by_anchor.setdefault(anchor, []).append(compiled.rule.id)

    def blocked(self, compiled: Compiled, chips: Sequence[Chip], start: int, end: int) -> str:
        """What keeps ``chips[start:end]``, in which every part of a rule stands, from being a match, in words; ``""``
        where nothing does."""
        if compiled.unless:
            barred = next((c.text for c in chips[start:end] if c.text in compiled.unless), "")
            if barred:
                return f"“{barred}” stands between, a word of unless <{'>, <'.join(compiled.rule.unless)}>"
        where = compiled.slots[0] == compiled.rule.object and not compiled.gaps  # 来到甲区的乙公司
        if not where and compiled.rule.predicate != "cooperatesWith" and self._is_oblique(chips, start):  # 由甲和乙共建
            return f"{chips[start].text} stands behind “{chips[start - 1].text}”, and so does not act"
        if compiled.rule.predicate in OF_ACTORS and (why := idle(compiled, chips, start, end)):
            return why
        acts = compiled.rule.predicate == "visited" and chips[start].label != ""
        if acts and (seen := relative_visit(chips[start:end])):
            return f"“{seen}的” tells who or what, not what is done"  # 会见了来某地考察的某市市长
        if compiled.rule.predicate == "develops" and start + 1 < len(chips) and chips[start + 1].text == "等":
            return f"what a list ends with does not act: {chips[start].text}等"  # 建成甲园、乙园等基地，形成…
        if compiled.rule.predicate == "spokeAt" and (other := _other_speaker(chips, start, end)):
            return f"{other} speaks, or is spoken to"  # 甲参加某会，乙讲话; 甲向乙介绍了某事
        if compiled.rule.predicate in ACTS_FIRST and self._is_venue(chips, start):
            return f"something is held in {chips[start].text}, which does not act"  # 论坛在某市举行，聚焦…
        return ""

    def _is_venue(self, chips: Sequence[Chip], start: int) -> bool:
        """Whether a match begins at a place in which the sentence says that something is held."""
        if not start or chips[start - 1].text != "在" or not chips[start].label:
            return False
        return any(chip.text in self._held for chip in chips[start + 1 : start + VENUE])

    def is_mere_group(self, match: Match) -> bool:
        """Whether the subject is a group without names in a matter that says nothing of its members: who says
        代表团的到来 is not the delegation."""
        subject = match.slots.get(match.compiled.rule.subject)
        return bool(subject and subject.text in self.delegation and match.compiled.rule.predicate not in OF_PARTIES)

    def _is_oblique(self, chips: Sequence[Chip], start: int) -> bool:
        """Whether a match begins at a place or body that stands behind a preposition, and so does not act."""
        first = chips[start]
        acts = not first.label or group(first.label) in ("person", "event", "policy")
        if not acts and any(chip.text in FORMERLY for chip in chips[max(0, start - 8) : start]):
            return True  # 前身是2001年设立的某工业园
        return not acts and start > 0 and chips[start - 1].text in self._oblique

    def matches(self, chips: Sequence[Chip], absent: Set[str] = frozenset()) -> list[Match]:
        """Every match in one sentence, each rule's shortest per last chip, but of rules that speak of what the article
        has not: ``absent`` slots (home, event, visitor)."""
        if not any(c.label for c in chips):
            return []
        ids = {i for c in chips if not c.label for i in self._by_anchor.get(c.text, ())}.union(self._unanchored)
        if absent:
            ids = {i for i in ids if absent.isdisjoint((self.rules[i].rule.subject, self.rules[i].rule.object))}
        words, labels = {c.text for c in chips}, {c.label for c in chips}
        ids = {i for i in ids if self._has_parts(i, words, labels) and self._in_order(i, chips)}
        if not ids:
            return []
        doc, plain = self._doc(chips), without_matters(chips)
        visits = doc if plain is chips else self._doc(plain)
        of_visit = {i for i in ids if self.rules[i].rule.predicate == "visited"}
        return [m for i in sorted(ids) for m in self._rule_matches(i, visits if i in of_visit else doc, chips)]

    def _doc(self, chips: Sequence[Chip]) -> Doc:
        return Doc(
            self._vocab,
            words=[c.text for c in chips],
            spaces=[False] * len(chips),
            ents=[f"B-{c.label}" if c.label else "O" for c in chips],
        )

    def _has_parts(self, rule_id: str, words: Set[str], labels: Set[str]) -> bool:
        """Whether a sentence has a chip for each part of a rule, wherever it stands: most have not, and a matcher costs
        a hundred times as much."""
        return all(
            not parts.isdisjoint(labels if slot == "ENT_TYPE" else words) for slot, parts in self._needs[rule_id]
        )

    def _in_order(self, rule_id: str, chips: Sequence[Chip]) -> bool:
        """Whether the parts of a rule also stand in their order, however far apart."""
        rest = iter(chips)
        return all(
            any((chip.label if slot == "ENT_TYPE" else chip.text) in parts for chip in rest)
            for slot, parts in self._needs[rule_id]
        )

    def _rule_matches(self, rule_id: str, doc: Doc, chips: Sequence[Chip]) -> Iterator[Match]:
        compiled = self.rules[rule_id]
        best: dict[int, tuple[int, int, list[int]]] = {}
        ranks: dict[int, tuple[bool, int]] = {}
        first_acts = compiled.rule.predicate in ACTS_FIRST and max(compiled.gaps.values(), default=0) >= FAR
        found: Any = self._matchers[rule_id](doc, with_alignments=True)
        for _, start, end, alignment in found:
            if any(alignment.count(at) > most for at, most in compiled.gaps.items()):
                continue
            if self.blocked(compiled, chips, start, end):
                continue
            # nearest binding: of the matches that end alike one that begins a clause, then the shortest
            rank = (first_acts and _begins_clause(chips, start), start)
            if end not in ranks or rank > ranks[end]:
                ranks[end] = rank
                best[end] = (start, end, alignment)
        for start, end, alignment in best.values():
            parts = {at: chips[start + i] for i, at in enumerate(alignment) if at not in compiled.gaps}
            slots = {name: chip for at, chip in parts.items() if (name := compiled.slots[at]) is not None}
            triggers = [chip for at, chip in parts.items() if at in compiled.triggers]
            last = triggers[-1] if triggers else chips[end - 1]
            yield Match(compiled, slots, parts, chips[start].start, chips[end - 1].end, last.text, last.end)


def _needs(compiled: Compiled) -> Iterator[tuple[str, frozenset[str]]]:
    """Of each part that no match can do without: whether it is a class or a word, and which will do."""
    for part in compiled.pattern:
        if "OP" in part:
            continue
        for key, value in part.items():
            yield key, frozenset({value} if isinstance(value, str) else value["IN"])


def _other_speaker(chips: Sequence[Chip], start: int, end: int) -> str:
    """Who keeps the person that a match begins with from being who speaks: another one in front of the last chip, but
    for whom it is said to; the person themself, where it is said to them."""
    persons = [i for i in range(start, end) if chips[i].label and group(chips[i].label) == "person"]
    told = [i for i in persons if i and chips[i - 1].text in TOLD]
    if not persons or persons[0] in told:
        return chips[persons[0]].text if persons else ""
    others = (i for i in persons[1:] if persons[0] == start and chips[i - 1].text == "，")
    return next((chips[i].text for i in others), "")


def _begins_clause(chips: Sequence[Chip], start: int) -> bool:
    """Whether a place or body stands first in its clause, as who acts does: 甲区要抢抓乙区扩区机遇，聚焦…."""
    acts = bool(chips[start].label) and group(chips[start].label) in ("place", "zone", "org")
    return acts and (start == 0 or chips[start - 1].text in "，。；：” ")


@cache
def load_matcher(own: Path | None = None) -> RuleMatcher:
    """The matcher of the shipped rules and of a user's own file or directory; raises ResourceError as
    :func:`kg.extraction.rules.load_rules` does."""
    lexicon = load_words(load_toml("lexicon/words.toml"), own)
    return RuleMatcher(load_rules(path("rules"), lexicon, own), lexicon)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a sentence's claims may refer to beyond it: the article's mentions, its home place, the meeting that is
    being reported, the visitors so far, whom or what the paragraph has been telling of, and what the article is of."""

    text: str
    mentions: Sequence[Mention]
    home: int | None
    event: int | None
    visitors: tuple[int, ...]
    topic: int | None = None
    main: int | None = None


def sentence_chips(matcher: RuleMatcher, scene: Scene, sentence: Sentence, pieces: Sequence[Piece]) -> list[Chip]:
    """A sentence as chips; a group without names (调研组) stands for the visitors named before."""
    chips = cut(scene.text, sentence.start, sentence.end, pieces, matcher.words)
    if scene.visitors:
        chips = [_delegation(c, scene) if c.text in matcher.delegation else c for c in chips]
    return chips


def sentence_claims(matcher: RuleMatcher, scene: Scene, sentence: Sentence, pieces: Sequence[Piece]) -> list[Claim]:
    """The claims that the rules find in one sentence."""
    chips = sentence_chips(matcher, scene, sentence, pieces)
    claims: dict[tuple[int, str, int], Claim] = {}
    given = {HOME: scene.home is not None, EVENT: scene.event is not None, VISITOR: bool(scene.visitors)}
    given[TOPIC] = any(given is not None for given in (scene.topic, scene.main, scene.home))
    for match in matcher.matches(chips, {slot for slot, there in given.items() if not there}):
        if matcher.is_mere_group(match):
            continue
        for claim in match_claims(match, scene, sentence):
            key = (claim.subject, claim.predicate, claim.object)
            if key not in claims or claims[key].confidence < claim.confidence:
                claims[key] = claim
    return list(claims.values())


def _delegation(chip: Chip, scene: Scene) -> Chip:
    return Chip(chip.start, chip.end, chip.text, scene.mentions[scene.visitors[0]].type, scene.visitors)


def match_claims(match: Match, scene: Scene, sentence: Sentence) -> Iterator[Claim]:
    """What one match claims: of every member of its subject and every member of its object."""
    rule = match.compiled.rule
    subjects = _members(match, rule.subject, scene)
    if rule.subject == VISITOR:
        subjects = scene.visitors if _is_of_visitors(match, scene, sentence) else ()
    if TOPIC in (rule.subject, rule.object) and not _is_of_topic(match, scene, sentence):
        subjects = ()
    objects = _members(match, rule.object, scene)
    mood = modality_of(scene.text, match.start, match.trigger_end, _without_cues(match, scene, sentence))
    of_visitors = rule.subject == VISITOR and mood is Modality.ASSERTED
    if of_visitors and _WILL_GO.search(scene.text, sentence.start, match.start):
        mood = Modality.PLANNED
    if mood is Modality.FORMER and rule.predicate in HAPPENED:
        mood = Modality.ASSERTED
    title = next((c.text for name, c in match.slots.items() if name == "title"), None)
    predicate = PREDICATES[rule.predicate]
    for subject, object_ in product(subjects, objects):
        ends = scene.mentions[subject], scene.mentions[object_]
        if (ends[0].name, ends[0].context) == (ends[1].name, ends[1].context):
            continue
        if not any(is_a(ends[0].type, c) for c in predicate.domain) or not any(
            is_a(ends[1].type, c) for c in predicate.range
        ):
            continue
        if rule.predicate == "designatedAs" and not fits_status(*ends):
            continue
        yield Claim(
            subject, rule.predicate, object_, sentence.start, sentence.end, rule.id, rule.confidence, mood, title
        )


def match_cue(match: Match, scene: Scene, sentence: Sentence) -> str:
    """The word that makes what a match claims no fact, or ``""``."""
    return cue_of(scene.text, match.start, match.trigger_end, _without_cues(match, scene, sentence))


def _without_cues(match: Match, scene: Scene, sentence: Sentence) -> list[tuple[int, int]]:
    """The bounds of what holds no cue in front of a match's trigger: the names, and the trigger itself."""
    # The mentions stand in order, and no clause reaches out of its sentence.
    first, last = (bisect_left(scene.mentions, at, key=_begin) for at in (sentence.start, match.trigger_end))
    bounds = [(m.start, m.end) for m in scene.mentions[first:last]]
    if match.trigger in CUES:
        bounds.append((match.trigger_end - len(match.trigger), match.trigger_end))  # 某某希望: he said so
    about = next((chip.end for chip in match.parts.values() if chip.text in _matters()), None)
    if about is not None:
        bounds.append((about, match.trigger_end - len(match.trigger)))  # 就争取支持等问题作了说明: he did
    matter = _ON_A_MATTER.search(scene.text, match.start, match.trigger_end)
    if matter and match.compiled.rule.predicate == "visited":
        bounds.append((matter.end(), match.trigger_end - len(match.trigger)))  # 就某区申报工作进行调研: they came
    return bounds


@cache
def _matters() -> frozenset[str]:
    return frozenset(load_toml("lexicon/words.toml")["on_a_matter"])


def _is_of_visitors(match: Match, scene: Scene, sentence: Sentence) -> bool:
    """Whether a clause without a subject of its own tells what the visitors do: nobody else stands in front of it,
    but for a host in whose company they do it."""
    first, last = (bisect_left(scene.mentions, at, key=_begin) for at in (sentence.start, match.start))
    party = {scene.mentions[i].name for i in scene.visitors}
    others = [m for m in scene.mentions[first:last] if group(m.type) == "person" and m.name not in party]
    return not others or "陪同下" in scene.text[others[-1].end : match.start]


def _is_of_topic(match: Match, scene: Scene, sentence: Sentence) -> bool:
    """Whether a clause leaves out who acts: in front of it the sentence names nobody and nothing that could, but for
    those by whom it was done: 2019年被科技部、财政部等评为…."""
    first, last = (bisect_left(scene.mentions, at, key=_begin) for at in (sentence.start, match.start))
    others = [m for m in scene.mentions[first:last] if group(m.type) in ACTORS]
    outer = [m for i, m in enumerate(others) if all(m.start >= o.end for o in others[:i])]
    if not all(scene.text.endswith(BY, 0, m.start) for m in outer):
        return False
    compiled = match.compiled
    by_word = isinstance(compiled.pattern[0].get("ORTH"), dict) and compiled.rule.subject == TOPIC
    return not by_word or leaves_out_subject(scene.text, sentence.start, match.start)


def _begin(mention: Mention) -> int:
    return mention.start


def _members(match: Match, slot: str, scene: Scene) -> tuple[int, ...]:
    reserved = {HOME: scene.home, EVENT: scene.event, VISITOR: next(iter(scene.visitors), None)}
    if slot == TOPIC:
        return _topic(match, scene)
    if slot in reserved:
        found = reserved[slot]
        return () if found is None else (found,)
    allowed = match.compiled.classes[slot]
    return tuple(m for m in match.slots[slot].members if scene.mentions[m].type in allowed)


def _topic(match: Match, scene: Scene) -> tuple[int, ...]:
    """What the paragraph tells of, else what the article does, whichever the rule's predicate may be said of."""
    rule = match.compiled.rule
    predicate = PREDICATES[rule.predicate]
    classes = predicate.domain if rule.subject == TOPIC else predicate.range
    home = scene.home if scene.main is None and rule.predicate in OF_HOME else None
    told = [i for i in (scene.topic, scene.main, home) if i is not None]
    return tuple(i for i in told if any(is_a(scene.mentions[i].type, c) for c in classes))[:1]


def is_visitor(claim: Claim, mentions: Sequence[Mention]) -> bool:
    """Whether a claim's subject belongs to the visiting party."""
    return claim.predicate == "visited" and group(mentions[claim.subject].type) == "person"
