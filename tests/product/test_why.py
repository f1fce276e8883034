"""``kg rules``, ``kg why`` and ``kg whynot`` as users meet them: as processes, on a graph built from real files."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kg.cli.app import app

NEWS = """衡阳市领导到高新区调研
2024-03-18 来源：衡阳日报
本报讯（记者 方知远）3月18日，衡阳市副市长石敬之到衡阳高新技术产业开发区调研。市科技局局长常念安陪同调研。
下周，石敬之拟赴衡山县考察。衡阳市副市长石敬之感谢楚衡智能装备有限公司。
处长罗景行在衡阳市科技局发言。衡阳高新区结对帮扶南岳经开区。
原市科技局局长卞书航参加。
"""
MENTORS = """
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
  "[丙丁高新区](HiTechZone)与[戊亥经开区](EconomicDevelopmentZone)。",
]
"""
CHECKS_IN = """
[[rule]]
id = "visited.checks-in"
says = "谁在哪里打卡"
when = '{who:Person} "在" {where:Zone|City} <visit>'
gives = "who visited where"
yes = [
  "[甲乙](who:Official)在[丙丁高新区](where:HiTechZone)调研。",
  "[甲乙](who:Official)过[丙丁高新区](where:HiTechZone)。",
]
no = ["[甲乙](Official)到[丙丁高新区](HiTechZone)。", "[甲乙](Official)在[丙丁高新区](HiTechZone)。"]
"""


@pytest.fixture
def say():
    """Run a command within this process, which has the model's libraries loaded already, and give what it printed."""

    def run(*arguments: object) -> str:
        done = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    return run


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Rules of a user's own."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "mentors.toml").write_text(MENTORS, encoding="utf-8")
    (folder / "words.toml").write_text('mentors = ["结对帮扶"]\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(kg, own, tmp_path_factory):
    folder = tmp_path_factory.mktemp("why")
    (folder / "visit.txt").write_text(NEWS, encoding="utf-8")
    done = kg("build", folder / "visit.txt", "--rules", own, "-o", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_why_shows_sentence_rule_parts_and_guards(kg, built):
    told = kg("why", "石敬之", "衡阳高新区", "-o", built).stdout
    assert "石敬之 visited 衡阳高新区  asserted  2024-03-18  confidence 0." in told
    assert "副市长「石敬之」『到』「衡阳高新技术产业开发区」『调研』。" in told
    assert "rule    visited.goes-and-visits: 谁(率队)到哪里调研" in told
    assert "pattern {who:Person} ~35 <go> " in told
    assert "<go> 到 · {where:Place|Zone|Organization|Facility} 衡阳高新技术产业开发区 · <visit> 调研" in told
    assert "guards  no word of <accompany> between; no word of <meet> between; held as a fact" in told


def test_why_takes_the_two_in_either_order_and_by_any_name(say, built):
    assert say("why", "衡阳高新技术产业开发区", "石敬之", "-o", built) == say(
        "why", "石敬之", "衡阳高新区", "-o", built
    )


def test_why_says_what_makes_a_plan_a_plan(say, built):
    told = say("why", "石敬之", "衡山县", "-o", built)
    assert "石敬之 visited 衡山县  planned" in told
    assert "not held as a fact, because of 拟" in told


def test_why_explains_posts_in_words_and_marks_the_title(say, built):
    told = say("why", "石敬之", "衡阳市", "-o", built)
    assert "「衡阳市」『副市长』「石敬之」" in told
    assert "rule    worksFor.post-before-name: 市委副书记、市长某某: the posts in front of a name" in told


def test_why_names_the_word_that_makes_a_post_a_former_one(say, built):
    told = say("why", "卞书航", "衡阳市科技局", "-o", built)
    assert "卞书航 worksFor 衡阳市科技局  former  局长" in told
    assert "not held as a fact, because of 原" in told


def test_why_knows_whom_the_sentence_does_not_name(say, built):
    told = say("why", "常念安", "石敬之", "-o", built)
    assert "常念安 accompanied 石敬之  asserted" in told
    assert (
        "matched {host:Person} 市科技局局长常念安 · <accompany> 陪同调研 · visitor, the visitor told of, 石敬之" in told
    )


def test_why_tells_where_the_rules_at_hand_are_others_than_those_of_the_build(say, built, own):
    ends = "衡阳高新区", "南岳经开区"
    assert "but     this rule is not among those at hand: name yours by --rules" in say("why", *ends, "-o", built)
    told = say("why", *ends, "-o", built, "--rules", own)
    assert "rule    cooperatesWith.mentors: 甲结对帮扶乙" in told
    assert "「衡阳高新区」『结对帮扶』「南岳经开区」" in told


def test_why_tells_of_a_claim_that_the_rules_no_longer_make(say, built, tmp_path):
    (tmp_path / "off.toml").write_text('disabled = ["visited.goes-and-visits"]\n', encoding="utf-8")
    told = say("why", "石敬之", "衡山县", "-o", built, "--rules", tmp_path)
    assert "“下周，石敬之拟赴衡山县考察。”" in told
    assert "but     this rule is not among those at hand" in told


def test_whynot_names_the_rule_that_came_nearest_and_what_was_missing(say, built):
    told = say("whynot", "石敬之", "visited", "楚衡智能装备有限公司", "-o", built)
    assert "感谢楚衡智能装备有限公司" in told
    assert "visited.visits-object" in told
    assert "but no word of <visit>" in told


def test_whynot_says_that_a_plan_is_none(say, built):
    told = say("whynot", "石敬之", "visited", "衡山县", "-o", built)
    assert "but the text does not hold it as a fact, because of 拟: it is planned" in told


def test_whynot_sends_to_why_what_is_there(say, built):
    assert "kg why 石敬之 衡阳高新区" in say("whynot", "石敬之", "visited", "衡阳高新区", "-o", built)


def test_whynot_says_when_two_never_meet(say, built):
    told = say("whynot", "常念安", "visited", "衡山县", "-o", built)
    assert told == "常念安 and 衡山县 never stand in one sentence of the article that names both\n"


def test_whynot_shows_sentences_that_follow_each_other(say, built):
    told = say("whynot", "常念安", "visited", "衡阳高新区", "-o", built)
    assert "调研。市科技局局长常念安陪同调研。”" in told
    assert "no rule reaches from one into the next" in told


def test_whynot_says_which_classes_a_relation_joins(say, built):
    told = say("whynot", "衡阳高新区", "visited", "石敬之", "-o", built)
    assert told == "衡阳高新区 is of class HiTechZone, and the subject of visited is always of Person\n"


def test_whynot_tells_of_names_that_stayed_unclear(say, built):
    told = say("whynot", "罗景行", "worksFor", "衡阳市科技局", "-o", built)
    assert "left out here: 处长: the text does not say of which body" in told
    assert "worksFor.post-after-name" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("why", "没有人", "衡阳市"), "没有人: no entity of this name"),
        (("why", "石敬", "衡阳市"), "not as a name of its own) - perhaps 石敬之"),
        (("whynot", "石敬之", "visits", "衡阳市"), "visits: no such relation - did you mean visited?"),
        (("rules", "show", "visited.sees-in"), "perhaps visited.sees-in-place"),
        (("rules", "test", "nowhere"), "nowhere: no such file or directory"),
    ],
)
def test_a_wrong_name_is_told_in_one_line(kg, built, arguments, told):
    place = () if arguments[0] == "rules" else ("-o", built)
    done = kg(*arguments, *place)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_rules_lists_each_rule_with_how_often_it_was_right(kg):
    rows = {row["id"]: row for row in json.loads(kg("rules", "--json").stdout)}
    assert rows["visited.goes-and-visits"]["examples"] >= 8
    assert 0 < rows["visited.goes-and-visits"]["right"] <= rows["visited.goes-and-visits"]["claimed"]
    listed = kg("rules").stdout
    assert "谁(率队)到哪里调研" in listed
    assert max(map(len, listed.splitlines())) <= 120


