"""Promises of the reading stage that hold for any input."""

from __future__ import annotations

import unicodedata
from functools import cache

from hypothesis import assume, example, given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import Article
from kg.reading import parse_text, read

# Characters whose simplified form has exactly one traditional one, so that a text can be turned round without doubt.
PAIRS = dict(
    zip("区长务产业发创动园导经济级设会议项问题来国东县", "區長務產業發創動園導經濟級設會議項問題來國東縣", strict=True)
)
WORDS = [
    "市长",
    "甲乙山",
    "高新区",
    "创新",
    "产业园",
    "导师",
    "经济",
    "会议",
    "项目",
    "问题",
    "东县",
    "国家级",
    "建设",
    "，",
    "、",
]
NAMES = ["张三丰", "李四海", "王小立", "欧阳明月", "赵磊"]
LINES = [
    "当前位置：首页 > 新闻",
    "2021-03-05 来源：丙丁日报",
    "（记者 张三丰）",
    "核心提示",
    "相关阅读",
    "责任编辑：李四海",
    "摘要: 高新区...",
    "",
    "上一篇：无",
]

sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=30).map(
    lambda words: "高新区" + "".join(words) + "。"
)
noise = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)
pages = st.lists(st.one_of(sentences, noise, st.sampled_from(LINES)), max_size=12).map("\n".join)


def parsed(text: str) -> Article | None:
    try:
        return parse_text(text, "a.txt", "0" * 64)
    except ReadError:
        return None


def outcome(tmp_path_factory, name: str, data: bytes) -> list[Article | ReadError]:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    return list(read([str(path)]))


@given(data=st.binary(max_size=2000), name=st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.csv", "a"]))
@example(data=b"\xff\xfe", name="a.txt")
@example(data=b"\xef\xbb\xbf", name="a.csv")
@example(data=b"\xff\xfe\x00\x00", name="a.txt")
@example(data=b'{"text": "\\ud800\\u4e2d\\u6587\\u4e2d\\u6587"}', name="a.jsonl")
@example(data=b'{"text": {"a": 1}}', name="a.jsonl")
@example(data=b"[" * 1500, name="a.jsonl")
@example(data=b'text\n"a', name="a.csv")
@example(data=b"<" * 500, name="a.html")
@example(data=b"<div>" * 300, name="a.html")
@example(data=b"<!--", name="a.html")
def test_any_bytes_give_articles_or_named_errors(tmp_path_factory, data, name):
    for found in outcome(tmp_path_factory, name, data):
        assert isinstance(found, Article | ReadError)
        assert str(found) if isinstance(found, ReadError) else found.body


@given(text=pages, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_any_chinese_page_gives_an_article_or_a_named_error(tmp_path_factory, text, encoding):
    (found,) = outcome(tmp_path_factory, "a.txt", text.encode(encoding, "replace"))
    assert isinstance(found, Article | ReadError)
    if isinstance(found, Article):
        found.body.encode("utf-8")


@given(text=pages)
def test_the_place_of_a_byline_holds_its_name(text):
    article = parsed(text)
    assume(article)
    for byline in article.bylines:
        assert article.body[byline.start : byline.end] == byline.name


@given(text=pages)
def test_a_body_has_no_empty_lines_and_begins_with_its_title(text):
    article = parsed(text)
    assume(article)
    assert all(line.strip() == line and line for line in article.body.split("\n"))
    assert article.body.startswith(article.title)


@given(
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    between=st.sampled_from([" ", "、", "/"]),
)
def test_every_maker_in_a_list_is_found(names, between):
    article = parse_text(f"高新区召开创新大会\n高新区召开创新大会。（记者 {between.join(names)}）", "a.txt", "0" * 64)
    assert [byline.name for byline in article.bylines] == names


@cache
def gloss(char: str) -> str:
    from pypinyin import pinyin

    return pinyin(char)[0][0]


@given(
    paragraphs=st.lists(sentences, min_size=1, max_size=5, unique=True),
    glossed=st.sets(st.sampled_from(sorted(PAIRS.values()))),
    wide=st.booleans(),
)
def test_traditional_characters_with_glosses_give_the_same_body(paragraphs, glossed, wide):
    simplified = "高新区召开创新大会\n2021-03-05 来源：丙丁日报\n" + "\n".join(paragraphs)
    left, right = "（）" if wide else "()"
    traditional = "".join(PAIRS.get(char, char) for char in simplified)
    turned = "".join(f"{char}{left}{gloss(char)}{right}" if char in glossed else char for char in traditional)
    assert parse_text(turned, "a", "0" * 64).body == parse_text(simplified, "a", "0" * 64).body


@given(paragraphs=st.lists(sentences, min_size=1, max_size=5, unique=True))
def test_no_sentence_of_a_plain_article_is_lost(paragraphs):
    body = parse_text("高新区召开创新大会\n2021-03-05\n" + "\n".join(paragraphs), "a", "0" * 64).body
    assert [line for line in paragraphs if line not in body] == []


@given(text=st.lists(sentences, min_size=1, max_size=4).map("\n".join))
def test_cleaning_what_is_clean_changes_nothing(text):
    once = parse_text("高新区召开创新大会\n" + text, "a", "0" * 64).body
    assert parse_text(once, "a", "0" * 64).body == once


@given(text=sentences)
def test_full_width_digits_and_letters_read_as_ascii(text):
    marked = f"{text}投资12.5亿元，引进ABC公司。"
    wide = marked.translate({code: code + 0xFEE0 for code in [*range(0x30, 0x3A), *range(0x41, 0x5B)]})
    assert unicodedata.normalize("NFKC", parse_text(wide, "a", "0" * 64).body) == unicodedata.normalize(
        "NFKC", parse_text(marked, "a", "0" * 64).body
    )
