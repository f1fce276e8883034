"""Rules put to the test: their examples run, and the parts of a rule that no example holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import QueryError, ResourceError
from kg.extraction.examples import Example, read_example, run_example, tell_example
from kg.extraction.relations import RuleMatcher, load_matcher
from kg.extraction.rules import Compiled, Rule, check_marks, compile_rule, load_own, parts_of
from kg.extraction.trace import Attempt, Seen, attempt
from kg.model import Modality

#: Subject, predicate and object of a claim, by name.
Triple = tuple[str, str, str]
_WIDE = 400  # chips: as wide as a sentence
_MUTANT = "a part is taken away, to see whether an example notices"


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a rule does not keep: its marked text, the chips of the sentence that says it, what went wrong
    and, where the rule should have matched, where it stopped."""

    rule: str
    example: str
    chips: str
    fault: str
    stopped: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a rule without which its examples come out as they do with it, and what example would hold it."""

    rule: str
    part: str
    todo: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A sentence put to a rule: its chips, the parts that matched, what stopped the rule (``""``: nothing), and all
    claims of all rules as (rule, triple, modality)."""

    chips: str
    matched: tuple[tuple[str, str], ...]
    stopped: str
    claims: tuple[tuple[str, Triple, Modality], ...]


def own_rules(path: str) -> tuple[RuleMatcher, list[Rule]]:
    """The matcher of our rules with a user's at ``path``, and the user's.

    Raises:
        ResourceError: a rule cannot be read.
    """
    matcher = load_matcher(Path(path))
    return matcher, [compiled.rule for compiled in load_own(Path(path), matcher.lexicon)]


def find_rule(rule: str, own: Path | None) -> tuple[RuleMatcher, Compiled | None]:
    """The matcher of our rules with a user's, and its rule of this id, or None where there is none.

    Raises:
        ResourceError: a rule cannot be read.
    """
    matcher = load_matcher(own)
    return matcher, matcher.rules.get(rule)


def failures(matcher: RuleMatcher, rule: Rule) -> Iterator[Failure]:
    """The examples that a rule, among all others of a matcher, does not keep.

    What states claims must give just these, by whatever rule of the predicate; what must not match, none by this one.
    """
    for modality, texts in rule.stating.items():
        for text in texts:
            example = read_example(text)
            if fault := _unmet(example.expected(rule), _found(matcher, example, rule, modality)):
                yield _failure(matcher, rule, text, fault, wanted=True)
            elif modality is not Modality.ASSERTED and (facts := _found(matcher, example, rule, Modality.ASSERTED)):
                yield _failure(matcher, rule, text, f"found as a fact: {_said(facts)}", wanted=False)
    for text in rule.no:
        if found := {triple for id_, triple in _triples(matcher, read_example(text)) if id_ == rule.id}:
            yield _failure(matcher, rule, text, f"must not be found: {_said(found)}", wanted=False)


def holes(rule: Rule, lexicon: Mapping[str, Sequence[str]]) -> Iterator[Hole]:
    """The parts of a rule that none of its examples holds: words, text, classes, distances, ``unless`` lists.

    Raises:
        ResourceError: the rule alone does not do what its examples say, so that they cannot hold anything.
    """
    if not keeps_examples(compile_rule(rule, lexicon), lexicon):
        raise ResourceError("its examples fail", rule.id, "kg rules test says which; mend them first")
    for mutant, part, todo in _mutants(rule):
        if keeps_examples(compile_rule(mutant, lexicon), lexicon):
            yield Hole(rule.id, part, todo)


def keeps_examples(compiled: Compiled, lexicon: Mapping[str, Sequence[str]]) -> bool:
    """Whether a rule, alone, does what its examples say."""
    matcher, rule = RuleMatcher([compiled], lexicon), compiled.rule
    for modality, texts in rule.stating.items():
        for example in map(read_example, texts):
            if {triple for _, triple in _triples(matcher, example, modality)} != example.expected(rule):
                return False
    return not any(_triples(matcher, read_example(text)) for text in rule.no)


