"""Inputs become articles or named errors: files, directories, globs, standard input, records, encodings."""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import os
import sys
import time
import tracemalloc

import pytest

from kg.errors import ReadError
from kg.model import Article
from kg.reading import read

TEXT = (
    "全市招商大会在衡阳召开\n2021-03-05 来源：丙丁日报\n"
    "3月4日，全市招商大会召开，市长甲乙山主持会议，要求各部门抓好项目建设，推动经济社会发展。\n"
)
TRADITIONAL = (
    "全市招商大會在衡陽召開\n2021-03-05 來源：丙丁日報\n"
    "3月4日，全市招商大會召開，市長甲乙山主持會議，要求各部門抓好項目建設，推動經濟社會發展。\n"
)


def articles(*paths: object, fields: dict[str, str] | None = None) -> list[Article]:
    found = list(read([str(path) for path in paths], fields))
    assert not [error for error in found if isinstance(error, ReadError)], found
    return [article for article in found if isinstance(article, Article)]


def error(*paths: object) -> ReadError:
    (found,) = read([str(path) for path in paths])
    assert isinstance(found, ReadError)
    return found


def write(path, content: bytes | str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def text(number: int) -> str:
    return TEXT.replace("衡阳", f"衡阳第{number}次")


# --- encodings


@pytest.mark.parametrize(
    "encoded",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TRADITIONAL.encode("big5"),
        TRADITIONAL.encode("gb18030"),
    ],
    ids=["utf8", "utf8-bom", "utf16", "utf16be-bom", "utf16le-bare", "gb18030", "gbk", "big5", "gb18030-traditional"],
)
def test_every_usual_encoding_gives_the_same_article(tmp_path, encoded):
    (article,) = articles(write(tmp_path / "a.txt", encoded))
    assert article.body.split("\n")[0] == "全市招商大会在衡阳召开"
    assert "要求各部门抓好项目建设，推动经济社会发展。" in article.body


def test_a_headline_of_a_few_characters_is_enough_to_tell_gb18030(tmp_path):
    (article,) = articles(write(tmp_path / "a.txt", "市长到高新区调研。".encode("gbk")))
    assert article.body == "市长到高新区调研。"


def test_the_charset_that_a_page_declares_counts(tmp_path):
    head = '<head><meta charset="gb2312"><title>全市招商大会在衡阳召开</title></head>'
    page = f"<html>{head}<body><p>{TEXT}</p></body></html>"
    (article,) = articles(write(tmp_path / "a.html", page.encode("gbk")))
    assert article.title == "全市招商大会在衡阳召开"


def test_a_scrape_cut_in_mid_character_is_still_read(tmp_path):
    (article,) = articles(write(tmp_path / "a.txt", (TEXT * 5).encode("utf-8")[:-2]))
    assert article.title == "全市招商大会在衡阳召开"


# --- what an article is


def test_the_id_comes_from_the_bytes_as_they_were_read(tmp_path):
    raw = TEXT.encode("gb18030")
    (article,) = articles(write(tmp_path / "a.txt", raw))
    assert article.sha256 == hashlib.sha256(raw).hexdigest()
    assert article.id == article.sha256[:16]


def test_byte_identical_articles_have_one_id(tmp_path):
    write(tmp_path / "b.txt", TEXT)
    write(tmp_path / "a.txt", TEXT)
    first, second = articles(tmp_path)
    assert first.id == second.id
    assert first.source_path.endswith("/a.txt")


def test_a_path_given_twice_is_read_once(tmp_path):
    path = write(tmp_path / "a.txt", TEXT)
    assert len(articles(path, tmp_path, tmp_path / "*.txt")) == 1


def test_directories_are_read_to_the_bottom_in_one_order(tmp_path):
    for name in ("z.txt", "b/c/d.html", "b/a.txt", "ignored.pdf", ".hidden/x.txt"):
        write(tmp_path / name, text(len(name)) if not name.endswith("html") else f"<p>{text(3)}</p>")
    paths = [article.source_path.removeprefix(f"{tmp_path}/") for article in articles(tmp_path)]
    assert paths == ["b/a.txt", "b/c/d.html", "z.txt"]


def test_a_glob_names_its_matches_and_nothing_else(tmp_path):
    write(tmp_path / "x1.txt", text(1))
    write(tmp_path / "y2.txt", text(2))
    write(tmp_path / "deep/x3.txt", text(3))
    found = articles(tmp_path / "**" / "x*.txt")
    assert [article.source_path.rpartition("/")[2] for article in found] == ["x3.txt", "x1.txt"]


def test_the_path_is_kept_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "news" / "a.txt", TEXT)
    assert articles("news/a.txt")[0].source_path == "news/a.txt"
    assert articles("news")[0].source_path == "news/a.txt"


# --- standard input


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (TEXT, "-"),
        (
            f"<!doctype html><html><body><h1>全市招商大会在衡阳召开</h1><p>{TEXT.split(chr(10))[2]}</p></body></html>",
            "-",
        ),
        (json.dumps({"title": "全市招商大会在衡阳召开", "text": TEXT.split("\n")[2]}, ensure_ascii=False), "-#1"),
    ],
    ids=["text", "html", "jsonl"],
)
def test_standard_input_tells_itself_what_it_is(monkeypatch, given, path):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode("utf-8"))))
    (article,) = articles("-")
    assert (article.title, article.source_path) == ("全市招商大会在衡阳召开", path)


# --- records


