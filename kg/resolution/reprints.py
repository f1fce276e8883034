"""Which articles print one text: a reprint is no second witness.

A text is compared by its shingles (every run of eight letters or digits), of which a sketch keeps those with the
smallest hashes; of two sketches the share of common hashes is near the share of common shingles (Broder 1997).
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from heapq import nsmallest
from itertools import combinations

_SHINGLE = 8  # letters; shorter runs are common to articles that only share a subject
_KEPT = 128  # hashes of a sketch: the share is then exact to 0.04
_BYTES = 8  # of a hash
_SAME = 0.6  # share of common shingles: another headline and credits cost 0.1 to 0.2, a cut last paragraph as much
_DOORS = 16  # smallest hashes by which candidates are found
_SHARED = 4  # of these that two texts must share: one pair of share 0.6 in 200 shares fewer
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

    for a, b in _candidates(sketches):
        first, second = sorted((root(a), root(b)))
        if first != second and likeness(sketches[a], sketches[b]) >= _SAME:
            stands_for[second] = first
    return {article: root(article) for article in sorted(stands_for)}


def likeness(a: bytes, b: bytes) -> float:
    """The share of shingles that two texts have in common, between 0 and 1.

    >>> text = "九月三日，市长到高新区调研，强调要推动科技创新，支持企业做大做强。"
    >>> likeness(sketch(text), sketch(text.replace("，", " ")))
    1.0
    """
    first, second = set(_hashes(a)), set(_hashes(b))
    smallest = nsmallest(_KEPT, first | second)
    return len(first & second & set(smallest)) / len(smallest) if smallest else 0.0


def _candidates(sketches: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Pairs of articles that share some of their smallest hashes, in order."""
    rooms: dict[int, list[str]] = defaultdict(list)
    for article in sorted(sketches):
        for door in _hashes(sketches[article][: _DOORS * _BYTES]):
            rooms[door].append(article)
    shared: Counter[tuple[str, str]] = Counter()
    for inside in rooms.values():
        if len(inside) <= _CROWD:
            shared.update(combinations(inside, 2))
        else:
            shared.update((inside[0], other) for other in inside[1:])
    needed = {article: min(_SHARED, len(sketched) // _BYTES) for article, sketched in sketches.items()}
    return (pair for pair, doors in sorted(shared.items()) if doors >= min(needed[pair[0]], needed[pair[1]]))


def _hashes(sketched: bytes) -> array[int]:
    """The hashes as numbers; they are stored with the highest byte first, on every machine."""
    found = array("Q", sketched)
    if sys.byteorder == "little":
        found.byteswap()
    return found
