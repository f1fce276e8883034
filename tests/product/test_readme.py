"""The READMEs say what happens: commands are run, outputs compared, the rule tried, links followed."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import kg
from kg import resources
from kg.extraction.examples import read_example, run_example
from kg.extraction.relations import RuleMatcher
from kg.extraction.rules import load_rules

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
FIGURES = 6  # of a build, before its seconds
NEAR = 0.2  # a figure of the README may differ by this part: whoever mends one sentence need not renew it


def text(readme: Path) -> str:
    return readme.read_text(encoding="utf-8")


def prose(readme: Path) -> str:
    return BLOCK.sub("", text(readme))


def blocks(readme: Path, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(text(readme)) if name == language]


def sessions() -> list[tuple[str, str]]:
    """Every command that the README shows after a $, with the output shown below it."""
    shown = "".join(blocks(ENGLISH, "console"))
    return [tuple(part.split("\n", 1)) for part in re.split(r"^\$ ", shown, flags=re.M) if part]


def words(line: str) -> list[str]:
    return line.split()


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

    def run(line: str) -> str:
        done = subprocess.run(
            ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr.decode("utf-8")
        return done.stdout.decode("utf-8")

    run.folder = folder
    run.built = run("kg build --samples")
    return run


def test_the_first_command_shown_is_the_build():
    assert sessions()[0][0] == "kg build --samples"
    assert len(sessions()) == 5


def test_a_build_of_the_samples_prints_what_the_readme_shows(shell):
    shown, printed = (output.splitlines() for output in (sessions()[0][1], shell.built))
    assert words(printed[0]) == words(shown[0])
    assert printed[2:] == shown[2:] == ["open output/graph.html"]
    (articles, *now), (told, *before) = (list(map(int, words(lines[1])[:FIGURES])) for lines in (printed, shown))
    assert articles == told
    for figure, in_readme in zip(now, before, strict=True):
        assert abs(figure - in_readme) <= max(2, NEAR * in_readme), (printed[1], shown[1])


@pytest.mark.parametrize(("command", "shown"), sessions()[1:], ids=lambda part: part.split("\n")[0][:40])
def test_a_question_of_the_readme_is_answered_as_shown(shell, command, shown):
    printed = shell(command)
    assert sorted(map(words, printed.splitlines())) == sorted(map(words, shown.splitlines()))


def test_the_python_of_the_readme_gives_what_it_shows(shell, monkeypatch):
    monkeypatch.chdir(shell.folder)
    (session,) = blocks(ENGLISH, "python")
    test = doctest.DocTestParser().get_doctest(session, {}, "README.md", str(ENGLISH), 0)
    assert len(test.examples) > 4
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


def test_both_readmes_show_the_same_commands_and_outputs():
    assert BLOCK.findall(text(CHINESE)) == BLOCK.findall(text(ENGLISH))


def test_both_readmes_have_the_same_parts():
    def parts(readme: Path) -> list[str]:
        return re.findall(r"^(#+ |!\[|\*\*|\* |\| )", prose(readme), re.M)

    assert parts(CHINESE) == parts(ENGLISH)
    assert sorted(re.findall(r"\b0\.\d+", text(CHINESE))) == sorted(re.findall(r"\b0\.\d+", text(ENGLISH)))


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=lambda readme: readme.name)
def test_links_lead_to_files_that_are_there(readme):
    links = re.findall(r"\]\(([^)#]+)\)", prose(readme))
    assert len(links) > 5
    assert not [link for link in links if not link.startswith("https://") and not (ROOT / link).exists()]


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=lambda readme: readme.name)
def test_every_make_command_shown_is_one_of_the_makefile(readme):
    known = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    commands = "".join(blocks(readme, "sh")) + " ".join(re.findall("`[^`]+`", prose(readme)))
    shown = set(re.findall(r"\bmake ([a-z]+)", commands))
    assert {"demo", "test"} <= shown <= known


def test_the_picture_is_small_enough_to_load_at_once():
    assert (ROOT / "docs" / "graph.png").stat().st_size <= 400_000
