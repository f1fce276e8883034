"""What the recogniser knows of a character before it reads the sentence: itself and its neighbours.

Everything is looked up for a whole batch at once, in arrays: characters ``(sentence, character)``, each row padded with
:data:`LINE_END` to one more than the longest sentence, so that nothing reaches from one row into the next.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 1  # the index of HanLP's unknown token; 0 pads
LINE_END = "\n"  # stands after the last character
BASIC_PLANE = 0x10000
OTHER = 0xFFFD  # stands for every character outside the basic plane

T = TypeVar("T", int, NDArray[np.uint32])


@lru_cache(maxsize=65536)
def plain(character: str) -> str:
    """The character as the model sees it: NFKC where that stays one character, Latin letters as ``a``, digits as ``0``.

    One character in, one out, so that offsets hold: the corpora write digits full width, articles do not.
    """
    folded = unicodedata.normalize("NFKC", character).lower()
    if len(folded) != 1:
        return character
    if "a" <= folded <= "z":
        return "a"
    return "0" if folded.isdigit() else folded


@cache
def _folds() -> NDArray[np.uint16]:
    folded = (ord(plain(chr(code))) for code in range(BASIC_PLANE))
    return np.array([code if code < BASIC_PLANE else OTHER for code in folded], np.uint16)


def codes(text: str) -> NDArray[np.uint16]:
    """The plain characters of a text as code points; one outside the basic plane as U+FFFD."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _folds()[np.where(points < BASIC_PLANE, points, OTHER)]


def rows(sentences: Sequence[Sequence[str]]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Sentences (strings, or lists of characters) as padded rows of :func:`codes`, and their lengths."""
    lengths = np.array([len(sentence) for sentence in sentences])
    if all(isinstance(sentence, str) for sentence in sentences):
        text = "".join(map(str, sentences))
    else:
        text = "".join(character[:1] or " " for sentence in sentences for character in sentence)
    padded = np.full((len(sentences), lengths.max(initial=0) + 1), ord(LINE_END), np.uint16)
    padded[np.arange(padded.shape[1]) < lengths[:, None]] = codes(text)
    return padded, lengths


class Alphabet:
    """The characters and pairs of characters that a model knows, by the indices of HanLP's vocabularies."""

    def __init__(self, characters: Mapping[str, int], pairs: Mapping[str, int]) -> None:
        self._characters = np.full(BASIC_PLANE, UNKNOWN, np.int64)
        for character, index in characters.items():
            if len(character) == 1 and ord(character) < BASIC_PLANE:
                self._characters[ord(character)] = index
        known = sorted((_pair(*map(ord, pair)), index) for pair, index in pairs.items() if len(pair) == 2)
        self._pairs = np.array([pair for pair, _ in known] or [0], np.uint32)
        self._pair_indices = np.array([index for _, index in known] or [UNKNOWN], np.int64)

    def characters(self, padded: NDArray[np.uint16]) -> NDArray[np.int64]:
        """The index of each character, without the padding column."""
        return self._characters[padded[:, :-1]]

    def pairs(self, padded: NDArray[np.uint16]) -> NDArray[np.int64]:
        """The index of each character with the one after it."""
        wide = padded.astype(np.uint32)
        wanted = _pair(wide[:, :-1], wide[:, 1:])
        place = np.searchsorted(self._pairs, wanted)
        place[place == len(self._pairs)] = 0
        return np.where(self._pairs[place] == wanted, self._pair_indices[place], UNKNOWN)


def _pair(first: T, second: T) -> T:
    return first * BASIC_PLANE + second
