"""The HanLP recogniser that we train and ship: characters and character bigrams, a BiLSTM and a CRF.

``config.json`` of a model directory names these classes by class path, so HanLP finds them there: they keep their
names and this module its place. Importing it loads torch and HanLP (over a second); import it inside functions.

What differs from HanLP's own ``RNNNamedEntityRecognizer`` (2.1.5), and why:

* its CRF runs over the wrong axis, because ``RNNTaggingModel`` hands ``None`` to ``CRF(batch_first)``: mended here;
* its ``predict`` builds a data loader for each call, decodes tag by tag and fails on empty input: here items are
  sorted by length, run without a loader and decoded by one Viterbi over the batch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from hanlp.common.vocab import Vocab
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from hanlp.layers.embeddings.embedding import Embedding, EmbeddingDim
from numpy.typing import NDArray
from torch import nn

UNKNOWN = 1  # the index of HanLP's unknown token; 0 pads
LINE_END = "\n"  # stands after the last character in its bigram
Found = tuple[str, str, int, int]  # text, label, begin, end: HanLP's own form


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


def bigrams(characters: Sequence[str]) -> list[str]:
    """Each character with the one after it; the last with :data:`LINE_END`."""
    return [first + second for first, second in zip(characters, [*characters[1:], LINE_END], strict=True)]


class CharacterBigrams:
    """A transform in HanLP's sense: gives a sample its plain characters and their bigrams."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CharacterBigrams)

    def __hash__(self) -> int:
        return hash(CharacterBigrams)

    def __call__(self, sample: dict[str, Any]) -> dict[str, Any]:
        sample["token"] = [plain(character) for character in sample["token"]]
        sample["bigram"] = bigrams(sample["token"])
        return sample


class CharacterBigramModule(nn.Module, EmbeddingDim):  # type: ignore[misc]  # HanLP is untyped
    """A character's vector beside those of the bigrams that begin and end with it.

    In training a share of the characters and of the bigrams turns into the unknown one, so that the model does not
    lean on having seen a bigram: names are made of unseen ones.
    """

    def __init__(
        self, characters: int, char_dim: int, pairs: int, bigram_dim: int, char_dropout: float, bigram_dropout: float
    ) -> None:
        super().__init__()
        self.char = nn.Embedding(characters, char_dim, padding_idx=0)
        self.bigram = nn.Embedding(pairs, bigram_dim, padding_idx=0)
        self.char_dropout, self.bigram_dropout = char_dropout, bigram_dropout
        nn.init.normal_(self.char.weight, 0, 0.3)
        nn.init.normal_(self.bigram.weight, 0, 0.1)

    @property
    def embedding_dim(self) -> int:
        """The length of the vector of one character."""
        return self.char.embedding_dim + 2 * self.bigram.embedding_dim

    def forward(self, batch: Mapping[str, torch.Tensor], **_: Any) -> torch.Tensor:
        """Vectors ``(batch, length, embedding_dim)`` of ``token_id`` and ``bigram_id``, both ``(batch, length)``."""
        following = self.bigram(self._forget(batch["bigram_id"], self.bigram_dropout))
        preceding = nn.functional.pad(following, (0, 0, 1, 0))[:, :-1]
        return torch.cat([self.char(self._forget(batch["token_id"], self.char_dropout)), following, preceding], -1)

    def _forget(self, ids: torch.Tensor, share: float) -> torch.Tensor:
        if not self.training or not share:
            return ids
        return ids.masked_fill(torch.rand(ids.shape) < share, UNKNOWN)


class CharacterBigramEmbedding(Embedding):  # type: ignore[misc]  # HanLP is untyped
    """HanLP's embedding builder for :class:`CharacterBigramModule`."""

    def __init__(
        self, char_dim: int = 64, bigram_dim: int = 32, char_dropout: float = 0.02, bigram_dropout: float = 0.2
    ) -> None:
        super().__init__()
        self.char_dim, self.bigram_dim = char_dim, bigram_dim
        self.char_dropout, self.bigram_dropout = char_dropout, bigram_dropout

    def transform(self, vocabs: Any = None, **_: Any) -> CharacterBigrams:
        """The transform that HanLP runs over samples, with the bigram vocabulary made known."""
        if "bigram" not in vocabs:
            vocabs["bigram"] = Vocab()
        return CharacterBigrams()

    def module(self, vocabs: Any = None, **_: Any) -> CharacterBigramModule:
        """The layer itself, as large as the vocabularies."""
        return CharacterBigramModule(
            len(vocabs["token"]),
            self.char_dim,
            len(vocabs["bigram"]),
            self.bigram_dim,
            self.char_dropout,
            self.bigram_dropout,
        )


