"""What is kept of an article is all of it, in bytes that are the same each time."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from kg.corpus.collection import Collection, Source
from kg.corpus.records import Stored, decode, encode
from kg.errors import OutputError
from kg.model import Article, Byline, BylineRole, Claim, Extraction, LeftOut, Mention, Modality

BYLINE = Byline("秦若川", BylineRole.REPORTER, 3, 6, "衡阳日报")
ARTICLE = Article("ab12", "news/1.txt", "ab12" * 16, "标题", "标题\n“正文”", "2024-03-05", "衡阳日报", (BYLINE,))
CLAIM = Claim(0, "hasIndicator", 1, 0, 5, "rule", 0.9, Modality.FORMER, "市长", "2024-03", Decimal("11.50"), "亿元")
SAID = Extraction(
    "ab12",
    (Mention(0, 2, "City", "衡阳市", "430400"), Mention(3, 5, "Indicator", "产值")),
    (CLAIM, Claim(0, "visited", 1, 0, 5, "rule", 1.0)),
    (LeftOut(1, 2, "unclear"),),
)
STORED = Stored(ARTICLE, SAID, "0123456789abcdef", bytes(range(16)))


def test_what_is_kept_is_read_back_whole():
    assert decode(encode(STORED), "news/1.txt") == STORED
    assert encode(decode(encode(STORED), "news/1.txt")) == encode(STORED)


def test_this_test_fills_every_field_of_a_claim():
    unfilled = {f.name for f in fields(Claim) if getattr(CLAIM, f.name) == f.default}
    assert not unfilled


def test_one_text_of_several_files_has_the_first_path(tmp_path):
    collection = Collection(tmp_path, tmp_path)
    collection.put(STORED)
    sources = {"b": Source("z.txt", "ab12"), "a": Source("m.txt", "ab12")}
    assert [s.article.source_path for s in collection.items(sources)] == ["m.txt"]


def test_a_damaged_record_is_told_as_such(tmp_path):
    collection = Collection(tmp_path, tmp_path)
    collection.put(replace(STORED))
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(file.read_bytes()[:20])
    with pytest.raises(OutputError, match="damaged"):
        collection.get("ab12", "m.txt")
