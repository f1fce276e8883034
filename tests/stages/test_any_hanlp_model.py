"""Any recogniser of HanLP will do: by its directory or its name, whatever it reads, and never by way of the network."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import tiny_hanlp_models as tiny
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import ModelError
from kg.extraction import hanlp_models
from kg.extraction.ner import LABELS, Recognizer

ADDRESS = "https://file.hankcs.com/hanlp/"
STRANGE = [
    "",
    " ",
    "\n\u3000\t",
    "\x00\x07",
    "\u200b",
    "\ufffd",
    "\ud800",
    "𠮷" * 3,
    "张" * 400,
    "iPhone X 李卫东 e\u0301 \u1112\u1161\u11ab ㎞①ﬁǅİ",
]
BEFORE = ["", "😀👨‍👩‍👧‍👦", "  ", "\x00\x07\x1b", "\ud83d", "ＡＢ１２　", "ﬁ①㎞ǅ", "e\u0301", "Ann Lee said "]
KINDS = ["rnn", "rnn with a CRF", "transformer", "biaffine"]


@pytest.fixture(scope="module")
def bert(tmp_path_factory) -> Path:
    return tiny.bert(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def models(tmp_path_factory, bert) -> dict[str, Path]:
    """A directory of each kind, each with the labels of another corpus."""
    folders = {kind: tmp_path_factory.mktemp("model") for kind in KINDS}
    return {
        "rnn": tiny.rnn(folders["rnn"], labels=tiny.MSRA),
        "rnn with a CRF": tiny.rnn(folders["rnn with a CRF"], crf=True, middle_and_end="IE"),
        "transformer": tiny.transformer(folders["transformer"], str(bert), tiny.ONTONOTES),
        "biaffine": tiny.biaffine(folders["biaffine"], str(bert), tiny.PKU),
    }


@pytest.fixture(scope="module")
def recognizers(models) -> dict[str, Recognizer]:
    return {kind: Recognizer(directory) for kind, directory in models.items()}


def changed(model: Path, folder: Path, **changes) -> Path:
    """A copy of a model directory with other values in its config."""
    copy = Path(shutil.copytree(model, folder / "changed"))
    config = json.loads((copy / "config.json").read_text("utf-8"))
    (copy / "config.json").write_text(json.dumps({**config, **changes}), encoding="utf-8")
    return copy


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_of_any_kind_finds_what_it_has_learnt_under_our_labels(recognizers, kind):
    found = recognizers[kind].spans(list(tiny.SENTENCES))
    assert dict(zip(tiny.SENTENCES, map(tuple, found), strict=True)) == tiny.SENTENCES


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before", BEFORE, ids=range(len(BEFORE)))
def test_a_name_is_found_where_it_stands_whatever_stands_before_it(recognizers, kind, before):
    # A sentence end keeps what stands before out of the model's sight, so that the model knows the sentence.
    texts = [f"{before}。{sentence}" for sentence in tiny.SENTENCES]
    for spans, learnt in zip(recognizers[kind].spans(texts), tiny.SENTENCES.values(), strict=True):
        begin = len(before) + 1
        assert [(b - begin, e - begin, label) for b, e, label in spans if b >= begin] == list(learnt)


def assert_sound(text: str, spans: list[tuple[int, int, str]]) -> None:
    assert all(0 <= begin < end <= len(text) for begin, end, _ in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert {label for _, _, label in spans} <= set(LABELS.values())
    assert all(text[begin:end] == text[begin:end].strip() for begin, end, _ in spans)


@pytest.mark.parametrize("kind", KINDS)
def test_strange_and_empty_texts_are_read(recognizers, kind):
    for text, spans in zip(STRANGE, recognizers[kind].spans(STRANGE), strict=True):
        assert_sound(text, spans)
    assert recognizers[kind].spans(["", " "]) == [[], []]
    assert recognizers[kind].spans([]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_keep_their_order_and_blanks_their_place(models, kind):
    model = hanlp_models.load(models[kind])
    sentences = ["湖南下雨了。", "", "  ", "市长李卫东到湖南调研。", "\u3000", "张"]
    found = model.entities(sentences)
    assert [bool(entities) for entities in found[:5]] == [True, False, False, True, False]
    assert sorted((b, e) for b, e, _ in found[3]) == [(2, 5), (6, 8)]
    assert model.entities(["", " "]) == [[], []]


def test_a_model_of_words_reads_words(models, tmp_path):
    recognizer = Recognizer(changed(models["transformer"], tmp_path, delimiter_in_entity=" "))
    text = "市长 李卫东 到湖　南调研。"
    assert [(text[b:e], label) for b, e, label in recognizer.spans([text])[0]] == [("李卫东", "PER"), ("湖　南", "LOC")]


@given(st.lists(st.text(st.sampled_from("李卫东市长湖南到 \n。Aａ1😀\x00\ud800ﬁ\u0301"), max_size=30), max_size=3))
@example(["", "李卫东", " "])
@pytest.mark.parametrize("kind", KINDS)
def test_any_text_gives_sound_spans(recognizers, kind, texts):
    for text, spans in zip(texts, recognizers[kind].spans(texts), strict=True):
        assert_sound(text, spans)


def test_of_nested_entities_the_outer_one_stays_and_strange_labels_go(recognizers, monkeypatch):
    nested = [(0, 2, "GPE"), (0, 5, "ORG"), (3, 5, "PERSON"), (6, 8, "DATE"), (8, 9, "NORP"), (9, 11, "FAC")]
    recognizer = Recognizer.__new__(Recognizer)
    monkeypatch.setattr(recognizer, "_entities", lambda sentences: [nested for _ in sentences], raising=False)
    assert recognizer.spans(["湖南省科技厅，三月甲天安门"]) == [[(0, 5, "ORG"), (9, 11, "LOC")]]


def test_threads_stay_pinned(recognizers):
    assert torch.get_num_threads() == 1


def refused(model: str | Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        Recognizer(model)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_model_that_finds_no_names_is_refused(models, tmp_path):
    tagger = changed(models["rnn"], tmp_path, classpath="hanlp.components.taggers.rnn_tagger.RNNTagger")
    error = refused(tagger)
    assert "no recogniser of names" in error.what
    assert error.where == str(tagger)


def test_weights_of_another_model_are_not_taken_for_random_ones(models, tmp_path):
    model = changed(models["transformer"], tmp_path)
    (model / "model.pt").write_bytes((models["rnn"] / "model.pt").read_bytes())
    error = refused(model)
    assert "does not fit" in error.what and "classifier" in error.what


def test_an_encoder_whose_directory_is_gone_is_named(models, tmp_path):
    error = refused(changed(models["transformer"], tmp_path, transformer=str(tmp_path / "gone")))
    assert str(tmp_path / "gone") in error.what
    assert "'transformer' in config.json" in error.todo


def test_an_encoder_that_hugging_face_would_download_is_named(models, tmp_path):
    error = refused(changed(models["transformer"], tmp_path, transformer="nobody/no-bert"))
    assert "nobody/no-bert" in error.what
    assert "hf download nobody/no-bert" in error.todo


def test_an_encoder_that_hanlp_would_download_is_named_with_where_to_put_it(models, tmp_path):
    encoder = "hfl/chinese-electra-180g-small-discriminator"
    error = refused(changed(models["transformer"], tmp_path, transformer=encoder))
    assert encoder in error.where
    assert f"{ADDRESS}transformers/electra_zh_small" in error.todo
    assert "put it at" in error.todo
