"""Any recogniser of HanLP will do: by its directory or its name, whatever it reads, and never by way of the network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import tiny_hanlp_models as tiny
import torch
from cut_network import CUT
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import ModelError
from kg.extraction import hanlp_models
from kg.extraction.ner import LABELS, Recognizer

ROOT = Path(__file__).resolve().parents[2]
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
KINDS = ["rnn", "rnn with a CRF", "transformer", "biaffine", "tasks", "tasks of characters"]


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
        "tasks": tiny.many_tasks(folders["tasks"], str(bert), {"ner/pku": tiny.PKU, "ner/msra": tiny.MSRA}),
        "tasks of characters": tiny.many_tasks(
            folders["tasks of characters"], str(bert), {"ner": tiny.PKU}, cuts=False
        ),
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
    assert "finds no names" in error.what
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


def test_a_file_that_a_config_names_by_its_address_is_named_with_where_to_put_it(models, tmp_path):
    address = f"{ADDRESS}nothing/char_table.json.zip"
    table = {"classpath": "hanlp.common.transform.NormalizeCharacter", "src": "token", "mapper": address}
    error = refused(changed(models["tasks"], tmp_path, transform=table))
    assert error.where == address
    assert error.todo.startswith("download it and put it at ") and error.todo.endswith("char_table.json.zip")


def test_a_model_of_tasks_none_of_which_finds_names_is_refused(tmp_path, bert):
    assert "finds no names" in refused(tiny.many_tasks(tmp_path, str(bert), {})).what


def test_of_several_tasks_the_one_nearest_to_our_labels_is_asked(models):
    model = hanlp_models.load(models["tasks"])
    assert {label for _, _, label in model.entities(["市长李卫东到湖南调研。"])[0]} == {"NR", "NS"}  # MSRA's, not PKU's


def test_a_name_with_blanks_inside_is_found_with_them(recognizers):
    text = "市 长李 卫　东到湖\t南调研。"
    found = [(text[begin:end], label) for begin, end, label in recognizers["tasks"].spans([text])[0]]
    assert found == [("李 卫　东", "PER"), ("湖\t南", "LOC")]


# %r is what each model is asked, with what it must answer.
ASK = """
from kg.errors import ModelError
from kg.extraction.ner import Recognizer
for name in sys.argv[1:]:
    try:
        print([text for text in %r if Recognizer(name).spans([text]) == [%r[text]]])
    except ModelError as error:
        print(error)
print("asked for:", asked)
"""


def without_network(home: Path, *names: str) -> list[str]:
    """A line for each name: the sentences that its model knows, or the error. Nothing has asked for the network."""
    known = {text: list(spans) for text, spans in tiny.SENTENCES.items()}
    environment = {**os.environ, "HANLP_HOME": str(home / "hanlp"), "HF_HOME": str(home / "hub"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", CUT + ASK % (list(known), known), *names],
        cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = done.stdout.splitlines()
    assert last == "asked for: []"
    assert len(lines) == len(names)
    return lines


def test_names_are_found_in_the_caches_of_hanlp_and_hugging_face(models, bert, tmp_path):
    hanlp, hub = tmp_path / "hanlp", tmp_path / "hub" / "hub" / "models--bert-base-chinese"
    encoder = {"transformer": "hfl/chinese-electra-180g-small-discriminator"}
    shutil.copytree(bert, hanlp / "transformers" / "electra_zh_small_20210706_125427")
    unpacked = hanlp / "ner" / "msra_ner_electra_small_20220215_205503"
    changed(models["transformer"], tmp_path, **encoder).rename(made(unpacked))
    tasks = hanlp / "mtl" / "close_tok_pos_ner_srl_dep_sdp_con_electra_small_20210111_124159"
    shutil.make_archive(str(made(tasks)), "zip", models["tasks"].parent, models["tasks"].name)
    changed(models["biaffine"], tmp_path).rename(made(hanlp / "ner" / "ner_bert_base_msra_20211227_114712"))
    config = hanlp / "ner" / "ner_bert_base_msra_20211227_114712" / "config.json"
    config.write_text(config.read_text("utf-8").replace(json.dumps(str(bert)), '"bert-base-chinese"'), "utf-8")
    shutil.copytree(bert, hub / "snapshots" / "abc")
    made(hub / "refs" / "main").write_text("abc", encoding="utf-8")
    names = "msra_ner_electra_small_zh", "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH", "MSRA_NER_BERT_BASE_ZH"
    assert without_network(tmp_path, *names) == [str(list(tiny.SENTENCES))] * 3
    assert tasks.is_dir() and not tasks.with_suffix(".zip").exists()


def made(path: Path) -> Path:
    """The path, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_what_is_not_there_is_named_with_what_to_do(models, tmp_path):
    unpacked = tmp_path / "hanlp" / "ner" / "msra_ner_albert_base_20211228_173323"
    encoder = "hfl/chinese-electra-180g-small-discriminator"
    changed(models["transformer"], tmp_path, transformer=encoder).rename(made(unpacked))
    broken = made(tmp_path / "hanlp" / "ner" / "ner_bert_base_msra_20211227_114712.zip")
    broken.write_bytes(b"not an archive")
    names = "MSRA_NER_ELECTRA_SMALL_ZH", "MSRA_NER_ALBERT_BASE_ZH", "msra_ner_electra_smal", "MSRA_NER_BERT_BASE_ZH"
    absent, blind, misspelt, damaged = without_network(tmp_path, *names)
    archive = "msra_ner_electra_small_20220215_205503.zip"
    assert absent.startswith("MSRA_NER_ELECTRA_SMALL_ZH: not in HanLP's cache - ")
    assert absent.endswith(f"download {ADDRESS}ner/{archive} and put it at {tmp_path / 'hanlp' / 'ner' / archive}")
    assert encoder in blind and "put it at" in blind
    assert f"{ADDRESS}transformers/electra_zh_small_20210706_125427.zip" in blind
    assert "did you mean MSRA_NER_ELECTRA_SMALL_ZH" in misspelt
    assert "cannot unpack" in damaged and f"put {ADDRESS}ner/{broken.name} at {broken} again" in damaged


def test_a_graph_is_built_with_another_model(models, tmp_path, kg):
    article = tmp_path / "article.txt"
    article.write_text("市长李卫东到湖南调研\n\n市长李卫东到湖南调研。\n", encoding="utf-8")
    done = kg("build", article, "-o", tmp_path / "graph", "--ner", models["rnn"])
    assert done.returncode == 0, done.stderr
    shown = kg("show", "李卫东", "-o", tmp_path / "graph")
    assert "湖南" in shown.stdout, shown.stderr


def test_a_misspelt_model_is_one_line_of_the_command_line(tmp_path, kg):
    done = kg("build", "--samples", "-o", tmp_path / "graph", "--ner", "MSRA_NER_ELECTRA_SMAL_ZH", COLUMNS="400")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "did you mean MSRA_NER_ELECTRA_SMALL_ZH" in done.stderr
