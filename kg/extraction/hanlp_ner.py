"""The HanLP recogniser that we train and ship: characters, their bigrams and words, a BiLSTM and a CRF.

``config.json`` of a model directory names these classes by class path, so HanLP finds them there: they keep their
names and this module its place. Importing it loads torch and HanLP (over a second); import it inside functions.

What differs from HanLP's own ``RNNNamedEntityRecognizer`` (2.1.5), and why:

* its CRF runs over the wrong axis, because ``RNNTaggingModel`` hands ``None`` to ``CRF(batch_first)``: mended here;
* its ``predict`` builds a data loader for each call, decodes tag by tag and fails on empty input: here items are
  sorted by length, run without a loader and decoded by one Viterbi over the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from hanlp.common.vocab import Vocab
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from hanlp.layers.embeddings.embedding import Embedding, EmbeddingDim
from numpy.typing import NDArray
from torch import nn

from kg.extraction.characters import UNKNOWN, Alphabet, plain, rows
from kg.extraction.words import WORD_FEATURES, Words

Found = tuple[str, str, int, int]  # text, label, begin, end: HanLP's own form


class PlainCharacters:
    """A transform in HanLP's sense: gives a sample its characters as the model sees them."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainCharacters)

    def __hash__(self) -> int:
        return hash(PlainCharacters)

    def __call__(self, sample: dict[str, Any]) -> dict[str, Any]:
        sample["token"] = [plain(character) for character in sample["token"]]
        return sample


class CharacterModule(nn.Module, EmbeddingDim):  # type: ignore[misc]  # HanLP is untyped
    """A character's vector beside those of the bigrams it begins and ends, and of the words it stands in.

    To the vector of the character that of a corpus is added: the corpora disagree on what a place or a body is, and the
    model answers in the convention of :attr:`corpus`, the first unless set otherwise.

    In training a share of the characters, bigrams and words turns into unknown ones, so that the model does not lean
    on having seen them: names are made of unseen ones.
    """

    word_keys: torch.Tensor
    word_classes: torch.Tensor

    def __init__(self, vocabs: Any, embedding: CharacterEmbedding) -> None:
        super().__init__()
        self.alphabet = Alphabet(vocabs["token"].token_to_idx, vocabs["bigram"].token_to_idx)
        self.char = nn.Embedding(len(vocabs["token"]), embedding.char_dim, padding_idx=0)
        self.bigram = nn.Embedding(len(vocabs["bigram"]), embedding.bigram_dim, padding_idx=0)
        self.corpora = nn.Embedding(len(embedding.corpora), embedding.char_dim)
        self.word = nn.Linear(WORD_FEATURES, embedding.word_dim, bias=False) if embedding.words else None
        self.register_buffer("word_keys", torch.zeros(embedding.words, dtype=torch.int32))
        self.register_buffer("word_classes", torch.zeros(embedding.words, dtype=torch.int16))
        self.char_dropout, self.bigram_dropout = embedding.char_dropout, embedding.bigram_dropout
        self.word_dropout = embedding.word_dropout
        self.corpus = 0
        nn.init.normal_(self.char.weight, 0, 0.3)
        nn.init.normal_(self.bigram.weight, 0, 0.1)
        nn.init.zeros_(self.corpora.weight)
        if self.word is not None:
            nn.init.normal_(self.word.weight, 0, 0.1)

    @property
    def embedding_dim(self) -> int:
        """The length of the vector of one character."""
        by_word = 0 if self.word is None else self.word.out_features
        return self.char.embedding_dim + 2 * self.bigram.embedding_dim + by_word

    @cached_property
    def words(self) -> Words:
        """The words that the model was saved with."""
        return Words(self.word_keys.numpy().view(np.uint32), self.word_classes.numpy().view(np.uint16))

    def forward(self, batch: Mapping[str, Any], **_: Any) -> torch.Tensor:
        """Vectors ``(sentence, character, embedding_dim)`` of the sentences ``batch["token"]``, padded."""
        return self.vectors(rows(batch["token"])[0], torch.tensor([self.corpus]))

    def vectors(self, padded: NDArray[np.uint16], corpus: torch.Tensor) -> torch.Tensor:
        """The same of :func:`~kg.extraction.characters.rows`; ``corpus`` is an index for each sentence, or one."""
        characters = self._forget(torch.from_numpy(self.alphabet.characters(padded)), self.char_dropout)
        following = self.bigram(self._forget(torch.from_numpy(self.alphabet.pairs(padded)), self.bigram_dropout))
        preceding = nn.functional.pad(following, (0, 0, 1, 0))[:, :-1]
        by_character = self.char(characters) + self.corpora(corpus)[:, None]
        parts = [by_character, following, preceding]
        if self.word is not None:
            parts.append(nn.functional.linear(torch.from_numpy(self._word_features(padded)).float(), self.word.weight))
        return torch.cat(parts, -1)

    def _word_features(self, padded: NDArray[np.uint16]) -> NDArray[np.uint8]:
        if not self.training:
            return self.words.features(padded)
        chance = np.random.default_rng(int(torch.randint(2**31, (1,))))
        return self.words.features(padded, self.word_dropout, chance)

    def _forget(self, ids: torch.Tensor, share: float) -> torch.Tensor:
        if not self.training or not share:
            return ids
        return ids.masked_fill(torch.rand(ids.shape) < share, UNKNOWN)


