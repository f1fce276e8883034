"""What ``kg eval`` finds on the shipped gold articles does not sink, and the rules' confidence is what it measures."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "kg" / "resources" / "gold"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
HALVES = ("tuned", "unseen")
MEASURED = {
    "entities_f1": ("entities", "f1"),
    "exact_f1": ("entities_exact_type", "f1"),
    "relations_precision": ("relations", "p"),
    "relations_f1": ("relations", "f1"),
}


@pytest.fixture(scope="module")
def found(kg):
    """The scores of the halves that have articles."""
    if not any(GOLD.glob("*/*.gold.json")):
        pytest.skip("no gold articles")
    done = kg("eval", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def figures(scores) -> str:
    """What floors.toml would say of these scores: rounded down, so that they hold."""
    shares = {name: int(scores[of][share] * 1000) / 1000 for name, (of, share) in MEASURED.items()}
    return f'gold = "{scores["gold"]}"\n' + "".join(f"{name} = {share}\n" for name, share in shares.items())


@pytest.mark.parametrize("half", HALVES)
def test_the_extraction_does_not_sink(found, half):
    if half not in found:
        pytest.skip("no gold articles in this half")
    floors, scores = FLOORS.get(half, {}), found[half]
    assert floors.get("gold") == scores["gold"], f"other gold articles: floors.toml needs\n[{half}]\n{figures(scores)}"
    sunk = {
        name: (scores[of][share], floors[name])
        for name, (of, share) in MEASURED.items()
        if scores[of][share] < floors[name]
    }
    assert not sunk, "lower than the floors"


def test_the_confidence_of_rules_is_what_is_measured(found):
    lines = (ROOT / "kg" / "resources" / "rules" / "measured.csv").read_text("utf-8").splitlines()
    kept = {line for line in lines if not line.startswith("#")} - {"rule,right,claimed"}
    rules = found[list(found)[-1]]["rules"]
    measured = {f"{rule},{score['right']},{score['claimed']}" for rule, score in rules.items()}
    assert kept == measured, "renew it: kg eval --write-confidence"
