"""The zones known by heart: how many they are, that each stands once, what some are, what texts make of them."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from small_worlds import build, told

from kg.extraction import Extractor
from kg.graph import load
from kg.graph.gazetteer import Gazetteer
from kg.graph.terms import DEFAULT_BASE
from kg.reading import parse_text
from kg.resolution.forms import form_of
from kg.resolution.keys import Key, normal
from kg.resources import load_csv

DIVISIONS = {row["code"]: row for row in load_csv("gazetteer/divisions.csv")}
ZONES = load_csv("gazetteer/zones.csv")
BY_NAME = {row["name"]: row for row in ZONES}
PROVINCIAL = [row for row in ZONES if row["level"] == "provincial"]


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.fixture
def zones(extractor):
    def found(text: str) -> set[tuple[str, str]]:
        mentions = extractor.extract(parse_text(text, "x.txt", "0" * 64)).mentions
        kinds = ("EconomicDevelopmentZone", "HiTechZone", "IndustrialPark")
        return {(m.name, m.context) for m in mentions if m.type in kinds}

    return found


def test_there_are_as_many_as_the_lists_have():
    hi_tech = [row for row in ZONES if row["type"] == "HiTechZone" and row["level"] == "national"]
    economic = [row for row in ZONES if row["name"].endswith("经济技术开发区") and row["level"] == "national"]
    assert Counter(row["level"] for row in ZONES).keys() == {"national", "provincial"}
    assert len(hi_tech) >= 178
    assert len(economic) >= 220
    assert len(PROVINCIAL) >= 1950


@pytest.mark.parametrize(("province", "official"), [("62", 58), ("23", 74), ("13", 138), ("36", 76), ("63", 12)])
def test_no_zone_of_a_province_is_missing(province, official):
    """By the official catalogue of 2018; a few became national since, a few are known beside it."""
    listed = [row for row in PROVINCIAL if row["place_code"].startswith(province)]
    assert abs(official - len(listed)) <= 2


def test_every_zone_lies_in_a_division_and_a_provincial_one_has_no_other_level():
    assert all(row["place_code"] in DIVISIONS for row in PROVINCIAL if row["name"] != "黔中新区")
    assert not {row["name"] for row in PROVINCIAL} & {row["name"] for row in ZONES if row["level"] == "national"}


def test_no_zone_stands_twice_under_other_words():
    forms = defaultdict(set)
    for row in ZONES:
        for name in filter(None, (row["name"], row["short"], *row["aliases"].split("|"))):
            forms[form_of(Key("zone", normal(name), row["place_code"]))].add(row["name"])
    assert not [names for names in forms.values() if len(names) > 1]


def test_a_year_is_one_of_the_reform_or_empty():
    assert all(row["year"] == "" or "1980" <= row["year"] <= "2026" for row in ZONES)
    economic = [row for row in ZONES if row["name"].endswith("经济技术开发区") and row["level"] == "national"]
    assert sum(bool(row["year"]) for row in economic) > 0.88 * len(economic)


@pytest.mark.parametrize(
    ("ending", "kind"), [("经济开发区", "EconomicDevelopmentZone"), ("工业园区", "IndustrialPark")]
)
def test_a_zone_is_of_the_kind_that_its_name_says(ending, kind):
    assert {row["type"] for row in PROVINCIAL if row["name"].endswith(ending)} == {kind}
    hi_tech = [row for row in PROVINCIAL if row["name"].endswith(("高新技术产业开发区", "高新技术产业园区"))]
    assert {row["type"] for row in hi_tech} - {"HiTechZone"} <= {"EconomicDevelopmentZone"}


@pytest.mark.parametrize(
    ("name", "level", "place", "year"),
    [
        ("河北永清经济开发区", "provincial", "永清县", ""),
        ("四川南充潆华高新技术产业园区", "provincial", "南充市", "2007"),
        ("江苏省太仓高新技术产业开发区", "provincial", "太仓市", "2012"),
        ("安徽博望高新技术产业开发区", "provincial", "博望区", "2011"),
        ("北京雁栖经济开发区", "provincial", "怀柔区", ""),
        ("肃南县祁青工业集中区", "provincial", "肃南裕固族自治县", ""),
        ("许昌高新技术产业开发区", "national", "许昌市", "2022"),
        ("宁乡高新技术产业开发区", "national", "宁乡市", "2022"),
        ("天津经济技术开发区", "national", "天津市", "1984"),
        ("昆山经济技术开发区", "national", "昆山市", "1992"),
        ("成都经济技术开发区", "national", "成都市", "2000"),
        ("酒泉经济技术开发区", "national", "酒泉市", "2013"),
        ("长春国家农业高新技术产业示范区", "national", "长春市", "2022"),
        ("武汉东湖新技术开发区", "national", "武汉市", "1991"),
    ],
)
def test_what_is_known_of_a_zone(name, level, place, year):
    row = BY_NAME[name]
    assert (row["level"], DIVISIONS[row["place_code"]]["name"], row["year"]) == (level, place, year)


def test_a_zone_raised_to_national_level_is_national_alone():
    raised = {"安庆高新区", "许昌高新区", "宁乡高新区", "遵义高新区", "滕州经开区", "枣阳经开区", "蜀山经开区"}
    assert not raised & {
        form for row in PROVINCIAL for form in (row["short"], row["short"].replace("经济开发区", "经开区"))
    }


def test_a_provincial_zone_of_a_text_is_the_listed_one(tmp_path):
    text = "[永清经开区](EconomicDevelopmentZone~131023)、[永清云岫产业园](IndustrialPark~131023)投产。"
    build(tmp_path, [told(text.replace("永清经开区", "永清经济开发区"))], Gazetteer.shipped())
    rows = load(tmp_path).query("SELECT ?x ?in { ?x kg:inBackbone ?in ; kg:articles ?n } ORDER BY ?x").rows
    assert rows == (
        (f"{DEFAULT_BASE}zone/永清云岫产业园~131023", "false"),
        (f"{DEFAULT_BASE}zone/永清经济开发区~131023", "true"),
    )
    assert load(tmp_path).query("ASK { ?x kg:inBackbone true ; kg:level 'provincial' }").rows == (("yes",),)


def test_a_provincial_zone_beside_a_national_one_of_its_place_is_another(tmp_path):
    text = "[淮安经开区](EconomicDevelopmentZone~320800)、[江苏淮安经济开发区](EconomicDevelopmentZone~320803)投产。"
    build(tmp_path, [told(text)], Gazetteer.shipped())
    levels = load(tmp_path).query("SELECT ?level { ?x kg:articles 1 ; kg:level ?level } ORDER BY ?level").rows
    assert levels == (("national",), ("provincial",))


@pytest.mark.parametrize("name", ["海城经开区", "海城经济开发区", "辽宁海城经济开发区"])
def test_a_short_name_is_that_of_the_only_zone_of_its_place(name, tmp_path):
    build(tmp_path, [told(f"[{name}](EconomicDevelopmentZone~210381)投产。")], Gazetteer.shipped())
    assert load(tmp_path).query("SELECT ?x { ?x kg:inBackbone true ; kg:level 'provincial' }").rows == (
        (f"{DEFAULT_BASE}zone/辽宁海城经济开发区~210381",),
    )


def test_long_and_short_words_are_one_zone(zones):
    assert zones("县长到永清经济开发区调研。永清经开区位于廊坊市。") == {("永清经济开发区", "131023")}
    assert zones("确山县产业集聚区和确山产业集聚区投产。") == {("确山产业集聚区", "411725")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上海市副市长到上海石洞口经济开发区调研。", {("上海石洞口经开区", "310000")}),
        ("苏州市市长到苏州太湖经济开发区调研。", {("苏州太湖经开区", "320500")}),
        ("南昌市市长考察南昌东方工业园区。", {("南昌东方工业园区", "360100")}),
    ],
)
def test_a_known_name_inside_another_is_no_zone(zones, text, found):
    assert zones(text) == found


def test_zones_of_counties_do_not_say_which_county_an_article_is_about(extractor):
    text = "内江市召开会议。内江市要求，威远经开区加快建设。市委组织部、县委书记参加。"
    mentions = extractor.extract(parse_text(text, "x.txt", "0" * 64)).mentions
    assert {m.context for m in mentions if m.name == "内江市委组织部"} == {"511000"}
