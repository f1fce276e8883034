"""A user's own rules: read by the same path as ours, checked as strictly, and able to add, replace and switch off."""

from __future__ import annotations

import pytest

from kg.errors import ResourceError
from kg.extraction import Extractor
from kg.extraction.relations import load_matcher
from kg.learn.rulebook import entries, failures
from kg.reading.article import parse_text

MENTOR = """
[[rule]]
id = "cooperatesWith.mentors"
says = "甲结对帮扶乙"
when = "{one:Zone} <mentors> {other:Zone}"
gives = "one cooperatesWith other"
yes = [
  "[丙丁高新区](one:HiTechZone)结对帮扶[戊亥经开区](other:EconomicDevelopmentZone)。",
  "[丙丁新区](one:NewArea)结对帮扶[戊亥产业园](other:IndustrialPark)。",
]
no = [
  "[丙丁高新区](HiTechZone)参观[戊亥经开区](EconomicDevelopmentZone)。",
  "[丙丁高新区](HiTechZone)拟结对帮扶[戊亥经开区](EconomicDevelopmentZone)。",
]
"""
LAST_NO = '  "[丙丁高新区](HiTechZone)拟结对帮扶[戊亥经开区](EconomicDevelopmentZone)。",\n'
WORDS = 'mentors = ["结对帮扶"]\nvisit = ["打卡"]\n'
TEXT = "衡阳日报讯 3月18日，衡阳市副市长石敬之到衡阳高新区打卡。衡阳高新区结对帮扶衡山经开区。"


@pytest.fixture
def own(tmp_path):
    (tmp_path / "mentors.toml").write_text(MENTOR, encoding="utf-8")
    (tmp_path / "words.toml").write_text(WORDS, encoding="utf-8")
    return tmp_path


def said(rules, text=TEXT):
    article = parse_text(text, "a.txt", "0" * 64, published="2024-03-18", publisher="衡阳日报")
    extraction = Extractor(rules=rules).extract(article)
    names = extraction.mentions
    return {(names[c.subject].name, c.predicate, names[c.object].name) for c in extraction.claims}


def test_a_users_rule_and_words_add_to_ours(own):
    added = said(str(own)) - said(None)
    assert added == {("衡阳高新区", "cooperatesWith", "衡山经开区"), ("石敬之", "visited", "衡阳高新区")}


def test_a_users_rule_takes_the_place_of_ours_with_its_id(own):
    ours = load_matcher().rules["cooperatesWith.signs-with"].rule
    (own / "mentors.toml").write_text(MENTOR.replace("cooperatesWith.mentors", ours.id), encoding="utf-8")
    assert load_matcher(own).rules[ours.id].rule.when == "{one:Zone} <mentors> {other:Zone}"
    assert len(load_matcher(own).rules) == len(load_matcher().rules)


def test_a_user_can_switch_a_rule_off(own):
    (own / "off.toml").write_text('disabled = ["accompanied.hosts"]\n', encoding="utf-8")
    assert set(load_matcher().rules) - set(load_matcher(own).rules) == {"accompanied.hosts"}


def test_the_table_of_rules_holds_every_rule_that_a_claim_can_name(own):
    listed = {entry.id for entry in entries(str(own))}
    assert "cooperatesWith.mentors" in listed
    assert {c.rule.id for c in load_matcher().rules.values()} < listed
    assert {"worksFor.post-before-name", "partOf.name", "visited.with-the-party"} < listed


def test_examples_that_hold_are_counted_and_those_that_do_not_are_named(own):
    assert failures(str(own)) == (4, [])
    broken = MENTOR.replace('"[丙丁高新区](HiTechZone)参观', '"[丙丁高新区](HiTechZone)结对帮扶')
    (own / "mentors.toml").write_text(broken, encoding="utf-8")
    count, found = failures(str(own))
    assert count == 4
    assert [(f.rule, f.fault) for f in found] == [
        ("cooperatesWith.mentors", "must not be found: 丙丁高新区 cooperatesWith 戊亥经开区")
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("says =", "say =", "unknown key 'say'.*did you mean 'says'"),
        ("<mentors>", "<mentor>", "unknown list <mentor>.*did you mean 'mentors'"),
        ("{one:Zone}", "{one:Zoon}", "unknown class 'Zoon'.*did you mean 'Zone'"),
        ("one cooperatesWith other", "one cooperateWith other", "unknown predicate.*did you mean 'cooperatesWith'"),
        ("one cooperatesWith other", "one cooperatesWith others", "gives names the slot 'others'"),
        ("{other:Zone}", "{other:Person}", "Official is outside the range of cooperatesWith"),
        ("<mentors> ", "", "no <list> or text anchors it"),
        ("<mentors>", "[mentors]", "cannot read"),
        ('gives = "one cooperatesWith other"', 'gives = "one other"', "cannot read gives"),
        ('id = "cooperatesWith.mentors"', "", "no 'id'"),
        (
            'no = [\n  "[丙丁高新区](HiTechZone)参观[戊亥经开区](EconomicDevelopmentZone)。",\n',
            "no = [\n",
            "fewer than two",
        ),
        ("[[rule]]", "[[rule]", "mend the TOML syntax"),
    ],
)
def test_a_bad_rule_is_refused_with_its_file_its_id_and_the_nearest_right_word(own, old, new, told):
    assert old in MENTOR
    (own / "mentors.toml").write_text(MENTOR.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError, match=told) as refused:
        load_matcher(own)
    assert "mentors.toml" in str(refused.value)


def test_a_rule_that_stands_twice_is_refused(own):
    (own / "again.toml").write_text(MENTOR.replace("cooperatesWith.mentors", "cooperatesWith.again"), encoding="utf-8")
    with pytest.raises(ResourceError, match="stands twice"):
        load_matcher(own)


def test_a_directory_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ResourceError, match="no such file or directory"):
        load_matcher(tmp_path / "nowhere")
