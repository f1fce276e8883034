"""Sentences as numbers: vocabularies, and batches of sentences of equal length."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from hanlp.common.transform import VocabDict
from hanlp.common.vocab import Vocab
from numpy.typing import NDArray

from kg.extraction.characters import LINE_END, plain, rows
from kg.learn.corpora import Sentence, iobes
from kg.learn.crf import Target, gold
from kg.learn.evaluation import TYPES

RAREST_CHARACTER = 2  # times a character must occur to be known
RAREST_BIGRAM = 5  # knowing 25,000 bigrams instead of 91,000 cost 1.7 F1
CHARACTERS_A_BATCH = 64 * 45  # 64 sentences of the usual length


class Example(NamedTuple):
    """A sentence with the tags that it should get, as indices or as a teacher expects them, and its corpus's number."""

    text: str
    tags: NDArray[np.int64] | Target
    corpus: int


class Batch(NamedTuple):
    """Sentences of equal length: padded rows of codes, what their tags should be, and the corpus of each."""

    padded: NDArray[np.uint16]
    target: Target
    corpus: torch.Tensor


def vocabularies(sentences: Iterable[Sentence]) -> VocabDict:
    """What HanLP calls vocabs: every tag, and the characters and bigrams that occur often enough, commonest first."""
    characters, pairs = Counter[str](), Counter[str]()
    for sentence in sentences:
        folded = [plain(character) for character in sentence.text]
        characters.update(folded)
        pairs.update(map("".join, pairwise([*folded, LINE_END])))
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


def encode(sentence: Sentence, corpus: int, tags: dict[str, int]) -> Example:
    """The sentence with its tags as indices."""
    return Example(sentence.text, np.array([tags[tag] for tag in iobes(sentence)]), corpus)


def batches(examples: Sequence[Example], names: int, chance: random.Random) -> Iterator[Batch]:
    """The examples in random batches of equal length and of one kind each, so that none is padded.

    ``names`` is how many tags there are.
    """
    alike: dict[tuple[int, bool], list[Example]] = defaultdict(list)
    for example in examples:
        alike[len(example.text), isinstance(example.tags, Target)].append(example)
    groups: list[list[Example]] = []
    for (length, _), found in sorted(alike.items()):
        chance.shuffle(found)
        size = max(8, min(128, CHARACTERS_A_BATCH // length))
        groups += [found[i : i + size] for i in range(0, len(found), size)]
    chance.shuffle(groups)
    for group in groups:
        padded, _ = rows([example.text for example in group])
        yield Batch(padded, _target(group, names), torch.tensor([example.corpus for example in group]))


def _target(group: Sequence[Example], names: int) -> Target:
    told = [example.tags for example in group if isinstance(example.tags, Target)]
    if told:
        return Target(torch.cat([t.single for t in told]).float(), torch.stack([t.pairs for t in told]).float().sum(0))
    return gold(torch.from_numpy(np.stack([example.tags for example in group])), names)
