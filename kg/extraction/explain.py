"""An article read again, for saying why a claim is there and why one is not: the extraction's own sentences, with what
the rules saw in them. Nothing here runs while a graph is built.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extraction import agreements, careers, indicators, inside, posts, scenes, structure
from kg.extraction.claims import read
from kg.extraction.modality import cue_of
from kg.extraction.pipeline import Extractor
from kg.extraction.relations import RuleMatcher, load_matcher, match_claims, match_cue
from kg.extraction.rules import EVENT, HOME, TOPIC, VISITOR
from kg.extraction.scenes import Teller
from kg.extraction.titles import titles
from kg.extraction.trace import Attempt, Seen, attempt, fired, parts_of_match
from kg.model import Article, Claim, LeftOut, Mention, Modality

#: What fills a slot that the article fills, in words.
_GIVEN = {
    HOME: "the place that the article is about",
    EVENT: "the meeting that is told of here",
    VISITOR: "the visitor told of",
    TOPIC: "what the paragraph tells of",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as the rules saw it, the article's claims in it, what was claimed and refused, with the reason, and
    the names in it that stayed unclear."""

    seen: Seen
    mentions: Sequence[Mention]
    claims: tuple[Claim, ...]
    refused: tuple[tuple[Claim, str], ...]
    left_out: tuple[LeftOut, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.seen.scene.text[self.seen.sentence.start : self.seen.sentence.end]

    def named(self) -> set[str]:
        """The names of what the sentence itself names."""
        sentence = self.seen.sentence
        return {m.name for m in self.mentions if sentence.start <= m.start and m.end <= sentence.end}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a claim rests on: what its rule says, its pattern (``""`` for a grammar), each part of it with the text that
    it matched, the characters of the words that make the claim, the checks that it passed, and the word that makes it
    no fact (``""`` for a fact)."""

    says: str
    when: str
    parts: tuple[tuple[str, str], ...]
    triggers: tuple[tuple[int, int], ...]
    guards: tuple[str, ...]
    cue: str


@cache
def grammar_rules() -> Mapping[str, str]:
    """The rules that are no patterns but grammars of their own, by id, with what they say."""
    modules = (structure, inside, agreements, posts, careers, scenes, indicators)
    return {rule: says for module in modules for rule, says in module.RULES.items()}


class Explainer:
    """Reads articles again as the extraction does, and keeps what it saw. Loads the model once.

    Raises ResourceError where a rule of ``rules`` cannot be read, ModelError where the recogniser cannot be loaded.
    """

    def __init__(self, rules: str | None = None, model: str | None = None) -> None:
        self.matcher = load_matcher(Path(rules) if rules else None)
        self._extractor = Extractor(model, rules)

    def read(self, article: Article) -> list[Told]:
        """An article's sentences as the rules see them, with the claims that are made of each."""
        found, extraction = self._extractor.names_and_claims(article)
        reading = read(article, found)
        teller = Teller(reading.context, reading.sentences, reading.phrases, self.matcher)
        told = []
        for sentence in reading.sentences:
            scene = teller.scene(sentence)
            seen = Seen(self.matcher, scene, sentence, teller.chips(scene, sentence))
            refused = len(teller.refused)
            teller.tell(sentence)
            claims = tuple(c for c in extraction.claims if (c.start, c.end) == (sentence.start, sentence.end))
            unclear = tuple(n for n in extraction.left_out if sentence.start <= n.start < sentence.end)
            told.append(Told(seen, extraction.mentions, claims, tuple(teller.refused[refused:]), unclear))
        return told


def basis(told: Told, claim: Claim) -> Basis:
    """What one of a sentence's claims rests on."""
    compiled = told.seen.matcher.rules.get(claim.rule)
    if compiled is None:
        return Basis(grammar_rules().get(claim.rule, ""), "", (), _title(told, claim), (), _cue(told, claim))
    rule = compiled.rule
    for match in fired(told.seen, rule.id):
        for made in match_claims(match, told.seen.scene, told.seen.sentence):
            if (made.subject, made.object) == (claim.subject, claim.object):
                words = tuple((chip.start, chip.end) for at, chip in match.parts.items() if at in compiled.triggers)
                guards = tuple(f"no word of <{name}> between" for name in rule.unless)
                cue = match_cue(match, told.seen.scene, told.seen.sentence)
                return Basis(rule.says, rule.when, _filled(told, claim, parts_of_match(match)), words, guards, cue)
    # the title's 代表团 is whom the text names: told at the end, when they are known
    return Basis(rule.says, rule.when, (), (), ("the title's delegation is whom the text names",), "")


def unread(matcher: RuleMatcher, rule: str) -> Basis:
    """What is known of a rule whose match is not at hand; it says nothing where there is no such rule."""
    compiled = matcher.rules.get(rule)
    if compiled is None:
        return Basis(grammar_rules().get(rule, ""), "", (), (), (), "")
    return Basis(compiled.rule.says, compiled.rule.when, (), (), (), "")


def attempts(told: Told, predicate: str, subjects: Collection[str], objects: Collection[str]) -> list[Attempt]:
    """How far each rule of a predicate came with these names as its ends, those that came furthest first."""
    ends = [
        frozenset(i for i, mention in enumerate(told.seen.scene.mentions) if mention.name in names)
        for names in (subjects, objects)
    ]
    rules = [compiled for compiled in told.seen.matcher.rules.values() if compiled.rule.predicate == predicate]
    return sorted((attempt(told.seen, rule, *ends) for rule in rules), key=lambda a: (-a.reached, a.rule.id))


def refusals(told: Told, predicate: str, subjects: Collection[str], objects: Collection[str]) -> Iterator[str]:
    """What the article speaks against, of what the rules claimed of these names."""
    for claim, reason in told.refused:
        names = told.mentions[claim.subject].name, told.mentions[claim.object].name
        if claim.predicate == predicate and names[0] in subjects and names[1] in objects:
            yield f"{claim.rule} matched, but {reason}"


def _filled(told: Told, claim: Claim, parts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The parts that matched, and what the article gave to the slots that the sentence does not fill."""
    rule = told.seen.matcher.rules[claim.rule].rule
    ends = ((rule.subject, claim.subject), (rule.object, claim.object))
    given = ((f"{slot}, {_GIVEN[slot]},", told.mentions[end].name) for slot, end in ends if slot in _GIVEN)
    return (*parts, *given)


def _cue(told: Told, claim: Claim) -> str:
    """The word of the sentence that makes what a grammar claims no fact, or ``""`` where no one word does."""
    if claim.modality is Modality.ASSERTED:
        return ""
    words, sentence = titles(), told.seen.sentence
    beside = {Modality.FORMER: words.former, Modality.PLANNED: (*words.coming, *words.nominated)}
    verbs = (verb for verb, mood in words.verbs.items() if mood is claim.modality)
    known = sorted(
        {*beside.get(claim.modality, ()), *verbs} if claim.title else (), key=lambda word: (-len(word), word)
    )
    names = [(m.start, m.end) for m in told.mentions if sentence.start <= m.start and m.end <= sentence.end]
    spoken = cue_of(told.seen.scene.text, sentence.start, sentence.end, names)
    return next((word for word in known if word in told.text), spoken)


def _title(told: Told, claim: Claim) -> tuple[tuple[int, int], ...]:
    """Where the title of a post stands, in front of its holder's name or behind it; nothing where it does not."""
    text, sentence, holder = told.seen.scene.text, told.seen.sentence, told.mentions[claim.subject]
    if not claim.title:
        return ()
    start = text.rfind(claim.title, sentence.start, holder.start)
    start = start if start >= 0 else text.find(claim.title, holder.end, sentence.end)
    return ((start, start + len(claim.title)),) if start >= 0 else ()
