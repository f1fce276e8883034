"""Persons, places and organisations by a HanLP model, as a spaCy component over one-character tokens.

:class:`Recognizer` is the recogniser by itself, text in, spans out; ``kg_ner`` is the component around it, which
writes ``doc.spans["ner"]``. HanLP and torch are loaded when the first recogniser is made, not before.

A text is cut at sentence ends, and long sentences at commas, because the model was trained on sentences and because a
10,000-character line would otherwise cost all its neighbours in the batch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg import resources
from kg.errors import ModelError

if TYPE_CHECKING:
    from spacy.vocab import Vocab

SPANS = "ner"  # the key in doc.spans
LABELS = {
    **dict.fromkeys(("PER", "PERSON", "NR", "nr"), "PER"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "NS", "ns"), "LOC"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "NT", "nt"), "ORG"),
}  # the tag sets of MSRA, OntoNotes and PKU, as HanLP's models write them
LONGEST_CLAUSE = 120  # characters; the training sentences have at most 100
BATCH = 128  # clauses; 64 and 256 are a few per cent slower
SENTENCE = re.compile(r"[^。！？；!?;\n\r]*(?:[。！？；!?;]+[”’」』）)]*|[\n\r]+|$)")
PAUSES = "，、,：:　 "

Found = tuple[int, int, str]
"""Begin and end in characters, half open, and PER, LOC or ORG."""


class Recognizer:
    """A HanLP model that finds persons, places and organisations in texts.

    ``path`` is the directory of a HanLP model (``None``: the one that is shipped); ``threads`` is how many torch may
    use in this process. Opens no connection. Raises :class:`~kg.errors.ModelError` where the directory holds no model.
    """

    def __init__(self, path: str | Path | None = None, threads: int = 1) -> None:
        self._model = load_model(resources.path("model") if path is None else Path(path))
        import torch

        torch.set_num_threads(threads)

    def spans(self, texts: Sequence[str]) -> list[list[Found]]:
        """The entities of each text in order, none overlapping; positions are characters of that text.

        A text's spans do not depend on the other texts.
        """
        cuts = [(i, begin, end) for i, text in enumerate(texts) for begin, end in clauses(text)]
        predicted = self._model.predict([list(texts[i][begin:end]) for i, begin, end in cuts], batch_size=BATCH)
        found: list[list[Found]] = [[] for _ in texts]
        for (i, offset, _), entities in zip(cuts, predicted, strict=True):
            for _, label, begin, end in sorted(entities, key=lambda entity: entity[2]):
                begin, end = _without_blanks(texts[i], offset + begin, offset + end)
                if label in LABELS and begin < end:
                    found[i].append((begin, end, LABELS[label]))
        return found


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


def load_model(directory: Path) -> Any:
    """The HanLP component of a model directory, ready to predict on the processor.

    Built from the class that ``config.json`` names, not by ``hanlp.load``: that asks a package index when loading
    fails. Raises :class:`~kg.errors.ModelError`.
    """
    classpath = _classpath(directory)
    module, _, name = classpath.rpartition(".")
    try:
        component = getattr(import_module(module), name)()
        component.load(str(directory), devices=-1, verbose=False)
    except Exception as error:  # HanLP and torch raise whatever comes: the user needs one line all the same
        todo = "give another model directory, or none for the shipped model"
        raise ModelError(f"cannot load {classpath}: {error}", str(directory), todo) from error
    return component


def _classpath(directory: Path) -> str:
    needed = ("config.json", "vocabs.json", "model.pt")
    todo = f"give a directory that holds a HanLP model ({', '.join(needed)}), or none for the shipped model"
    if not directory.is_dir():
        raise ModelError("no such model directory", str(directory), todo)
    missing = [name for name in needed if not (directory / name).is_file()]
    if missing:
        raise ModelError(f"not a HanLP model: {', '.join(missing)} missing", str(directory), todo)
    try:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"config.json is no JSON: {error}", str(directory), todo) from None
    classpath = config.get("classpath", "") if isinstance(config, dict) else ""
    if not isinstance(classpath, str) or "." not in classpath:
        raise ModelError("config.json names no class ('classpath')", str(directory), todo)
    return classpath


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
