"""Which articles print one text: a reprint is no second witness.

A text is compared by its shingles (every run of eight letters or digits), of which a sketch keeps those with the
smallest hashes; of two sketches the share of common hashes is near the share of common shingles (Broder 1997).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from heapq import nsmallest
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

_SHINGLE = 8  # letters; shorter runs are common to articles that only share a subject
_KEPT = 128  # hashes of a sketch: the share is then exact to 0.04
_BYTES = 8  # of a hash
_SAME = 0.6  # share of common shingles: another headline and credits cost 0.1 to 0.2, a cut last paragraph as much
_DOORS = 16  # smallest hashes by which candidates are found
_SHARED = 4  # of these that two texts must share: one pair of share 0.6 in 200 shares fewer
_STEP = 4096  # pairs compared at a time
_CROWD = 20  # articles that share a hash, beyond which it is a common phrase: each is compared with the first alone


def sketch(text: str) -> bytes:
    """The smallest hashes of a text's shingles, in order; empty for a text too short to have one."""
    plain = "".join(filter(str.isalnum, text))
    shingles = {plain[at : at + _SHINGLE] for at in range(len(plain) - _SHINGLE + 1)}
    hashes = (blake2b(shingle.encode(), digest_size=_BYTES).digest() for shingle in shingles)
    return b"".join(nsmallest(_KEPT, hashes))


def same_texts(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Each article that prints the text of others, to the one that stands for them: the first by id."""
    stands_for: dict[str, str] = {}

    def root(article: str) -> str:
        while article in stands_for:
            article = stands_for[article]
        return article

    articles = sorted(sketches)
    hashes = [_hashes(sketches[article]) for article in articles]
    pairs = _candidates(hashes)
    for a, b in pairs[_likeness(hashes, pairs) >= _SAME].tolist():
        first, second = sorted((root(articles[a]), root(articles[b])))
        if first != second:
            stands_for[second] = first
    return {article: root(article) for article in sorted(stands_for)}


def likeness(a: bytes, b: bytes) -> float:
    """The share of shingles that two texts have in common, between 0 and 1.

    >>> text = "九月三日，市长到高新区调研，强调要推动科技创新，支持企业做大做强。"
    >>> likeness(sketch(text), sketch(text.replace("，", " ")))
    1.0
    """
    return float(_likeness([_hashes(a), _hashes(b)], np.array([[0, 1]]))[0])


def _candidates(hashes: Sequence[Numbers]) -> Numbers:
    """Pairs of articles that share some of their smallest hashes, by their positions, in order."""
    doors = [own[:_DOORS] for own in hashes]
    sizes = np.array([len(own) for own in doors], dtype=np.int64)
    article = np.repeat(np.arange(len(doors)), sizes)
    door = np.concatenate([*doors, np.empty(0, np.uint64)])
    order = np.lexsort((article, door))
    door, article = door[order], article[order]
    begins = np.flatnonzero(np.concatenate([[True], door[1:] != door[:-1]]))[: len(door)]
    inside = np.diff(np.append(begins, len(door)))
    first, crowd = np.repeat(begins, inside), np.repeat(inside > _CROWD, inside)
    at = np.arange(len(door))
    found = [np.stack([article[first], article], axis=1)[crowd & (at > first)]]
    for step in range(1, _CROWD):
        both = at[step:][(first[step:] == first[:-step]) & ~crowd[step:]]
        found.append(np.stack([article[both - step], article[both]], axis=1))
    both, shared = np.unique(np.concatenate(found) @ (len(hashes), 1), return_counts=True)
    pairs = np.stack(np.divmod(both, max(1, len(hashes))), axis=1)
    needed = np.minimum(_SHARED, np.array([len(own) for own in hashes], dtype=np.int64))
    kept: Numbers = pairs[shared >= needed[pairs].min(axis=1)]
    return kept


def _likeness(hashes: Sequence[Numbers], pairs: Numbers) -> NDArray[np.float64]:
    """The likeness of pairs: what both have of the smallest hashes that either has. A hash is in a sketch once."""
    shares = np.zeros(len(pairs))
    for start in range(0, len(pairs), _STEP):
        rows = [np.concatenate([hashes[a], hashes[b]]) for a, b in pairs[start : start + _STEP].tolist()]
        width = max(1, *map(len, rows))
        sizes = np.array([len(row) for row in rows])
        table = np.full((len(rows), width + 1), np.iinfo(np.uint64).max, dtype=np.uint64)
        for row, own in zip(table, rows, strict=True):
            row[: len(own)] = own
        table.sort(axis=1)
        real = np.arange(width) < sizes[:, None]
        again = np.concatenate([np.zeros((len(rows), 1), bool), table[:, 1:-1] == table[:, :-2]], axis=1) & real
        rank = np.cumsum(real & ~again, axis=1)  # of each hash among those that either has
        union = np.minimum(rank[:, -1], _KEPT)
        shares[start : start + _STEP] = (again & (rank <= _KEPT)).sum(axis=1) / np.maximum(union, 1)
    return shares


def _hashes(sketched: bytes) -> Numbers:
    """The hashes as numbers; they are stored with the highest byte first, on every machine."""
    return np.frombuffer(sketched, dtype=">u8").astype(np.uint64)
