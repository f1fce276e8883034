"""The READMEs and the pages of docs say what happens: commands run, outputs compared, rules tried, links followed."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

import kg
from kg import resources
from kg.cli.app import app
from kg.extraction.examples import read_example, run_example
from kg.extraction.relations import RuleMatcher
from kg.extraction.rules import load_rules

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh.md"))
DOCS = sorted(page for page in (ROOT / "docs").glob("*.md") if not page.name.endswith(".zh.md"))
TWINS = {page: page.with_name(page.name.replace(".md", ".zh.md")) for page in (ENGLISH, *DOCS)}
PAGES = (*TWINS, *TWINS.values())
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
COUNTS = "articles  entities"  # how the head of a build's counts begins
FIGURES = 6  # of a build, before its seconds
COUNTING = re.compile(r"^no violation in|in doubt$")  # lines of figures that any mended sentence may change
NEAR = 0.2  # a figure shown may differ by this part: whoever mends one sentence need not renew it


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    return BLOCK.sub("", text(page))


def blocks(page: Path, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(text(page)) if name == language]


def sessions(page: Path = ENGLISH) -> list[tuple[str, str]]:
    """Every command that a page shows after a $, with the output shown below it."""
    shown = "".join(blocks(page, "console"))
    return [tuple(part.split("\n", 1)) for part in re.split(r"^\$ ", shown, flags=re.M) if part]


def words(line: str) -> list[str]:
    return line.split()


def read(output: str) -> tuple[list[int], list[list[str]]]:
    """The figures of an output that need only be near, and the words of its other lines in any order of lines."""
    figures: list[int] = []
    lines: list[list[str]] = []
    before = ""
    for line in output.splitlines():
        if before.startswith(COUNTS):
            figures += [int(word.replace(",", "")) for word in words(line)[:FIGURES]]
        elif COUNTING.search(line):
            figures += [int(figure.replace(",", "")) for figure in re.findall(r"\d[\d,]*", line)]
            lines.append(words(re.sub(r"\d[\d,]*", "", line)))
        else:
            lines.append(words(line))
        before = line
    return figures, sorted(lines)


def assert_as_shown(printed: str, shown: str) -> None:
    (figures, lines), (told, lines_told) = read(printed), read(shown)
    assert lines == lines_told
    for figure, in_page in zip(figures, told, strict=True):
        assert abs(figure - in_page) <= max(2, NEAR * in_page), (printed, shown)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory):
    """Run a line as a reader would, in an empty directory, with ``kg`` on the PATH."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "bin").mkdir()
    command = folder / "bin" / "kg"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "OMP_NUM_THREADS": "1",
    }

    def run(line: str, cwd: Path = folder, shown: str = "") -> str:
        """What is seen: both streams. Only a command that is shown to fail may."""
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            check=False,
        )
        seen = done.stdout.decode("utf-8")
        assert (done.returncode != 0) == shown.startswith("Error:"), seen
        return seen

    run.folder = folder
    run.built = run("kg build --samples")
    return run


def test_the_first_command_shown_is_the_build(shell):
    assert len(sessions()) == 6
    command, shown = sessions()[0]
    assert command == "kg build --samples"
    assert_as_shown(shell.built, shown)


@pytest.mark.parametrize(("command", "shown"), sessions()[1:], ids=lambda part: part.split("\n")[0][:40])
def test_a_question_of_the_readme_is_answered_as_shown(shell, command, shown):
    assert_as_shown(shell(command), shown)


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_the_sessions_of_a_page_go_as_shown(shell, tmp_path, page):
    """In a directory with the graph of the samples, and the table that the page shows."""
    shutil.copytree(shell.folder / "output", tmp_path / "output")
    for table in blocks(page, "csv"):
        (tmp_path / "posts.csv").write_text(table, encoding="utf-8")
    for command, shown in sessions(page):
        assert_as_shown(shell(command, tmp_path, shown), shown)


def test_the_pages_show_sessions():
    assert sum(len(sessions(page)) for page in DOCS) > 10


@pytest.mark.parametrize("page", [page for page in TWINS if blocks(page, "python")], ids=name_of)
def test_the_python_of_a_page_gives_what_it_shows(shell, monkeypatch, page):
    monkeypatch.chdir(shell.folder)
    for session in blocks(page, "python"):
        test = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0)
        assert len(test.examples) > 2
        told: list[str] = []
        assert doctest.DocTestRunner().run(test, out=told.append).failed == 0, "".join(told)


@pytest.mark.parametrize("module", ["kg.notebook.graph", "kg.notebook.fonts"])
def test_the_examples_of_the_python_reference_give_what_they_show(shell, monkeypatch, module):
    monkeypatch.chdir(shell.folder)
    found = doctest.DocTestFinder().find(import_module(module), extraglobs={"kg": kg, "graph": kg.load()})
    examples = [test for test in found if test.examples]
    told: list[str] = []
    assert examples
    for test in examples:
        assert doctest.DocTestRunner().run(test, out=told.append).failed == 0, "".join(told)


def test_every_method_of_a_graph_shows_an_example():
    methods = [method for name, method in vars(kg.Graph).items() if callable(method) and not name.startswith("_")]
    assert len(methods) > 5
    assert not [method.__name__ for method in methods if ">>> " not in (method.__doc__ or "")]


