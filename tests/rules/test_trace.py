"""What is told of a rule that did not fire is what kept it from firing."""

from __future__ import annotations

import pytest

from kg.extraction.examples import read_example, tell_example
from kg.extraction.relations import load_matcher
from kg.extraction.trace import attempt, fired, parts_of_match
from kg.learn.rule_check import try_rule
from kg.model import Modality

OURS = load_matcher()
SENTENCES = [text for c in OURS.rules.values() for texts in (c.rule.yes, c.rule.no) for text in texts]
WORDS = 'dash = ["直奔"]\nfast = ["飞快"]\ntick = ["打卡"]\n'
RULES = """
[[rule]]
id = "visited.drops-in"
says = "谁(顺路)到哪里打卡"
when = "{who:Person} ~2 <dash> <fast>? {where:Place|Zone} ~3 <tick>"
gives = "who visited where"
unless = ["of"]
yes = ["[甲乙](who:Official)直奔[丙丁市](where:City)打卡。", "[甲乙](who:Official)直奔[丙丁市](where:City)打卡。"]
no = ["[甲乙](Official)。", "[丙丁市](City)。"]

[[rule]]
id = "attended.joins"
says = "(某会召开。)谁列席"
when = "{who:Person} \\"列席\\""
gives = "who attended event"
yes = ["[座谈会](event:Event)召开。[甲乙](who:Official)列席。", "[推进会](event:Event)召开。[甲乙](who:Official)列席。"]
no = ["[甲乙](Official)。", "[丙丁市](City)。"]

[[rule]]
id = "locatedIn.sits-by"
says = "某园坐落某地"
when = "{what:Zone} ~2 <located> {where:Place}"
gives = "what locatedIn where"
yes = ["[丙丁园](what:IndustrialPark)位于[戊亥市](where:City)。", "[丙丁区](what:NewArea)位于[戊亥市](where:City)。"]
no = ["[丙丁市](City)。", "[戊亥市](City)。"]
"""


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    file = tmp_path_factory.mktemp("rules") / "mine.toml"
    file.write_text(RULES, encoding="utf-8")
    (file.parent / "words.toml").write_text(WORDS, encoding="utf-8")
    return load_matcher(file)


@pytest.mark.parametrize(
    ("rule", "sentence", "stopped"),
    [
        ("visited.drops-in", "[甲乙](who:Official)直奔[丙丁市](where:City)打卡。", ""),
        ("visited.drops-in", "[甲乙](who:Official)直奔飞快[丙丁市](where:City)打卡。", ""),
        (
            "visited.drops-in",
            "[甲乙](who:Official)谈[丙丁市](where:City)。",
            "no word of <dash> (直奔) stands in the sentence",
        ),
        (
            "visited.drops-in",
            "[甲乙](who:Official)兴冲冲地直奔[丙丁市](where:City)打卡。",
            "4 chips stand between “甲乙” and “直奔” for <dash>, and at most 2 may",
        ),
        (
            "visited.drops-in",
            "[甲乙](who:Official)直奔处[丙丁市](where:City)打卡。",
            "1 chip stands between “直奔” and “丙丁市” for {where:Place|Zone}, and none may",
        ),
        (
            "visited.drops-in",
            "[甲乙](who:Official)直奔[丙丁市](where:City)！打卡。",
            "no word of <tick> (打卡) stands in the sentence",
        ),
        (
            "visited.drops-in",
            "打卡，[甲乙](who:Official)直奔[丙丁市](where:City)。",
            "“打卡” for <tick> stands in front of “丙丁市”, not behind",
        ),
        (
            "visited.drops-in",
            "[甲乙](who:Official)直奔[丙丁公司](where:Company)打卡。",
            "丙丁公司 is of class Company, which {where:Place|Zone} does not take",
        ),
        ("visited.drops-in", "[甲乙](Official)直奔某地打卡。", "nothing in the sentence fills {where:Place|Zone}"),
        (
            "visited.drops-in",
            "[甲乙](who:Official)直奔[丙丁市](where:City)的打卡。",
            "“的” stands between, a word of unless <of>",
        ),
        (
            "visited.drops-in",
            "[甲乙](who:Official)拟直奔[丙丁市](where:City)打卡。",
            "the text does not hold it as a fact, because of 拟: it is planned",
        ),
        (
            "visited.drops-in",
            "[甲乙](who:Official)、说[戊己](Official)直奔[丙丁市](where:City)打卡。",
            "3 chips stand between “甲乙” and “直奔” for <dash>, and at most 2 may",
        ),
        (
            "visited.drops-in",
            "[甲乙](who:Official)[戊己](Official)直奔[丙丁市](where:City)打卡。",
            "戊己 stands nearer, and the rule takes the nearest",
        ),
        ("attended.joins", "[甲乙](who:Official)列席。", "there is no meeting that is told of here"),
        ("attended.joins", "[座谈会](event:Event)召开。[甲乙](who:Official)列席。", ""),
        (
            "locatedIn.sits-by",
            "被[丙丁园](what:IndustrialPark)位于[戊亥市](where:City)。",
            "丙丁园 stands behind “被”, and so does not act",
        ),
    ],
)
def test_what_stopped_a_rule_is_told(matcher, rule, sentence, stopped):
    assert try_rule(matcher, matcher.rules[rule], sentence).stopped == stopped


def test_the_parts_that_matched_are_told_as_written(matcher):
    trial = try_rule(matcher, matcher.rules["visited.drops-in"], "[甲乙](who:Official)直奔[丙丁市](where:City)。")
    assert trial.matched == (("{who:Person}", "甲乙"), ("<dash>", "直奔"), ("{where:Place|Zone}", "丙丁市"))
    assert trial.chips == "[甲乙 Official] [直奔 <dash>] [丙丁市 City] 。"


@pytest.mark.parametrize("rule", list(OURS.rules))
def test_a_rule_is_said_to_be_stopped_exactly_where_it_claims_no_fact(rule):
    compiled = OURS.rules[rule]
    for text in SENTENCES:
        for seen, claims in tell_example(OURS, read_example(text)):
            came = attempt(seen, compiled)
            matched = [parts_of_match(match) for match in fired(seen, rule)]
            held = any(claim.rule == rule and claim.modality is Modality.ASSERTED for claim in claims)
            assert came.fault or came.matched in matched, text
            assert not (held and came.fault and "as a fact" not in came.fault), text
            assert 0 <= came.reached <= 1 or came.fault
