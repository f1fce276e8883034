"""A whole build from files to graph and pages: complete or not at all, the same bytes for the same articles."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build import build, remove
from kg.errors import KgError, OutputError
from kg.extraction import Extractor
from kg.graph import load

ROOT = Path(__file__).resolve().parents[2]
SCORER = ROOT.parent / "shared" / "tools" / "score_extraction.py"
NEWS = {
    "1.txt": "石敬之到衡阳高新区调研\n2024-03-05\n3月4日，衡阳市市长石敬之到衡阳高新区调研，强调要推动科技创新。\n",
    "2.txt": "衡阳市出台人才办法\n2024-04-01\n近日，衡阳市出台《衡阳市青年人才引进办法》，支持创新创业。\n",
    "3.txt": "郴州市召开会议\n2024-05-02\n5月1日，郴州市副市长何为主持召开科技创新座谈会。会议由郴州市科技局承办。\n",
}


@pytest.fixture(scope="module")
def recogniser():
    return Extractor()


@pytest.fixture(autouse=True)
def model_loaded_once(recogniser, monkeypatch):
    """Loading the weights takes longer than all else here; they hold no state between builds."""
    monkeypatch.setattr("kg.extraction.Extractor", lambda ner=None, rules=None: recogniser)


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def files(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_a_build_gives_the_graph_its_pages_and_a_report(news, tmp_path):
    report = build([news], tmp_path / "out")
    assert report.articles == 3
    assert report.entities > 3
    assert 0 < report.relations <= report.claims
    assert report.pages[0].name == "graph.html"
    assert all(page.is_file() for page in report.pages)
    graph = load(tmp_path / "out")
    assert graph.query("ASK { ?p kg:visited/skos:prefLabel '衡阳高新区'@zh-Hans }").rows == (("yes",),)
    assert [article.headline for article in graph.articles() if article.published == "2024-04-01"] == [
        "衡阳市出台人才办法"
    ]


def test_the_order_of_the_paths_leaves_no_trace(news, tmp_path):
    paths = sorted(news.iterdir())
    build(paths, tmp_path / "one")
    build(paths[::-1], tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_removing_an_article_removes_its_graph_and_its_page_alone(news, tmp_path):
    out = tmp_path / "out"
    build([news], out)
    (out / "mine.txt").write_text("notes", "utf-8")
    before = {article.id for article in load(out).articles()}
    remove([news / "2.txt"], out)
    after = {article.id for article in load(out).articles()}
    (gone,) = before - after
    assert after < before
    assert not (out / "pages" / f"article-{gone}.html").exists()
    assert len(list((out / "pages").glob("article-*.html"))) == len(after)
    assert load(out).query("ASK { ?x kg:issued ?y }").rows == (("no",),)
    assert files(out)["mine.txt"] == b"notes"


def test_a_build_that_fails_leaves_the_old_output_as_it_was(news, tmp_path, monkeypatch):
    out = tmp_path / "out"
    build([news], out)
    before = files(out)

    def fail(*_):
        raise OutputError("no pages today")

    monkeypatch.setattr("kg.view.write_pages", fail)
    (news / "4.txt").write_text(NEWS["1.txt"].replace("石敬之", "李建军"), "utf-8")
    with pytest.raises(OutputError):
        build([news], out)
    assert files(out) == before


def test_a_build_that_is_killed_leaves_the_old_output_as_it_was(news, tmp_path):
    out = tmp_path / "out"
    build([news], out)
    before = files(out)
    code = "import os, kg.view, kg.build; kg.view.write_pages = lambda *_: os.kill(os.getpid(), 9); "
    code += f"from kg.build import build; build([{str(news / '1.txt')!r}], {str(out)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    assert files(out) == before


def test_what_a_killed_build_left_is_cleared_by_the_next(news, tmp_path):
    out = tmp_path / "out"
    (out / ".kg" / "work").mkdir(parents=True)
    (out / ".kg" / "work" / "graph.trig").write_text("half", "utf-8")
    build([news], out)
    assert sorted(f.name for f in (out / ".kg").iterdir() if f.is_dir()) == ["articles"]


def test_where_nothing_can_be_read_nothing_is_touched(news, tmp_path):
    out = tmp_path / "out"
    build([news], out)
    before = files(out)
    report = build([tmp_path / "nowhere.txt"], out)
    assert (report.articles, report.pages) == (0, ())
    assert "nowhere.txt" in str(report.errors[0])
    assert files(out) == before
    build([tmp_path / "nowhere.txt"], tmp_path / "fresh")
    assert not (tmp_path / "fresh").exists()


def test_what_cannot_be_read_is_reported_and_the_rest_is_built(news, tmp_path):
    (news / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    report = build([news], tmp_path / "out")
    assert report.articles == 3
    assert [Path(error.where).name for error in report.errors] == ["bad.txt"]


def test_an_output_that_is_a_file_is_refused_before_anything_is_read(news, tmp_path):
    (tmp_path / "out").write_text("a file of mine", "utf-8")
    with pytest.raises(OutputError, match="out"):
        build([news], tmp_path / "out")
    assert (tmp_path / "out").read_text("utf-8") == "a file of mine"


def test_a_base_that_is_no_iri_is_refused_before_anything_is_written(news, tmp_path):
    with pytest.raises(KgError, match="not the beginning of IRIs"):
        build([news], tmp_path / "out", base="not an iri")
    assert not (tmp_path / "out").exists()


def test_progress_names_every_stage_and_counts_to_the_end(news, tmp_path):
    seen = []
    build([news], tmp_path / "out", progress=lambda *step: seen.append(step))
    stages = list(dict.fromkeys(stage for stage, _, _ in seen))
    assert stages == [
        "loading the model",
        "reading and extracting",
        "resolving",
        "writing the graph",
        "drawing the pages",
    ]
    assert ("resolving", 3, 3) in seen
    assert ("writing the graph", 3, 3) in seen


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer is not beside this checkout")
def test_the_scorer_reads_the_graph_and_finds_every_relation_claimed(news, tmp_path):
    found = importlib.util.spec_from_file_location("score_extraction", SCORER)
    scorer = importlib.util.module_from_spec(found)
    found.loader.exec_module(scorer)
    build([news], tmp_path / "out")
    articles = scorer.load_articles(tmp_path / "out" / "graph.trig")
    assert sorted(articles) == ["1", "2", "3"]
    kinds = {(kind, name) for kinds, names in articles["1"]["entities"].values() for kind in kinds for name in names}
    assert {("Official", "石敬之"), ("HiTechZone", "衡阳高新区"), ("City", "衡阳市")} <= kinds
    evidence = scorer.check_quotes(articles, news)
    assert evidence["claims"] > 0
    assert evidence["quote_found"] == evidence["relations_with_claim"] == 1.0
