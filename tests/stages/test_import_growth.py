"""Imported facts in a graph that grows: beside articles, in any order, taken out again, and out of one graph into
another."""

from __future__ import annotations

from shutil import copytree

import pytest
from small_worlds import GAZETTEER, everything, says, told
from small_worlds import build as write_graph

import kg
from kg.build import add_facts, build, remove
from kg.exchange import About, export
from kg.explain import Inquiry
from kg.extraction import Extractor
from kg.graph import Kind, diff

NEWS = "石敬之到衡阳高新区调研\n2024-03-05\n3月4日，衡阳市市长石敬之到衡阳高新区调研，强调要推动科技创新。\n"
HEAD = "subject,subject_type,subject_place,predicate,object,object_type,title,date\n"
VISITS = HEAD + "石敬之,官员,衡阳市,考察,衡阳高新区,,,2024-03-04\n石敬之,官员,衡阳市,考察,蒸湘区,,,2024-05\n"
POSTS = HEAD + "石敬之,官员,衡阳市,任职于,衡阳市,,市长,2023-01\n秦若川,官员,衡阳市,任职于,衡阳市科技局,党政机关,局长,\n"


@pytest.fixture(scope="module")
def recogniser():
    return Extractor()


@pytest.fixture(autouse=True)
def _loaded_once(recogniser, monkeypatch):
    monkeypatch.setattr("kg.extraction.Extractor", lambda ner=None, rules=None: recogniser)


