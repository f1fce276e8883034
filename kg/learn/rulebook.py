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
from kg.resources import load_toml


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule in the table: its id, what it says, its examples that must and must not match, the rule itself (None for
    one that is a grammar), how often it was right on the gold articles (None where it never fired there)."""

    id: str
    says: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
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
    rules = [c.rule for c in matcher.rules.values()]
    found = [Entry(r.id, r.says, r.yes, r.no, r, measured().get(r.id)) for r in rules]
    kept = {g["id"]: g for g in load_toml("grammars.toml")["grammar"]}
    for id_, says in grammar_rules().items():
        examples = kept.get(id_, {"yes": (), "no": ()})
        yes = tuple(f"{text} -> {'; '.join(claims)}" for text, claims in examples["yes"])
        found.append(Entry(id_, says, yes, tuple(examples["no"]), None, measured().get(id_)))
    return sorted(found, key=lambda entry: entry.id)


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
