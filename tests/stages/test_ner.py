"""The recogniser and its component: right offsets whatever comes, the same answer in any company, clear errors."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from kg import resources
from kg.errors import ModelError
from kg.extraction.ner import LABELS, LONGEST_CLAUSE, Recognizer, clauses, make_doc

STRANGE = [
    "",
    " ",
    "\n\n",
    "😀👨‍👩‍👧‍👦市长李卫东😀",
    "\x00\x07市长李卫东\x1b[0m",
    "\ud83d市长李卫东\udc00",
    "ＡＢＣ１２３　市长李卫东",
    "ﬁ①㎞市长李卫东ǅ",
    "·" * 300,
    "市" * 10_000,
    "李卫东、" * 2_500,
]
NEWS = "昨天，衡阳市副市长李卫东率市科技局局长张敏一行赴长沙高新区考察。（记者 王建国）"


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


def assert_sound(text: str, spans: list[tuple[int, int, str]]) -> None:
    assert all(0 <= begin < end <= len(text) for begin, end, _ in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert {label for _, _, label in spans} <= set(LABELS.values())
    assert all(text[begin:end] == text[begin:end].strip() for begin, end, _ in spans)


def test_persons_places_and_bodies_are_found_where_they_stand(recognizer):
    found = {(NEWS[begin:end], label) for begin, end, label in recognizer.spans([NEWS])[0]}
    assert {("李卫东", "PER"), ("张敏", "PER"), ("王建国", "PER"), ("市科技局", "ORG")} <= found


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_text_loses_no_offset(recognizer, text):
    spans = recognizer.spans([text])[0]
    assert_sound(text, spans)
    if text.count("李卫东") == 1:
        assert (text.index("李卫东"), text.index("李卫东") + 3, "PER") in spans


@given(
    st.lists(st.text(st.sampled_from("李卫东、市长记者 \n。，Aａ1１😀\x00\ud800Ⅷﬁ科技局"), max_size=300), max_size=4)
)
@example(["", "李卫东", ""])
def test_any_text_gives_sound_spans(recognizer, texts):
    for text, spans in zip(texts, recognizer.spans(texts), strict=True):
        assert_sound(text, spans)


def test_a_text_is_read_alike_in_any_company(recognizer):
    texts = [NEWS, NEWS[:20], "据悉，" + NEWS * 30, *STRANGE, *(NEWS[i:] for i in range(1, 40))]
    assert recognizer.spans(texts) == [recognizer.spans([text])[0] for text in texts]


def test_an_entity_after_ten_thousand_characters_is_found(recognizer):
    text = "产业" * 5_000 + "，" + NEWS
    assert "李卫东" in [text[begin:end] for begin, end, _ in recognizer.spans([text])[0]]


@given(st.text(st.sampled_from("甲乙丙。！；，、 \n\r”"), max_size=600))
def test_clauses_leave_out_nothing_but_blanks_and_are_short(text):
    pieces = list(clauses(text))
    assert all(0 < end - begin <= LONGEST_CLAUSE for begin, end in pieces)
    kept = "".join(text[begin:end] for begin, end in pieces)
    assert "".join(kept.split()) == "".join(text.split())


def test_clauses_end_with_the_sentence_and_its_closing_quote():
    text = "他说：“好。”随后离开。\n  第二段"
    assert [text[begin:end] for begin, end in clauses(text)] == ["他说：“好。”", "随后离开。", "第二段"]


@pytest.fixture(scope="module")
def nlp():
    made = spacy.blank("zh")
    made.add_pipe("kg_ner")
    return made


@pytest.mark.parametrize("text", [NEWS, "  " + NEWS + "\n", *STRANGE[:5], *STRANGE[6:8]])
def test_a_document_has_one_token_for_each_character(nlp, text):
    assert len(make_doc(nlp.vocab, text)) == len(text)
    assert make_doc(nlp.vocab, text).text == text.encode("utf-8").decode("utf-8")


def test_lone_surrogates_keep_their_place_in_a_document(nlp):
    assert make_doc(nlp.vocab, "市\ud83d长").text == "市\N{REPLACEMENT CHARACTER}长"


@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_documents_in_batches_carry_the_spans_of_their_texts(nlp, recognizer, batch_size):
    texts = [NEWS, "", NEWS[5:], "无人。", NEWS * 5]
    docs = list(nlp.get_pipe("kg_ner").pipe((make_doc(nlp.vocab, text) for text in texts), batch_size=batch_size))
    assert [doc.text for doc in docs] == texts
    written = [[(span.start_char, span.end_char, span.label_) for span in doc.spans["ner"]] for doc in docs]
    assert written == recognizer.spans(texts)


def test_the_shipped_directory_is_small():
    directory = resources.path("model")
    assert sum(file.stat().st_size for file in directory.iterdir()) <= 12_000_000


def copy_of_model(folder: Path) -> Path:
    return Path(shutil.copytree(resources.path("model"), folder / "model"))


def without(name):
    return lambda model: (model / name).unlink()


def config(**changes):
    def change(model: Path) -> None:
        file = model / "config.json"
        file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **changes}), encoding="utf-8")

    return change


DAMAGES = {
    "no directory": (shutil.rmtree, "no such model directory"),
    "no config": (without("config.json"), "config.json missing"),
    "no weights": (without("model.pt"), "model.pt missing"),
    "no vocabulary": (without("vocabs.json"), "vocabs.json missing"),
    "config cut short": (lambda model: (model / "config.json").write_text('{"a":', encoding="utf-8"), "no JSON"),
    "config a list": (lambda model: (model / "config.json").write_text("[]", encoding="utf-8"), "names no class"),
    "no class": (config(classpath=None), "names no class"),
    "unknown class": (config(classpath="kg.extraction.hanlp_ner.Gone"), "Gone"),
    "unknown module": (config(classpath="gone.away.Model"), "gone"),
    "weights cut short": (lambda model: (model / "model.pt").write_bytes(b"PK"), "cannot load"),
    "weights of another size": (config(rnn_hidden=8), "cannot load"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_directory_that_is_no_model_is_named_with_what_to_do(tmp_path, damage):
    model = copy_of_model(tmp_path)
    hurt, words = DAMAGES[damage]
    hurt(model)
    with pytest.raises(ModelError) as caught:
        Recognizer(model)
    assert words in caught.value.what
    assert caught.value.where == str(model)
    assert "directory" in caught.value.todo


def test_threads_are_pinned(recognizer):
    Recognizer(threads=1)
    assert torch.get_num_threads() == 1


def test_viterbi_finds_the_path_that_hanlp_finds():
    from hanlp.layers.crf.crf import CRF

    from kg.extraction.hanlp_ner import viterbi

    torch.manual_seed(3)
    crf, scores = CRF(5, batch_first=True), torch.randn(4, 9, 5)
    lengths = torch.tensor([9, 7, 2, 1])
    mask = torch.arange(9)[None] < lengths[:, None]
    weights = (part.detach().numpy() for part in (crf.start_transitions, crf.end_transitions, crf.transitions))
    best = viterbi(scores.numpy(), lengths.numpy(), *weights)
    found = [row[:length].tolist() for row, length in zip(best, lengths, strict=True)]
    assert found == crf.decode(scores, mask.byte())


def test_both_ways_reads_each_sentence_as_if_packed():
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

    from kg.extraction.hanlp_ner import both_ways

    torch.manual_seed(4)
    lstm, vectors, lengths = (
        torch.nn.LSTM(3, 5, batch_first=True, bidirectional=True),
        torch.randn(4, 7, 3),
        [7, 7, 4, 1],
    )
    with torch.inference_mode():
        packed, _ = lstm(pack_padded_sequence(vectors, lengths, batch_first=True))
        expected, _ = pad_packed_sequence(packed, batch_first=True)
        found = both_ways(lstm.all_weights, vectors, torch.tensor(lengths))
    for row, length in enumerate(lengths):
        assert torch.allclose(found[row, :length], expected[row, :length], atol=1e-6)


def test_the_faster_numbers_change_no_answer(recognizer):
    texts = [NEWS, *(NEWS[i:] for i in range(1, 40))]
    exact = Recognizer()
    exact._model.__dict__["_lstm_weights"] = exact._model.model.word_lstm.all_weights
    assert recognizer.spans(texts) == exact.spans(texts)


@given(st.lists(st.text(st.sampled_from("市长李卫东，。Aａ1１😀\x00\ud800Ⅷﬁ丽"), min_size=1), min_size=1, max_size=4))
def test_characters_and_bigrams_are_looked_up_as_in_the_vocabularies(recognizer, texts):
    from kg.extraction.characters import LINE_END, UNKNOWN, Alphabet, plain, rows

    known = {character: index for index, character in enumerate("市长李卫,.a0", 2)}
    pairs = {"市长": 2, "李卫": 3, "a0": 4, "0a": 5, "长\n": 6}
    alphabet, (padded, lengths) = Alphabet(known, pairs), rows(texts)
    characters, following = alphabet.characters(padded), alphabet.pairs(padded)
    for row, text in enumerate(texts):
        folded = [plain(character) for character in text]
        assert lengths[row] == len(text)
        assert characters[row, : len(text)].tolist() == [known.get(character, UNKNOWN) for character in folded]
        both = map("".join, zip(folded, [*folded[1:], LINE_END], strict=True))
        assert following[row, : len(text)].tolist() == [pairs.get(pair, UNKNOWN) for pair in both]


def test_the_crf_runs_along_the_sentence(recognizer):
    assert recognizer._model.model.crf.batch_first is True


def test_characters_are_folded_one_to_one():
    from kg.extraction.characters import plain

    folded = {"Ｂ": "a", "z": "a", "７": "0", "③": "0", "，": ",", "ﬁ": "ﬁ", "市": "市", "\ud800": "\ud800", "㎞": "㎞"}
    assert {character: plain(character) for character in folded} == folded
    assert np.all([len(plain(chr(code))) == 1 for code in range(0x10000)])
