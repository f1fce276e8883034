"""What may befall a build: an interrupt, a full disk, a place it may not write to; and what its report counts.

Its daily work, and kills: test_graph_build.py.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import OutputError
from kg.graph import named_queries

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
NEWS = {
    "visit.txt": "石敬之到衡阳高新区调研\n2024-03-05 来源：衡阳日报\n"
    "衡阳日报讯（记者 秦若川）3月4日，衡阳市市长石敬之到衡阳高新区调研。衡阳市科技局局长何慕白陪同调研。\n",
    "meeting.txt": "郴州市召开科技创新大会\n2024-04-02 来源：郴州日报\n"
    "4月1日，郴州市科技创新大会召开。郴州市市长罗景行出席会议并讲话，副市长段云舟主持会议。\n",
}
ASKED = {
    "articles": "?x a kg:Article",
    "entities": "?x kg:articles ?n",
    "relations": "?x a kg:Fact",
    "claims": "GRAPH ?g { ?x a kg:Claim }",
}
# A disk without room: what writes past a size fails. The first build shows that nothing else is wrong.
LITTLE_ROOM = """
import resource, sys
from kg.build import build
from kg.errors import OutputError
news, warm, out, room = sys.argv[1:]
build([news], warm)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), resource.RLIM_INFINITY))
try:
    build([news], out)
except OutputError as error:
    print("OutputError:", error)
"""


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def files(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def python(code, *arguments, **environment):
    known = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], env=known, capture_output=True, check=False
    )


def test_the_report_counts_what_stands_in_the_graph(news, tmp_path):
    report = kg.build([news], tmp_path / "out")
    graph = kg.load(tmp_path / "out")
    for kind, pattern in ASKED.items():
        assert len(graph.query(f"SELECT ?x {{ {pattern} }}").rows) == getattr(report, kind) > 0, kind


def test_the_output_holds_the_graph_and_the_reported_pages_and_nothing_else(news, tmp_path):
    report = kg.build([news], tmp_path / "out")
    out = tmp_path / "out"
    kept = {".kg", "graph.trig", "graph.ttl", "graph.html", "index.html", "pages"}
    assert {file.name for file in out.iterdir()} == kept
    assert {out / "graph.html", out / "index.html"} <= set(report.pages) <= set(out.rglob("*.html"))


@pytest.mark.parametrize("stage", ["kg.graph.write", "kg.view.write_pages"])
def test_an_interrupted_build_leaves_the_former_output_and_no_rubbish(news, tmp_path, monkeypatch, stage):
    kg.build([news / "visit.txt"], tmp_path / "out")
    before = files(tmp_path / "out")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    module, _, name = stage.rpartition(".")
    monkeypatch.setattr(importlib.import_module(module), name, interrupted)
    with pytest.raises(KeyboardInterrupt):
        kg.build([news], tmp_path / "out")
    assert files(tmp_path / "out") == before
    assert {file.name for file in (tmp_path / "out").iterdir() if file.is_dir()} == {".kg", "pages"}
    assert {file.name for file in (tmp_path / "out" / ".kg").iterdir() if file.is_dir()} == {"articles"}


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of files")
@pytest.mark.parametrize("room", [500, 50_000], ids=["no room for the extractions", "room for them but for no page"])
def test_a_full_disk_is_an_error_that_says_so_and_the_former_output_stays(news, tmp_path, room):
    kg.build([news / "visit.txt"], tmp_path / "out")
    before = files(tmp_path / "out")
    done = python(LITTLE_ROOM, news, tmp_path / "warm", tmp_path / "out", room)
    assert done.stdout.decode().startswith("OutputError:"), done.stderr.decode()
    assert str(tmp_path / "out") in done.stdout.decode()
    assert files(tmp_path / "out") == before


def test_a_file_in_place_of_the_directory_is_told_as_such(news, tmp_path):
    (tmp_path / "out").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="a file, not a directory"):
        kg.build([news], tmp_path / "out")
    with pytest.raises(OutputError, match="cannot write there"):
        kg.build([news], tmp_path / "out" / "below")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_permission_is_an_error_that_says_so(news, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot write there"):
        kg.build([news], tmp_path / "out")


def test_another_process_gives_the_same_bytes(news, tmp_path):
    """Also where Python hashes strings otherwise, so that its sets have another order."""
    kg.build([news], tmp_path / "here")
    order = "import sys; from kg.build import build; build([sys.argv[1]], sys.argv[2])"
    done = python(order, news, tmp_path / "there", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr.decode()
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_a_byte_identical_article_counts_once(news, tmp_path):
    (news / "copy.txt").write_text(NEWS["visit.txt"], "utf-8")
    assert kg.build([news], tmp_path / "out").articles == 2


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    if not SEEDS.is_dir():
        pytest.skip("the seed articles are not beside this checkout")
    out = tmp_path_factory.mktemp("seeds")
    kg.build([SEEDS], out)
    return out


# No seed article tells of a cooperation, nor of anything that is planned or denied in the words of a rule; none prints
# another, contradicts one, or shows who came after whom.
UNTOLD = {"cooperation", "not-asserted", "contradictions", "reprints", "successions"}


@pytest.mark.parametrize("name", sorted({q.name for q in named_queries()} - UNTOLD))
def test_every_named_question_has_answers_in_the_seed_articles(seeds, name):
    assert kg.load(seeds).query(name).rows
