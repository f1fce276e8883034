"""Time: tenures with what was seen and what is said of them, events and reports, the graph as of a day, timelines."""

from __future__ import annotations

import pytest
from small_worlds import build, says, told

from kg.build import as_of
from kg.build import build as build_graph
from kg.errors import KgError
from kg.extraction import Extractor
from kg.graph import load
from kg.graph.timeline import timeline
from kg.model import Modality


def test_an_event_and_its_report_have_dates_of_their_own(tmp_path):
    text = "[石敬之](Official~430400)到[衡阳市](City~430400){}。"
    articles = [
        told(text.format("调研"), says("石敬之 visited 衡阳市", date="2024-03-04"), id="a1", published="2024-03-05"),
        told(text.format("考察"), says("石敬之 visited 衡阳市", date="2024-03"), id="a2", published="2024-04-01"),
    ]
    build(tmp_path, articles)
    query = "SELECT ?when ?first ?last { ?f kg:date ?when ; kg:firstReported ?first ; kg:lastReported ?last }"
    assert load(tmp_path).query(query).rows == (("2024-03", "2024-03-05", "2024-04-01"),)


def test_a_successor_ends_a_tenure_and_is_no_contradiction(tmp_path):
    articles = [
        seen("石敬之", "市长", "a1", "2023-01-02"),
        seen("石敬之", "市长", "a2", "2023-06-02"),
        seen("李建军", "市长", "a3", "2023-08-09"),
        seen("罗景行", "副市长", "a4", "2023-01-02"),
        seen("段云舟", "副市长", "a5", "2023-08-09"),
    ]
    build(tmp_path, articles)
    query = "SELECT ?who ?by ?next { ?t kg:holder/skos:prefLabel ?who ; kg:endedBy ?by ; kg:successor ?s . "
    query += "?s kg:holder/skos:prefLabel ?next }"
    assert load(tmp_path).query(query).rows == (("石敬之", "2023-08-09", "李建军"),)


def test_two_who_are_seen_in_a_post_by_turns_do_not_succeed_each_other(tmp_path):
    dates = ("石敬之", "2023-01-02"), ("李建军", "2023-03-02"), ("石敬之", "2023-06-02")
    build(tmp_path, [seen(who, "市长", f"a{n}", when) for n, (who, when) in enumerate(dates)])
    assert load(tmp_path).query("SELECT ?t { ?t kg:successor ?other }").rows == ()


def test_a_dismissal_ends_a_tenure_when_the_text_says_so(tmp_path):
    former = says("石敬之 worksFor 衡阳市", title="市长", modality=Modality.FORMER)
    gone = told("决定免去[石敬之](Official~430400)的[衡阳市](City~430400)市长职务。", former, published="2023-07-01")
    earlier = told("[石敬之](Official~430400)曾任[衡阳市](City~430400)市长。", former, published="2024-01-01")
    build(tmp_path, [seen("石敬之", "市长", "a1", "2023-01-02"), gone, earlier])
    assert load(tmp_path).query("SELECT ?last ?end { ?t kg:lastSeen ?last ; kg:ended ?end }").rows == (
        ("2023-01-02", "2023-07-01"),
    )


def seen(who, title, article, published):
    text = f"{title}[{who}](Official~430400)在[衡阳市](City~430400)讲话。"
    return told(text, says(f"{who} worksFor 衡阳市", title=title), id=article, published=published)


# ---- the graph as of a day, and timelines ----

NEWS = {
    "1.txt": "石敬之到衡阳高新区调研\n2023-03-05\n3月4日，衡阳市市长石敬之到衡阳高新区调研，强调要推动科技创新。\n",
    "2.txt": "何慕白到衡阳高新区调研\n2024-05-20\n5月19日，衡阳市市长何慕白到衡阳高新区调研，要求抓好招商工作。\n",
    "3.txt": "衡阳高新区介绍\n衡阳高新区位于衡阳市，园区重点发展新材料产业，已引进一批企业，产业链条较为完整。\n",
}


@pytest.fixture(scope="module")
def recogniser():
    return Extractor()


@pytest.fixture
def news(tmp_path, monkeypatch, recogniser):
    monkeypatch.setattr("kg.extraction.Extractor", lambda ner=None, rules=None: recogniser)
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


VISITORS = "SELECT ?who { ?a kg:visited ?b . ?a skos:prefLabel ?who } ORDER BY ?who"


def test_a_graph_as_of_a_day_has_what_was_published_by_then_and_the_rest_comes_back(news, tmp_path):
    build_graph([news], tmp_path / "whole")
    build_graph([news / "1.txt"], tmp_path / "early")
    report = build_graph([news], tmp_path / "out", as_of="2023-12-31")
    assert report.articles == 1
    assert (tmp_path / "out" / "graph.trig").read_bytes() == (tmp_path / "early" / "graph.trig").read_bytes()
    build_graph([], tmp_path / "out")
    assert (tmp_path / "out" / "graph.trig").read_bytes() == (tmp_path / "whole" / "graph.trig").read_bytes()


def test_a_question_can_be_asked_as_of_a_day(news, tmp_path):
    build_graph([news], tmp_path / "out")
    before = (tmp_path / "out" / "graph.trig").read_bytes()
    with as_of(tmp_path / "out", "2023-12-31") as graph:
        assert graph.query(VISITORS).rows == (("石敬之",),)
    assert load(tmp_path / "out").query(VISITORS).rows == (("何慕白",), ("石敬之",))
    assert (tmp_path / "out" / "graph.trig").read_bytes() == before


@pytest.mark.parametrize("day, fault", [("last week", "not a date"), ("2024-13", "not a date"), ("1999", "no article")])
def test_a_day_that_is_none_or_before_all_articles_is_told_as_such(news, tmp_path, day, fault):
    build_graph([news], tmp_path / "out")
    with pytest.raises(KgError, match=fault), as_of(tmp_path / "out", day):
        pass


def test_a_timeline_tells_what_happened_and_when_it_was_told(news, tmp_path):
    build_graph([news], tmp_path / "out")
    graph = load(tmp_path / "out")
    (person,), (city,) = graph.things("石敬之"), graph.things("衡阳市")
    moments = [(m.when, m.what) for m in timeline(graph, person)]
    assert moments == sorted(moments, key=lambda moment: moment[0])
    assert ("2023-03-04", "石敬之 考察 衡阳高新区") in moments
    assert ("2024-05-20", "石敬之 市长 衡阳市 何慕白接任") in moments
    assert ("2023-03-05", "石敬之 市长 衡阳市 首见报道") in [(m.when, m.what) for m in timeline(graph, city)]
    assert all(m.quote or "考察" not in m.what for m in timeline(graph, person))
