"""``kg eval`` as its users meet it: on gold articles of their own, shipped ones, good and damaged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VISIT = """衡阳市领导到高新区调研
2024-03-18 来源：衡阳日报
本报讯（记者 方知远）3月18日，衡阳市副市长石敬之到衡阳高新区调研。
"""
#: What VISIT says, but that the annotator saw no visit, and a company that is not there.
VISIT_GOLD = {
    "title": "衡阳市领导到高新区调研",
    "published": "2024-03-18",
    "entities": [
        {"id": "e1", "type": "Official", "name": "石敬之"},
        {"id": "e2", "type": "City", "name": "衡阳市", "aliases": ["衡阳"]},
        {"id": "e3", "type": "HiTechZone", "name": "衡阳高新区", "aliases": ["高新区"]},
        {"id": "e4", "type": "Company", "name": "鹿鸣精工"},
    ],
    "relations": [
        {"s": "e1", "p": "worksFor", "o": "e2", "title": "副市长", "date": None},
        {"s": "e4", "p": "locatedIn", "o": "e3"},
    ],
}
MEETING = """岳阳市召开科技创新大会
2024-04-02 来源：岳阳日报
本报讯（记者 乐思源）4月2日，岳阳市科技创新大会召开。岳阳市委书记容其昌出席会议并讲话。
"""
MEETING_GOLD = {
    "entities": [
        {"id": "e1", "type": "Official", "name": "容其昌"},
        {"id": "e2", "type": "Event", "name": "岳阳市科技创新大会"},
    ],
    "relations": [{"s": "e1", "p": "attended", "o": "e2"}, {"s": "e1", "p": "spokeAt", "o": "e2"}],
}


def put(folder: Path, stem: str, text: str, gold: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    (folder / f"{stem}.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "mine"
    put(folder, "01", VISIT, VISIT_GOLD)
    put(folder, "02", MEETING, MEETING_GOLD)
    return folder


@pytest.fixture(scope="module")
def shipped_elsewhere(mine, tmp_path_factory):
    """Run ``kg`` as if these were the shipped gold articles, one in each half, and their measurements."""
    folder = tmp_path_factory.mktemp("resources")
    put(folder / "gold" / "tuned", "01", VISIT, VISIT_GOLD)
    put(folder / "gold" / "unseen", "01", MEETING, MEETING_GOLD)
    (folder / "rules").mkdir()
    measured = folder / "rules" / "measured.csv"
    measured.write_text("rule,right,claimed\n", encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from kg import resources\n"
        "real, here = resources.path, Path(sys.argv[1])\n"
        "resources.path = lambda name: here / name if (here / name).exists() and name != 'rules' else real(name)\n"
        "sys.argv = ['kg', *sys.argv[2:]]; from kg.cli.app import main; main()"
    )

    def run(*arguments: str):
        known = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80"}
        command = [sys.executable, "-c", script, str(folder), *arguments]
        return subprocess.run(command, env=known, capture_output=True, encoding="utf-8", timeout=300, check=False)

    return run, measured


def test_a_table_for_type_groups_predicates_and_rules_fits_80_columns(mine, kg):
    done = kg("eval", "--gold", mine, COLUMNS="80")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "mine: 2 articles"
    begin = [line.split()[0] for line in lines if line.strip()]
    assert {"person", "zone", "event", "worksFor", "visited", "attended", "worksFor.post-before-name"} <= set(begin)
    assert {"all entities", "of exact type", "all relations"} <= {line[:13].strip() for line in lines}
    assert all(len(line) <= 80 for line in lines)


def test_json_says_the_same_as_the_table(mine, kg):
    found = json.loads(kg("eval", "--gold", mine, "--json").stdout)["mine"]
    assert found["articles"] == 2 and len(found["gold"]) == 64
    assert found["entities_by_group"]["person"]["right"] == 2
    assert found["relations_by_predicate"]["worksFor"]["r"] == 1
    assert (
        found["relations_by_predicate"]["visited"] | {"found": 1, "right": 0, "gold": 0, "p": 0}
        == (found["relations_by_predicate"]["visited"])
    )
    assert found["rules"]["worksFor.post-before-name"]["right"] == 1
    told = kg("eval", "--gold", mine).stdout
    row = next(line for line in told.splitlines() if line.startswith("all relations"))
    assert f"{100 * found['relations']['f1']:.1f}" in row.split()
    assert "errors" not in found


def test_errors_name_what_is_missing_and_extra_with_rule_and_sentence(mine, kg):
    shown = kg("eval", "--gold", mine, "--errors").stdout.splitlines()
    assert "mine/01" in shown
    assert "  missing entity    Company 鹿鸣精工" in shown
    assert "  missing relation  鹿鸣精工 locatedIn 衡阳高新区" in shown
    extra = next(line for line in shown if line.startswith("  extra relation    石敬之 visited 衡阳高新区"))
    assert "  by visited." in extra
    assert shown[shown.index(extra) + 1].strip().startswith("“")
    told = json.loads(kg("eval", "--gold", mine, "--errors", "--json").stdout)["mine"]["errors"]
    assert told[0]["article"] == "01" and told[0]["missing_entities"] == ["Company 鹿鸣精工"]


def test_texts_may_lie_elsewhere_and_be_pages(kg, tmp_path):
    put(tmp_path / "gold", "01", "", MEETING_GOLD)
    (tmp_path / "gold" / "01.txt").unlink()
    (tmp_path / "news").mkdir()
    title, _, body = MEETING.splitlines()
    page = f"<html><body><article><h1>{title}</h1><p>{body}</p></article></body></html>"
    (tmp_path / "news" / "01.html").write_text(page, encoding="utf-8")
    done = kg("eval", "--gold", tmp_path / "gold", "--texts", tmp_path / "news", "--json")
    assert json.loads(done.stdout)["gold"]["relations_by_predicate"]["spokeAt"]["right"] == 1
    alone = kg("eval", "--gold", tmp_path / "gold")
    assert alone.returncode == 1 and "--texts" in alone.stderr and len(alone.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "gold", "words"),
    [
        (VISIT, {"entities": []}, "relations: not a list"),
        (VISIT, {"entities": [{"id": "e1", "type": "Town", "name": "衡阳市"}], "relations": []}, "entities[0].type"),
        ("", VISIT_GOLD, "01.txt"),
        (MEETING, MEETING_GOLD, "the same text as another one"),
    ],
)
def test_what_cannot_be_measured_is_one_clear_line(kg, tmp_path, text, gold, words):
    put(tmp_path, "00", MEETING, MEETING_GOLD)
    put(tmp_path, "01", text, gold)
    done = kg("eval", "--gold", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr and str(tmp_path) in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["--texts", "x"], ["--gold", "x", "--write-confidence"], ["--ner", "x", "--write-confidence"]]
)
def test_options_that_do_not_go_together_are_wrong_usage(kg, arguments):
    assert kg("eval", *arguments).returncode == 2


def test_the_shipped_halves_are_scored_apart_and_together(shipped_elsewhere):
    run, _ = shipped_elsewhere
    found = json.loads(run("eval", "--json").stdout)
    assert list(found) == ["tuned", "unseen", "all"]
    assert [found[part]["articles"] for part in found] == [1, 1, 2]
    for count in ("gold", "found", "right"):
        assert found["all"]["relations"][count] == sum(found[half]["relations"][count] for half in ("tuned", "unseen"))
    shown = run("eval").stdout.splitlines()
    assert [line for line in shown if line in ("tuned: 1 article", "unseen: 1 article", "all: 2 articles")] == [
        "tuned: 1 article",
        "unseen: 1 article",
        "all: 2 articles",
    ] * 2, "in detail, then in short"
    assert all(len(line) <= 80 for line in shown)


def test_measured_precision_becomes_confidence_and_measuring_again_finds_the_same(shipped_elsewhere):
    run, measured = shipped_elsewhere
    assert run("eval", "--write-confidence").returncode == 0
    first = measured.read_text("utf-8")
    head = [line for line in first.splitlines() if line.startswith("#")]
    rows = [line.split(",") for line in first.splitlines()[len(head) :]]
    assert "kg eval --write-confidence" in " ".join(head)
    assert rows[0] == ["rule", "right", "claimed"] and rows[1:] == sorted(rows[1:])
    rules = json.loads(run("eval", "--json").stdout)["all"]["rules"]
    assert {rule: (right, claimed) for rule, right, claimed in rows[1:]} == {
        rule: (str(score["right"]), str(score["claimed"])) for rule, score in rules.items()
    }
    assert run("eval", "--write-confidence").returncode == 0
    assert measured.read_text("utf-8") == first


def test_the_recogniser_keeps_its_own_command(kg):
    shown = kg("eval", "--help").stdout
    assert "ner" in shown and "--gold" in shown and "kg eval --errors" in shown
    assert "--convention" in kg("eval", "ner", "--help").stdout
