"""What people decide holds against the evidence, survives every rebuild, and is gone with its line."""

from __future__ import annotations

import csv
import shutil

import pytest
from small_worlds import told

from kg.build import build
from kg.errors import LedgerError
from kg.extraction import Extractor
from kg.graph import load
from kg.graph.terms import Iris
from kg.model import Modality
from kg.resolution import Action, Decision, resolve
from kg.resolution.ledger import head, ledger, line, parse
from kg.review import Kind, from_csv, questions, to_csv

FIRM = told("[川沱精工](Company~511000)投产。[石敬之](Official~430400)到会。")
FULL = told("[四川川沱精工有限公司](Company~510000)落户。[石敬之](Official~430000)讲话。")
OTHER = told(
    "[华崧材料](Company~511000)投产。[石敬之](Official~430400)到[衡阳市](City~430400)。", "石敬之 visited 衡阳市"
)
WORLD = [FIRM, FULL, OTHER]
IRIS = Iris()


def resolved(*decisions):
    return resolve(WORLD, IRIS.entity, ledger(decisions), IRIS.base)


def entity(resolution, world, form):
    article, extraction = world
    return resolution.entity(article.id, next(m for m in extraction.mentions if article.body[m.start : m.end] == form))


def test_two_things_that_people_join_are_one():
    joined = Decision(Action.MERGE, "org/川沱精工~511000", "org/华崧材料~511000")
    assert entity(resolved(), FIRM, "川沱精工") != entity(resolved(), OTHER, "华崧材料")
    assert entity(resolved(joined), FIRM, "川沱精工") == entity(resolved(joined), OTHER, "华崧材料")


def test_two_things_that_people_hold_apart_are_two_whatever_speaks_for_one():
    apart = Decision(Action.SPLIT, "org/川沱精工~511000", "org/四川川沱精工有限公司~510000")
    assert entity(resolved(), FIRM, "川沱精工") == entity(resolved(), FULL, "四川川沱精工有限公司")
    assert entity(resolved(apart), FIRM, "川沱精工") != entity(resolved(apart), FULL, "四川川沱精工有限公司")


def test_a_name_can_be_another_thing_in_one_article():
    article = OTHER[0].id
    moved = Decision(Action.SPLIT, "person/石敬之~430400", "", article)
    resolution = resolved(moved)
    assert entity(resolution, FIRM, "石敬之") == entity(resolution, FULL, "石敬之")
    other = entity(resolution, OTHER, "石敬之")
    assert other.iri != entity(resolution, FIRM, "石敬之").iri
    assert other.name == "石敬之"


def test_class_and_name_are_as_people_say_and_the_iri_stays():
    before = entity(resolved(), OTHER, "华崧材料")
    decisions = (
        Decision(Action.TYPE, "org/华崧材料~511000", "ResearchInstitution"),
        Decision(Action.NAME, "org/华崧材料~511000", "华崧材料研究院"),
    )
    after = entity(resolved(*decisions), OTHER, "华崧材料")
    assert (after.iri, after.type, after.name) == (before.iri, "ResearchInstitution", "华崧材料研究院")
    assert "华崧材料" in after.aliases


def test_a_false_edge_is_rejected_and_no_other():
    false = Decision(Action.FALSE, "person/石敬之~430400", "visited", "place/430400")
    assert [c.modality for c in resolved(false).judged(OTHER[1]).claims] == [Modality.REJECTED]
    other = Decision(Action.FALSE, "person/石敬之~430400", "attended", "place/430400")
    assert resolved(other).judged(OTHER[1]) == OTHER[1]


def test_of_two_decisions_on_one_pair_the_later_counts():
    pair = "org/川沱精工~511000", "org/四川川沱精工有限公司~510000"
    first, then = Decision(Action.SPLIT, *pair), Decision(Action.MERGE, *pair[::-1])
    assert entity(resolved(first, then), FIRM, "川沱精工") == entity(
        resolved(first, then), FULL, "四川川沱精工有限公司"
    )


def test_a_line_on_something_that_no_article_names_does_nothing():
    assert resolved(Decision(Action.MERGE, "org/甲", "org/乙")).entities() == resolved().entities()


def test_what_is_written_is_read_again():
    decision = Decision(Action.MERGE, "org/甲~1", "org/乙,丙", "", "me", "2024-03-05", 'because "so"')
    assert parse(head() + line(decision)) == [decision]


@pytest.mark.parametrize(
    "row, fault",
    [
        ("2024,me,marry,a,b,,", "unknown action 'marry'"),
        ("2024,me,merge,a,,,", "a merge needs two things"),
        ("2024,me,type,a,Firm,,", "unknown class 'Firm'"),
        ("2024,me,type,a,Claim,,", "no thing is a Claim"),
        ("2024,me,false,a,visits,b,", "not an edge"),
        ("2024,me,merge", "3 columns"),
    ],
)
def test_a_line_that_is_no_decision_is_named(row, fault):
    with pytest.raises(LedgerError, match=rf"ledger.csv:2: .*{fault}"):
        parse(head() + row + "\n")


# ---- from the command line ----

