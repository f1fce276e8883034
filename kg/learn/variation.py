"""Each epoch sees the same sentences with other names in them, so that contexts are learnt and not names."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

from kg.learn.corpora import Sentence, Span
from kg.learn.genre import Names


class Variation:
    """Swaps a share of a corpus's mentions for others of their type; half of the Chinese persons for invented ones."""

    def __init__(self, corpus: Iterable[Sentence], names: Names, share: float, chance: random.Random) -> None:
        self._mentions: dict[str, list[str]] = defaultdict(list)
        for sentence in corpus:
            for begin, end, label in sentence.spans:
                self._mentions[label].append(sentence.text[begin:end])
        self._names, self._share, self._chance = names, share, chance

    def of(self, sentence: Sentence) -> Sentence:
        """The sentence with the share of its mentions swapped."""
        text, last = "", 0
        spans: list[Span] = []
        for begin, end, label in sentence.spans:
            mention = self._other(sentence.text[begin:end], label)
            text += sentence.text[last:begin]
            spans.append((len(text), len(text) + len(mention), label))
            text += mention
            last = end
        return Sentence(text + sentence.text[last:], tuple(spans))

    def _other(self, mention: str, label: str) -> str:
        if self._chance.random() >= self._share:
            return mention
        if label == "PER" and len(mention) in (2, 3) and self._chance.random() < 0.5:
            return self._names.person()
        return self._chance.choice(self._mentions[label])
