"""A graph of a made-up world has its truth: persons with their posts, tenures with their dates, zones, bodies."""

from __future__ import annotations

from synthetic import score, world

from kg.build import build
from kg.graph import load

LEAST = {"persons": 0.9, "tenures with dates": 0.9, "zones": 1.0, "bodies": 1.0}  # names cut wrongly cost the rest


def test_the_truth_of_a_made_up_world_is_recovered(tmp_path):
    texts, truth = world(60)
    (tmp_path / "news").mkdir()
    for number, text in enumerate(texts):
        (tmp_path / "news" / f"{number:03}.txt").write_text(text, "utf-8")
    build([tmp_path / "news"], tmp_path / "out")
    found = {r.what: r for r in score(load(tmp_path / "out"), truth)}
    assert set(found) == set(LEAST)
    assert not {what: r for what, r in found.items() if min(r.precision, r.recall) < LEAST[what]}


def test_a_world_is_the_same_each_time_and_has_namesakes():
    assert world(200) == world(200)
    _, truth = world(1000)
    names = list(truth.names.values())
    assert len(set(names)) < len(names)
