"""The examples inside the rules: sentences that mark their own entities, so that a rule fails only for its own fault.

``[text](slot:Class)`` marks an entity and, in a *yes* example, the slot that it must fill; ``[text](Class)`` an entity
that merely stands there. The reserved slots ``home``, ``event`` and ``visitor`` mark the article's home place, its
meeting and who leads the visit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from kg.extraction.chips import Piece
from kg.extraction.relations import RuleMatcher, Scene, is_visitor, sentence_chips, sentence_claims
from kg.extraction.rules import EVENT, HOME, MARK, TOPIC, VISITOR, Rule
from kg.extraction.sentences import split
from kg.extraction.trace import Seen
from kg.model import Claim, Mention, Modality


@dataclass(frozen=True, slots=True)
class Example:
    """A marked sentence: its plain text, its mentions, and per slot the positions of the mentions that fill it."""

    text: str
    mentions: tuple[Mention, ...]
    slots: dict[str, tuple[int, ...]]

    def expected(self, rule: Rule) -> set[tuple[str, str, str]]:
        """The claims that a *yes* example states, as (subject, predicate, object) names."""
        subjects = self.slots.get(rule.subject, ())
        objects = self.slots.get(rule.object, ())
        return {(self.mentions[s].name, rule.predicate, self.mentions[o].name) for s, o in product(subjects, objects)}


def read_example(marked: str) -> Example:
    """Parse a marked sentence."""
    text = ""
    mentions: list[Mention] = []
    slots: dict[str, tuple[int, ...]] = {}
    position = 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        name, slot, kind = match.groups()
        mentions.append(Mention(len(text), len(text) + len(name), kind, name))
        if slot:
            slots[slot] = (*slots.get(slot, ()), len(mentions) - 1)
        text += name
        position = match.end()
    return Example(text + marked[position:], tuple(mentions), slots)


def tell_example(matcher: RuleMatcher, example: Example) -> Iterator[tuple[Seen, list[Claim]]]:
    """The sentences of an example as the rules see them, with what all rules together claim of each."""
    pieces = [Piece(m.start, m.end, m.type, (i,)) for i, m in enumerate(example.mentions)]
    home = next(iter(example.slots.get(HOME, ())), None)
    event = next(iter(example.slots.get(EVENT, ())), None)
    topic = next(iter(example.slots.get(TOPIC, ())), None)
    visitors = {example.mentions[i].name: i for i in example.slots.get(VISITOR, ())}
    for sentence in split(example.text):
        scene = Scene(example.text, example.mentions, home, event, tuple(visitors.values()), topic)
        chips = sentence_chips(matcher, scene, sentence, pieces)
        claims = sentence_claims(matcher, scene, sentence, pieces)
        for claim in claims:
            if is_visitor(claim, example.mentions):
                visitors.setdefault(example.mentions[claim.subject].name, claim.subject)
        yield Seen(matcher, scene, sentence, chips), claims


def run_example(matcher: RuleMatcher, example: Example, modality: Modality = Modality.ASSERTED) -> Iterator[Claim]:
    """What all rules together claim of an example as a fact, or in another modality."""
    for _, claims in tell_example(matcher, example):
        yield from (claim for claim in claims if claim.modality is modality)
