"""From inputs to articles: every record becomes an :class:`~kg.model.Article` or a :class:`~kg.errors.ReadError`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from kg.errors import ReadError
from kg.model import Article
from kg.reading.bylines import find_bylines
from kg.reading.chrome import BULLET, cut_tail, drop_repeats, is_chrome, is_sentence, unpacked
from kg.reading.files import Source, sources
from kg.reading.glosses import drop_glosses
from kg.reading.header import Header, is_source_line, iso_date, read_header
from kg.reading.outlets import publisher_of
from kg.reading.paragraphs import joined, split_header
from kg.reading.punctuation import close_numbers, plain_characters, punctuate
from kg.reading.records import Record, records
from kg.reading.script import simplify

ID_LENGTH = 16
HAN = re.compile(r"[\u3400-\u9fff]")
LETTER = re.compile(r"[A-Za-z\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff]")
LEAST_HAN = 4
LETTERS_A_WORD = 5  # letters that weigh as much as one Chinese character
CHINESE_SHARE = 0.15  # of characters and foreign words that are Chinese, in a text that counts as Chinese
DATELINE = re.compile(
    r"^[“\"《]?([\u4e00-\u9fff·]{2,16}?)[》”\"]?(?:[\u4e00-\u9fff]{0,10}\d{1,2}月\d{1,2}日)?(?:消息|讯|电)[\s（(：:，]"
)
SIGNED = re.compile(r"^[（(]?(?:\d{4}年|[一二][〇○零O一二三四五六七八九]{3}年)[^。]{2,12}日[）)]?$")


def read(paths: Sequence[str], fields: Mapping[str, str] | None = None) -> Iterator[Article | ReadError]:
    """All articles of ``paths``: files, directories, globs and ``-`` for standard input.

    ``fields`` says where records keep what: ``{"text": "content"}``. What cannot be read as an article is given as an
    error, and the rest goes on. Byte-identical records come once. One record is in memory at a time.
    """
    seen: set[bytes] = set()
    for source in sources(paths):
        if isinstance(source, ReadError):
            yield source
            continue
        with source.stream:
            yield from _articles(source, fields or {}, seen)


def _articles(source: Source, fields: Mapping[str, str], seen: set[bytes]) -> Iterator[Article | ReadError]:
    try:
        for record in records(source, fields):
            if isinstance(record, ReadError):
                yield record
            elif (digest := hashlib.sha256(record.raw).digest()) not in seen:
                seen.add(digest)
                yield _article(record, digest.hex())
    except OSError as error:
        yield ReadError(error.strerror or "cannot be read", source.path, "check the file and its permissions")


def _article(record: Record, sha256: str) -> Article | ReadError:
    try:
        text, known = record.content()
        return parse_text(text, record.path, sha256, known.title, known.published, known.publisher, known.author)
    except ReadError as error:
        return error


def parse_text(
    text: str,
    source_path: str,
    sha256: str,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
) -> Article:
    """The article that ``text``, a page as characters, holds; what is known already is taken as it is.

    Raises :class:`ReadError` where the text holds no Chinese article.
    """
    title = " ".join(_lines(title or "")) or None
    body_lines = [part for line in _lines(text) for part in unpacked(line)]
    above, below = split_header(body_lines)
    header = read_header(above, title)
    paragraphs = _paragraphs([*header.rest, *below], header)
    source_line = header.source_line or _known_line(publisher, author)
    body = "\n".join(filter(None, (header.title, source_line, *paragraphs)))
    _require_chinese(body, source_path)
    return Article(
        id=sha256[:ID_LENGTH],
        source_path=source_path,
        sha256=sha256,
        title=header.title,
        body=body,
        published=iso_date(published or "") or header.published or _signed(below),
        publisher=publisher_of(punctuate(simplify(publisher or ""))) or header.publisher or _dateline(paragraphs),
        bylines=find_bylines(body),
    )


def _lines(text: str) -> list[str]:
    """The lines of a text, clean in characters, glosses, script and punctuation."""
    text = drop_glosses(plain_characters(text))
    return [punctuate(simplify(line)) if line.strip() else "" for line in text.split("\n")]


def _paragraphs(lines: Sequence[str], header: Header) -> list[str]:
    """The paragraphs of the article, below the header, without chrome and repeats."""
    kept = [line for line in lines if not is_chrome(line)]
    kept = [line for line in kept if not (is_source_line(line) and iso_date(line) and line != header.source_line)]
    kept = [BULLET.sub("", line) for line in joined(cut_tail(kept))]
    kept = [line for line in drop_repeats(kept) if line != header.title]
    return [close_numbers(line) if is_sentence(line) else line for line in kept]


def _known_line(publisher: str | None, author: str | None) -> str:
    """A source line made of what a record's fields say."""
    source = publisher_of(punctuate(simplify(publisher or "")))
    makers = punctuate(simplify(author or ""))
    return " ".join(filter(None, (f"来源：{source}" if source else "", f"作者：{makers}" if makers else "")))


def _dateline(paragraphs: Sequence[str]) -> str | None:
    """The medium that the article's own beginning names: 某某日报讯, 新华社北京7月1日电."""
    for paragraph in paragraphs[:2]:
        match = DATELINE.match(paragraph)
        if match:
            return publisher_of(match[1])
    return None


def _signed(lines: Sequence[str]) -> str | None:
    """The date with which a document is signed, alone on a line below its text."""
    return next((iso_date(line) for line in reversed(lines) if SIGNED.match(line)), None)


def _require_chinese(body: str, where: str) -> None:
    han = sum(1 for _ in HAN.finditer(body))
    letters = sum(1 for _ in LETTER.finditer(body))
    if han < LEAST_HAN or han < CHINESE_SHARE * (han + letters / LETTERS_A_WORD):
        raise ReadError("no Chinese text", where, "give articles in Chinese")
