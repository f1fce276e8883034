"""Indicators: which numbers of a text are whose, and which are nobody's: what is unclear is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.extraction import Extractor
from kg.extraction.quantities import find_quantities
from kg.model import Article, Extraction, Modality
from kg.reading.article import parse_text
from kg.resources import load_toml

EXTRACTOR = Extractor()


def read(text: str, title: str = "衡阳市科技工作", published: str | None = "2024-03-18") -> tuple[Article, Extraction]:
    article = parse_text(f"{title}\n{text}", "a.txt", "0" * 64, published=published, publisher="衡阳日报")
    return article, EXTRACTOR.extract(article)


def said(text: str, **about: str | None) -> list[str]:
    """The indicators of a text: whose, what, when, and how the text holds it where that is not as a fact."""
    _, extraction = read(text, **about)
    names = extraction.mentions
    return [
        " ".join(
            [names[c.subject].name, names[c.object].name]
            + ([c.date] if c.date else [])
            + ([c.modality.value] if c.modality is not Modality.ASSERTED else [])
        )
        for c in extraction.claims
        if c.predicate == "hasIndicator"
    ]


def measured(text: str) -> list[str]:
    return [quantity.label for quantity in find_quantities(text, {}, ())]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("技术合同交易额达到11.5亿元。", "技术合同交易额 11.5亿元"),
        ("高新技术企业380家。", "高新技术企业 380家"),
        ("拥有380家高新技术企业。", "高新技术企业 380家"),
        ("规上工业增加值1,300.5亿元，", "规上工业增加值 1300.5亿元"),
        ("新能源汽车产业产值20万元；", "新能源汽车产业产值 20万元"),
        ("地区生产总值（GDP）为2000亿元，", "地区生产总值 2000亿元"),
        ("技术合同交易额突破50亿元，", "技术合同交易额 超50亿元"),
        ("高新技术企业近400家，", "高新技术企业 近400家"),
        ("规划面积约45平方公里，", "规划面积 约45平方公里"),
        ("市场主体1.2万多户。", "市场主体 超1.2万户"),
        ("新认定了高新技术企业38家", "新认定高新技术企业 38家"),
        ("引进38家高新技术企业", "引进高新技术企业 38家"),
        ("高新技术企业由2015年的100家增加到350家。", "高新技术企业 350家"),
        ("研发投入强度3.5%，", "研发投入强度 3.5%"),
    ],
)
def test_a_name_with_its_number_is_measured(text, label):
    assert measured(text) == [label]


@pytest.mark.parametrize(
    "text",
    [
        "地区生产总值突破千亿元。",
        "技术合同交易额增长12%。",
        "高新技术企业总数居全省第3位。",
        "年营业收入2000万元以上的企业",
        "营业收入10亿元以上，",
        "达到11.5亿元。",
        "高新技术企业、科技型中小企业分别达380家和500家。",
    ],
)
def test_what_is_no_number_of_a_name_is_not_measured(text):
    assert "营业收入 2000万元" not in measured(text)
    assert not [label for label in measured(text) if not label.startswith("企业")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市高新技术企业达380家。", ["衡阳市 高新技术企业 380家"]),
        ("衡阳高新区发展迅速，现有高新技术企业200家。", ["衡阳高新区 高新技术企业 200家"]),
        ("衡阳高新区坐落在衡阳市境内，现有高企112家。", ["衡阳高新区 高企 112家"]),
        ("衡阳高新区活力十足。高新技术企业达到300家。", ["衡阳高新区 高新技术企业 300家"]),
        ("新增高新技术企业12家。", ["衡阳市 新增高新技术企业 12家"]),
        ("据市科技局统计，全市高新技术企业达380家。", ["衡阳市 高新技术企业 380家"]),
        (
            "衡山县完成地区生产总值120亿元，衡东县完成地区生产总值150亿元。",
            ["衡山县 地区生产总值 120亿元", "衡东县 地区生产总值 150亿元"],
        ),
    ],
)
def test_a_number_belongs_to_what_the_text_speaks_of(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "衡阳高新区引进楚衡智能装备有限公司，年产值达10亿元。",
        "衡阳市与湘潭市合作，技术合同交易额达到5亿元。",
        "衡阳高新区、松木经开区高新技术企业达到300家。",
        "全国高新技术企业达40万家。",
        "全市新增长点项目企业实现产值2000亿元，新增税收282亿元。",
        "全市高新技术企业发展迅速，全年实现产值500亿元。",
        "衡阳高新区管委会主任石敬之介绍，高新技术企业达到300家。",
        "据衡山县统计局统计，高新技术企业达到300家。",
    ],
)
def test_a_number_that_may_be_somebody_elses_is_left_out_and_listed(text):
    _, extraction = read(text)
    assert not [c for c in extraction.claims if c.predicate == "hasIndicator"]
    assert [left for left in extraction.left_out if "for certain whose" in left.reason]


@pytest.mark.parametrize(
    "text",
    [
        "石敬之走访高新技术企业12家。",
        "全市38家高新技术企业参加培训。",
        "来自衡阳高新区的38家高新技术企业参加培训。",
        "其中规上企业120家。",
        "营业收入超10亿元企业达到30家。",
        "全市167个乡镇（街道）高新技术企业总数达到85家。",
    ],
)
def test_what_only_some_things_do_is_no_indicator(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("截至2020年9月，全市高新技术企业达380家。", "2020-09"),
        ("全市2019年高新技术企业达380家。", "2019"),
        ("2023年，全市税收35亿元，同比增长3%，高新技术企业380家。", "2023"),
        ("去年全市高新技术企业达380家。", "2023"),
        ("全市高新技术企业由2015年的100家增加到2022年的380家。", "2022"),
        ("2012年衡阳高新区获批国家高新区，目前拥有高新技术企业380家。", None),
        ("全市高新技术企业较2020年大增，达380家。", None),
    ],
)
def test_an_indicator_has_the_date_that_its_clause_gives(text, date):
    _, extraction = read(text)
    assert [c.date for c in extraction.claims if c.predicate == "hasIndicator"][-1:] in ([date], [])
    assert date is None or any(c.date == date for c in extraction.claims)


@pytest.mark.parametrize(
    "text",
    [
        "到2030年，全市高新技术企业达到800家。",
        "力争全市高新技术企业达到800家。",
        "全市拟新增高新技术企业60家。",
        "全市高新技术企业将达到800家。",
        "2024年，全市力争税收达到60亿元。高新技术企业达到800家。",
        "到2030年，全市税收达到60亿元。高新技术企业达到800家。",
        "主要目标：全市技术合同交易额100亿元，高新技术企业800家。",
        "全市科技工作稳步推进，各项事业都有新的进展。\n（二）发展目标\n全市高新技术企业800家。",
    ],
)
def test_what_is_aimed_at_is_planned(text):
    found = said(text)
    assert found
    assert all(line.endswith("planned") for line in found)


def test_of_guests_who_come_to_our_district_nobody_knows_whose_it_is():
    title = "渭南高新区考察团到我区对接交流"
    assert said("我区装备制造、新材料并举，规上企业达131户。", title=title) == []


def test_what_is_not_reached_is_no_fact():
    assert said("全市未完成固定资产投资500亿元。") == []


def test_a_year_that_has_passed_is_no_aim():
    assert said("到2023年底，全市高新技术企业达380家。") == ["衡阳市 高新技术企业 380家 2023"]


def test_part_of_a_year_stands_in_the_name():
    assert said("上半年，全市工业投资846亿元。") == ["衡阳市 上半年工业投资 846亿元"]


def test_place_and_date_tell_namesakes_apart():
    text = "2022年全市高新技术企业达380家。2023年全市高新技术企业达380家。2023年，衡山县高新技术企业达380家。"
    _, extraction = read(text)
    things = [(m.name, m.context) for m in extraction.mentions if m.type == "Indicator"]
    assert len(set(things)) == len(things) == 3
    assert {name for name, _ in things} == {"高新技术企业 380家"}


def test_a_claim_has_value_and_unit_as_the_sentence_writes_them():
    _, extraction = read("全市技术合同交易额达到11.50亿元。")
    (claim,) = (c for c in extraction.claims if c.predicate == "hasIndicator")
    assert (claim.value, claim.unit) == (Decimal("11.50"), "亿元")


def test_number_and_unit_of_each_claim_stand_in_its_quote():
    examples = [
        text for g in load_toml("grammars.toml")["grammar"] for text, _ in g["yes"] if "hasIndicator" in g["id"]
    ]
    for text in [*examples, "全市市场主体1.2万多户，规上工业增加值1,300.5亿元；新增高新技术企业38家。"]:
        article, extraction = read(text)
        found = [c for c in extraction.claims if c.predicate == "hasIndicator"]
        assert found
        for claim in found:
            quote = article.body[claim.start : claim.end].replace(",", "").replace("余", "").replace("多", "")
            assert f"{claim.value}{claim.unit}" in quote
            mention = extraction.mentions[claim.object]
            assert claim.start <= mention.start < mention.end <= claim.end


def test_no_name_of_a_lexicon_of_indicators_stands_twice():
    table = load_toml("lexicon/indicators.toml")
    kinds = [value["names"] for value in table.values() if isinstance(value, dict)]
    listed = [value for value in table.values() if isinstance(value, list)]
    for words in [[name for kind in kinds for name in kind], *listed]:
        assert sorted(set(words)) == sorted(words), sorted(w for w in words if words.count(w) > 1)
