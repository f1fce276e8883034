"""The rules that are grammars, not patterns, keep their examples: with the recogniser and all that comes after."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.extraction.explain import grammar_rules
from kg.model import Modality
from kg.reading.article import parse_text
from kg.resources import load_toml

GRAMMARS = load_toml("grammars.toml")["grammar"]
YES = [pytest.param(g["id"], *pair, id=f"{g['id']}-{i}") for g in GRAMMARS for i, pair in enumerate(g["yes"])]
NO = [pytest.param(g["id"], text, id=f"{g['id']}-no-{i}") for g in GRAMMARS for i, text in enumerate(g["no"])]
EXTRACTOR = Extractor()


def claims(rule: str, text: str) -> set[str]:
    """What a rule claims of a sentence in an article of 衡阳日报."""
    body = f"衡阳市科技工作\n{text}"
    article = parse_text(body, "a.txt", "0" * 64, published="2024-03-18", publisher="衡阳日报")
    extraction = EXTRACTOR.extract(article)
    names = extraction.mentions
    return {
        " ".join(
            [names[c.subject].name, c.predicate, names[c.object].name]
            + ([c.title] if c.title else [])
            + ([c.modality.value] if c.modality is not Modality.ASSERTED else [])
        )
        for c in extraction.claims
        if c.rule == rule
    }


@pytest.mark.parametrize(("rule", "text", "expected"), YES)
def test_a_grammar_finds_what_its_example_states(rule, text, expected):
    found = claims(rule, text)
    assert found >= set(expected)
    if rule.startswith("worksFor"):
        assert found == set(expected)


@pytest.mark.parametrize(("rule", "text"), NO)
def test_a_grammar_stays_silent_on_its_counter_examples(rule, text):
    assert not claims(rule, text)


def test_grammars_are_rules_that_claims_name():
    assert {g["id"] for g in GRAMMARS} <= set(grammar_rules())
