"""``kg export`` and ``kg import`` as a user types them."""

from __future__ import annotations

import pytest

from kg.exchange import FORMATS

VISITS = "谁,身份,哪里,日期\n石敬之,官员,衡阳高新区,2024-03-04\n秦若川,官员,乌有楼,2024-03-04\n"
MAPPED = ("--field", "subject=谁", "--field", "subject_type=身份", "--field", "object=哪里", "--set", "predicate=考察")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reader")
    (folder / "visits.csv").write_text(VISITS, "gb18030")
    return folder


@pytest.fixture(scope="module")
def imported(kg, folder):
    return kg("import", "visits.csv", "-o", "graph", "--source", "办公室", "--date", "2024-06-30", *MAPPED, cwd=folder)


def test_import_names_bad_rows_counts_and_says_which_page_to_open(imported):
    assert imported.returncode == 0, imported.stderr
    assert imported.stderr.startswith("Skipped: visits.csv row 3: 乌有楼: of which class? - fill in object_type: ")
    assert "open graph/graph.html" in imported.stdout
    assert imported.stdout.split("\n")[1].split()[:6] == ["1", "2", "1", "1", "0", "1"]


def test_import_of_nothing_that_is_a_fact_changes_nothing_and_says_so(kg, folder, imported):
    done = kg("import", "visits.csv", "-o", "other", "--set", "predicate=考察", cwd=folder)
    assert done.returncode == 1
    first, second = done.stderr.strip().split("\n")
    assert first == (
        "Skipped: visits.csv: no column subject or object among 谁, 身份, 哪里, 日期 - "
        "say which column it is by --field subject=COLUMN, or what it is by --set subject=VALUE"
    )
    assert second == "Error: no fact could be read, so nothing has changed"
    assert not (folder / "other").exists()


def test_why_tells_where_a_fact_was_stated(kg, folder, imported):
    done = kg("why", "石敬之", "衡阳高新区", "-o", "graph", cwd=folder)
    assert "“石敬之 考察 衡阳高新区，2024-03-04”" in done.stdout
    assert "rule    import: stated in visits.csv" in done.stdout
    assert "guards" not in done.stdout


def test_export_lists_its_formats(kg):
    lines = kg("export", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [form.name for form in FORMATS]


def test_export_writes_to_standard_output_or_a_file(kg, folder, imported):
    done = kg("export", "turtle", "-o", "graph", cwd=folder)
    assert done.stdout == (folder / "graph" / "graph.ttl").read_text("utf-8")
    done = kg("export", "gexf", "-o", "graph", "--to", "new/graph.gexf", cwd=folder)
    assert done.stdout == ""
    assert done.stderr.strip().endswith("bytes in new/graph.gexf")
    assert (folder / "new" / "graph.gexf").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("gexff",), 1, "gexff: no such format - did you mean gexf?"),
        (("csv",), 2, "csv makes several files: give a directory"),
        (("gexf", "-o", "nowhere"), 1, "nowhere: no graph here - run kg build first"),
    ],
)
def test_export_tells_faults_in_one_line(kg, folder, imported, arguments, status, told):
    done = kg("export", *arguments, *(() if "-o" in arguments else ("-o", "graph")), cwd=folder)
    assert done.returncode == status
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
