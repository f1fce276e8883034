"""Precision, recall and F1 of a recogniser: an entity counts when both its ends and its type are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict

from kg.extraction.ner import Recognizer
from kg.learn.corpora import Span, read_marked, read_tsv

TYPES = ("PER", "LOC", "ORG")


class Score(TypedDict):
    """Precision, recall and F1 as shares of one, with the counts that they come from."""

    p: float
    r: float
    f1: float
    gold: int
    found: int
    right: int


class Evaluation(TypedDict):
    """The score of all entities, and that of each type."""

    overall: Score
    by_type: dict[str, Score]


def evaluate_ner(file: str | Path, model: str | Path | None = None) -> Evaluation:
    """Score a HanLP model (``None``: the shipped one) on annotated sentences.

    ``file`` holds ``character<TAB>BIO tag`` lines, or, where its name ends in ``.txt``, a sentence a line with entities
    marked as ``[甲乙](PER)``. Raises :class:`~kg.errors.ReadError` or :class:`~kg.errors.ModelError`.
    """
    sentences = list((read_marked if Path(file).suffix == ".txt" else read_tsv)(Path(file)))
    found = Recognizer(model).spans([sentence.text for sentence in sentences])
    return score([sentence.spans for sentence in sentences], found)


def score(gold: Sequence[Iterable[Span]], found: Sequence[Iterable[Span]]) -> Evaluation:
    """Compare the spans found in each text with the gold ones."""
    gold_all = {(i, *span) for i, spans in enumerate(gold) for span in spans}
    found_all = {(i, *span) for i, spans in enumerate(found) for span in spans}
    by_type = {
        label: _score({span for span in gold_all if span[3] == label}, {span for span in found_all if span[3] == label})
        for label in TYPES
    }
    return {"overall": _score(gold_all, found_all), "by_type": by_type}


def _score(gold: set[tuple[int, int, int, str]], found: set[tuple[int, int, int, str]]) -> Score:
    right = len(gold & found)
    p, r = right / len(found) if found else 0.0, right / len(gold) if gold else 0.0
    f1 = 2 * p * r / (p + r) if right else 0.0
    return {
        "p": round(p, 4),
        "r": round(r, 4),
        "f1": round(f1, 4),
        "gold": len(gold),
        "found": len(found),
        "right": right,
    }
