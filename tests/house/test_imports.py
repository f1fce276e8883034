"""Imports run one way: stages are siblings above a common floor; build knows their order; the commands are on top."""

from __future__ import annotations

import subprocess
import sys

from source import imports, modules

FLOOR = {"model", "errors", "ontology", "resources"}
STAGE = FLOOR
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "resources": {"errors"},
    "ontology": {"errors", "resources"},
    "reading": STAGE,
    "extraction": STAGE,
    "resolution": STAGE,
    "graph": STAGE,
    "corpus": STAGE,
    "learn": STAGE | {"extraction"},
    "view": STAGE | {"graph"},
    "intake": STAGE | {"reading", "extraction", "corpus", "resolution"},
    "exchange": STAGE | {"graph", "reading"},
    "renewal": STAGE | {"corpus", "resolution", "graph"},
    "build": STAGE
    | {"intake", "renewal", "exchange", "reading", "extraction", "corpus", "resolution", "graph", "view"},
    "review": STAGE | {"build", "corpus", "graph", "resolution"},
    "explain": STAGE | {"reading", "extraction", "graph"},
    "check": STAGE | {"graph", "view"},
    "questions": FLOOR | {"graph", "view"},
    "server": STAGE | {"graph", "view"},
    "notebook": FLOOR | {"build", "graph", "questions", "view"},
    "cli": FLOOR | {"build", "review", "explain", "check", "graph", "questions", "view", "server", "learn", "exchange"},
    "__main__": {"cli"},
    "": FLOOR | {"build", "graph", "notebook"},
}
HEAVY = {
    "hanlp",
    "igraph",
    "matplotlib",
    "networkx",
    "numpy",
    "opencc",
    "pandas",
    "pyarrow",
    "pyoxigraph",
    "pyshacl",
    "pyvis",
    "rdflib",
    "spacy",
    "starlette",
    "torch",
    "trafilatura",
    "uvicorn",
}


def room_of(module: str) -> str:
    """The stage or floor module that a dotted name belongs to."""
    return module.split(".")[1] if "." in module else ""


def rooms_imported(tree) -> set[str]:
    return {room_of(name) for name in imports(tree) if name == "kg" or name.startswith("kg.")}


def test_every_module_belongs_to_a_room_of_the_plan():
    assert {room_of(name) for name in modules()} <= set(MAY_IMPORT)


def test_imports_run_one_way():
    wrong = {
        name: sorted(beyond)
        for name, tree in modules().items()
        if (beyond := rooms_imported(tree) - MAY_IMPORT[room_of(name)] - {room_of(name)})
    }
    assert not wrong


def test_extraction_and_resolution_read_no_clock_no_chance_and_no_network():
    impure = {"random", "socket", "urllib", "requests", "httpx", "time"}
    wrong = {
        name: sorted(found)
        for name, tree in modules().items()
        if room_of(name) in ("extraction", "resolution")
        and (found := impure & {top.split(".")[0] for top in imports(tree)})
    }
    assert not wrong


def test_import_kg_and_its_help_load_nothing_heavy():
    seen = "import sys, kg.cli.app, kg; kg.KgError; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", seen], capture_output=True, check=True, text=True).stdout.split()
    assert not HEAVY & set(loaded)
