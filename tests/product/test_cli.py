"""The command line as its users meet it: as a process, with real files, good and bad."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VISIT = """衡阳市领导到高新区调研
2024-03-18 来源：衡阳日报
本报讯（记者 方知远）3月18日，衡阳市副市长石敬之到衡阳高新技术产业开发区调研。他实地考察了园区企业。
市科技局局长常念安陪同调研。
"""
MEETING = """岳阳市召开科技创新大会
2024-04-02 来源：岳阳日报
本报讯（记者 乐思源）4月2日，岳阳市科技创新大会召开。岳阳市委书记容其昌出席会议并讲话。
会上，岳阳市人民政府印发《岳阳市科技创新三年行动方案》。
"""
BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "unknown-encoding.txt": b"\x81\xff\xfe\x80\xa0\xff" * 200,
    "no-chinese.txt": b"Nothing in this file is written in Chinese, so there is nothing to read here.\n" * 5,
}
ONE_LINE = "湖南省衡阳市高新区".encode() * (5_000_000 // 27)
VISITS = "SELECT ?who ?where WHERE { ?a kg:visited ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?where }"


def lines_naming(name: str, text: str) -> list[str]:
    return [line for line in text.splitlines() if name in line]


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    folder = tmp_path_factory.mktemp("news")
    (folder / "visit.txt").write_text(VISIT, encoding="utf-8")
    (folder / "meeting.txt").write_text(MEETING, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(news, kg, tmp_path_factory):
    """A graph built from two good articles, five bad files and a path that is not there; with what was printed."""
    out = tmp_path_factory.mktemp("built")
    bad = tmp_path_factory.mktemp("bad")
    for name, content in BAD.items():
        (bad / name).write_bytes(content)
    return out, kg("build", news, bad, bad / "missing.txt", "-o", out)


def test_help_answers_at_once(kg):
    # Time on the core, the best of some: what else the machine does is not what this is about.
    times = []
    for _ in range(5):
        before = os.times()
        assert kg("--help").returncode == 0
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(times) < 0.5


def test_help_names_every_command_and_where_to_start(kg):
    shown = kg("--help").stdout
    assert all(name in shown for name in ("build", "query", "show", "doctor", "kg build --samples"))


def test_help_has_its_commands_in_panels_and_its_paragraphs_flow(kg):
    shown = kg("--help").stdout
    panels = [shown.index(f"─ {panel} ─") for panel in ("Build", "Ask", "Look", "Correct", "Exchange", "Extend")]
    assert panels == sorted(panels) and "─ Commands ─" not in shown
    assert "Without PATH the graph in DIR is made anew" in kg("build", "--help", COLUMNS="200").stdout
    assert "kg rules test my-rules/ " in kg("rules", "--help").stdout


def test_a_build_says_what_it_made_and_which_page_to_open(built):
    out, done = built
    assert done.returncode == 0, done.stderr
    assert "articles" in done.stdout
    assert f"open {out / 'graph.html'}" in done.stdout
    assert {"graph.html", "graph.trig", "graph.ttl"} <= {file.name for file in out.iterdir()}


@pytest.mark.parametrize("name", [*BAD, "missing.txt"])
def test_bad_input_gets_one_clear_line_and_the_rest_goes_on(built, name):
    _, done = built
    assert len(lines_naming(name, done.stderr)) == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_a_single_line_of_5_mb_gets_one_clear_line_in_good_time(kg, tmp_path):
    (tmp_path / "one-line.txt").write_bytes(ONE_LINE)
    (tmp_path / "visit.txt").write_text(VISIT, encoding="utf-8")
    done = kg("build", tmp_path / "one-line.txt", tmp_path / "visit.txt", "-o", tmp_path / "out", limit=60)
    assert done.returncode == 0
    assert len(lines_naming("one-line.txt", done.stderr)) == 1, done.stderr
    assert "石敬之" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_good_articles_are_built_beside_bad_ones(built):
    _, done = built
    assert lines_naming("skipped", done.stdout)
    out, _ = built
    merged = (out / "graph.ttl").read_text(encoding="utf-8")
    assert "石敬之" in merged
    assert "容其昌" in merged


def test_nothing_but_bad_input_fails_and_keeps_the_former_graph(built, kg, tmp_path):
    out, _ = built
    (tmp_path / "empty.txt").write_bytes(b"")
    before = {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}
    done = kg("build", tmp_path, "-o", out)
    assert done.returncode == 1
    assert len(lines_naming("empty.txt", done.stderr)) == 1
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()} == before


def test_a_graph_grows_shrinks_and_tells_the_difference(news, kg, tmp_path):
    out = tmp_path / "out"
    assert kg("build", news / "visit.txt", "-o", out).returncode == 0
    assert "1 added, 0 replaced, 0 removed" in kg("build", news / "meeting.txt", "-o", out).stderr
    assert "石敬之" in (out / "graph.trig").read_text(encoding="utf-8")
    assert kg("build", news / "meeting.txt", "-o", tmp_path / "less").returncode == 0
    told = kg("diff", tmp_path / "less", out).stdout
    assert "+ 石敬之  考察  衡阳高新区" in told and "“本报讯（记者 方知远）" in told
    rows = list(csv.DictReader(io.StringIO(kg("diff", tmp_path / "less", out, "--format", "csv").stdout)))
    assert {"added"} == {row["change"] for row in rows} and all(row["quote"] for row in rows)
    assert kg("remove", news / "visit.txt", "-o", out).returncode == 0
    assert (out / "graph.trig").read_bytes() == (tmp_path / "less" / "graph.trig").read_bytes()
    assert "石敬之" not in (out / "graph.trig").read_text(encoding="utf-8")
    done = kg("remove", news / "visit.txt", "-o", out)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert {file.name for file in tmp_path.iterdir()} == {"out", "less"}, "nothing temporary stays behind"


def test_an_article_comes_from_standard_input(kg, tmp_path):
    done = kg("build", "-", "-o", tmp_path / "out", stdin=VISIT.encode())
    assert done.returncode == 0, done.stderr
    assert "石敬之" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_fields_of_records_can_be_mapped(kg, tmp_path):
    record = {"headline": "衡阳市领导到高新区调研", "content": VISIT}
    (tmp_path / "dump.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    done = kg("build", tmp_path / "dump.jsonl", "--field", "text=content", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "石敬之" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_an_unwritable_output_directory_is_one_clear_line(news, kg, tmp_path):
    (tmp_path / "file").write_text("a file, so no directory can be made here", encoding="utf-8")
    done = kg("build", news / "visit.txt", "-o", tmp_path / "file" / "out")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(tmp_path / "file") in done.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_answer_comes_in_every_format(built, kg, form):
    out, _ = built
    done = kg("query", VISITS, "-o", out, "--format", form)
    assert done.returncode == 0, done.stderr
    assert "石敬之" in done.stdout


def test_csv_and_json_answers_are_read_by_machines(built, kg):
    out, _ = built
    rows = list(csv.DictReader(io.StringIO(kg("query", VISITS, "-o", out, "--format", "csv").stdout)))
    answers = json.loads(kg("query", VISITS, "-o", out, "--format", "json").stdout)
    assert rows == answers
    assert "石敬之" in {row["who"] for row in rows}


def test_a_query_may_stand_in_a_file(built, kg, tmp_path):
    out, _ = built
    (tmp_path / "visits.rq").write_text(VISITS, encoding="utf-8")
    assert "石敬之" in kg("query", tmp_path / "visits.rq", "-o", out).stdout


def test_every_listed_question_runs(built, kg):
    out, _ = built
    listed = [line.split()[0] for line in kg("query", "--list").stdout.splitlines() if line.strip()]
    assert listed
    for name in listed:
        done = kg("query", name, "-o", out, "--format", "json")
        assert done.returncode == 0, (name, done.stderr)
        json.loads(done.stdout)


# What is no SPARQL is shown below the line, with a caret under the fault.
@pytest.mark.parametrize(("question", "lines"), [("SELECT WHERE {{{", 3), ("no-such-question", 1), ("missing.rq", 1)])
def test_a_malformed_query_is_one_clear_line(built, kg, question, lines):
    out, _ = built
    done = kg("query", question, "-o", out)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == lines
    assert done.stderr.startswith("Error:")


def test_a_directory_without_a_graph_is_one_clear_line(kg, tmp_path):
    done = kg("query", VISITS, "-o", tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(tmp_path) in done.stderr


def test_show_gives_a_card_with_the_sentence(built, kg):
    out, _ = built
    shown = kg("show", "石敬之", "-o", out).stdout
    assert "石敬之到衡阳高新技术产业开发区调研" in shown


def test_show_says_what_comes_near_an_unknown_name(built, kg):
    out, _ = built
    done = kg("show", "石敬", "-o", out)
    assert done.returncode == 1
    assert "石敬之" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["build"], ["build", "x", "--field", "text"], ["nothing"], ["query", "--format", "x"]]
)
def test_wrong_usage_is_status_2(kg, arguments):
    assert kg(*arguments).returncode == 2


def test_a_closed_pipe_is_no_error(built):
    out, _ = built
    everything = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    command = [sys.executable, "-m", "kg", "query", everything, "-o", str(out), "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_is_quiet_and_keeps_the_former_graph(built, news):
    out, _ = built
    before = (out / "graph.trig").read_bytes()
    command = [sys.executable, "-m", "kg", "build", "-", str(news), "-o", str(out)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell starts what runs in the background with interrupts ignored, and a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        started = time.monotonic()
        while not list(out.glob(".kg/work")) and time.monotonic() - started < 60:
            time.sleep(0.1)  # Then it is at work, and waits on its standard input, which stays open.
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        try:
            running.wait(timeout=60)
        finally:
            running.kill()
        told = running.stderr.read().decode("utf-8")
    # A shell shows both as 130: Python ends by the signal itself where that came amid the import of an extension.
    assert running.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in told
    assert (out / "graph.trig").read_bytes() == before


def test_a_wrong_model_directory_is_one_clear_line(news, kg, tmp_path):
    done = kg("build", news, "--ner", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("Error:")


def test_a_recogniser_is_judged_in_a_table_that_fits_and_as_json(kg):
    sentences = ROOT / "tests" / "quality" / "ner_genre.txt"
    told = kg("eval", "ner", sentences)
    assert told.returncode == 0
    assert [line.split()[0] for line in told.stdout.splitlines()[1:]] == ["PER", "LOC", "ORG", "all"]
    assert all(len(line) <= 80 for line in told.stdout.splitlines())
    found = json.loads(kg("eval", "ner", sentences, "--json").stdout)
    for score in (found["overall"], *found["by_type"].values()):
        for share in ("p", "r", "f1"):
            low, high = score[f"{share}_interval"]
            assert 0 <= low <= score[share] <= high <= 1
    assert f"{found['overall']['f1']:.1%}".rstrip("%") in told.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["gone.tsv"], "gone.tsv: No such file"),
        ([ROOT / "README.md"], "line 1 is not"),
        ([ROOT / "tests/quality/ner_genre.txt", "--convention", "weibo"], "it knows msra, peoples_daily"),
        ([ROOT / "tests/quality/ner_genre.txt", "--ner", "gone"], "gone"),
    ],
)
def test_what_cannot_be_judged_is_one_clear_line(kg, arguments, words):
    done = kg("eval", "ner", *arguments)
    assert done.returncode == 1 and words in done.stderr and len(done.stderr.splitlines()) == 1


def test_training_without_corpora_is_one_clear_line(kg, tmp_path):
    done = kg("train", "ner", tmp_path, tmp_path / "model")
    assert done.returncode == 1 and "No such file" in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(("debug", "shown"), [("", "KG_DEBUG=1"), ("1", "Traceback")])
def test_a_fault_of_ours_is_one_line_and_with_kg_debug_its_traceback(tmp_path, debug, shown):
    broken = (
        "import importlib, sys; module = importlib.import_module('kg.build'); module.build = lambda *_, **__: 1 / 0;"
        "sys.argv = ['kg', 'build', 'x']; from kg.cli.app import main; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KG_DEBUG": debug}
    done = subprocess.run(
        [sys.executable, "-c", broken], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert shown in done.stderr
    assert debug or len(done.stderr.strip().splitlines()) == 1


def test_doctor_reports_on_every_part(kg):
    shown = kg("doctor").stdout
    assert all(part in shown for part in ("Python", "ontology", "NER weights", "places and zones", "relation rules"))
