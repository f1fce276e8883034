"""Every rule does what its examples say, and its examples hold every part of it."""

from __future__ import annotations

import pytest

from kg.extraction.relations import load_matcher
from kg.learn.rule_check import failures, holes, keeps_examples

MATCHER = load_matcher()
RULES = [pytest.param(compiled, id=id_) for id_, compiled in MATCHER.rules.items()]
#: What no example holds yet. It may only get shorter.
KNOWN_HOLES = {
    ("issued.body-issues-policy", "<issue>"),
    ("visited.goes-and-visits", "unless <accompany>"),
    ("visited.visits-object", "unless <accompany>"),
    ("visited.arrives-at-sites", "unless <accompany>"),
    ("visited.sees-in-place", "unless <accompany>"),
    ("visited.party-sees", "unless <accompany>"),
    ("visited.party-arrives", "unless <accompany>"),
    ("visited.party-goes-on-to", "unless <accompany>"),
}


@pytest.mark.parametrize("compiled", RULES)
def test_a_rule_finds_what_its_examples_state_and_nothing_else_whatever_other_rules_say(compiled):
    assert list(failures(MATCHER, compiled.rule)) == []


@pytest.mark.parametrize("compiled", RULES)
def test_a_rule_keeps_its_examples_alone(compiled):
    assert keeps_examples(compiled, MATCHER.lexicon)


@pytest.mark.parametrize("compiled", RULES)
def test_every_word_class_and_guard_of_a_rule_is_held_by_an_example(compiled):
    found = {(hole.rule, hole.part) for hole in holes(compiled.rule, MATCHER.lexicon) if "~" not in hole.part}
    assert found <= KNOWN_HOLES


def test_there_are_examples_of_both_kinds_over_all_predicates():
    rules = [compiled.rule for compiled in MATCHER.rules.values()]
    assert sum(rule.examples for rule in rules) >= 250
    assert all(len(rule.yes) >= 2 and len(rule.no) >= 2 for rule in rules)
