"""Precision, recall and F1 of a recogniser: an entity counts when both its ends and its type are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from kg.extraction.ner import Recognizer
from kg.learn.corpora import Span, read_marked, read_tsv

TYPES = ("PER", "LOC", "ORG")
SAMPLES = 1000  # of the bootstrap
LEVEL = 0.95

Interval = tuple[float, float]


class Score(TypedDict):
    """Precision, recall and F1 as shares of one, each with its interval, and the counts that they come from."""

    p: float
    r: float
    f1: float
    p_interval: Interval
    r_interval: Interval
    f1_interval: Interval
    gold: int
    found: int
    right: int


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
    """Compare the spans found in each text with the gold ones.

    The intervals are percentiles of a bootstrap over texts (Efron 1979), with a fixed seed: where errors come in texts
    that are hard as a whole, a binomial interval would be too narrow.
    """
    counts = np.array([_counts(set(right), set(mine)) for right, mine in zip(gold, found, strict=True)])
    counts = counts.reshape(len(gold), len(TYPES), 3)
    drawn = np.random.default_rng(0).integers(len(gold), size=(SAMPLES, len(gold))) if gold else np.zeros((1, 0), int)
    times = np.stack([np.bincount(sample, minlength=len(gold)) for sample in drawn])
    by_type = {label: _score(counts[:, i], times) for i, label in enumerate(TYPES)}
    return {"sentences": len(gold), "overall": _score(counts.sum(1), times), "by_type": by_type}


def _counts(gold: set[Span], found: set[Span]) -> list[list[int]]:
    """For each type how many entities are gold, found and both."""
    return [[sum(span[2] == label for span in spans) for spans in (gold, found, gold & found)] for label in TYPES]


def _score(counts: NDArray[np.int64], times: NDArray[np.int64]) -> Score:
    """The score of counts ``(text, 3)``; ``times`` ``(sample, text)`` says how often each sample has each text."""
    shares = _shares(counts.sum(0))
    edges = np.percentile(_shares(times @ counts), [50 * (1 - LEVEL), 50 * (1 + LEVEL)], axis=0)
    p, r, f1 = (round(float(share), 4) for share in shares)
    low_high = [(round(float(low), 4), round(float(high), 4)) for low, high in edges.T]
    gold, found, right = (int(count) for count in counts.sum(0))
    return {
        "p": p, "r": r, "f1": f1,
        "p_interval": low_high[0], "r_interval": low_high[1], "f1_interval": low_high[2],
        "gold": gold, "found": found, "right": right,
    }  # fmt: skip


def _shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Precision, recall and F1 ``(.., 3)`` of the counts gold, found and right ``(.., 3)``; 0 where there are none."""
    gold, found, right = (counts[..., i].astype(float) for i in range(3))
    wholes = np.stack([found, gold, (gold + found) / 2], -1)
    shares: NDArray[np.float64] = np.divide(right[..., None], wholes, out=np.zeros_like(wholes), where=wholes > 0)
    return shares
