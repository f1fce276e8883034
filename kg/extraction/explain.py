"""Why a claim is there, and why one is not: how far each rule came in a sentence, and what stopped it.

Both answers read the same trace. Nothing here runs while a graph is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extraction import careers, ner, posts, scenes, structure
from kg.extraction.chips import CLAUSE_ENDS, Chip
from kg.extraction.claims import read
from kg.extraction.modality import cue_of
from kg.extraction.pipeline import make_nlp
from kg.extraction.relations import RuleMatcher, load_matcher
from kg.extraction.rules import HOME, VISITOR, Compiled, Rule, parts_of
from kg.extraction.scenes import Teller
from kg.model import Article, Claim, Extraction, Mention

#: A word list named in a message shows this many of its words.
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, ``body[start:end]``, as the rules saw it. ``claims`` are the article's claims in it."""

    body: str
    start: int
    end: int
    mentions: Sequence[Mention]
    chips: Sequence[Chip]
    visitors: tuple[int, ...]
    claims: tuple[Claim, ...]
    matcher: RuleMatcher

    @property
    def text(self) -> str:
        """The sentence."""
        return self.body[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far a rule came: its parts as written, the text that each matched, and in words what stopped it (``""``
    where nothing did)."""

    rule: Rule
    parts: tuple[str, ...]
    matched: tuple[str, ...]
    fault: str

    @property
    def reached(self) -> float:
        """The share of the rule's parts that stand in the sentence."""
        return len(self.matched) / max(1, len(self.parts))


@cache
def grammar_rules() -> Mapping[str, str]:
    """The rules that are no patterns but grammars of their own, by id, with what they say."""
    return {**structure.RULES, **posts.RULES, **careers.RULES, **scenes.RULES}


def explain(article: Article, rules: str | None = None) -> list[Told]:
    """An article's sentences as the rules see them, with the claims that are made of each."""
    nlp = make_nlp(rules=rules)
    doc = ner.make_doc(nlp.vocab, article.body)
    doc._.article = article
    doc = nlp(doc)
    extraction: Extraction = doc._.extraction
    reading = read(article, doc._.found)
    matcher = load_matcher(Path(rules) if rules else None)
    teller = Teller(reading.context, reading.sentences, reading.phrases, matcher)
    told = []
    for sentence in reading.sentences:
        scene = teller.scene(sentence)
        chips = teller.chips(scene, sentence)
        claims = tuple(c for c in extraction.claims if (c.start, c.end) == (sentence.start, sentence.end))
        bounds = sentence.start, sentence.end
        told.append(Told(article.body, *bounds, extraction.mentions, chips, scene.visitors, claims, matcher))
        teller.tell(sentence)
    return told


def attempts(told: Told, predicate: str, subjects: Iterable[str], objects: Iterable[str]) -> list[Attempt]:
    """How far each rule of a predicate came with these names as its ends, those that came furthest first."""
    wanted = (frozenset(subjects), frozenset(objects))
    tried = [
        _attempt(told, compiled, *wanted)
        for compiled in told.matcher.rules.values()
        if compiled.rule.predicate == predicate
    ]
    return sorted(tried, key=lambda a: (-a.reached, a.rule.id))


def trace(told: Told, claim: Claim) -> Attempt | None:
    """How a claim's rule matched its sentence; None for a rule that is no pattern."""
    compiled = told.matcher.rules.get(claim.rule)
    if compiled is None:
        return None
    names = told.mentions[claim.subject].name, told.mentions[claim.object].name
    return _attempt(told, compiled, frozenset({names[0]}), frozenset({names[1]}))


def _attempt(told: Told, compiled: Compiled, subjects: frozenset[str], objects: frozenset[str]) -> Attempt:
    rule = compiled.rule
    elements = list(_elements(compiled))
    ends = {rule.subject: subjects, rule.object: objects}
    path: list[int] = []
    reachable: dict[int, list[int]] = {-1: []}
    for element in elements:
        following: dict[int, list[int]] = {}
        for at, chip in enumerate(told.chips):
            if not _fits(told, element, chip, ends):
                continue
            near = [p for p in reachable if (not path and p == -1) or _is_near(told.chips, p, at, element.gap)]
            if near:
                following[at] = [*reachable[max(near)], at]
        if not following and not element.optional:
            matched = tuple(told.chips[i].text for i in path)
            return Attempt(rule, tuple(e.text for e in elements), matched, _missing(told, element, path, ends))
        if following:
            reachable = following
            path = following[min(following)]
    matched = tuple(told.chips[i].text for i in path)
    return Attempt(rule, tuple(e.text for e in elements), matched, _guard(told, compiled, path, subjects))


@dataclass(frozen=True, slots=True)
class _Element:
    """One part of a rule: as written, what fills it, how many chips may stand in front."""

    text: str
    slot: str | None
    classes: frozenset[str]
    words: frozenset[str]
    gap: int
    optional: bool


def _elements(compiled: Compiled) -> Iterator[_Element]:
    written = parts_of(compiled.rule)
    gap = 0
    for position, (part, text) in enumerate(zip(compiled.pattern, written, strict=True)):
        if position in compiled.gaps:
            gap = compiled.gaps[position]
            continue
        words = part.get("ORTH", ())
        yield _Element(
            text,
            compiled.slots[position],
            frozenset(part["ENT_TYPE"]["IN"]) if "ENT_TYPE" in part else frozenset(),
            frozenset({words} if isinstance(words, str) else words["IN"] if words else ()),
            gap,
            "OP" in part,
        )
        gap = 0


def _fits(told: Told, element: _Element, chip: Chip, ends: Mapping[str, frozenset[str]]) -> bool:
    if element.words:
        return chip.text in element.words and not chip.label
    if chip.label not in element.classes:
        return False
    wanted = ends.get(element.slot or "")
    return wanted is None or any(told.mentions[m].name in wanted for m in chip.members)


def _is_near(chips: Sequence[Chip], before: int, at: int, gap: int) -> bool:
    if before < 0 or at <= before:
        return False
    return at - before - 1 <= gap and not any(c.text in CLAUSE_ENDS for c in chips[before + 1 : at])


def _missing(told: Told, element: _Element, path: Sequence[int], ends: Mapping[str, frozenset[str]]) -> str:
    """In words, what stands in the way of one part."""
    later = [i for i, chip in enumerate(told.chips) if _fits(told, element, chip, ends) and (not path or i > path[-1])]
    if later and path:
        between = later[0] - path[-1] - 1
        return f"{told.chips[later[0]].text} stands {between} chips behind, and at most {element.gap} may stand between"
    wanted = ends.get(element.slot or "")
    if wanted is not None:
        held = {told.mentions[m].type for c in told.chips for m in c.members if told.mentions[m].name in wanted}
        if held and not held <= element.classes:
            return f"{'、'.join(sorted(wanted))} is {'、'.join(sorted(held))}, not what {element.text} takes"
        return f"{'、'.join(sorted(wanted))} does not stand where {element.text} would"
    if element.words:
        some = "、".join(sorted(element.words, key=lambda w: (len(w), w))[:_SHOWN])
        return f"no word of {element.text} ({some}, …) behind what matched"
    return f"nothing that fills {element.text} behind what matched"


def _guard(told: Told, compiled: Compiled, path: Sequence[int], subjects: frozenset[str]) -> str:
    """What, other than a missing part, keeps a rule from firing; ``""`` where nothing does."""
    rule = compiled.rule
    between = [c.text for c in told.chips[path[0] : path[-1] + 1]]
    barred = [word for word in between if word in compiled.unless]
    if barred:
        return f"{barred[0]} stands between, a word of <{'>, <'.join(rule.unless)}>"
    if rule.subject == VISITOR and not any(told.mentions[v].name in subjects for v in told.visitors):
        return "the text is not telling of a visit of theirs here"
    if rule.subject == HOME:
        return "" if told.claims else "another place is what the article is about"
    cue = cue_of(told.body, told.chips[path[0]].start, told.chips[path[-1]].end, _names(told))
    return f"the text does not hold it as a fact, because of {cue}" if cue else ""


def _names(told: Told) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in told.mentions if told.start <= m.start < told.end]


def cue(told: Told, claim: Claim) -> str:
    """The word that makes a claim planned, negated, former or hearsay; the modality's name where its title does."""
    return cue_of(told.body, told.start, told.end, _names(told)) or claim.modality.value
