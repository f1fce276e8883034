"""What holds for every article: names do not matter, moods do, and nothing crashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Extractor
from kg.extraction.dates import find_dates
from kg.extraction.sentences import split
from kg.model import Modality
from kg.reading import parse_text

EXTRACTOR = Extractor()
VISIT = "4月2日，株洲市副市长何慕白率队赴醴陵市调研科技工作。醴陵市市长卞书航陪同调研。"
NAMES = ["何慕白", "沈砚青", "欧阳蔚", "马腾蛟", "罗景行", "尤景澄"]


def said(text: str) -> set[tuple[str, str, str, str]]:
    article = parse_text(text, "x.txt", "0" * 64)
    extraction = EXTRACTOR.extract(article)
    name = [m.name for m in extraction.mentions]
    return {(name[c.subject], c.predicate, name[c.object], c.modality) for c in extraction.claims}


@pytest.mark.parametrize("name", NAMES)
def test_another_name_of_the_visitor_changes_nothing_but_the_name(name):
    swapped = {tuple(part.replace("何慕白", name) for part in claim) for claim in said(VISIT)}
    assert said(VISIT.replace("何慕白", name)) == swapped


@pytest.mark.parametrize("cue", ["将于下周", "拟", "计划"])
def test_a_planned_visit_is_never_asserted(cue):
    claims = said(VISIT.replace("率队赴", f"{cue}赴"))
    visits = {claim for claim in claims if claim[1] == "visited"}
    assert visits
    assert {mood for *_, mood in visits} == {Modality.PLANNED}


def test_a_denied_visit_is_never_asserted():
    visits = {claim for claim in said(VISIT.replace("率队赴", "未赴")) if claim[1] == "visited"}
    assert {mood for *_, mood in visits} <= {Modality.NEGATED}


def test_a_sentence_that_says_nothing_of_the_kind_changes_no_claim():
    assert said(VISIT + "春天来了，油菜花开得正好。") == said(VISIT)


@settings(max_examples=40)
@given(st.text(alphabet="株洲市委书记何慕白赴高新区调研，。、（）《》“”0123年月日\n 🙂ab", max_size=120))
def test_any_text_is_read_or_refused_and_every_span_lies_in_it(text):
    article = parse_text("株洲市科技局局长罗景行出席科技创新大会并讲话。" + text, "x.txt", "0" * 64)
    extraction = EXTRACTOR.extract(article)
    for mention in extraction.mentions:
        assert 0 <= mention.start < mention.end <= len(article.body)
    for claim in extraction.claims:
        assert 0 <= claim.start < claim.end <= len(article.body)


@given(st.text(max_size=200))
def test_sentences_cover_all_that_is_not_white_space(text):
    covered = {i for s in split(text) for i in range(s.start, s.end)}
    assert all(i in covered or char.isspace() for i, char in enumerate(text))


@pytest.mark.parametrize(
    ("text", "published", "dates"),
    [
        ("7月29日，", "2020-07-31", ["2020-07-29"]),
        ("12月28日，", "2021-01-03", ["2020-12-28"]),
        ("3月9日至10日，", "2017-03-20", ["2017-03-09"]),
        ("2018年4月，", None, ["2018-04"]),
        ("昨天，", "2024-03-01", ["2024-02-29"]),
        ("2023年度考核", "2024-04-02", []),
        ("6月31日，", "2024-07-01", []),
    ],
)
def test_dates_are_resolved_against_the_publication_date(text, published, dates):
    assert [when.iso for when in find_dates(text, published)] == dates
