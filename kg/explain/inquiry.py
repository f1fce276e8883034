"""The two questions to a graph: what a relation rests on, and what kept one out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.explain.archive import Archive, Stored, Thing
from kg.model import IMPORTED, Article, Claim, Modality
from kg.ontology import PREDICATES, is_a

if TYPE_CHECKING:
    from kg.extraction.explain import Basis, Explainer, Told
    from kg.extraction.trace import Attempt
    from kg.graph import Graph

_NAME, _WORD = "「{}」", "『{}』"  # one of the two names, and a word that makes the claim, within their sentence
#: Which of the two things asked for a sentence names.
_FIRST, _SECOND = 1, 2
#: What became of a claim after it was extracted: no rule makes these.
_NOT_OF_THE_TEXT = (Modality.REJECTED, Modality.QUARANTINED)


@dataclass(frozen=True, slots=True)
class Reason:
    """A claim of the graph with what it rests on. ``sentence`` has the two names and the words that make the claim
    marked; ``note`` says where the rules at hand do not make it, or is ``""``."""

    subject: str
    object: str
    claim: Stored
    headline: str
    published: str
    sentence: str
    basis: Basis
    note: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence in which two things stand, or two that follow each other: how far each rule of a predicate came, the
    nearest first, and what else keeps the relation out of it."""

    headline: str
    published: str
    sentence: str
    attempts: tuple[Attempt, ...]
    notes: tuple[str, ...]

    @property
    def reached(self) -> float:
        """How far the nearest rule came; what is told in words comes first."""
        return max((attempt.reached for attempt in self.attempts), default=1.0 if self.notes else 0.0)


