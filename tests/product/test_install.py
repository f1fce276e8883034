"""kg installed from its wheel works alone: in an empty directory, without the checkout, a home or a network."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Loaded by Python at start: refuses every connection and look-up and writes it down, so that no library can hide one.
# A socket as such is let be: urllib3, which spaCy loads, makes one that it ties to ::1 to learn if there is IPv6.
GUARD = """
import os, sys

REACHING_OUT = {f"socket.{how}" for how in ("connect", "sendto", "sendmsg", "getaddrinfo", "gethostbyname")}

def refuse(event, arguments):
    if event in REACHING_OUT:
        with open(os.environ["NETWORK_WANTED"], "a", encoding="utf-8") as book:
            book.write(f"{event} {arguments}\\n")
        raise OSError("this test has no network")

if "NETWORK_WANTED" in os.environ:
    sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The commands of a fresh environment that holds kg from its wheel, and what kg needs by reference."""
    home = tmp_path_factory.mktemp("environment with a space")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    paths = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    # The packages that kg needs are those of this environment; its own kg, if any, comes second and is not seen.
    Path(paths["purelib"], "needed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    Path(paths["purelib"], "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    command = [*pip, "install", "-q", "--no-deps", "--no-index", str(wheel)]
    put = subprocess.run(command, capture_output=True, text=True, check=False)
    assert put.returncode == 0, put.stderr
    return home / "bin"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An empty directory and an environment that knows nothing of the checkout; HOME is empty too."""
    folder = tmp_path_factory.mktemp("empty")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return folder, {**kept, "HOME": str(tmp_path_factory.mktemp("home")), "OMP_NUM_THREADS": "1", "NO_COLOR": "1"}


def run(installed, empty, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    folder, environment = empty
    line = [str(installed / command), *arguments]
    return subprocess.run(
        line, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8", timeout=300
    )


def test_the_wheel_holds_ontology_model_rules_and_samples(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "_ontology/kg.ttl",
        "_ontology/queries/",
        "resources/model/",
        "resources/rules/",
        "resources/samples/",
        "py.typed",
    ):
        assert [name for name in names if name.startswith(f"kg/{part}")], part


def test_the_wheel_holds_no_tests_and_no_caches(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith("tests/") or "__pycache__" in name]


def test_the_installed_package_is_the_one_that_is_tested(installed, empty):
    where = run(installed, empty, "python", "-c", "import kg; print(kg.__file__)").stdout
    assert Path(where).is_relative_to(installed.parent)


def test_the_guard_against_the_network_works(installed, empty, tmp_path):
    folder, environment = empty
    watched = (folder, {**environment, "NETWORK_WANTED": str(tmp_path / "wanted")})
    done = run(installed, watched, "python", "-c", "import socket; socket.create_connection(('127.0.0.1', 9))")
    assert "this test has no network" in done.stderr
    assert (tmp_path / "wanted").read_text("utf-8")


def test_an_installed_kg_builds_the_samples_reaches_for_no_network_and_answers(installed, empty, tmp_path):
    folder, environment = empty
    watched = (folder, {**environment, "NETWORK_WANTED": str(tmp_path / "wanted")})
    done = run(installed, watched, "kg", "build", "--samples")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "wanted").exists(), (tmp_path / "wanted").read_text("utf-8")
    assert (folder / "output" / "graph.html").is_file()
    asked = run(
        installed, empty, "kg", "query", "SELECT ?n WHERE { ?x a kg:Official ; skos:prefLabel ?n }", "-f", "csv"
    )
    assert len(asked.stdout.splitlines()) > 3, asked.stderr


def test_an_installed_kg_lists_its_questions(installed, empty):
    assert run(installed, empty, "kg", "query", "--list").stdout.strip()


def test_the_doctor_finds_an_installed_kg_well(installed, empty):
    done = run(installed, empty, "kg", "doctor")
    assert done.returncode == 0, done.stdout
