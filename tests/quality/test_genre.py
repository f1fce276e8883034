"""What is recognised in the genre: names by the shipped model, posts by the grammar. Floors may rise, never sink."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.extraction import pipeline
from kg.extraction.claims import find_home, load_gazetteer, read_posts, resolve_names
from kg.extraction.ner import make_doc
from kg.learn import evaluate_ner
from kg.learn.corpora import read_marked
from kg.model import Article

HERE = Path(__file__).parent
NAMES = {"ner_genre.txt": 0.96, "ner_genre_fresh.txt": 0.89, "ner_genre_hard.txt": 0.90, "ner_genre_unseen.txt": 0.92}
POSTS_RIGHT, POSTS_FOUND = 0.9, 0.65  # precision and recall; a sentence by itself often leaves open whose post it is
NO_POSTS = re.compile("记者|市领导")  # held by somebody in the graph, but no posts in these sentences
COMMITTEE = re.compile("^(党工委|管委会)")  # to the grammar it is the body, and the title what follows


@pytest.mark.parametrize("file", NAMES)
def test_the_shipped_model_knows_the_genre(file):
    found = evaluate_ner(HERE / file)
    assert found["overall"]["f1"] >= NAMES[file], found


@pytest.mark.parametrize("file", NAMES)
def test_our_own_sentences_are_marked_without_a_slip(file):
    sentences = list(read_marked(HERE / file))
    assert len(sentences) >= 40
    assert not [sentence.text for sentence in sentences if set("[]") & set(sentence.text)]
    assert len({sentence.text for sentence in sentences}) == len(sentences)


def test_there_are_enough_sentences_of_our_own():
    assert sum(len(list(read_marked(HERE / file))) for file in NAMES) >= 150


def test_the_posts_of_the_genre_are_read():
    nlp = pipeline.make_nlp()
    marked, found, right = 0, 0, 0
    for sentence in read_marked(HERE / "ner_genre_unseen.txt"):
        posts = [sentence.text[begin:end] for begin, end, label in sentence.spans if label == "POST"]
        gold = Counter(COMMITTEE.sub("", post) for post in posts)
        read = Counter(title for title in titles(nlp, sentence.text) if not NO_POSTS.search(title))
        marked, found, right = marked + gold.total(), found + read.total(), right + (gold & read).total()
    assert right / found >= POSTS_RIGHT and right / marked >= POSTS_FOUND, (marked, found, right)


def titles(nlp, text: str) -> list[str]:
    """The titles that the grammar reads in one sentence, in front of names and behind them."""
    doc = make_doc(nlp.vocab, text)
    doc._.article = article = Article("0" * 16, "sentence.txt", "0" * 64, "", text)
    for component in ("kg_ner", "kg_gazetteer", "kg_entities"):
        doc = nlp.get_pipe(component)(doc)
    gazetteer = load_gazetteer()
    home = find_home(article, [*doc._.found, *(found.head for found in doc._.found if found.head)], gazetteer)
    phrases, claims = read_posts(resolve_names(article, doc._.found, home, gazetteer))
    before = [title for phrase in phrases for post in phrase.posts for title in post.title.split("、")]
    return before + [claim.title or "" for claim in claims if claim.rule.endswith("after-name")]
