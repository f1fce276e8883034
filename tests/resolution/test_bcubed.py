"""The resolution finds the things of two sets of mentions: the one it was tried on, and one written afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from bcubed import judged, read, score

from kg.graph.terms import Iris
from kg.resolution import resolve

HERE = Path(__file__).resolve().parent
F1, PRECISION = 0.95, 0.99


@pytest.mark.parametrize("name", ["tuned", "unseen"])
def test_things_are_found_and_namesakes_stay_apart(name):
    scores, wrong = judged(HERE / f"{name}.txt")
    assert scores.f1 >= F1, wrong
    assert scores.precision >= PRECISION, wrong


def test_the_sets_are_large_enough_to_tell():
    scores, _ = judged(HERE / "tuned.txt")
    assert scores.pairs >= 200
    assert scores.clusters >= 30


def test_the_score_falls_when_namesakes_are_joined():
    told, named = read(HERE / "tuned.txt")
    blind = [(article, type(said)(said.article_id, said.mentions, ())) for article, said in told]  # posts unknown
    assert score(resolve(blind, Iris().entity), named)[0].precision < PRECISION


def test_what_may_be_one_thing_and_stays_apart_is_listed_with_the_reason():
    told, _ = read(HERE / "tuned.txt")
    resolution = resolve(told, Iris().entity)
    doubts = {(doubt.first.name, doubt.second.name): doubt.why for doubt in resolution.doubts}
    assert doubts["自贡华崧机械有限公司", "华崧"] == "a short form of several firms"
    assert "at one time" in doubts["张伟民", "张伟民"]