def test_rules_show_prints_the_pattern_and_the_examples(kg):
    told = kg("rules", "show", "visited.goes-and-visits").stdout
    assert "when   {who:Person} ~35 <go>" in told
    assert "yes    副省长[甲乙](who:Official)率队赴[丙丁市](where:City)调研。" in told


def test_rules_test_ends_with_a_failure_where_an_example_fails(kg, tmp_path):
    (tmp_path / "mine.toml").write_text(CHECKS_IN, encoding="utf-8")
    done = kg("rules", "test", tmp_path / "mine.toml")
    assert done.returncode == 1
    assert "visited.checks-in: not found: 甲乙 visited 丙丁高新区" in done.stdout
    assert "[甲乙 Official] 过 [丙丁高新区 HiTechZone] 。" in done.stdout
    assert 'stopped: no word of "在" (在) stands in the sentence' in done.stdout
    assert "3 of 4 examples hold" in done.stdout


def test_rules_holes_names_what_no_example_needs(kg, tmp_path):
    (tmp_path / "mine.toml").write_text(CHECKS_IN, encoding="utf-8")
    done = kg("rules", "holes", tmp_path / "mine.toml")
    assert (done.returncode, done.stdout) == (1, "")
    assert "visited.checks-in: its examples fail" in done.stderr
    mended = CHECKS_IN.replace("过[丙丁高新区](where:HiTechZone)", "在[丙丁高新区](where:HiTechZone)视察")
    (tmp_path / "mine.toml").write_text(mended, encoding="utf-8")
    done = kg("rules", "holes", tmp_path / "mine.toml")
    assert done.returncode == 1
    assert "visited.checks-in: no example needs City in {where:Zone|City} - add a yes with" in done.stdout


def test_rules_try_shows_what_a_rule_makes_of_a_sentence(kg):
    told = kg("rules", "try", "visited.goes-and-visits", "[甲乙](Official)拟赴[丙丁市](City)调研。").stdout
    assert "[甲乙 Official] 拟 [赴 <go>] [丙丁市 City] [调研 <visit>] 。" in told
    assert "stopped  the text does not hold it as a fact, because of 拟: it is planned" in told
    assert "claim    甲乙 visited 丙丁市  planned  by visited.goes-and-visits" in told


@pytest.mark.parametrize(
    ("sentence", "told"), [("[甲乙](Offical)调研。", "did you mean 'Official'?"), ("", "no sentence")]
)
def test_rules_try_refuses_what_is_no_sentence_in_one_line(kg, sentence, told):
    done = kg("rules", "try", "visited.goes-and-visits", sentence)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert told in done.stderr