class CharacterEmbedding(Embedding):  # type: ignore[misc]  # HanLP is untyped
    """HanLP's embedding builder for :class:`CharacterModule`; for ``words`` words, in the ways of ``corpora``."""

    def __init__(
        self,
        char_dim: int = 64,
        bigram_dim: int = 32,
        word_dim: int = 32,
        words: int = 0,
        corpora: Sequence[str] = ("msra",),
        char_dropout: float = 0.02,
        bigram_dropout: float = 0.2,
        word_dropout: float = 0.15,
    ) -> None:
        super().__init__()
        self.char_dim, self.bigram_dim, self.word_dim = char_dim, bigram_dim, word_dim
        self.words, self.corpora = words, list(corpora)
        self.char_dropout, self.bigram_dropout, self.word_dropout = char_dropout, bigram_dropout, word_dropout

    def transform(self, vocabs: Any = None, **_: Any) -> PlainCharacters:
        """The transform that HanLP runs over samples, with the bigram vocabulary made known."""
        if "bigram" not in vocabs:
            vocabs["bigram"] = Vocab()
        return PlainCharacters()

    def module(self, vocabs: Any = None, **_: Any) -> CharacterModule:
        """The layer itself, as large as the vocabularies."""
        return CharacterModule(vocabs, self)


class CharacterNER(RNNNamedEntityRecognizer):  # type: ignore[misc]  # HanLP is untyped
    """HanLP's BiLSTM-CRF recogniser over :class:`CharacterEmbedding`, with IOBES tags."""

    def build_model(self, rnn_input: int | None, rnn_hidden: int, drop: float, crf: bool, **kwargs: Any) -> nn.Module:
        """HanLP's network, its CRF running along the sentence."""
        model: nn.Module = super().build_model(rnn_input, rnn_hidden, drop, crf, **kwargs)
        model.crf.batch_first = True  # type: ignore[union-attr]  # HanLP's module
        return model

    @property
    def conventions(self) -> tuple[str, ...]:
        """The corpora that the model was trained on, in whose ways of marking it can answer."""
        return tuple(self.config.embed.corpora)

    def answer_as(self, convention: str) -> None:
        """From now on mark as the corpus ``convention`` does, one of :attr:`conventions`."""
        self.model.embed.corpus = self.conventions.index(convention)

    @cached_property
    def _lstm_weights(self) -> list[list[torch.Tensor]]:
        return lstm_weights(self.model.word_lstm)

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
                for row, begin, end, label in self._entities([data[i] for i in chosen]):
                    item = chosen[row]
                    found[item].append(("".join(data[item][begin:end]), label, begin, end))
        return found

    def emissions(self, sentences: Sequence[Sequence[str]]) -> torch.Tensor:
        """Scores ``(sentence, character, tag)`` of sentences that are sorted, the longest first, none empty."""
        model = self.model
        padded, lengths = rows(sentences)
        vectors = model.embed.vectors(padded, torch.tensor([model.embed.corpus]))
        scores: torch.Tensor = model.out(both_ways(self._lstm_weights, vectors, torch.from_numpy(lengths)))
        return scores

    def _entities(self, sentences: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, str]]:
        """The sentence's place, begin, end and label of each entity.

        Tag sequences that mean nothing were forbidden in training, so beginnings and ends come in pairs.
        """
        crf, names = self.model.crf, self.vocabs["tag"].idx_to_token
        weights = (part.detach().numpy() for part in (crf.start_transitions, crf.end_transitions, crf.transitions))
        lengths = np.array([len(sentence) for sentence in sentences])
        best = viterbi(self.emissions(sentences).numpy(), lengths, *weights)
        best[np.arange(best.shape[1]) >= lengths[:, None]] = names.index("O")
        begins, ends = (np.array([name[0] in which for name in names])[best] for which in ("BS", "ES"))
        for (row, begin), (_, last) in zip(np.argwhere(begins).tolist(), np.argwhere(ends).tolist(), strict=True):
            yield row, begin, last + 1, names[best[row, last]][2:]