@pytest.fixture
def files(tmp_path):
    for name, text in (("news.txt", NEWS), ("visits.csv", VISITS), ("posts.csv", POSTS)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def graph(recogniser, tmp_path_factory):
    """The article and both tables."""
    home = tmp_path_factory.mktemp("grown")
    for name, text in (("news.txt", NEWS), ("visits.csv", VISITS), ("posts.csv", POSTS)):
        (home / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.extraction.Extractor", lambda ner=None, rules=None: recogniser)
        build([home / "news.txt"], home / "out")
    add_facts(
        [home / "visits.csv", home / "posts.csv"], home / "out", About(publisher="办公室", published="2024-06-30")
    )
    return kg.graph.load(home / "out")


def facts(graph):
    rows = "SELECT ?a ?p ?b ?n { ?f a kg:Fact ; rdf:subject/skos:prefLabel ?a ; rdf:object/skos:prefLabel ?b ; "
    found = graph.query(rows + "rdf:predicate ?p ; kg:support ?n }").rows
    return {(a, p.rpartition("#")[2], b): int(n) for a, p, b, n in found}


def test_what_an_article_and_a_user_say_is_one_fact_with_two_sources(graph):
    found = facts(graph)
    assert found["石敬之", "visited", "衡阳高新区"] == 2
    assert found["石敬之", "visited", "蒸湘区"] == 1
    assert found["秦若川", "worksFor", "衡阳市科技局"] == 1
    assert len(graph.things("石敬之")) == 1


def test_an_imported_fact_shows_its_row_its_file_and_whose_it_is(graph):
    asked = """SELECT ?quote ?rule ?publisher ?day { GRAPH ?g { ?c kg:quote ?quote ; kg:rule ?rule ;
        rdf:object/skos:prefLabel "蒸湘区"@zh-Hans . ?g schema:publisher ?publisher ; schema:datePublished ?day } }"""
    assert graph.query(asked).rows == (("石敬之 考察 蒸湘区，2024-05", "import", "办公室", "2024-06-30"),)
    text = next(article.text for article in graph.articles() if article.headline == "visits.csv")
    assert text.split("\n")[1:] == ["石敬之 考察 衡阳高新区，2024-03-04", "石敬之 考察 蒸湘区，2024-05"]


def test_an_import_has_a_page_with_its_lines(graph):
    article = next(article for article in graph.articles() if article.headline == "visits.csv")
    page = (graph.file.parent / "pages" / f"article-{article.id}.html").read_text("utf-8")
    assert "2024-05" in page
    assert "办公室" in page


def test_why_an_imported_fact_is_there_is_that_somebody_stated_it(graph):
    inquiry = Inquiry(graph)
    reasons = list(inquiry.reasons(inquiry.thing("石敬之"), inquiry.thing("蒸湘区")))
    (reason,) = reasons
    assert (reason.sentence, reason.note) == ("石敬之 考察 蒸湘区，2024-05", "")
    assert reason.basis.says.startswith("stated in ")
    assert reason.basis.says.endswith("visits.csv")


def test_posts_of_an_import_are_tenures_with_their_dates(graph):
    asked = 'SELECT ?title ?begun { ?t kg:holder/skos:prefLabel "石敬之"@zh-Hans ; kg:title ?title ; kg:begun ?begun }'
    assert graph.query(asked).rows == (("市长", "2023-01"),)


@pytest.mark.parametrize("order", [("visits.csv", "posts.csv", "news.txt"), ("posts.csv", "news.txt", "visits.csv")])
def test_articles_and_imports_in_any_order_give_the_same_bytes(files, monkeypatch, order):
    monkeypatch.chdir(files)
    build(["news.txt"], "out")
    add_facts(["visits.csv", "posts.csv"], "out")
    for file in order:
        (build if file.endswith(".txt") else add_facts)([file], "other")
    assert everything(files / "out") == everything(files / "other")


def test_removal_gives_the_bytes_of_a_graph_that_never_had_the_import(files, monkeypatch):
    monkeypatch.chdir(files)
    build(["news.txt"], "out")
    before = everything(files / "out")
    report = add_facts(["visits.csv"], "out")
    assert (report.articles, report.added) == (2, 1)
    report = remove(["visits.csv"], "out")
    assert (report.articles, report.removed) == (1, 1)
    assert everything(files / "out") == before


def test_a_file_imported_anew_takes_the_place_of_its_earlier_self(files, monkeypatch):
    monkeypatch.chdir(files)
    add_facts(["visits.csv", "posts.csv"], "out")
    (files / "visits.csv").write_text(VISITS.replace("蒸湘区", "雁峰区"), "utf-8")
    report = add_facts(["visits.csv"], "out")
    assert (report.articles, report.added, report.replaced) == (2, 0, 1)
    add_facts(["posts.csv", "visits.csv"], "anew")
    assert everything(files / "out") == everything(files / "anew")


def test_builds_with_other_rules_keep_imports_as_they_are(files, recogniser, monkeypatch):
    monkeypatch.chdir(files)
    build(["news.txt"], "out")
    add_facts(["visits.csv"], "out")
    before = (files / "out" / "graph.trig").read_bytes()
    monkeypatch.setattr("kg.corpus.fingerprint", lambda ner=None, rules=None: "0" * 16)
    read = []

    class Counted:
        def extract_all(self, articles):
            return recogniser.extract_all(read.append(a.source_path) or a for a in articles)

    monkeypatch.setattr("kg.extraction.Extractor", lambda ner=None, rules=None: Counted())
    build([], "out")
    assert read == ["news.txt"]
    assert (files / "out" / "graph.trig").read_bytes() == before


def test_one_table_imported_twice_is_one_source(files, monkeypatch):
    monkeypatch.chdir(files)
    (files / "copy.csv").write_text(VISITS, "utf-8")
    add_facts(["visits.csv", "copy.csv"], "out")
    assert facts(kg.graph.load(files / "out"))["石敬之", "visited", "蒸湘区"] == 1


def test_bad_rows_are_reported_and_the_rest_goes_on(files, monkeypatch):
    monkeypatch.chdir(files)
    (files / "visits.csv").write_text(VISITS + "石敬之,官员,,visted,衡阳市,,,\n", "utf-8")
    report = add_facts(["visits.csv", "none.csv"], "out")
    assert (report.relations, [error.where for error in report.errors]) == (2, ["visits.csv row 4: visted", "none.csv"])


def test_where_nothing_is_a_fact_nothing_changes(files, monkeypatch):
    monkeypatch.chdir(files)
    (files / "bad.csv").write_text(HEAD + "石敬之,官员,,visted,衡阳市,,,\n", "utf-8")
    assert add_facts(["bad.csv"], "new").articles == 0
    assert not (files / "new").exists()
    add_facts(["visits.csv"], "out")
    before = everything(files / "out")
    report = add_facts(["bad.csv"], "out")
    assert (report.articles, len(report.errors)) == (0, 1)
    assert everything(files / "out") == before


# ---- out of one graph into another ----


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A graph with all that an export can hold."""
    world = told(
        "[石敬之](Official~430400)到[高新区](HiTechZone=衡阳高新区~430400)看[楚衡公司](Company~430400)。"
        "[石敬之](Official~430400)去[郴州](City=郴州市~431000)开[大会](Event=创新大会~4310002024)。",
        says("石敬之 visited 高新区", date="2024-03-05"),
        says("石敬之 worksFor 高新区", title="书记", date="2024-02"),
        says("石敬之 worksFor 高新区", title="主任"),
        says("楚衡公司 cooperatesWith 高新区", confidence=0.6),
        "石敬之 attended 大会",
        id="a1",
        published="2024-03-06",
    )
    out = tmp_path_factory.mktemp("source")
    write_graph(out, [world], GAZETTEER)
    return kg.graph.load(out)


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "jsonld"])
def test_an_export_imported_into_an_empty_directory_has_the_same_facts_of_the_same_things(source, tmp_path, form):
    ending = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "ntriples": ".nt", "jsonld": ".jsonld"}[form]
    (file,) = export(source, form, tmp_path / f"facts{ending}")
    report = add_facts([file], tmp_path / "out")
    assert report.errors == ()
    assert diff(source, kg.graph.load(tmp_path / "out")) == []


def test_sentences_and_confidence_survive_where_the_export_has_claims(source, tmp_path):
    (file,) = export(source, "trig", tmp_path / "facts.trig")
    add_facts([file], tmp_path / "out")
    asked = "?c rdf:predicate kg:cooperatesWith ; kg:quote ?quote ; kg:confidence ?sure"
    ((quote, sure),) = kg.graph.load(tmp_path / "out").query(f"SELECT ?quote ?sure {{ GRAPH ?g {{ {asked} }} }}").rows
    assert "“石敬之到高新区看楚衡公司。”" in quote
    assert float(sure) == 0.6


def test_what_holds_no_facts_is_left_out_and_told(graph, tmp_path):
    """Authors stay with their articles; a graph imported beside itself adds a source, and no thing twice."""
    copytree(graph.file.parent, tmp_path / "out")
    (file,) = export(graph, "trig", tmp_path / "facts.trig")
    add_facts([file], tmp_path / "out")
    changes = diff(graph, kg.graph.load(tmp_path / "out"))
    assert {change.kind for change in changes} == {Kind.BETTER_SUPPORTED}


def test_without_pages_the_facts_are_in_the_graph_at_once(files):
    add_facts([files / "posts.csv"], files / "out")
    before = (files / "out" / "graph.html").read_bytes()
    report = add_facts([files / "visits.csv"], files / "out", pages=False)
    assert (report.articles, report.pages) == (2, ())
    assert (files / "out" / "graph.html").read_bytes() == before
    assert len(kg.graph.load(files / "out").articles()) == 2
