"""What the repository holds is fit for other people's machines, and explains itself."""

from __future__ import annotations

import os
import re
import tomllib

import pytest
from source import ROOT, shared_files

WORDS = (".py", ".toml", ".csv", ".md", ".txt", ".ttl", ".rq", ".yml", ".yaml", ".sh", ".cfg", ".json", ".ipynb", "")
# Home and work directories, and where packages are fetched from; written apart so that this file does not hold them.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "home", "root", "Users")) + r")/\w|[A-Z]:\\\\?Users")
REGISTRY = re.compile("|".join(("py" + r"pi\.", "python" + r"hosted\.", "npm" + r"js\.", "download\\." + "pytorch")))
HEAD_COMMENT = {".toml": "#", ".csv": "#", ".ttl": "#", ".rq": "#"}


def texts():
    for file in shared_files():
        if file.suffix in WORDS and file.stat().st_size < 5_000_000:
            try:
                yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


@pytest.mark.parametrize("stranger", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry host"])
def test_no_file_holds_a(stranger):
    assert not [(name, found.group()) for name, text in texts() if (found := stranger.search(text))]


def test_the_two_patterns_do_find_what_they_look_for():
    assert MACHINE_PATH.search("see /" + "home/somebody/x")
    assert REGISTRY.search("https://" + "pypi" + ".org/simple")


def test_every_resource_says_at_its_head_what_it_is_and_where_it_comes_from():
    folders = (ROOT / "kg" / "resources", ROOT / "ontology")
    resources = [file for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in HEAD_COMMENT]
    samples = ROOT / "kg" / "resources" / "samples"
    silent = [
        file.relative_to(ROOT).as_posix()
        for file in resources
        if samples not in file.parents
        and not file.read_text(encoding="utf-8-sig").lstrip("\n").startswith(HEAD_COMMENT[file.suffix])
    ]
    assert resources
    assert not silent


def test_pytest_sees_every_test_file():
    tests = {
        file
        for file in (ROOT / "tests").rglob("*.py")
        if re.search(r"^\s*(?:async )?def test_", file.read_text("utf-8"), re.M)
    }
    assert not [file.name for file in tests if not file.name.startswith("test_")]
    names = [file.name for file in tests]
    assert sorted(set(names)) == sorted(names), "two test files of one name hide each other"


def test_python_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"


def test_every_dependency_is_pinned_once():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", pin) for pin in pins)
    pinned = [plain(pin) for pin in pins]
    assert len(set(pinned)) == len(pinned)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [plain(name) for name in project["dependencies"] + project["optional-dependencies"]["dev"]]
    assert set(asked) <= set(pinned)
    assert "torch==2.13.0" in pins


def plain(requirement: str) -> str:
    """The name of a requirement as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>!\[ ]", requirement)[0]).lower()


def test_the_check_is_the_command_that_people_run():
    check = ROOT / ".ci" / "run"
    assert "make test" in check.read_text("utf-8")
    assert os.access(check, os.X_OK)
