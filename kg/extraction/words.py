"""The words that a character may stand in, after SoftLexicon (Ma et al., ACL 2020), by their classes alone.

SoftLexicon gives each character the vectors of the words that it begins, continues or ends. Here a word has no vector
of its own but the classes of :data:`CLASSES`: what is learnt of one name holds for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.extraction.characters import codes

LONGEST_WORD = 6
CLASSES = (
    "person", "foreign name", "place", "organisation", "name", "noun", "verb", "manner",
    "idiom", "time", "abbreviation", "division", "zone", "post", "body", "surname",
)  # of words, one bit each  # fmt: skip
PLANES = 9  # a word of one character; first and last of two; first, inner, last of three; the same of four and more
WORD_FEATURES = PLANES * len(CLASSES)


class Words(NamedTuple):
    """Words by a 32-bit hash, ascending, each with a bit for every class of :data:`CLASSES` that it belongs to.

    A hash in place of the word keeps 330,000 words in two megabytes; about one in 3,000 characters sees a word that
    is none.
    """

    keys: NDArray[np.uint32]
    classes: NDArray[np.uint16]

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]]) -> Words:
        """A table of pairs of a word and one of its classes. Words of over :data:`LONGEST_WORD` are left out."""
        by_length: dict[int, list[tuple[str, int]]] = {}
        for word, kind in words:
            if 1 <= len(word) <= LONGEST_WORD:
                by_length.setdefault(len(word), []).append((word, 1 << CLASSES.index(kind)))
        bits: dict[int, int] = {}
        for length, alike in by_length.items():
            letters = codes("".join(word for word, _ in alike)).reshape(-1, length)
            hashed = np.full(len(alike), _START, np.uint32)
            for place in range(length):
                hashed = _mix(hashed, letters[:, place])
            for key, (_, bit) in zip(hashed.tolist(), alike, strict=True):
                bits[key] = bits.get(key, 0) | bit
        keys = sorted(bits)
        return cls(np.array(keys, np.uint32), np.array([bits[key] for key in keys], np.uint16))

    def features(
        self, padded: NDArray[np.uint16], forget: float = 0.0, chance: np.random.Generator | None = None
    ) -> NDArray[np.uint8]:
        """For each character, without the padding column, 0 or 1 for each plane and class: ``(.., WORD_FEATURES)``.

        In training a share of the words found, ``forget``, is left out, so that the model does not lean on the list.
        """
        if not len(self.keys):
            return np.zeros((*padded[:, :-1].shape, WORD_FEATURES), np.uint8)
        flat = padded.reshape(-1)
        marks = np.zeros((PLANES, len(flat)), np.uint16)
        hashed: NDArray[np.uint32] = np.full(len(flat), _START, np.uint32)
        for length in range(1, LONGEST_WORD + 1):
            hashed = _mix(hashed[: len(flat) - length + 1], flat[length - 1 :])
            place = np.searchsorted(self.keys, hashed)
            place[place == len(self.keys)] = 0
            at = np.flatnonzero(self.keys[place] == hashed)
            if forget and chance is not None:
                at = at[chance.random(len(at)) >= forget]
            self._mark(marks, at, self.classes[place[at]], length)
        by_character = np.ascontiguousarray(marks.T).reshape(*padded.shape, PLANES)[:, :-1]
        return np.unpackbits(np.ascontiguousarray(by_character).view(np.uint8), axis=-1, bitorder="little")

    @staticmethod
    def _mark(marks: NDArray[np.uint16], at: NDArray[np.int64], classes: NDArray[np.uint16], length: int) -> None:
        if length == 1:
            marks[0, at] |= classes
            return
        first, last = {2: (1, 2), 3: (3, 5)}.get(length, (6, 8))
        marks[first, at] |= classes
        marks[last, at + length - 1] |= classes
        for inner in range(1, length - 1):
            marks[first + 1, at + inner] |= classes


_START = np.uint32(0x811C9DC5)


def _mix(hashed: NDArray[np.uint32], following: NDArray[np.uint16]) -> NDArray[np.uint32]:
    mixed = (hashed ^ following.astype(np.uint32)) * np.uint32(0x9E3779B1)
    return mixed ^ (mixed >> np.uint32(15))
