"""Tiny models of every kind of HanLP's recognisers, trained by HanLP's own classes on four sentences, in a second each.

Each knows exactly these sentences: what it finds in others means nothing, but where it finds it must be right.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

Spans = tuple[tuple[int, int, str], ...]
SENTENCES: dict[str, Spans] = {
    "市长李卫东到湖南调研。": ((2, 5, "PER"), (6, 8, "LOC")),
    "张敏在省科技厅说。": ((0, 2, "PER"), (3, 7, "ORG")),
    "湖南下雨了。": ((0, 2, "LOC"),),
    "省科技厅发文": ((0, 4, "ORG"),),
}
WORDS = ("市长 李卫东 到 湖南 调研 。", "张敏 在 省 科技厅 说 。", "湖南 下雨 了 。", "省 科技厅 发文")
MSRA = {"PER": "NR", "LOC": "NS", "ORG": "NT"}
ONTONOTES = {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG"}
PKU = {"PER": "nr", "LOC": "ns", "ORG": "nt"}
SAME = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
SILENT = logging.getLogger("silent")
SILENT.setLevel(logging.CRITICAL)


def tags(spans: Iterable[tuple[int, int, str]], length: int, middle_and_end: str = "ME") -> list[str]:
    """Tags B, M, E, S and O; ``middle_and_end`` gives the second and third another letter."""
    found = ["O"] * length
    middle, last = middle_and_end
    for begin, end, label in spans:
        letters = ["B", *[middle] * (end - begin - 2), last] if end - begin > 1 else ["B" if last == "I" else "S"]
        found[begin:end] = [f"{letter}-{label}" for letter in letters]
    return found


def tsv(file: Path, labels: dict[str, str], middle_and_end: str = "ME") -> str:
    """The sentences as HanLP reads them, a character a line."""
    lines = []
    for text, spans in SENTENCES.items():
        named = [(begin, end, labels[label]) for begin, end, label in spans]
        marks = tags(named, len(text), middle_and_end)
        lines += [f"{character}\t{mark}\n" for character, mark in zip(text, marks, strict=True)] + ["\n"]
    file.write_text("".join(lines), encoding="utf-8")
    return str(file)


def rnn(folder: Path, *, crf: bool = False, labels: dict[str, str] = SAME, middle_and_end: str = "II") -> Path:
    """A stock ``RNNNamedEntityRecognizer``; one with a CRF learns along the sentence, as it should."""
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    model = folder / "rnn"
    model.mkdir()
    data = tsv(folder / "rnn.tsv", labels, middle_and_end)
    component = RNNNamedEntityRecognizer()
    if crf:
        component.build_model = along_the_sentence(component.build_model)
    component.fit(data, data, str(model), batch_size=4, epochs=40, embed=16, rnn_hidden=16, drop=0.0, lr=0.05, crf=crf,
                  tagging_scheme={"IE": "IOBES", "II": "BIO"}[middle_and_end], patience=40, anneal_patience=40,
                  devices=-1, logger=SILENT, seed=1)  # fmt: skip
    return model


def along_the_sentence(build: Any) -> Any:
    def built(**config: Any) -> torch.nn.Module:
        model = build(**config)
        model.crf.batch_first = True
        return model

    return built


def bert(folder: Path, name: str = "bert") -> Path:
    """A transformer of one layer with random weights and a vocabulary of the sentences' characters."""
    from transformers import BertConfig, BertModel

    directory = folder / name
    directory.mkdir(parents=True)
    characters = sorted({character for text in SENTENCES for character in text})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *"abc123", *(f"##{c}" for c in "abc")]
    (directory / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    kind = {"tokenizer_class": "BertTokenizer", "do_lower_case": True}
    (directory / "tokenizer_config.json").write_text(json.dumps(kind), encoding="utf-8")
    torch.manual_seed(1)
    sizes = BertConfig(vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
                       intermediate_size=32, max_position_embeddings=512)  # fmt: skip
    BertModel(sizes).save_pretrained(directory)
    return directory


@contextmanager
def adam() -> Iterator[None]:
    """Transformers 5 has no ``AdamW`` any more, with which HanLP 2.1.5 trains: torch's stands in for it."""
    from transformers import optimization

    def stand_in(*arguments: Any, no_deprecation_warning: bool = True, **options: Any) -> torch.optim.Optimizer:
        return torch.optim.AdamW(*arguments, **options)

    optimization.AdamW = stand_in
    try:
        yield
    finally:
        del optimization.AdamW


def transformer(folder: Path, encoder: str, labels: dict[str, str] = SAME) -> Path:
    """A ``TransformerNamedEntityRecognizer``."""
    from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer

    model = folder / "transformer"
    model.mkdir()
    data = tsv(folder / "transformer.tsv", labels)
    with adam():
        TransformerNamedEntityRecognizer().fit(
            data, data, str(model), transformer=encoder, batch_size=4, epochs=40, patience=40, lr=0.02,
            transformer_lr=0.02, word_dropout=0.0, devices=-1, logger=SILENT, seed=1,
        )  # fmt: skip
    return model


def biaffine(folder: Path, encoder: str, labels: dict[str, str] = SAME) -> Path:
    """A ``BiaffineNamedEntityRecognizer``."""
    from hanlp.components.ner.biaffine_ner.biaffine_ner import BiaffineNamedEntityRecognizer
    from hanlp.components.parsers.biaffine.variationalbilstm import VariationalLSTMEncoder
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding

    model = folder / "biaffine"
    model.mkdir()
    documents = [
        {"sentences": [list(text)], "ner": [[(begin, end - 1, labels[label]) for begin, end, label in spans]]}
        for text, spans in SENTENCES.items()
    ]
    data = folder / "biaffine.jsonl"
    data.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    with adam():
        BiaffineNamedEntityRecognizer().fit(
            str(data), str(data), str(model), batch_size=4, epochs=60, lr=0.02, transformer_lr=0.02,
            embed=ContextualWordEmbedding("token", encoder, max_sequence_length=512),
            context_layer=VariationalLSTMEncoder(16, 16, bidirectional=True),
            lexical_dropout=0.0, ffnn_size=16, devices=-1, logger=SILENT, seed=1,
        )  # fmt: skip
    return model


def many_tasks(folder: Path, encoder: str, tasks: dict[str, dict[str, str]], *, cuts: bool = True) -> Path:
    """A ``MultiTaskLearning``; ``tasks`` gives the labels of each NER task.

    It ``cuts`` words, in letters without their accents, before it names them, or reads characters.
    """
    from hanlp.common.dataset import SortingSamplerBuilder
    from hanlp.common.transform import NormalizeCharacter
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding

    model = folder / "many"
    known: dict[str, Any] = {}
    if cuts:
        words = folder / "words.txt"
        words.write_text("\n".join(WORDS) + "\n", encoding="utf-8")
        known["tok/fine"] = TaggingTokenization(*[str(words)] * 3, SortingSamplerBuilder(batch_size=4), lr=0.02)
    for name, labels in tasks.items():
        data = (in_words if cuts else tsv)(folder / f"{name.replace('/', '-')}.tsv", labels)
        builder = SortingSamplerBuilder(batch_size=4)
        depends = "tok" if cuts else None
        known[name] = TaggingNamedEntityRecognition(*[data] * 3, builder, dependencies=depends, lr=0.02)
    for name in known:
        (model / name).parent.mkdir(parents=True, exist_ok=True)
    with adam():
        MultiTaskLearning().fit(
            ContextualWordEmbedding("token", encoder, average_subwords=True, max_sequence_length=512), known,
            str(model), epochs=60, lr=0.02, encoder_lr=0.02, eval_trn=False, devices=-1, logger=SILENT, seed=1,
            transform=NormalizeCharacter(src="token", mapper={"é": "e", "Ａ": "A"}),
        )  # fmt: skip
    return model


def in_words(file: Path, labels: dict[str, str]) -> str:
    """The sentences as HanLP reads them, a word a line."""
    lines = []
    for words, (text, spans) in zip(map(str.split, WORDS), SENTENCES.items(), strict=True):
        begins = [sum(map(len, words[:i])) for i in range(len(words) + 1)]
        assert "".join(words) == text
        named = [(begins.index(begin), begins.index(end), labels[label]) for begin, end, label in spans]
        lines += [f"{word}\t{mark}\n" for word, mark in zip(words, tags(named, len(words)), strict=True)] + ["\n"]
    file.write_text("".join(lines), encoding="utf-8")
    return str(file)
