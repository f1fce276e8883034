"""Sentences as numbers: vocabularies, and batches of sentences of equal length."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import torch
from hanlp.common.transform import VocabDict
from hanlp.common.vocab import Vocab

from kg.extraction.hanlp_ner import UNKNOWN, bigrams, plain
from kg.learn.corpora import Sentence, iobes
from kg.learn.evaluation import TYPES

RAREST_CHARACTER = 2  # times a character must occur to be known
RAREST_BIGRAM = 4  # pruning from 91,000 bigrams to 25,000 cost 1.7 F1
CHARACTERS_A_BATCH = 64 * 45  # 64 sentences of the usual length


class Example(NamedTuple):
    """A sentence as indices, with the number of the corpus that it comes from."""

    tokens: list[int]
    bigrams: list[int]
    tags: list[int]
    corpus: int


class Batch(NamedTuple):
    """Sentences of equal length, ``(sentence, character)``, and the corpus of each."""

    tokens: torch.Tensor
    bigrams: torch.Tensor
    tags: torch.Tensor
    corpus: torch.Tensor


def vocabularies(sentences: Iterable[Sentence]) -> VocabDict:
    """What HanLP calls vocabs: every tag, and the characters and bigrams that occur often enough, commonest first."""
    characters, pairs = Counter[str](), Counter[str]()
    for sentence in sentences:
        folded = [plain(character) for character in sentence.text]
        characters.update(folded)
        pairs.update(bigrams(folded))
    vocabs = VocabDict()
    vocabs["tag"] = Vocab(unk_token=None, pad_token=None)
    for tag in ["O", *(f"{position}-{label}" for label in TYPES for position in "BIES")]:
        vocabs["tag"].add(tag)
    for name, counted, rarest in (("token", characters, RAREST_CHARACTER), ("bigram", pairs, RAREST_BIGRAM)):
        vocabs[name] = Vocab()
        for item, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
            if count >= rarest:
                vocabs[name].add(item)
    vocabs.lock()
    return vocabs


class Encoder:
    """Turns sentences into :class:`Example` s by fixed vocabularies."""

    def __init__(self, vocabs: Any) -> None:
        self._tokens = vocabs["token"].token_to_idx
        self._bigrams = vocabs["bigram"].token_to_idx
        self._tags = vocabs["tag"].token_to_idx

    def encode(self, sentence: Sentence, corpus: int) -> Example:
        """The sentence as indices."""
        characters = [plain(character) for character in sentence.text]
        return Example(
            [self._tokens.get(character, UNKNOWN) for character in characters],
            [self._bigrams.get(pair, UNKNOWN) for pair in bigrams(characters)],
            [self._tags[tag] for tag in iobes(sentence)],
            corpus,
        )


def batches(examples: Sequence[Example], chance: random.Random) -> Iterator[Batch]:
    """The examples in random batches of equal length each, so that none is padded."""
    by_length: dict[int, list[Example]] = defaultdict(list)
    for example in examples:
        by_length[len(example.tokens)].append(example)
    groups: list[list[Example]] = []
    for length, alike in sorted(by_length.items()):
        chance.shuffle(alike)
        size = max(8, min(128, CHARACTERS_A_BATCH // length))
        groups += [alike[i : i + size] for i in range(0, len(alike), size)]
    chance.shuffle(groups)
    for group in groups:
        tokens, pairs, tags, corpus = zip(*group, strict=True)
        yield Batch(torch.tensor(tokens), torch.tensor(pairs), torch.tensor(tags), torch.tensor(corpus))