class Inquiry:
    """Questions to one graph, answered by reading its articles again with the rules at hand.

    ``rules`` is a file or directory with a user's own rules, as in the build; ``ner`` another recogniser.
    """

    def __init__(self, graph: Graph, rules: str | None = None, ner: str | None = None) -> None:
        self._archive = Archive(graph)
        self._rules, self._ner = rules, ner
        self._read: dict[str, tuple[Article, list[Told]]] = {}

    @cached_property
    def _explainer(self) -> Explainer:
        from kg.extraction.explain import Explainer

        return Explainer(self._rules, self._ner)

    def thing(self, name: str) -> Thing:
        """What a name means.

        Raises:
            QueryError: nothing in the graph has this name; it says what comes near, and where the texts have it.
        """
        found = self._archive.thing(name)
        if found is None:
            near = self._archive.near(name)
            todo = f"perhaps {'、'.join(near)}" if near else "kg query --list names questions that list entities"
            unclear = self._unclear(name)
            raise QueryError(f"no entity of this name{f' ({unclear})' if unclear else ''}", name, todo)
        return found

    def held(self, a: Thing, predicate: str, b: Thing) -> list[Stored]:
        """The claims of a predicate from one thing to another that the graph keeps, whatever their modality."""
        symmetric = PREDICATES[predicate].symmetric
        found = self._archive.claims(a, b)
        return [c for c in found if c.predicate == predicate and (symmetric or c.subject in a.iris)]

    def reasons(self, a: Thing, b: Thing) -> Iterator[Reason]:
        """What every claim between two things rests on, either way round, by article and sentence."""
        for stored in self._archive.claims(a, b):
            yield self._reason(stored)

    def misses(self, a: Thing, predicate: str, b: Thing) -> list[Miss]:
        """The sentences that came nearest to saying a relation that the graph has not, the nearest first."""
        found = [miss for article in self._archive.both(a, b) for miss in self._misses(article, a, predicate, b)]
        return sorted(found, key=lambda miss: -miss.reached)

    def together(self, a: Thing, b: Thing) -> int:
        """How many articles name both."""
        return len(self._archive.both(a, b))

    def unfit(self, a: Thing, predicate: str, b: Thing) -> str:
        """Why two things cannot be the ends of a relation, whatever the text says; ``""`` where they can."""
        known = PREDICATES[predicate]
        for thing, allowed, end in ((a, known.domain, "subject"), (b, known.range, "object")):
            kinds = self._archive.classes(thing)
            if kinds and not any(is_a(kind, top) for kind in kinds for top in allowed):
                told = f"{thing.name} is of class {', '.join(kinds)}"
                return f"{told}, and the {end} of {predicate} is always of {' or '.join(allowed)}"
        return ""

    def patterns(self, predicate: str) -> int:
        """How many rules of a predicate are patterns."""
        return sum(compiled.rule.predicate == predicate for compiled in self._explainer.matcher.rules.values())

    def grammars(self, predicate: str) -> list[tuple[str, str]]:
        """The rules of a predicate that are no patterns, with what they say."""
        from kg.extraction.explain import grammar_rules

        return [(id_, says) for id_, says in grammar_rules().items() if id_.split(".")[0] == predicate]

    def _unclear(self, name: str) -> str:
        """Why a name that stands in the texts is no entity, in words; ``""`` where it stands in none."""
        articles = self._archive.naming(name)
        for article in articles[:1]:
            read, sentences = self._again(article)
            for left in (left for told in sentences for left in told.left_out):
                if name in read.body[left.start : left.end]:
                    return f"left out: {left.reason}"
        return "the text has it, but not as a name of its own" if articles else ""

    def _reason(self, stored: Stored) -> Reason:
        from kg.extraction.explain import Basis

        about = self._archive.article(stored.article)
        subject, object_ = self._archive.name(stored.subject), self._archive.name(stored.object)
        rests, sentence, note = Basis(f"stated in {about.source_path}", "", (), (), (), ""), stored.quote, ""
        if stored.rule != IMPORTED:
            rests, sentence, note = self._read_again(stored)
        headline = self._archive.headline(stored.article)
        return Reason(subject, object_, stored, headline, about.published or "", sentence, rests, note)

    def _read_again(self, stored: Stored) -> tuple[Basis, str, str]:
        """What a claim rests on, its sentence with marks, and why the rules at hand do not make it, or ``""``."""
        from kg.extraction.explain import basis, unread

        if found := self._same(stored):
            told, claim = found
            rests = basis(told, claim)
            return rests, _marked(told, claim, rests.triggers), ""
        rests = unread(self._explainer.matcher, stored.rule)
        if rests.says:
            return rests, stored.quote, "the rules at hand no longer make this claim: build the graph again"
        return rests, stored.quote, "this rule is not among those at hand: name yours by --rules"

    def _same(self, stored: Stored) -> tuple[Told, Claim] | None:
        """The same claim as the rules at hand make it, with its sentence."""
        things = Thing("", (stored.subject,)), Thing("", (stored.object,))
        forms = [self._archive.forms(stored.article, thing) for thing in things]
        if PREDICATES[stored.predicate].symmetric:
            forms = [forms[0] | forms[1]] * 2
        mood = None if stored.modality in _NOT_OF_THE_TEXT else stored.modality
        wanted = stored.predicate, stored.rule, stored.start, stored.end, stored.title, mood
        for told in self._again(stored.article)[1]:
            for claim in told.claims:
                made = claim.predicate, claim.rule, claim.start, claim.end, claim.title or "", mood and claim.modality
                names = told.mentions[claim.subject].name, told.mentions[claim.object].name
                if made == wanted and names[0] in forms[0] and names[1] in forms[1]:
                    return told, claim
        return None

    def _misses(self, article: str, a: Thing, predicate: str, b: Thing) -> Iterator[Miss]:
        ends = self._archive.forms(article, a), self._archive.forms(article, b)
        read, sentences = self._again(article)
        facts = self._archive.headline(article), read.published or ""
        found = False
        for told in sentences:
            tried = self._attempts(told, predicate, *ends)
            if tried is not None:
                found = True
                yield Miss(*facts, told.text, tried, tuple(_notes(told, predicate, *ends)))
        for told, following in pairwise(() if found else sentences):
            same = told.seen.sentence.paragraph == following.seen.sentence.paragraph
            if same and _named(told, *ends) | _named(following, *ends) == _FIRST | _SECOND:
                note = "they stand in sentences that follow each other, and no rule reaches from one into the next"
                yield Miss(*facts, told.text + following.text, (), (note,))

    def _attempts(
        self, told: Told, predicate: str, a: Collection[str], b: Collection[str]
    ) -> tuple[Attempt, ...] | None:
        """How far the rules came in a sentence that names both, or one where the article may give them the other; None
        where neither is so."""
        from kg.extraction.explain import attempts

        named = _named(told, a, b)
        tried = attempts(told, predicate, a, b) if named else []
        if named == _FIRST | _SECOND:
            return tuple(tried)
        return tuple(t for t in tried if (t.rule.object if named == _FIRST else t.rule.subject) in t.refers) or None

    def _again(self, article: str) -> tuple[Article, list[Told]]:
        """An article of the graph, and how the extraction reads it."""
        if article not in self._read:
            known = self._archive.article(article)
            self._read[article] = known, self._explainer.read(known)
        return self._read[article]


def _notes(told: Told, predicate: str, a: Collection[str], b: Collection[str]) -> Iterator[str]:
    from kg.extraction.explain import refusals

    yield from refusals(told, predicate, a, b)
    yield from (f"left out here: {left.reason}" for left in told.left_out)


def _named(told: Told, a: Collection[str], b: Collection[str]) -> int:
    """Which of two things a sentence names."""
    names = told.named()
    return _FIRST * bool(names & set(a)) | _SECOND * bool(names & set(b))


def _marked(told: Told, claim: Claim, triggers: Sequence[tuple[int, int]]) -> str:
    """The sentence with the two names marked, by their places or, where they stand elsewhere, by their names; and the
    words that make the claim."""
    sentence = told.seen.sentence
    inside = [m for m in told.mentions if sentence.start <= m.start and m.end <= sentence.end and m.type != "Article"]
    spans = dict.fromkeys(triggers, _WORD)
    for end in (claim.subject, claim.object):
        meant = told.mentions[end]
        places = [meant] if meant in inside else [m for m in inside if m.name == meant.name]
        spans |= {(m.start, m.end): _NAME for m in places}
    text, taken = told.text, sentence.end
    for (start, end), mark in sorted(spans.items(), key=lambda span: (-span[0][1], span[0][0])):
        if sentence.start <= start and end <= taken:  # what stands inside a marked name is not marked by itself
            first, last = start - sentence.start, end - sentence.start
            text = text[:first] + mark.format(text[first:last]) + text[last:]
            taken = start
    return text
