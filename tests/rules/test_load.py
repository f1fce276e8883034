"""What is wrong in a rule file is told in one line: the file, the rule, and the nearest right word."""

from __future__ import annotations

import pytest

from kg.errors import ResourceError
from kg.extraction.relations import load_matcher
from kg.extraction.rules import load_rules
from kg.resources import load_toml, path

RULE = """
[[rule]]
id = "visited.drops-in"
says = "谁顺访哪里"
when = "{who:Person} <drop_in> {where:Place|Zone}"
gives = "who visited where"
confidence = 0.8
yes = [
  "[甲乙](who:Official)顺访[丙丁市](where:City)。",
  "[甲乙](who:Person)顺访[丙丁高新区](where:HiTechZone)。",
]
planned = ["[甲乙](who:Official)将顺访[丙丁市](where:City)。"]
no = [
  "[甲乙](Official)说起[丙丁市](City)。",
  "[甲乙](Official)、[丙丁市](City)。",
]
"""
WORDS = 'drop_in = ["顺访"]\n'
LISTS = 'says = "谁顺访哪里"\n'


@pytest.fixture
def own(tmp_path):
    (tmp_path / "drops.toml").write_text(RULE, encoding="utf-8")
    (tmp_path / "words.toml").write_text(WORDS, encoding="utf-8")
    return tmp_path


def test_the_rule_of_these_tests_is_a_good_one(own):
    assert load_matcher(own).rules["visited.drops-in"].rule.planned


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[rule]]", "[[rules]]", "drops.toml: unknown key 'rules' - did you mean 'rule'?"),
        ("[[rule]]", 'disable = ["a"]\n[[rule]]', "drops.toml: unknown key 'disable' - did you mean 'disabled'?"),
        ("[[rule]]", "[rule]", "drops.toml: rule is no table of rules - begin each rule with [[rule]]"),
        (
            "[[rule]]",
            'disabled = ["accompanied.host"]\n[[rule]]',
            "drops.toml: disabled: no rule has the id 'accompanied.host' - did you mean 'accompanied.hosts'?",
        ),
        ("[[rule]]", 'disabled = "x"\n[[rule]]', 'drops.toml: disabled: not a list of texts - write: ["…", "…"]'),
        (
            "planned =",
            "planed =",
            "drops.toml: visited.drops-in: unknown key 'planed' - did you mean 'planned'?",
        ),
        (LISTS, "says = 3\n", 'drops.toml: visited.drops-in: says is no text - write: says = "…"'),
        (
            "confidence = 0.8",
            'confidence = "high"',
            "drops.toml: visited.drops-in: confidence 'high' is no probability - write a number above 0, at most 1",
        ),
        (
            "confidence = 0.8",
            "confidence = 80",
            "drops.toml: visited.drops-in: confidence 80 is no probability - write a number above 0, at most 1",
        ),
        (LISTS, LISTS + 'unless = "of"\n', "visited.drops-in: unless: not a list of texts"),
        (LISTS, LISTS + 'unless = ["off"]\n', "drops.toml: visited.drops-in: unknown list <off> - did you mean 'of'?"),
        (
            "(who:Person)顺访",
            "(who:Persn)顺访",
            "drops.toml: visited.drops-in: an example marks the unknown class 'Persn' - did you mean 'Person'?",
        ),
        (
            "(who:Person)顺访",
            "(whom:Person)顺访",
            "drops.toml: visited.drops-in: an example marks the unknown slot 'whom' - did you mean 'who'?",
        ),
        (
            '(where:City)。"]\nno',
            '(City)。"]\nno',
            "no mark of the slot 'where' in '[甲乙](who:Official)将顺访[丙丁市](City)。' - write [text](where:Class)",
        ),
    ],
)
def test_what_is_wrong_is_told_with_the_nearest_right_word(own, old, new, told):
    assert old in RULE
    (own / "drops.toml").write_text(RULE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError) as refused:
        load_matcher(own)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("written", ['drop_in = "顺访"', "drop_in = [1]", 'drop_in = ["顺访", ""]', "[drop_in]"])
def test_word_lists_are_lists_of_words(own, written):
    (own / "words.toml").write_text(written + "\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"words\.toml: drop_in: not a list of texts"):
        load_matcher(own)


def test_the_words_beside_a_single_file_are_its_own(own):
    assert "visited.drops-in" in load_matcher(own / "drops.toml").rules


def test_a_directory_without_rule_files_and_a_file_that_is_no_text_are_told(tmp_path):
    with pytest.raises(ResourceError, match=r"no \.toml file in it"):
        load_matcher(tmp_path)
    (tmp_path / "rules.toml").write_bytes("规则".encode("gbk"))
    with pytest.raises(ResourceError, match=r"cannot be read \(not UTF-8\)"):
        load_matcher(tmp_path)


def test_word_lists_alone_are_enough(tmp_path):
    (tmp_path / "words.toml").write_text('visit = ["打卡"]\n', encoding="utf-8")
    matcher = load_matcher(tmp_path)
    assert "打卡" in matcher.lexicon["visit"]
    assert len(matcher.rules) == len(load_matcher().rules)


def test_our_own_files_pass_the_same_checks(tmp_path):
    (tmp_path / "ours.toml").write_text('rules = "x"\n', encoding="utf-8")
    with pytest.raises(ResourceError, match="unknown key 'rules'"):
        load_rules(tmp_path, load_toml("lexicon/words.toml"))
    assert load_rules(path("rules"), load_toml("lexicon/words.toml"))
