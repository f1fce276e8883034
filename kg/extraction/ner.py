"""Persons, places and organisations by a HanLP model, as a spaCy component over one-character tokens.

:class:`Recognizer` is the recogniser by itself, text in, spans out; ``kg_ner`` is the component around it, which
writes ``doc.spans["ner"]``. HanLP and torch are loaded when the first recogniser is made, not before.

A text is cut at sentence ends, and long sentences at commas, because the model was trained on sentences and because a
10,000-character line would otherwise cost all its neighbours in the batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg import resources
from kg.errors import ModelError
from kg.extraction import hanlp_models

if TYPE_CHECKING:
    from spacy.vocab import Vocab

SPANS = "ner"  # the key in doc.spans
LABELS = {
    **dict.fromkeys(("PER", "PERSON", "NR", "nr"), "PER"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "FAC", "NS", "ns"), "LOC"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "NT", "nt"), "ORG"),
}  # the tag sets of MSRA, OntoNotes and PKU, as HanLP's models write them; dates, numbers and nationalities are none
LONGEST_CLAUSE = 120  # characters; the training sentences have at most 100
SENTENCE = re.compile(r"[^。！？；!?;\n\r]*(?:[。！？；!?;]+[”’」』）)]*|[\n\r]+|$)")
PAUSES = "，、,：:　 "

Found = tuple[int, int, str]
"""Begin and end in characters, half open, and PER, LOC or ORG."""


class Recognizer:
    """A HanLP model that finds persons, places and organisations in texts.

    ``path`` is the directory of any HanLP recogniser, or the name of one that HanLP's cache holds (see
    :mod:`kg.extraction.hanlp_models`; ``None``: the one that is shipped); ``threads`` is how many torch may use in this
    process; ``convention`` is the training corpus whose way of marking is asked for, where the model knows
    several (``None``: the first). Opens no connection. Raises :class:`~kg.errors.ModelError` where the directory holds
    no model, or knows no such convention.
    """

    def __init__(self, path: str | Path | None = None, threads: int = 1, convention: str | None = None) -> None:
        model = hanlp_models.load(resources.path("model") if path is None else path)
        self._model, self._entities = model.component, model.entities
        if convention is not None:
            self._choose(convention, str(path or "the shipped model"))
        import torch

        torch.set_num_threads(threads)

    def _choose(self, convention: str, where: str) -> None:
        known = getattr(self._model, "conventions", ())
        if convention not in known:
            told = f"it knows {', '.join(known)}" if known else "it knows one convention only"
            raise ModelError(
                f"no convention {convention!r}; {told}", where, "leave the convention out, or give another"
            )
        self._model.answer_as(convention)

    def spans(self, texts: Sequence[str]) -> list[list[Found]]:
        """The entities of each text in order, none overlapping; positions are characters of that text.

        A text's spans do not depend on the other texts.
        """
        cuts = [(i, begin, end) for i, text in enumerate(texts) for begin, end in clauses(text)]
        read = self._entities([texts[i][begin:end] for i, begin, end in cuts])
        found: list[list[Found]] = [[] for _ in texts]
        for (i, offset, _), entities in zip(cuts, read, strict=True):
            found[i].extend(_ours(texts[i], offset, entities))
        return found


def _ours(text: str, offset: int, entities: Iterable[Found]) -> Iterator[Found]:
    """The entities of a clause that begins at ``offset`` in the text and in our labels; of nested ones the outer."""
    free = offset
    for begin, end, label in sorted(entities, key=lambda entity: (entity[0], -entity[1])):
        begin, end = _without_blanks(text, offset + begin, offset + end)
        if label in LABELS and free <= begin < end:
            yield begin, end, LABELS[label]
            free = end


def clauses(text: str, longest: int = LONGEST_CLAUSE) -> Iterator[tuple[int, int]]:
    """Begin and end of the pieces of a text that are read alone: sentences, cut at pauses where over ``longest``.

    Blank ends are outside; a piece without a pause is cut at ``longest`` characters.
    """
    for sentence in SENTENCE.finditer(text):
        begin, stop = sentence.span()
        while begin < stop:
            end = stop if stop - begin <= longest else _pause(text, begin, begin + longest)
            first, last = _without_blanks(text, begin, end)
            if first < last:
                yield first, last
            begin = end


def _without_blanks(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    return begin, end


def _pause(text: str, begin: int, end: int) -> int:
    """The end of the last pause in ``text[begin:end]``, or ``end`` where its second half has none."""
    last = max(text.rfind(pause, begin + (end - begin) // 2, end) for pause in PAUSES)
    return last + 1 if last >= 0 else end


def make_doc(vocab: Vocab, text: str) -> Doc:
    """A Doc with one token for each character of the text, white space too, so that tokens are characters.

    Lone surrogates, which spaCy cannot store, become U+FFFD.
    """
    words = ["\N{REPLACEMENT CHARACTER}" if "\ud800" <= character <= "\udfff" else character for character in text]
    return Doc(vocab, words=words, spaces=[False] * len(words))


@Language.factory("kg_ner", assigns=["doc.spans"], default_config={"model": None, "threads": 1})
class NerComponent:
    """Writes the spans that a :class:`Recognizer` finds to ``doc.spans["ner"]``, labelled PER, LOC or ORG.

    ``model`` and ``threads`` are those of the recogniser. Reads documents of one-character tokens (:func:`make_doc`).
    """

    def __init__(self, nlp: Language, name: str, model: str | None, threads: int) -> None:
        self.name = name
        self._recognizer = Recognizer(model, threads)

    def __call__(self, doc: Doc) -> Doc:
        """The document with its spans."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """The documents in order with their spans; ``batch_size`` of them are read at once, with the same result."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            for doc, spans in zip(docs, self.predict(docs), strict=True):
                self.annotate(doc, spans)
                yield doc

    def predict(self, docs: Sequence[Doc]) -> list[list[Found]]:
        """The spans of each document."""
        return self._recognizer.spans([doc.text for doc in docs])

    def annotate(self, doc: Doc, spans: Iterable[Found]) -> None:
        """Write spans to the document."""
        doc.spans[SPANS] = [Span(doc, begin, end, label=label) for begin, end, label in spans]
