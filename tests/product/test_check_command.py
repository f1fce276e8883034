"""``kg check`` as a person runs it: what it prints, writes and returns, and its page in a browser."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from test_accessibility import findings, reader  # noqa: F401 - a fixture

sys.path.insert(0, str(Path(__file__).parents[1] / "stages"))
from small_worlds import GAZETTEER, build, told

VISIT = told(
    "衡阳市市长[石敬之](Official~430400)到[衡阳高新区](HiTechZone~430400)调研。",
    "石敬之 visited 衡阳高新区",
    title="石敬之到高新区调研",
    published="2024-03-12",
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    out = tmp_path_factory.mktemp("sound")
    build(out, [VISIT], GAZETTEER)
    return out


@pytest.fixture(scope="module")
def broken(tmp_path_factory, sound):
    """In the merge the visitor is a firm, under a name with markup in it."""
    out = tmp_path_factory.mktemp("broken")
    text = (sound / "graph.trig").read_text("utf-8")
    articles, merge = text[: text.rindex("}") + 1], text[text.rindex("}") + 1 :]
    merge = merge.replace("kg:Official", "kg:Company").replace('"石敬之"', '"<b>石敬之</b>"')
    (out / "graph.trig").write_text(articles + merge, "utf-8")
    assert list(ox.parse(path=str(out / "graph.trig")))
    return out


def test_a_sound_graph_is_said_to_be_sound(kg, sound):
    done = kg("check", "-o", sound)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("no violation in 3 graphs of ")


@pytest.mark.parametrize("engine", ["shacl", "sparql"])
def test_a_violation_is_told_with_its_sentence_in_both_languages_within_the_width(kg, broken, engine):
    done = kg("check", "-o", broken, "--engine", engine, COLUMNS="80")
    assert done.returncode == 1
    folded = "".join("".join(line.split()) for line in done.stdout.splitlines())
    for part in ("“考察”的主体类别不", "no such thing", "石敬之", "2024-03-12"):
        assert "".join(part.split()) in folded, done.stdout
    assert max(columns(line) for line in done.stdout.splitlines()) <= 80
    assert f"by {engine}" in done.stderr


def columns(line: str) -> int:
    """Columns of a line: a Chinese character takes two."""
    from rich.cells import cell_len

    return cell_len(line)


def test_the_report_comes_as_rdf_and_json(kg, broken, tmp_path):
    ttl = kg("check", "-o", broken, "--engine", "sparql", "--format", "ttl")
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    report = rdflib.Graph().parse(data=ttl.stdout, format="turtle")
    found = json.loads(kg("check", "-o", broken, "--engine", "sparql", "--format", "json").stdout)
    assert ttl.returncode == 1
    assert len(list(report.subjects(shacl.focusNode))) == len(found["violations"]) > 0
    assert found["violations"][0]["quote"] == VISIT[0].body
    assert kg("check", "-o", broken, "--engine", "sparql", "--format", "ttl", "--to", tmp_path / "r.ttl").stdout == ""
    assert (tmp_path / "r.ttl").read_text("utf-8") == ttl.stdout
    assert kg("check", "-o", broken, "--engine", "sparql", "--to", tmp_path / "r.txt").returncode == 1
    assert "石敬之" in (tmp_path / "r.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def page_file(kg, broken):
    done = kg("check", "-o", broken, "--engine", "sparql", "--format", "html")
    assert (done.returncode, done.stdout) == (1, f"open {broken / 'check.html'}\n")
    return broken / "check.html"


def test_the_page_can_be_read_offline_in_both_languages_and_names_are_text(page_file, visit):
    page = visit.read(page_file)
    assert "“考察”的主体类别不符" in page.locator("main").inner_text()
    assert "<b>石敬之</b>" in page.locator("main").inner_text()
    page.locator("#language").click()
    assert "no such thing can be the subject of visited" in page.locator("main").inner_text()
    assert not visit.outside()


def test_the_page_has_no_serious_finding_of_axe(page_file, reader):  # noqa: F811
    reader.goto(page_file.as_uri())
    assert findings(reader) == []


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["-o", "nowhere"], "no graph here"),
        (["--shapes", "gone.ttl"], "gone.ttl: cannot be read"),
        (["--format", "ttl", "--to", "gone/r.ttl"], "cannot write there"),
    ],
)
def test_what_cannot_be_done_is_one_line(kg, sound, arguments, fault):
    done = kg("check", *([] if "-o" in arguments else ["-o", sound]), *arguments)
    assert done.returncode == 1
    assert fault in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_shapes_of_ones_own_are_asked_instead(kg, sound, tmp_path):
    (tmp_path / "mine.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://kg.example.org/ontology#> .\n"
        "[] a sh:NodeShape ; sh:targetClass kg:Zone ; sh:not [ sh:class kg:HiTechZone ] .",
        "utf-8",
    )
    done = kg("check", "-o", sound, "--shapes", tmp_path / "mine.ttl")
    assert done.returncode == 1
    assert "衡阳高新区" in done.stdout
    done = kg("check", "-o", sound, "--shapes", tmp_path / "mine.ttl", "--engine", "sparql")
    assert "sh:not is not among the SHACL that kg turns into SPARQL - use --engine shacl" in done.stderr
