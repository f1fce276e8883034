"""One face for HanLP's recognisers: sentences in, entities out, at characters of the sentence.

HanLP's models differ in what they read (characters, words, whole sentences) and in how they answer; :func:`face` puts
each behind :class:`Model`. Labels are left as the model writes them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

Found = tuple[int, int, str]
"""Begin and end in characters, half open, and the model's label."""

OUR_BATCH = 64  # sentences; 32 and 128 are a tenth slower, more are slower still: the caches are small
BATCH = 128  # sentences for HanLP's own RNN
TRANSFORMER_BATCH = 32  # what HanLP itself takes, for models a hundred times larger than ours
WORD = re.compile(r"[A-Za-z0-9]+|\S")
NER_TASKS = ("ner/msra", "ner/ontonotes", "ner/pku")  # the best for Chinese news first
SURROGATE = re.compile("[\ud800-\udfff]")


class Model(Protocol):
    """What all models have in common."""

    @property
    def component(self) -> Any:
        """HanLP's own object."""

    def entities(self, sentences: Sequence[str]) -> list[list[Found]]:
        """The entities of each sentence, in no order; empty and blank sentences have none."""


def face(component: Any) -> Model | None:
    """The face of a loaded HanLP component; ``None`` for one that finds no names, or does not say where they stand."""
    for kind in type(component).__mro__:
        if kind.__name__ in FACES:
            return FACES[kind.__name__](component)
    return None


@dataclass(frozen=True)
class Characters:
    """Our own recogniser (:class:`kg.extraction.hanlp_ner.CharacterNER`), which reads any characters as they are."""

    component: Any

    def entities(self, sentences: Sequence[str]) -> list[list[Found]]:
        """See :class:`Model`."""
        predicted = self.component.predict_data(sentences, OUR_BATCH)
        return [[(begin, end, label) for _, label, begin, end in found] for found in predicted]


@dataclass(frozen=True)
class Tokens:
    """A model that reads lists of tokens: ``cut`` finds them in a sentence as pairs of begin and end, ``read`` runs it.

    ``read`` gives ``(label, begin, end)`` in tokens for each list, none of which is empty.
    """

    component: Any
    cut: Callable[[str], list[tuple[int, int]]]
    read: Callable[[list[list[str]]], list[list[tuple[str, int, int]]]]

    def entities(self, sentences: Sequence[str]) -> list[list[Found]]:
        """See :class:`Model`."""
        cuts = [self.cut(sentence) for sentence in sentences]
        # Sentences of one length together: HanLP does not sort them, and pads all to the longest of a batch.
        order = sorted((i for i, cut in enumerate(cuts) if cut), key=lambda i: len(cuts[i]))
        found: list[list[Found]] = [[] for _ in sentences]
        if not order:
            return found
        with _reading():
            predicted = self.read([[storable(sentences[i][begin:end]) for begin, end in cuts[i]] for i in order])
        for i, entities in zip(order, predicted, strict=True):
            found[i] = [(cuts[i][begin][0], cuts[i][end - 1][1], label) for label, begin, end in entities]
        return found


def rnn(component: Any) -> Tokens:
    """HanLP's own ``RNNNamedEntityRecognizer``."""
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
    from hanlp.metrics.chunking.sequence_labeling import get_entities

    if component.model.crf is not None:
        # HanLP 2.1.5 lets it run over the sentences of a batch instead of along each, and gives nonsense.
        component.model.crf.batch_first = True

    def read(tokens: list[list[str]]) -> list[list[tuple[str, int, int]]]:
        # The tags rather than HanLP's entities: its reading of them raises where they are not well formed.
        tagged = super(RNNNamedEntityRecognizer, component).predict_data(tokens, BATCH)
        return [get_entities([_iobes(tag) for tag in tags]) for tags in tagged]

    return Tokens(component, by_character, read)


def _iobes(tag: str) -> str:
    """The tag, of scheme BIO, IOBES or BIOUL, as one of the first two."""
    return {"U": "S", "L": "E"}.get(tag[:1], tag[:1]) + tag[1:]


def transformer(component: Any) -> Tokens:
    """HanLP's ``TransformerNamedEntityRecognizer`` and ``BiaffineNamedEntityRecognizer``."""
    reads_words = component.config.get("delimiter_in_entity") == " "

    def read(tokens: list[list[str]]) -> list[list[tuple[str, int, int]]]:
        predicted = component.predict(tokens, batch_size=TRANSFORMER_BATCH)
        return [[entity[1:] for entity in entities] for entities in predicted]

    return Tokens(component, by_word if reads_words else by_character, read)


@contextmanager
def _reading() -> Iterator[None]:
    """HanLP forgets to say that nothing is learnt now, and uses what torch warns of: no concern of who reads news."""
    import torch

    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def by_character(sentence: str) -> list[tuple[int, int]]:
    """Every character a token, blanks too: what models of Chinese are trained on. A blank sentence has none."""
    return [(i, i + 1) for i in range(len(sentence))] if sentence.strip() else []


def by_word(sentence: str) -> list[tuple[int, int]]:
    """Latin words and single characters, for models that were trained on words."""
    return [word.span() for word in WORD.finditer(sentence)]


def storable(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which the tokenizers of transformers refuse."""
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


@dataclass(frozen=True)
class Tasks:
    """HanLP's ``MultiTaskLearning``: cuts a sentence into words, if ``cuts`` (a task) says so, and names some of them.

    ``groups`` are the tasks to run, in order; ``names`` is the last of them.
    """

    component: Any
    groups: list[list[str]]
    cuts: str | None
    names: str

    def entities(self, sentences: Sequence[str]) -> list[list[Found]]:
        """See :class:`Model`."""
        filled = [i for i, sentence in enumerate(sentences) if sentence.strip()]
        found: list[list[Found]] = [[] for _ in sentences]
        if not filled:
            return found
        texts = [storable(sentences[i]) for i in filled]
        with _reading():
            document = self.component.predict(
                texts if self.cuts else list(map(list, texts)), resolved_tasks=self.groups
            )
        for position, i in enumerate(filled):
            words = document[self.cuts][position] if self.cuts else by_character(sentences[i])
            for _, label, begin, end in document[self.names][position]:
                found[i].append((words[begin][-2], words[end - 1][-1], label))
        return found


def tasks(component: Any) -> Tasks | None:
    """The best NER task of a ``MultiTaskLearning``, with the task before it that cuts words, if there is one."""
    known = sorted((name for name in component.tasks if name.split("/")[0] == "ner"), key=_preference)
    if not known:
        return None
    groups = component.resolve_tasks(known[0], None)
    cuts = groups[0][0] if groups[0][0] != known[0] else None
    if cuts is not None:
        task = component.tasks[cuts]
        if "TransformerTaggingTokenizer" not in [kind.__name__ for kind in type(task).__mro__]:
            return None
        # Words as [word, begin, end]: the words alone cannot always be found again, as "iPhone X" comes out "iPhoneX".
        task.config.output_spans = True
    return Tasks(component, groups, cuts, known[0])


def _preference(task: str) -> int:
    return NER_TASKS.index(task) if task in NER_TASKS else len(NER_TASKS)


#: By the name of the class, so that the classes themselves, and torch with them, are loaded only when asked for.
FACES: dict[str, Callable[[Any], Model | None]] = {
    "CharacterNER": Characters,
    "RNNNamedEntityRecognizer": rnn,
    "TransformerNamedEntityRecognizer": transformer,
    "BiaffineNamedEntityRecognizer": transformer,
    "MultiTaskLearning": tasks,
}
