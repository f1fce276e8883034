"""Training: corpora read exactly, the loss right to the digit, invented sentences marked right, runs that repeat."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from kg.errors import ModelError, ReadError
from kg.extraction.characters import rows
from kg.extraction.hanlp_models import load_model
from kg.extraction.ner import Recognizer
from kg.extraction.words import CLASSES, PLANES
from kg.learn import evaluate_ner, train_ner
from kg.learn.corpora import Sentence, bio_spans, iobes, read_cluener, read_tsv, shorter
from kg.learn.crf import Target, forbid_nonsense, forward_backward, gold, negative_log_likelihood
from kg.learn.distillation import marked_by
from kg.learn.evaluation import score
from kg.learn.genre import Gazetteer, Genre, Names
from kg.learn.training import Recipe, Stage
from kg.learn.variation import Variation

PERSONS = ["李卫东", "张敏", "王建国", "赵晓燕", "欧阳修文"]


def tsv(*sentences: Sentence) -> str:
    def lines(sentence: Sentence) -> str:
        tags = ["O"] * len(sentence.text)
        for begin, end, label in sentence.spans:
            tags[begin:end] = [f"B-{label}"] + [f"I-{label}"] * (end - begin - 1)
        return "".join(f"{character}\t{tag}\n" for character, tag in zip(sentence.text, tags, strict=True))

    return "\n".join(map(lines, sentences)) + "\n"


@pytest.fixture
def data(tmp_path) -> Path:
    """A world of a few sentences, laid out as the corpora and the gazetteer are."""
    (tmp_path / "ner").mkdir()
    sentences = [
        Sentence(f"{post}{name}{verb}。", ((len(post), len(post + name), "PER"),))
        for post in ("市长", "记者", "局长")
        for name in PERSONS
        for verb in ("说", "指出", "到会")
    ]
    for name in ("msra.train", "msra.dev", "peoples_daily.train"):
        (tmp_path / "ner" / f"{name}.tsv").write_text(tsv(*sentences), encoding="utf-8")
    resume = tsv(*sentences).replace("-PER", "-NAME")
    (tmp_path / "ner" / "resume.train.tsv").write_text(resume, encoding="utf-8")
    record = {"text": "张敏说", "label": {"name": {"张敏": [[0, 1]]}}}
    (tmp_path / "ner" / "cluener.train.json").write_text(f"{json.dumps(record)}\n" * 1002, encoding="utf-8")
    gazetteer(tmp_path / "gazetteer")
    return tmp_path


def gazetteer(folder: Path) -> Path:
    folder.mkdir()
    divisions = (
        "code,level,name,short,province,city\n1,province,湖南省,湖南,湖南省,\n2,city,衡阳市,衡阳,湖南省,衡阳市\n"
        "3,county,衡南县,衡南,湖南省,衡阳市\n4,city,湘西土家族苗族自治州,湘西州,湖南省,湘西州\n"
    )
    tables = {
        "admin_flat.csv": divisions,
        "zones.csv": "name,kind,level,province,city,year,aliases\n衡阳高新区,k,n,湖南省,衡阳市,2012,\n",
        "surnames.csv": "surname,source,count\n李,x,9\n张,x,5\n王,x,3\n赵,x,2\n",
        "post_titles.csv": "title,count\n县委常委,9\n副县长,4\n",
    }
    for name, content in tables.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


SMALL = Recipe(
    char_dim=8,
    word_dim=0,
    bigram_dim=4,
    hidden=8,
    dropout=0.1,
    average=0.9,
    stages=(Stage(("msra", "cluener"), epochs=2, rate=0.02, genre=10), Stage(("msra",), epochs=5, rate=0.02, genre=0)),
)
NEWSWIRE_ONLY = replace(SMALL, stages=(Stage(("msra",), epochs=12, rate=0.02, genre=0),))
TAUGHT = replace(
    SMALL,
    teachers=(NEWSWIRE_ONLY, replace(NEWSWIRE_ONLY, seed=2, hidden=12)),
    stages=(Stage((), epochs=12, rate=0.02, genre=0, told=0.5),),
)
SHORT = replace(SMALL, stages=(Stage(("msra", "resume"), epochs=2, rate=0.01, genre=5),))


def silent(line: str) -> None:
    """Take a report and say nothing."""


def test_a_trained_directory_is_a_model_that_has_learnt(data, tmp_path):
    train_ner(data, tmp_path / "model", SMALL, report=silent)
    assert evaluate_ner(data / "ner" / "msra.dev.tsv", tmp_path / "model")["overall"]["f1"] > 0.9
    assert Recognizer(tmp_path / "model").spans(["市长张敏说。"]) == [[(2, 4, "PER")]]


def test_the_same_seed_gives_the_same_weights_and_says_from_what(data, tmp_path):
    lines: list[str] = []
    for name in ("one", "two"):
        train_ner(data, tmp_path / name, SHORT, report=lines.append)
    assert (tmp_path / "one" / "vocabs.json").read_bytes() == (tmp_path / "two" / "vocabs.json").read_bytes()
    one, two = (torch.load(tmp_path / name / "model.pt") for name in ("one", "two"))
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert [line.removeprefix("one") for line in lines[:2]] == [line.removeprefix("two") for line in lines[2:]]
    meta = json.loads((tmp_path / "one" / "meta.json").read_text("utf-8"))
    corpus = (data / "ner" / "msra.train.tsv").read_bytes()
    assert meta["corpora"]["msra.train.tsv"] == hashlib.sha256(corpus).hexdigest()
    assert meta["recipe"]["seed"] == SHORT.seed


def test_a_model_takes_with_it_the_words_that_it_learnt_with(data, tmp_path):
    train_ner(data, tmp_path / "model", replace(SHORT, word_dim=4), report=silent)
    words = load_model(tmp_path / "model").model.embed.words
    padded, _ = rows(["到衡阳市和衡阳高新区", "李说"])
    classes = words.features(padded).reshape(2, -1, PLANES, len(CLASSES))
    begins, inner, ends = classes[0, 1, 3], classes[0, 2, 4], classes[0, 3, 5]  # 衡阳市, a word of three
    assert all(part[CLASSES.index("division")] for part in (begins, inner, ends))
    assert classes[0, 5, 6][CLASSES.index("zone")] and classes[0, 9, 8][CLASSES.index("zone")]
    assert classes[1, 0, 0][CLASSES.index("surname")] and not classes[1, 1, 0][CLASSES.index("surname")]
    assert not classes[1, 2:].any()
    half = words.features(padded, 0.5, np.random.default_rng(1))
    assert 0 < half.sum() < classes.sum() and (half <= words.features(padded)).all()


def test_a_student_learns_what_its_teachers_know_and_the_corpus_does_not_mark(data, tmp_path):
    texts = [f"{post}{name}{verb}。" for post in ("市长", "记者") for name in PERSONS for verb in ("说", "到会")]
    records = [json.dumps({"text": text, "label": {}}, ensure_ascii=False) for text in texts]
    (data / "ner" / "cluener.train.json").write_text("\n".join(records * 60), encoding="utf-8")
    lines: list[str] = []
    train_ner(data, tmp_path / "model", TAUGHT, report=lines.append)
    assert {line.split()[0] for line in lines} == {"model", "model-teacher-1", "model-teacher-2"}
    assert Recognizer(tmp_path / "model").spans(["市长张敏到会。"]) == [[(2, 4, "PER")]]
    again: list[str] = []
    train_ner(data, tmp_path / "model", TAUGHT, report=again.append)
    assert again == [f"{tmp_path / 'model'} is there already"]
    train_ner(data, tmp_path / "model", replace(TAUGHT, seed=3), report=again.append)
    assert f"{tmp_path / 'model-teacher-2'} is there already" in again
    assert again[-1].startswith("model stage 1 epoch 12")


def test_a_model_answers_in_the_convention_that_is_asked_for(data, tmp_path):
    file = data / "ner" / "peoples_daily.train.tsv"
    file.write_text(file.read_text("utf-8").replace("-PER", "-ORG"), encoding="utf-8")
    both = Stage(("msra", "peoples_daily"), epochs=40, rate=0.03, genre=0)
    train_ner(data, tmp_path / "model", replace(SMALL, stages=(both,)), report=silent)
    assert Recognizer(tmp_path / "model").spans(["市长张敏说。"]) == [[(2, 4, "PER")]]
    other = Recognizer(tmp_path / "model", convention="peoples_daily")
    assert other.spans(["市长张敏说。"]) == [[(2, 4, "ORG")]]
    with pytest.raises(ModelError, match="msra, peoples_daily, cluener, resume"):
        Recognizer(tmp_path / "model", convention="weibo")


def test_the_gold_persons_of_a_corpus_bind_its_teachers(data, tmp_path):
    train_ner(data, tmp_path / "model", SHORT, report=silent)
    sentence = Sentence("记者说市长", ((0, 2, "PER"),))
    (told,) = marked_by([tmp_path / "model"], {"msra": [], "peoples_daily": [sentence]}, 0)
    names = load_model(tmp_path / "model").vocabs["tag"].idx_to_token
    best = [names[i] for i in told.tags.single[0].argmax(1).tolist()]
    assert best[:2] == ["B-PER", "E-PER"] and not any(name.endswith("PER") for name in best[2:])
    assert told.tags.pairs.sum().item() == pytest.approx(4, abs=0.01)


def test_the_loss_is_that_of_all_tag_sequences_and_its_slope_is_right():
    from hanlp.layers.crf.crf import CRF

    torch.manual_seed(5)
    crf = CRF(3).double()
    scores = torch.randn(2, 4, 3, dtype=torch.double, requires_grad=True)
    tags = torch.tensor([[0, 2, 1, 1], [2, 2, 0, 1]])
    torch.set_default_dtype(torch.double)
    try:
        loss = negative_log_likelihood(scores, Target(*(part.double() for part in gold(tags, 3))), crf)
        loss.backward()
    finally:
        torch.set_default_dtype(torch.float)
    ours = [part.grad.clone() for part in (scores, *crf.parameters())]
    for part in (scores, *crf.parameters()):
        part.grad = None
    expected = -sum(path_score(crf, row, gold) for row, gold in zip(scores, tags.tolist(), strict=True))
    for row in scores:
        every = [path_score(crf, row, path) for path in itertools.product(range(3), repeat=4)]
        expected = expected + torch.stack(every).logsumexp(0)
    expected.backward()
    assert loss.item() == pytest.approx(expected.item())
    theirs = (scores.grad, *(part.grad for part in crf.parameters()))
    assert all(torch.allclose(mine, right) for mine, right in zip(ours, theirs, strict=True))


def test_the_loss_under_a_teacher_is_its_expectation_over_all_tag_sequences():
    from hanlp.layers.crf.crf import CRF

    torch.manual_seed(6)
    teacher, student = CRF(3), CRF(3)
    hers, mine = torch.randn(1, 4, 3), torch.randn(1, 4, 3)
    with torch.no_grad():
        _, single, pairs = forward_backward(
            hers, teacher.start_transitions, teacher.end_transitions, teacher.transitions
        )
        paths = list(itertools.product(range(3), repeat=4))
        chances = torch.stack([path_score(teacher, hers[0], path) for path in paths]).softmax(0)
        ours = torch.stack([path_score(student, mine[0], path) for path in paths]).log_softmax(0)
        loss = negative_log_likelihood(mine, Target(single, pairs.sum(0)), student)
    assert loss.item() == pytest.approx(-(chances * ours).sum().item(), rel=1e-4)


def path_score(crf, row, path):
    steps = sum(crf.transitions[a, b] for a, b in itertools.pairwise(path))
    emitted = sum(row[i, tag] for i, tag in enumerate(path))
    return emitted + steps + crf.start_transitions[path[0]] + crf.end_transitions[path[-1]]


def test_forbidden_transitions_leave_exactly_whole_entities():
    from hanlp.layers.crf.crf import CRF

    names = ["O", "B-PER", "I-PER", "E-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC", "S-LOC"]
    crf = CRF(len(names))
    forbid_nonsense(crf, names)
    for path in itertools.product(range(len(names)), repeat=3):
        tags = [names[i] for i in path]
        allowed = path_score(crf, torch.zeros(3, len(names)), path) > -1000
        whole = iobes(Sentence("甲乙丙", tuple(bio_spans(tags)))) == tags
        assert bool(allowed) == whole, tags


def test_bio_and_iobes_tags_name_the_same_entities():
    assert bio_spans(["B-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG"]) == [
        (0, 2, "PER"),
        (2, 3, "PER"),
        (4, 5, "LOC"),
        (5, 6, "ORG"),
    ]
    assert bio_spans(["B-PER", "E-PER", "S-PER", "O"]) == [(0, 2, "PER"), (2, 3, "PER")]


def test_a_file_of_tagged_characters_is_read_exactly(tmp_path):
    wanted = [Sentence("张敏说　7", ((0, 2, "PER"),)), Sentence("到湖南", ((1, 3, "LOC"),))]
    (tmp_path / "a.tsv").write_text(tsv(*wanted), encoding="utf-8")
    assert list(read_tsv(tmp_path / "a.tsv")) == wanted


@pytest.mark.parametrize("content", ["张 B-PER\n", "张敏\tB-PER\n", "张\tPER\n", "张\n"])
def test_a_malformed_file_is_named_with_its_line(tmp_path, content):
    (tmp_path / "a.tsv").write_text("说\tO\n" + content, encoding="utf-8")
    with pytest.raises(ReadError, match="line 2"):
        list(read_tsv(tmp_path / "a.tsv"))


def test_a_missing_corpus_is_a_read_error(tmp_path):
    with pytest.raises(ReadError):
        list(read_tsv(tmp_path / "gone.tsv"))


def test_of_overlapping_cluener_entities_the_longer_stays(tmp_path):
    label = {"company": {"湖南钢铁": [[0, 3]]}, "address": {"湖南": [[0, 1]]}, "game": {"说": [[4, 4]]}}
    (tmp_path / "a.json").write_text(json.dumps({"text": "湖南钢铁说", "label": label}), encoding="utf-8")
    assert list(read_cluener(tmp_path / "a.json")) == [Sentence("湖南钢铁说", ((0, 4, "ORG"),))]


def test_long_sentences_are_cut_between_entities_and_keep_them():
    text = "甲" * 30 + "，" + "李卫东" * 40 + "。" + "丙" * 250
    spans = tuple((31 + i, 34 + i, "PER") for i in range(0, 120, 3))
    pieces = list(shorter(Sentence(text, spans)))
    assert "".join(piece.text for piece in pieces) == text
    assert sum(len(piece.spans) for piece in pieces) == len(spans)
    assert all(piece.text[begin:end] == "李卫东" for piece in pieces for begin, end, _ in piece.spans)
    assert max(len(piece.text) for piece in pieces) <= 102


def test_invented_sentences_mark_what_they_name(tmp_path):
    genre = Genre(Gazetteer(gazetteer(tmp_path / "g")), PERSONS, seed=1)
    for _ in range(500):
        sentence = genre.sentence()
        assert not any(sign in sentence.text for sign in "\x02\x03\x04{}")
        assert [span for span in sentence.spans if not 0 <= span[0] < span[1] <= len(sentence.text)] == []
        assert all(end <= begin for (_, end, _), (begin, _, _) in itertools.pairwise(sentence.spans))


def test_a_place_joins_the_committee_that_follows_it(tmp_path):
    genre = Genre(Gazetteer(gazetteer(tmp_path / "g")), PERSONS, seed=2)
    texts = {s.text[b:e] for s in (genre.sentence() for _ in range(3000)) for b, e, _ in s.spans}
    assert {"衡阳市委", "市委", "衡阳市"} <= texts
    assert not {"衡阳市市委", "衡阳市副市长"} & texts


def test_the_same_seed_invents_the_same_sentences(tmp_path):
    known = Gazetteer(gazetteer(tmp_path / "g"))
    one, two = (Genre(known, PERSONS, seed=7) for _ in range(2))
    assert [one.sentence() for _ in range(50)] == [two.sentence() for _ in range(50)]


def test_a_word_may_be_a_name(tmp_path):
    from kg.learn.lexicon import words_that_are_names

    known = Gazetteer(gazetteer(tmp_path / "g"))
    words = words_that_are_names(known)
    assert {"王牌", "王位"} <= set(words) and not {"高峰", "李"} & set(words)  # 高 is no surname of this small world
    genre = Genre(known, PERSONS, 1, ["张望"])
    named = [s.text[b:e] for s in (genre.sentence() for _ in range(400)) for b, e, label in s.spans if label == "PER"]
    assert 0.03 < named.count("张望") / len(named) < 0.15


def test_swapped_names_stay_marked():
    chance = random.Random(1)
    corpus = [Sentence("市长李卫东到湖南。", ((2, 5, "PER"), (6, 8, "LOC"))), Sentence("衡阳大雨", ((0, 2, "LOC"),))]
    variation = Variation(corpus, Names(PERSONS, ["李", "张"], chance), 1.0, chance)
    seen = {variation.of(corpus[0]) for _ in range(50)}
    assert len(seen) > 10
    for sentence in seen:
        (_, person_end, _), (begin, end, label) = sentence.spans
        assert sentence.text.startswith("市长") and sentence.text.endswith("。")
        assert sentence.text[person_end:begin] == "到" and sentence.text[begin:end] in ("湖南", "衡阳")
        assert label == "LOC"


def test_scores_count_an_entity_only_with_both_ends_and_type_right():
    gold = [[(0, 2, "PER"), (3, 5, "LOC")], [(0, 2, "ORG")]]
    found = [[(0, 2, "PER"), (3, 5, "ORG")], [(0, 3, "ORG"), (5, 6, "ORG")]]
    scored = score(gold, found)
    overall = scored["overall"]
    assert {key: overall[key] for key in ("p", "r", "f1", "gold", "found", "right")} == {
        "p": 0.25, "r": 0.3333, "f1": 0.2857, "gold": 3, "found": 4, "right": 1,
    }  # fmt: skip
    assert scored["by_type"]["PER"]["f1"] == 1.0
    assert json.loads(json.dumps(scored)) == json.loads(json.dumps(score(gold, found)))


def test_an_interval_holds_the_score_and_narrows_with_more_sentences():
    gold = [[(0, 2, "PER")], [(0, 2, "PER")], [(0, 2, "PER")]] * 5
    found = [[(0, 2, "PER")], [], [(0, 2, "PER"), (3, 4, "PER")]] * 5
    few, many = score(gold, found)["overall"], score(gold * 20, found * 20)["overall"]
    low, high = few["f1_interval"]
    assert few["f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert low < few["f1"] < high
    assert many["f1_interval"][1] - many["f1_interval"][0] < (high - low) / 3
    assert score([], [])["overall"]["f1_interval"] == (0, 0)
