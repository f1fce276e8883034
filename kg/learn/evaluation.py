"""Precision, recall and F1 of a recogniser: an entity counts when both its ends and its type are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np

from kg.extraction.ner import Recognizer
from kg.learn.corpora import Span, read_marked, read_tsv
from kg.learn.scores import Score, samples, score_counts

TYPES = ("PER", "LOC", "ORG")


class Evaluation(TypedDict):
    """The score of all entities, and that of each type."""

    sentences: int
    overall: Score
    by_type: dict[str, Score]


def evaluate_ner(file: str | Path, model: str | Path | None = None, convention: str | None = None) -> Evaluation:
    """Score a HanLP model (``None``: the shipped one) on annotated sentences.

    ``file`` holds ``character<TAB>BIO tag`` lines, or, where its name ends in ``.txt``, a sentence a line with entities
    marked as ``[甲乙](PER)``. Other labels than :data:`TYPES` do not count. ``convention`` is the corpus whose way of
    marking the model is asked for, where it knows several (see :class:`~kg.extraction.ner.Recognizer`).
    Raises :class:`~kg.errors.ReadError` or :class:`~kg.errors.ModelError`.
    """
    sentences = list((read_marked if Path(file).suffix == ".txt" else read_tsv)(Path(file)))
    found = Recognizer(model, convention=convention).spans([sentence.text for sentence in sentences])
    return score([[span for span in sentence.spans if span[2] in TYPES] for sentence in sentences], found)


def score(gold: Sequence[Iterable[Span]], found: Sequence[Iterable[Span]]) -> Evaluation:
    """Compare the spans found in each text with the gold ones; the intervals come from resampling the texts."""
    counts = np.array([_counts(set(right), set(mine)) for right, mine in zip(gold, found, strict=True)], np.int64)
    counts = counts.reshape(len(gold), len(TYPES), 3)
    times = samples(len(gold))
    by_type = {label: score_counts(counts[:, i], times) for i, label in enumerate(TYPES)}
    return {"sentences": len(gold), "overall": score_counts(counts.sum(1), times), "by_type": by_type}


def _counts(gold: set[Span], found: set[Span]) -> list[list[int]]:
    """For each type how many entities are gold, found and both."""
    return [[sum(span[2] == label for span in spans) for spans in (gold, found, gold & found)] for label in TYPES]
