"""A user's own rules: read by the same path as ours, checked as strictly, and able to add, replace and switch off."""

from __future__ import annotations

import pytest

from kg.errors import ResourceError
from kg.extraction import Extractor
from kg.extraction.relations import load_matcher
from kg.learn.rule_check import failures, own_rules
from kg.learn.rulebook import entries
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
TEXT = "衡阳日报讯 3月18日，衡阳市副市长石敬之到衡阳高新区打卡。衡阳高新区结对帮扶南岳经开区。"


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
    assert added == {("衡阳高新区", "cooperatesWith", "南岳经开区"), ("石敬之", "visited", "衡阳高新区")}


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


def failing(own):
    matcher, rules = own_rules(str(own))
    return [failure for rule in rules for failure in failures(matcher, rule)]


def test_an_example_that_does_not_hold_is_shown_with_its_chips_and_where_the_rule_stopped(own):
    assert failing(own) == []
    broken = MENTOR.replace('"[丙丁新区](one:NewArea)结对帮扶', '"[丙丁新区](one:NewArea)看望')
    (own / "mentors.toml").write_text(broken, encoding="utf-8")
    (failure,) = failing(own)
    assert failure.rule == "cooperatesWith.mentors"
    assert failure.fault == "not found: 丙丁新区 cooperatesWith 戊亥产业园"
    assert failure.chips == "[丙丁新区 NewArea] 看望 [戊亥产业园 IndustrialPark] 。"
    assert failure.stopped == "no word of <mentors> (结对帮扶) stands in the sentence"


def test_an_example_that_must_not_match_and_does_is_named(own):
    broken = MENTOR.replace('"[丙丁高新区](HiTechZone)参观', '"[丙丁高新区](HiTechZone)结对帮扶')
    (own / "mentors.toml").write_text(broken, encoding="utf-8")
    assert [(f.rule, f.fault) for f in failing(own)] == [
        ("cooperatesWith.mentors", "must not be found: 丙丁高新区 cooperatesWith 戊亥经开区")
    ]


@pytest.mark.parametrize(
    ("before", "fault"),
    [
        ("下月", None),
        ("", "not found: 丙丁高新区 cooperatesWith 戊亥经开区"),
        ("取消了", "not found: 丙丁高新区 cooperatesWith 戊亥经开区"),
    ],
)
def test_an_example_may_state_a_plan(own, before, fault):
    said = f"{before}[丙丁高新区](one:HiTechZone)结对帮扶[戊亥经开区](other:EconomicDevelopmentZone)。"
    plan = f'planned = ["{said}"]\nno ='
    (own / "mentors.toml").write_text(MENTOR.replace("no =", plan, 1), encoding="utf-8")
    assert [failure.fault for failure in failing(own)] == ([fault] if fault else [])


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
