"""Every rule does what its examples say, and its examples hold every part of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kg.extraction.examples import read_example, run_example
from kg.extraction.relations import RuleMatcher, load_matcher
from kg.extraction.rules import Compiled, compile_rule
from kg.resources import load_toml

WORDS = load_toml("lexicon/words.toml")
RULES = [compiled.rule for compiled in load_matcher().rules.values()]
YES = [pytest.param(rule, text, id=f"{rule.id}-{i}") for rule in RULES for i, text in enumerate(rule.yes)]
NO = [pytest.param(rule, text, id=f"{rule.id}-{i}") for rule in RULES for i, text in enumerate(rule.no)]


def triples(matcher, text):
    example = read_example(text)
    names = example.mentions
    return {
        (claim.rule, (names[claim.subject].name, claim.predicate, names[claim.object].name))
        for claim in run_example(matcher, example)
    }


@pytest.mark.parametrize(("rule", "text"), YES)
def test_a_rule_finds_what_its_example_states_and_no_other_rule_adds_to_it(rule, text):
    found = {triple for _, triple in triples(load_matcher(), text)}
    expected = read_example(text).expected(rule)
    assert expected, "the example marks no filled slots"
    same_predicate = {t for t in found if t[1] == rule.predicate}
    assert same_predicate == expected


@pytest.mark.parametrize(("rule", "text"), NO)
def test_a_rule_stays_silent_on_its_counter_examples(rule, text):
    assert not {triple for rule_id, triple in triples(load_matcher(), text) if rule_id == rule.id}


def only(compiled: Compiled) -> RuleMatcher:
    return RuleMatcher([compiled], WORDS)


def passes(compiled: Compiled) -> bool:
    """Whether a rule alone still does what its examples say."""
    matcher = only(compiled)
    rule = compiled.rule
    yes = all({t for _, t in triples(matcher, text)} == read_example(text).expected(rule) for text in rule.yes)
    return yes and not any(triples(matcher, text) for text in rule.no)


def mutants():
    for rule in RULES:
        for match in re.finditer(r"<\w+>\??|\"[^\"]+\"", rule.when):
            rest = rule.when.replace(match.group(), "", 1)
            if re.search(r"<\w+>(?!\?)|\"", rest) and not re.search(r":\s*}", rest):
                yield pytest.param(rule, rest, id=f"{rule.id}-without-{match.group()}")
        for match in re.finditer(r"\{(\w+):([A-Z]\w+(?:\|\w+)+)\}", rule.when):
            for name in match.group(2).split("|"):
                left = "|".join(n for n in match.group(2).split("|") if n != name)
                yield pytest.param(rule, rule.when.replace(match.group(2), left, 1), id=f"{rule.id}-no-{name}")


@pytest.mark.parametrize(("rule", "when"), mutants())
def test_every_part_of_a_rule_is_held_by_an_example(rule, when):
    assert passes(compile_rule(rule, WORDS)), "the rule as written fails alone"
    assert not passes(compile_rule(replace(rule, when=when), WORDS)), "no example needs this part"
