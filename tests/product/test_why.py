"""``kg rules``, ``kg why`` and ``kg whynot`` as users meet them: as processes, on a graph built from real files."""

from __future__ import annotations

import json

import pytest

NEWS = """衡阳市领导到高新区调研
2024-03-18 来源：衡阳日报
本报讯（记者 方知远）3月18日，衡阳市副市长石敬之到衡阳高新技术产业开发区调研。市科技局局长常念安陪同调研。
石敬之拟赴衡山县考察。衡阳市副市长石敬之感谢楚衡智能装备有限公司。
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


@pytest.fixture(scope="module")
def built(kg, tmp_path_factory):
    folder = tmp_path_factory.mktemp("why")
    (folder / "visit.txt").write_text(NEWS, encoding="utf-8")
    done = kg("build", folder / "visit.txt", "-o", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_why_shows_sentence_rule_parts_and_guards(kg, built):
    told = kg("why", "石敬之", "衡阳高新区", "-o", built).stdout
    assert "石敬之 visited 衡阳高新区  asserted  2024-03-18" in told
    assert "副市长「石敬之」到「衡阳高新技术产业开发区」调研" in told
    assert "visited.goes-and-visits: 谁(率队)到哪里调研" in told
    assert "<go> 到 · {where:Place|Zone|Organization|Facility} 衡阳高新技术产业开发区 · <visit> 调研" in told
    assert "no word of <accompany> between" in told


def test_why_takes_the_two_in_either_order_and_by_any_name(kg, built):
    assert (
        kg("why", "衡阳高新技术产业开发区", "石敬之", "-o", built).stdout
        == kg("why", "石敬之", "衡阳高新区", "-o", built).stdout
    )


def test_why_says_what_makes_a_plan_a_plan(kg, built):
    told = kg("why", "石敬之", "衡山县", "-o", built).stdout
    assert "石敬之 visited 衡山县  planned" in told
    assert "not held as a fact, because of 拟" in told


def test_why_explains_posts_in_words(kg, built):
    told = kg("why", "石敬之", "衡阳市", "-o", built).stdout
    assert "worksFor.post-before-name" in told
    assert "副市长" in told


def test_whynot_names_the_rule_that_came_nearest_and_what_was_missing(kg, built):
    told = kg("whynot", "石敬之", "visited", "楚衡智能装备有限公司", "-o", built).stdout
    assert "感谢楚衡智能装备有限公司" in told
    assert "visited.visits-object" in told
    assert "but no word of <visit>" in told


def test_whynot_says_that_a_plan_is_none(kg, built):
    told = kg("whynot", "石敬之", "visited", "衡山县", "-o", built).stdout
    assert "the text does not hold it as a fact, because of 拟" in told


def test_whynot_sends_to_why_what_is_there(kg, built):
    assert "kg why 石敬之 衡阳高新区" in kg("whynot", "石敬之", "visited", "衡阳高新区", "-o", built).stdout


def test_whynot_says_when_two_never_meet(kg, built):
    told = kg("whynot", "常念安", "visited", "衡山县", "-o", built).stdout
    assert told == "常念安 and 衡山县 never stand in one sentence\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("why", "没有人", "衡阳市"), "没有人: no entity of this name"),
        (("whynot", "石敬之", "visits", "衡阳市"), "visits: no such relation"),
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