def try_rule(matcher: RuleMatcher, compiled: Compiled, marked: str) -> Trial:
    """What a rule makes of a sentence whose entities are marked as in an example, and what all rules claim of it.

    Raises:
        ResourceError: a mark names a class or slot that there is not.
        QueryError: the sentence is empty.
    """
    check_marks(marked, [slot for slot in compiled.slots if slot], compiled.rule.id)
    if not marked.strip():
        raise QueryError(
            "no sentence", repr(marked), "write one with marked entities: [甲乙](Official)赴[丙丁市](City)。"
        )
    example = read_example(marked)
    told = list(tell_example(matcher, example))
    seen, came = _nearest(compiled, example, [seen for seen, _ in told])
    names = example.mentions
    claims = [
        (claim.rule, (names[claim.subject].name, claim.predicate, names[claim.object].name), claim.modality)
        for _, found in told
        for claim in found
    ]
    return Trial(shown(seen, compiled), came.matched, came.fault, tuple(claims))


def shown(seen: Seen, compiled: Compiled) -> str:
    """The chips of a sentence: entities with their class, words with the lists of theirs that the rule names."""
    named = dict.fromkeys(name for part in parts_of(compiled.rule) for name in re.findall(r"<(\w+)>", part))
    lists = {name: frozenset(seen.matcher.lexicon[name]) for name in (*named, *compiled.rule.unless)}
    texts = []
    for chip in seen.chips:
        kinds = chip.label or ",".join(f"<{name}>" for name, words in lists.items() if chip.text in words)
        texts.append(f"[{chip.text} {kinds}]" if kinds else chip.text)
    return " ".join(texts)


def _failure(matcher: RuleMatcher, rule: Rule, text: str, fault: str, *, wanted: bool) -> Failure:
    example = read_example(text)
    compiled = matcher.rules[rule.id]
    seen, came = _nearest(compiled, example, [seen for seen, _ in tell_example(matcher, example)])
    return Failure(rule.id, text, shown(seen, compiled), fault, came.fault if wanted else "")


def _nearest(compiled: Compiled, example: Example, sentences: Sequence[Seen]) -> tuple[Seen, Attempt]:
    """The sentence of an example in which a rule came furthest with the marked ends, or with any where none are."""
    ends = (example.slots.get(slot) for slot in (compiled.rule.subject, compiled.rule.object))
    subjects, objects = ends
    tried = [(seen, attempt(seen, compiled, subjects, objects)) for seen in sentences]
    return max(tried, key=lambda pair: pair[1].reached)


def _mutants(rule: Rule) -> Iterator[tuple[Rule, str, str]]:
    """The rule without one of its parts, how the part is written, and which example would notice."""
    parts = parts_of(rule)
    for at, part in enumerate(parts):
        for other, name, todo in _weaker(part):
            when = " ".join(filter(None, [*parts[:at], other, *parts[at + 1 :]]))
            yield replace(rule, when=when, anchor=rule.anchor or _MUTANT), name, todo
    for name in rule.unless:
        rest = tuple(other for other in rule.unless if other != name)
        todo = f"a no that has all parts, and a word of <{name}> between them"
        yield replace(rule, unless=rest), f"unless <{name}>", todo


def _weaker(part: str) -> Iterator[tuple[str, str, str]]:
    """What may stand in place of a part, the part's name, and which example would notice."""
    if part.startswith("~"):
        yield "", part, "a yes in which something stands there"
        yield f"~{_WIDE}", f"the limit of {part}", f"a no in which more than {part[1:]} chips stand there"
    elif part.startswith("{") and "<" not in part:
        slot, classes = part[1:-1].split(":")
        names = classes.split("|")
        for name in names if len(names) > 1 else ():
            others = "|".join(other for other in names if other != name)
            yield f"{{{slot}:{others}}}", f"{name} in {part}", f"a yes with a [text]({slot}:{name})"
    elif part.endswith("?"):
        yield "", part, "a yes that has it"
        yield part[:-1], f"the ? of {part}", "a yes that lacks it"
    else:
        yield "", part, "a no that lacks only this"


def _unmet(expected: set[Triple], found: set[Triple]) -> str:
    if missing := expected - found:
        return f"not found: {_said(missing)}"
    extra = found - expected
    return f"found besides: {_said(extra)}" if extra else ""


def _found(matcher: RuleMatcher, example: Example, rule: Rule, modality: Modality) -> set[Triple]:
    return {triple for _, triple in _triples(matcher, example, modality) if triple[1] == rule.predicate}


def _triples(matcher: RuleMatcher, example: Example, modality: Modality = Modality.ASSERTED) -> set[tuple[str, Triple]]:
    names = example.mentions
    return {
        (c.rule, (names[c.subject].name, c.predicate, names[c.object].name))
        for c in run_example(matcher, example, modality)
    }


def _said(triples: set[Triple]) -> str:
    return "; ".join(" ".join(triple) for triple in sorted(triples))