def lstm_weights(lstm: nn.LSTM) -> list[list[torch.Tensor]]:
    """The weights of each direction of a bidirectional ``lstm``, in the numbers that this processor is fastest with.

    Where it multiplies 16-bit floats itself, as in training, the recogniser is 1.6 times as fast with them.
    """
    numbers = torch.bfloat16 if multiplies_bfloat16() else torch.float32
    return [[part.to(numbers) for part in way] for way in lstm.all_weights]


def multiplies_bfloat16() -> bool:
    """Whether this processor multiplies 16-bit floats itself; on another torch's fused LSTM may refuse them."""
    known = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    return bool(known.get("avx512_bf16"))


def both_ways(weights: list[list[torch.Tensor]], vectors: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """What a bidirectional LSTM makes of padded sentences, each read backwards from its own end.

    The same as packing the batch, but 1.4 times as fast: without packing torch has a fused kernel. So each direction
    runs by itself, the backward one over sentences turned around, and padding always comes last.
    """
    count, longest, _ = vectors.shape
    ahead, back = weights
    places = torch.arange(longest)[None]
    turned = torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
    turned = (turned + longest * torch.arange(count)[:, None]).reshape(-1)
    vectors = vectors.to(ahead[0].dtype)
    state = vectors.new_zeros(1, count, ahead[1].shape[1])
    reverse = vectors.reshape(count * longest, -1).index_select(0, turned).view_as(vectors)
    onward, _, _ = torch.lstm(vectors, (state, state), ahead, True, 1, 0.0, False, False, True)
    backward, _, _ = torch.lstm(reverse, (state, state), back, True, 1, 0.0, False, False, True)
    backward = backward.reshape(count * longest, -1).index_select(0, turned).view_as(onward)
    return torch.cat([onward, backward], -1).float()


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
    scores = np.empty((longest, count, tags), np.float32)  # of the best path that ends in each tag
    scores[0] = start + emissions[:, 0]
    steps = transitions[:, None, :]
    for i in range(1, longest):
        # With the tag that is left first, the maximum runs over whole rows: three times as fast as over short ones.
        (scores[i - 1].T[:, :, None] + steps).max(0, out=scores[i])
        scores[i] += emissions[:, i]
    best = np.zeros((count, longest), np.int64)
    to_each = np.ascontiguousarray(transitions.T)
    rows_ = np.arange(count)
    current = (scores[lengths - 1, rows_] + end).argmax(1)
    for i in range(longest - 1, -1, -1):
        running = lengths - 1 > i
        if i < longest - 1:
            current = np.where(running, (scores[i] + to_each[current]).argmax(1), current)
        best[:, i] = current
    return best