VISIT = "石敬之到衡阳高新区调研\n2024-03-05\n3月4日，衡阳市市长石敬之到衡阳高新区调研，强调要推动科技创新。\n"
TALK = "王越到衡阳高新区调研\n2024-03-06\n3月6日，衡阳市副市长王越到衡阳高新区调研，要求抓好项目建设。\n"
NO_PLACE = "王越在会上讲话\n会上，王越作了讲话，要求抓好项目建设，推动高质量发展，确保完成全年目标任务。\n"
ZONES = "SELECT ?who { ?a kg:visited ?b . ?a skos:prefLabel ?who } ORDER BY ?who"


@pytest.fixture(scope="module")
def recogniser():
    return Extractor()


@pytest.fixture
def out(tmp_path, monkeypatch, recogniser):
    monkeypatch.setattr("kg.extraction.Extractor", lambda ner=None, rules=None: recogniser)
    (tmp_path / "1.txt").write_text(VISIT, "utf-8")
    (tmp_path / "2.txt").write_text(TALK, "utf-8")
    (tmp_path / "3.txt").write_text(NO_PLACE, "utf-8")
    build([tmp_path], tmp_path / "out")
    return tmp_path / "out"


def test_a_decision_is_carried_out_at_once_and_undone_with_its_line(out, kg):
    before = {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}
    done = kg("fix", "王越", "visited", "衡阳高新区", "--why", "not there", "--who", "me", "-o", out)
    assert done.returncode == 0, done.stderr
    assert "false,person/王越~430400,visited,zone/衡阳高新区~430400,not there" in (out / "ledger.csv").read_text(
        "utf-8"
    )
    assert kg("query", ZONES, "-o", out, "--format", "csv").stdout.split() == ["who", "石敬之"]
    assert "rejected" in kg("query", "not-asserted", "-o", out).stdout
    assert kg("merge", "王越", "石敬之", "-o", out, "--later").returncode == 0
    assert kg("merge", "王越", "衡阳市", "-o", out).stderr.count("\n") == 1
    assert kg("split", "person/nobody", "person/王越~430400", "-o", out).returncode == 1
    assert "no article of this id" in kg("split", "王越", "--article", "0123", "-o", out).stderr
    build([], out)
    assert len(kg("query", "SELECT ?p { ?p a kg:Official }", "-o", out, "--format", "csv").stdout.split()) == 2
    (out / "ledger.csv").write_text(head(), "utf-8")
    build([], out)
    (out / "ledger.csv").unlink()
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()} == before


def test_a_review_goes_to_a_table_and_back(out, kg, tmp_path):
    table = tmp_path / "doubts.csv"
    assert kg("review", "-o", out, "--csv", table).returncode == 0
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert rows
    assert [float(row["matter"]) for row in rows] == sorted((float(row["matter"]) for row in rows), reverse=True)
    wrong = (rows[0]["kind"] == "edge" and "false") or "different"
    table.write_text(table.read_text("utf-8").replace("\n,", f"\n{wrong},", 1), "utf-8")
    assert kg("review", "-o", out, "--answers", table, "--who", "me").returncode == 0
    assert len(questions(out)) < len(rows)


def test_a_verdict_that_does_not_fit_is_named():
    asked = questions_of(Kind.JOINED)
    with pytest.raises(LedgerError, match=r"doubts.csv:2: 'perhaps' is no verdict.*different or same"):
        from_csv(asked.replace("\n,", "\nperhaps,", 1), "doubts.csv")
    (decision,) = from_csv(asked.replace("\n,", "\ndifferent,", 1), "doubts.csv")
    assert (decision.action, decision.first, decision.second) == (Action.SPLIT, "org/甲", "org/乙")
    assert from_csv(asked, "doubts.csv") == []


def questions_of(kind):
    from kg.review import Question

    return to_csv([Question(kind, "org/甲", "org/乙", "", "甲 / 乙", "so", 1.0)])


def test_load_still_finds_a_graph_beside_a_ledger(out):
    assert load(out).things("王越")


def test_a_class_that_cannot_be_sends_facts_to_quarantine_until_its_line_is_gone(out, kg):
    """Somebody says that 王越, who visited a zone, is a firm."""
    before = (out / "graph.trig").read_bytes()
    done = kg("fix", "王越", "--type", "Company", "-o", out)
    assert done.returncode == 0, done.stderr
    assert "Quarantined: " in done.stderr
    assert kg("query", ZONES, "-o", out, "--format", "csv").stdout.split() == ["who", "石敬之"]
    assert "quarantined" in kg("query", "not-asserted", "-o", out).stdout
    told = kg("check", "-o", out)
    assert told.returncode == 0, told.stderr
    assert "“考察”的主体类别不符" in told.stdout
    assert "王越到衡阳高新区调研 2024-03-06" in told.stdout
    why = kg("why", "王越", "衡阳高新区", "-o", out)
    assert "王越 visited 衡阳高新区  quarantined" in why.stdout, why.stderr
    assert "not held as a fact: it violates a shape, which kg check names" in why.stdout
    anew = out.with_name("anew")
    anew.mkdir()
    shutil.copy(out / "ledger.csv", anew)
    build([out.parent / f"{number}.txt" for number in (3, 1, 2)], anew)
    assert (anew / "graph.trig").read_bytes() == (out / "graph.trig").read_bytes()
    (out / "ledger.csv").unlink()
    assert build([], out).quarantined == 0
    assert (out / "graph.trig").read_bytes() == before
