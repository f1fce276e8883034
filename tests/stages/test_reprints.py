"""Prints of one text are known by their shingles; other texts of the same kind are not."""

from __future__ import annotations

import random

from kg.resolution.reprints import likeness, same_texts, sketch

WORDS = [
    "科技",
    "创新",
    "项目",
    "建设",
    "企业",
    "园区",
    "调研",
    "座谈",
    "产业",
    "集群",
    "研发",
    "平台",
    "人才",
    "引进",
    "成果",
    "转化",
    "市长",
    "书记",
    "局长",
    "主任",
    "会议",
    "强调",
]


def text(seed, words=300):
    chance = random.Random(seed)
    return "".join(chance.choice(WORDS) for _ in range(words))


def groups(texts):
    return same_texts({name: sketch(content) for name, content in texts.items()})


def test_prints_with_other_headlines_credits_and_a_cut_paragraph_are_one_text():
    story = text(1)
    prints = {"a": story, "b": "转载：" + story, "c": text(2, 20) + story, "d": story[: len(story) * 4 // 5]}
    assert groups(prints | {"e": text(3)}) == {"b": "a", "c": "a", "d": "a"}


def test_other_texts_with_a_common_beginning_are_others():
    assert groups({name: text(0, 40) + text(name) for name in "abcdef"}) == {}


def test_many_prints_are_found_as_well_as_few():
    story = text(1)
    prints = {f"p{n:03}": story + text(n, 10) for n in range(60)}
    assert set(groups(prints).values()) == {"p000"}
    assert len(groups(prints)) == 59


def test_the_outcome_does_not_depend_on_the_order():
    texts = {name: text(ord(name) % 3) + text(name, 15) for name in "abcdefgh"}
    assert groups(texts) == groups(dict(reversed(texts.items())))


def test_a_text_too_short_to_compare_is_like_none():
    assert sketch("市长讲话") == b""
    assert likeness(sketch("市长讲话"), sketch("市长讲话")) == 0
    assert groups({"a": "市长讲话", "b": "市长讲话"}) == {}


def shingles(story):
    return {story[at : at + 8] for at in range(len(story) - 7)}


def test_likeness_is_near_the_share_of_common_shingles():
    story = text(1)
    for other in (story[:500] + text(2, 50), text(3, 100) + story, story[200:], text(4)):
        a, b = shingles(story), shingles(other)
        assert abs(likeness(sketch(story), sketch(other)) - len(a & b) / len(a | b)) < 0.12


def test_of_many_texts_just_those_are_one_that_are_alike_two_by_two():
    texts = {f"t{n:03}": text(n % 12) + text(n, n % 90) for n in range(50)}
    alike = {(a, b) for a in texts for b in texts if a < b and likeness(sketch(texts[a]), sketch(texts[b])) >= 0.6}
    found = groups(texts)
    assert {(a, b) for a, b in alike if found.get(a, a) != found.get(b, b)} == set()
    assert all(any(name in pair for pair in alike) for name in found)
