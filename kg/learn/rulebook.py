"""The rules as a table, and a user's own rules put to the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.extraction.confidence import Measured, measured
from kg.extraction.examples import read_example, run_example
from kg.extraction.explain import grammar_rules
from kg.extraction.relations import RuleMatcher, load_matcher
from kg.extraction.rules import Rule, load_rules


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule in the table: its id, what it says, the rule itself (None for one that is a grammar), how often it was
    right on the gold articles (None where it never fired there)."""

    id: str
    says: str
    rule: Rule | None
    seen: Measured | None

    @property
    def predicate(self) -> str:
        """What the rule claims."""
        return self.id.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a rule does not keep: its marked text, and in words what went wrong."""

    rule: str
    example: str
    fault: str


def entries(own: str | None = None) -> list[Entry]:
    """Every rule by which a claim may be made, by id; with those of a user's file or directory ``own``.

    Raises:
        ResourceError: a rule of ``own`` cannot be read.
    """
    matcher = load_matcher(Path(own) if own else None)
    table = {c.rule.id: Entry(c.rule.id, c.rule.says, c.rule, _seen(c.rule.id)) for c in matcher.rules.values()}
    table |= {id_: Entry(id_, says, None, _seen(id_)) for id_, says in grammar_rules().items()}
    return [table[id_] for id_ in sorted(table)]


def _seen(rule: str) -> Measured | None:
    return measured().get(rule)


def failures(own: str) -> tuple[int, list[Failure]]:
    """Run the examples of a user's rules over all rules, ours and theirs: how many there are, and which fail.

    Raises:
        ResourceError: a rule cannot be read.
    """
    matcher = load_matcher(Path(own))
    rules = [c.rule for c in load_rules(Path(own), matcher.lexicon)]
    found = [failure for rule in rules for failure in _failures(matcher, rule)]
    return sum(len(rule.yes) + len(rule.no) for rule in rules), found


def _failures(matcher: RuleMatcher, rule: Rule) -> Iterator[Failure]:
    for text in rule.yes:
        example = read_example(text)
        found = {t for _, t in _triples(matcher, text) if t[1] == rule.predicate}
        expected = example.expected(rule)
        if not expected:
            yield Failure(rule.id, text, "the example marks no slot that the rule fills")
        elif missing := expected - found:
            yield Failure(rule.id, text, f"not found: {_said(missing)}")
        elif extra := found - expected:
            yield Failure(rule.id, text, f"found besides: {_said(extra)}")
    for text in rule.no:
        found = {t for id_, t in _triples(matcher, text) if id_ == rule.id}
        if found:
            yield Failure(rule.id, text, f"must not be found: {_said(found)}")


def _triples(matcher: RuleMatcher, text: str) -> set[tuple[str, tuple[str, str, str]]]:
    example = read_example(text)
    names = example.mentions
    return {(c.rule, (names[c.subject].name, c.predicate, names[c.object].name)) for c in run_example(matcher, example)}


def _said(triples: set[tuple[str, str, str]]) -> str:
    return "; ".join(" ".join(triple) for triple in sorted(triples))
