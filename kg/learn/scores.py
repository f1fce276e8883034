"""Precision, recall and F1 from counts, each with its interval over the texts that the counts come from."""

from __future__ import annotations

from math import sqrt
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

SAMPLES = 1000  # of the bootstrap
LEVEL = 0.95
_DEVIATES = 1.96  # standard deviations on each side that hold 95 % of a normal distribution

Interval = tuple[float, float]
Counts = tuple[int, int, int]
"""How many are gold, found, and right."""


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


def samples(texts: int) -> NDArray[np.int64]:
    """How often each sample of a bootstrap has each text, ``(sample, text)``; the same on every run.

    The intervals are percentiles of a bootstrap over texts (Efron 1979): where errors come in texts that are hard as a
    whole, a binomial interval would be too narrow. Where no text has an error, they are Wilson's.
    """
    if not texts:
        return np.zeros((1, 0), np.int64)
    drawn = np.random.default_rng(0).integers(texts, size=(SAMPLES, texts))
    return np.stack([np.bincount(sample, minlength=texts) for sample in drawn])


def score_counts(counts: NDArray[np.int64], times: NDArray[np.int64]) -> Score:
    """The score of the counts gold, found and right of each text, ``(text, 3)``; ``times`` are :func:`samples`."""
    gold, found, right = (int(count) for count in counts.sum(0))
    p, r, f1 = (round(float(share), 4) for share in np.nan_to_num(_shares(counts.sum(0))))
    drawn = _shares(times @ counts)
    wholes, texts = _wholes(counts.sum(0)), (_wholes(counts) > 0).sum(0)
    p_interval, r_interval, f1_interval = (
        _interval(drawn[:, i], int(texts[i])) or wilson(right, float(wholes[i])) for i in range(3)
    )
    return {
        "p": p, "r": r, "f1": f1,
        "p_interval": p_interval, "r_interval": r_interval, "f1_interval": f1_interval,
        "gold": gold, "found": found, "right": right,
    }  # fmt: skip


def wilson(right: int, of: float) -> Interval:
    """The 95 % interval of a share (Wilson 1927), which says something of few cases too; nothing of none.

    >>> wilson(3, 3), wilson(0, 0)
    ((0.4385, 1.0), (0.0, 1.0))
    """
    if not of:
        return 0.0, 1.0
    share, square = right / of, _DEVIATES**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = _DEVIATES * sqrt(share * (1 - share) / of + square / (4 * of**2)) / (1 + square / of)
    return round(max(0.0, middle - reach), 4), round(min(1.0, middle + reach), 4)


def _interval(drawn: NDArray[np.float64], texts: int) -> Interval | None:
    """Where a share lies in the samples that have one; one text alone says nothing of the others.

    None where all samples agree, as where no text has an error: then they say nothing of how rare an error is.
    """
    if texts < 2:
        return 0.0, float(texts)
    low, high = np.nanpercentile(drawn, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return (round(float(low), 4), round(float(high), 4)) if low < high else None


def _wholes(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """What precision, recall and F1 are shares of."""
    gold, found = (counts[..., i].astype(float) for i in range(2))
    return np.stack([found, gold, (gold + found) / 2], -1)


def _shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Precision, recall and F1 ``(.., 3)`` of the counts gold, found and right ``(.., 3)``; NaN where there are none.

    F1 is there as soon as something is gold or found.
    """
    wholes = _wholes(counts)
    right = counts[..., 2].astype(float)[..., None]
    shares: NDArray[np.float64] = np.divide(right, wholes, out=np.full_like(wholes, np.nan), where=wholes > 0)
    return shares