def test_the_commands_for_ones_own_articles_work(shell):
    samples = resources.path("samples")
    shutil.copytree(samples, shell.folder / "news", dirs_exist_ok=True)
    (shell.folder / "pages").mkdir(exist_ok=True)
    shutil.copy(samples / "03-signing.html", shell.folder / "pages")
    shutil.copy(samples / "04-policy.txt", shell.folder / "extra.txt")
    record = '{"headline": "某市召开座谈会", "content": "某市召开座谈会，研究科技创新工作。与会同志作了发言。"}\n'
    (shell.folder / "dump.jsonl").write_text(record, encoding="utf-8")
    (lines,) = (block for block in blocks(ENGLISH, "sh") if "dump.jsonl" in block)
    for line in lines.splitlines():
        assert shell(line)


def test_the_rule_of_the_readme_can_be_added_as_it_stands(tmp_path):
    (written,) = blocks(ENGLISH, "toml")
    shutil.copytree(resources.path("rules"), tmp_path / "rules")
    (tmp_path / "rules" / "mine.toml").write_text(written, encoding="utf-8")
    lexicon = resources.load_toml("lexicon/words.toml")
    rules = load_rules(tmp_path / "rules", lexicon)
    matcher = RuleMatcher(rules, lexicon)
    mine = next(compiled.rule for compiled in rules if f'id = "{compiled.rule.id}"' in written)
    for sentence in mine.yes:
        example = read_example(sentence)
        claims = [claim for claim in run_example(matcher, example) if claim.rule == mine.id]
        names = {
            (example.mentions[claim.subject].name, claim.predicate, example.mentions[claim.object].name)
            for claim in claims
        }
        assert names == example.expected(mine) != set()
    for sentence in mine.no:
        assert mine.id not in {claim.rule for claim in run_example(matcher, read_example(sentence))}


@pytest.mark.parametrize("page", TWINS, ids=name_of)
def test_both_languages_show_the_same_commands_and_outputs(page):
    assert BLOCK.findall(text(TWINS[page])) == BLOCK.findall(text(page)) != []


@pytest.mark.parametrize("page", TWINS, ids=name_of)
def test_both_languages_have_the_same_parts_and_figures(page):
    def parts(of: Path) -> list[str]:
        return re.findall(r"^(#+ |!\[|\*\*|\* |\| )", prose(of), re.M)

    def figures(of: Path) -> list[str]:
        return sorted(re.findall(r"\b\d+(?:[.,]\d+)+", text(of)))

    assert parts(TWINS[page]) == parts(page)
    assert figures(TWINS[page]) == figures(page)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_that_are_there(page):
    links = re.findall(r"\]\(([^)#]+)\)", re.sub("`[^`]+`", "", prose(page)))
    assert links
    assert not [link for link in links if not link.startswith("https://") and not (page.parent / link).exists()]


def test_each_readme_leads_to_every_page_in_its_language():
    for readme, pages in ((ENGLISH, DOCS), (CHINESE, [TWINS[page] for page in DOCS])):
        assert [page.name for page in pages if f"(docs/{page.name})" not in text(readme)] == []


def shown_in_shell(page: Path) -> list[list[str]]:
    """The commands of a page that are shown without output, as a shell takes them apart."""
    found: list[list[str]] = []
    for line in "".join(blocks(page, "sh")).splitlines():
        found.append([])
        for word in shlex.split(line, comments=True):
            if word in ("|", ">"):
                found.append([])
            else:
                found[-1].append(word)
    return found


def shown_in_prose(page: Path) -> list[list[str]]:
    return [words(code) for code in re.findall(r"`((?:kg|python) [^`]+)`", prose(page))]


def find_command(line: list[str]) -> tuple[typer.core.TyperCommand | TyperGroup, list[str]]:
    """The command that ``kg ...`` names, and what is left of the line; AssertionError where there is none."""
    command, rest = typer.main.get_command(app), line[1:]
    while isinstance(command, TyperGroup) and rest and rest[0] in command.list_commands(None):
        command, rest = command.get_command(None, rest[0]), rest[1:]
    assert command.name != "kg" or (rest and rest[0].startswith("-")), f"no such command: {' '.join(line)}"
    return command, rest


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_kg_command_shown_is_one_and_has_the_options_shown(page):
    for line in [*shown_in_shell(page), *shown_in_prose(page)]:
        if line[0] == "kg":
            command, rest = find_command(line)
            known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
            assert {word for word in rest if re.match("--?[a-z]", word)} <= known | {"-h", "--help"}, line


@pytest.mark.parametrize("page", [*DOCS, ENGLISH], ids=name_of)
def test_every_kg_command_of_a_shell_block_is_taken_as_it_stands(page):
    for line in shown_in_shell(page):
        if line[0] == "kg" and "--help" not in line:
            command, rest = find_command(line)
            with command.make_context(command.name, rest):
                pass


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_script_shown_is_there(page):
    lines = [line for line in [*shown_in_shell(page), *shown_in_prose(page)] if line[0] == "python"]
    assert not [line for line in lines if not (ROOT / line[1]).is_file()]


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=name_of)
def test_every_make_command_shown_is_one_of_the_makefile(readme):
    known = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    commands = "".join(blocks(readme, "sh")) + " ".join(re.findall("`[^`]+`", prose(readme)))
    shown = set(re.findall(r"\bmake ([a-z]+)", commands))
    assert {"demo", "test"} <= shown <= known


def test_the_picture_is_small_enough_to_load_at_once():
    assert (ROOT / "docs" / "graph.png").stat().st_size <= 400_000