class CharacterNER(RNNNamedEntityRecognizer):  # type: ignore[misc]  # HanLP is untyped
    """HanLP's BiLSTM-CRF recogniser over :class:`CharacterBigramEmbedding`, with IOBES tags."""

    def build_model(self, rnn_input: int | None, rnn_hidden: int, drop: float, crf: bool, **kwargs: Any) -> nn.Module:
        """HanLP's network, its CRF running along the sentence."""
        model: nn.Module = super().build_model(rnn_input, rnn_hidden, drop, crf, **kwargs)
        model.crf.batch_first = True  # type: ignore[union-attr]  # HanLP's module
        return model

    def predict(self, tokens: Any, batch_size: int | None = None, **kwargs: Any) -> Any:
        """As HanLP's: one sentence (a string or a list of characters) or a list of sentences; empty ones are fine."""
        if not len(tokens):
            return []
        single = isinstance(tokens, str) or all(isinstance(item, str) and len(item) <= 1 for item in tokens)
        found = self.predict_data([tokens] if single else tokens, batch_size or 64)
        return found[0] if single else found

    def predict_data(self, data: Sequence[Sequence[str]], batch_size: int, **_: Any) -> list[list[Found]]:
        """The entities of each item as ``(text, label, begin, end)``, in characters of the item."""
        longest_first = sorted((i for i in range(len(data)) if len(data[i])), key=lambda i: -len(data[i]))
        found: list[list[Found]] = [[] for _ in data]
        with torch.inference_mode():
            for first in range(0, len(longest_first), batch_size):
                chosen = longest_first[first : first + batch_size]
                for item, tags in zip(chosen, self._tags([data[i] for i in chosen]), strict=True):
                    found[item] = [
                        ("".join(data[item][begin:end]), label, begin, end) for begin, end, label in iobes_spans(tags)
                    ]
        return found

    def emissions(self, sentences: Sequence[Sequence[str]]) -> torch.Tensor:
        """Scores ``(sentence, character, tag)`` of sentences that are sorted, the longest first, none empty."""
        lengths = [len(sentence) for sentence in sentences]
        token_ids = np.zeros((len(sentences), lengths[0]), np.int64)
        bigram_ids = np.zeros_like(token_ids)
        tokens, pairs = self.vocabs["token"].token_to_idx, self.vocabs["bigram"].token_to_idx
        for row, sentence in enumerate(sentences):
            characters = [plain(character) for character in sentence]
            token_ids[row, : lengths[row]] = [tokens.get(character, UNKNOWN) for character in characters]
            bigram_ids[row, : lengths[row]] = [pairs.get(pair, UNKNOWN) for pair in bigrams(characters)]
        model = self.model
        vectors = model.embed({"token_id": torch.from_numpy(token_ids), "bigram_id": torch.from_numpy(bigram_ids)})
        scores: torch.Tensor = model.out(both_ways(model.word_lstm, vectors, torch.tensor(lengths)))
        return scores

    def _tags(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        crf, names = self.model.crf, self.vocabs["tag"].idx_to_token
        start, end, transitions = (
            weights.detach().numpy() for weights in (crf.start_transitions, crf.end_transitions, crf.transitions)
        )
        lengths = np.array([len(sentence) for sentence in sentences])
        best = viterbi(self.emissions(sentences).numpy(), lengths, start, end, transitions)
        return [[names[tag] for tag in row[:length]] for row, length in zip(best, lengths, strict=True)]


def both_ways(lstm: nn.LSTM, vectors: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """What a bidirectional ``lstm`` makes of padded sentences, each read backwards from its own end.

    The same as packing the batch, but 1.4 times as fast: without packing torch has a fused kernel. So each direction
    runs by itself, the backward one over sentences turned around, and padding always comes last.
    """
    places = torch.arange(vectors.shape[1])[None]
    turned = torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)[:, :, None]
    state = vectors.new_zeros(1, vectors.shape[0], lstm.hidden_size)
    ahead, back = lstm.all_weights  # input, recurrent, and their biases, for each direction
    reverse = vectors.gather(1, turned.expand_as(vectors))
    onward, _, _ = torch.lstm(vectors, (state, state), tuple(ahead), True, 1, 0.0, False, False, True)
    backward, _, _ = torch.lstm(reverse, (state, state), tuple(back), True, 1, 0.0, False, False, True)
    return torch.cat([onward, backward.gather(1, turned.expand_as(backward))], -1)


def viterbi(
    emissions: NDArray[np.float32],
    lengths: NDArray[np.int64],
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    transitions: NDArray[np.float32],
) -> NDArray[np.int64]:
    """The best tag of each character, ``(sentence, character)``; what lies past a sentence's length means nothing.

    ``emissions`` is ``(sentence, character, tag)``, ``transitions`` ``(from, to)``. The same path as HanLP's
    ``CRF.decode``, all sentences at once.
    """
    count, longest, tags = emissions.shape
    came_from = np.empty((longest, count, tags), np.int16)
    score = start + emissions[:, 0]
    final = score
    by_target = np.ascontiguousarray(transitions.T)[None]
    for i in range(1, longest):
        options = score[:, None, :] + by_target
        came_from[i] = options.argmax(2)
        score = options.max(2) + emissions[:, i]
        final = np.where((lengths > i)[:, None], score, final)
    last = (final + end).argmax(1)
    best = np.zeros((count, longest), np.int64)
    current, rows = last, np.arange(count)
    for i in range(longest - 1, -1, -1):
        current = np.where(lengths - 1 == i, last, current)
        best[:, i] = current
        if i:
            current = np.where(lengths > i, came_from[i][rows, current], current)
    return best


def iobes_spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """``(begin, end, label)`` of each complete entity in IOBES tags; what is begun and not ended is none."""
    spans = []
    begin: int | None = None
    for i, tag in enumerate(tags):
        position, label = tag[:1], tag[2:]
        if position == "S":
            spans.append((i, i + 1, label))
        elif position == "B":
            begin = i
        elif position == "E" and begin is not None:
            spans.append((begin, i + 1, label))
        if position in "OSE":
            begin = None
    return spans