def test_each_line_of_a_jsonl_is_an_article(tmp_path):
    rows = [
        {
            "title": "全市招商大会召开",
            "content": "市长甲乙山主持会议。",
            "date": "2021/3/5",
            "source": "丙丁日报",
            "author": "李四海",
        },
        {
            "headline": "高新区又添平台",
            "正文": "高新区创新中心日前揭牌成立。",
            "发布时间": "2021年3月6日",
            "来源": "本站",
        },
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    first, second = articles(path)
    assert (first.title, first.published, first.publisher) == ("全市招商大会召开", "2021-03-05", "丙丁日报")
    assert first.body == "全市招商大会召开\n来源：丙丁日报 作者：李四海\n市长甲乙山主持会议。"
    assert [byline.name for byline in first.bylines] == ["李四海"]
    assert (second.published, second.publisher) == ("2021-03-06", None)
    assert second.source_path == f"{path}#2"


def test_a_record_is_known_by_its_own_bytes(tmp_path):
    line = json.dumps({"text": "市长甲乙山主持会议。"}, ensure_ascii=False).encode("utf-8")
    found = articles(write(tmp_path / "a.jsonl", line + b"\r\n" + line + b"\n"))
    assert [article.sha256 for article in found] == [hashlib.sha256(line).hexdigest()] * 2


def test_a_csv_in_gb18030_gives_an_article_for_each_row(tmp_path):
    rows = [
        '全市大会召开,"市长甲乙山主持。\n会议要求，抓好项目。",2021-03-05,丙丁日报',
        "又一次会,副市长丁卯主持会议。,,",
    ]
    table = "\n".join(["标题,正文,日期,来源", *rows, ""])
    first, second = articles(write(tmp_path / "a.csv", table.encode("gb18030")))
    assert first.body.split("\n")[2:] == ["市长甲乙山主持。", "会议要求，抓好项目。"]
    assert first.publisher == "丙丁日报"
    assert second.title == "又一次会"


def test_the_user_says_which_column_holds_what(tmp_path):
    path = write(tmp_path / "a.csv", "kopf;inhalt\n全市大会召开;市长甲乙山主持会议。\n")
    (article,) = articles(path, fields={"title": "kopf", "text": "inhalt"})
    assert article.body == "全市大会召开\n市长甲乙山主持会议。"


def test_a_bad_record_is_named_and_the_next_is_read(tmp_path):
    good = json.dumps({"text": "市长甲乙山主持会议。"}, ensure_ascii=False)
    path = write(tmp_path / "a.jsonl", f'not json\n[1]\n{{"x": 1}}\n{good}\n')
    *errors, article = read([str(path)])
    assert [bad.where for bad in errors] == [f"{path}#1", f"{path}#2", f"{path}#3"]
    assert isinstance(article, Article)
    assert article.source_path == f"{path}#4"


# --- what cannot be read


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        ("Nur ein Satz über Köln.".encode("latin-1"), "encoding"),
        (b"Nothing here is in the language that we read.", "no Chinese"),
        ("東京のニュースです。きょうはとてもいいてんきでしたね。".encode(), "no Chinese"),
        ("Товарищ председатель, 中文".encode(), "no Chinese"),
    ],
)
def test_what_is_no_chinese_text_is_named(tmp_path, content, what):
    path = write(tmp_path / "a.txt", content)
    found = error(path)
    assert what in found.what
    assert found.where == str(path)
    assert found.todo


def test_missing_paths_and_empty_directories_are_named(tmp_path):
    assert "no such file" in error(tmp_path / "missing.txt").what
    assert "no file matches" in error(tmp_path / "*.txt").what
    assert "in this directory" in error(tmp_path).what
    assert "not a path" in error("a\0b").what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "regular" in error(tmp_path / "pipe").what


def test_a_dangling_link_is_named_and_the_rest_goes_on(tmp_path):
    write(tmp_path / "b.txt", TEXT)
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    failed, article = read([str(tmp_path)])
    assert isinstance(failed, ReadError)
    assert isinstance(article, Article)


# --- size


def test_a_line_of_five_megabytes_is_refused_with_what_to_do(tmp_path):
    sentence = "市长甲乙山到高新区调研，强调“创新, 创新”......"
    path = write(tmp_path / "a.txt", sentence * (5_000_000 // len(sentence.encode("utf-8"))))
    (error,) = read([str(path)])
    assert isinstance(error, ReadError)
    assert "too many for one article" in str(error)
    assert "one article a file" in str(error)


def test_a_line_of_a_hundred_thousand_characters_is_an_article(tmp_path):
    sentence = "市长甲乙山到高新区调研，强调“创新, 创新”......"
    path = write(tmp_path / "a.txt", sentence * (100_000 // len(sentence)))
    (article,) = articles(path)
    assert article.body.count("甲乙山") == path.read_text(encoding="utf-8").count("甲乙山")


@pytest.mark.parametrize("piece", [" ", "（", '"市', "市长 ", "首页 > ", "来源：", "2020", "市…"])
def test_no_repeated_piece_makes_reading_quadratic(tmp_path, piece):
    def seconds(times: int) -> float:
        path = write(tmp_path / f"{times}.txt", "市长甲乙山到高新区调研。" + piece * times + "会议要求抓好项目")
        started = time.process_time()
        list(read([str(path)]))
        return time.process_time() - started

    seconds(100)
    # Ten times the length takes a hundred times as long where anything is quadratic.
    assert seconds(30_000) < 40 * (seconds(3_000) + 0.005)


def test_articles_are_read_one_at_a_time(tmp_path):
    row = json.dumps({"text": "市长甲乙山主持会议，要求抓好项目。" * 300}, ensure_ascii=False)
    path = write(tmp_path / "a.jsonl", "\n".join(row.replace("甲乙山", f"甲乙{number}") for number in range(100)))
    stream = read([str(path)])
    next(stream)
    tracemalloc.start()
    for _ in stream:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < path.stat().st_size / 4
