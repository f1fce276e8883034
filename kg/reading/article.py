"""From inputs to articles: every record becomes an :class:`~kg.model.Article` or a :class:`~kg.errors.ReadError`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from kg.errors import ReadError
from kg.model import Article
from kg.reading.bylines import find_bylines
from kg.reading.chrome import BULLET, cut_tail, drop_repeats, is_chrome, is_sentence, unpacked
from kg.reading.dates import iso_date
from kg.reading.files import Source, sources
from kg.reading.glosses import drop_glosses
from kg.reading.header import read_header
from kg.reading.outlets import outlet_of_dateline, publisher_of
from kg.reading.paragraphs import cut_behind_credits, joined, split_header, with_values
from kg.reading.punctuation import close_numbers, plain_characters, punctuate
from kg.reading.records import Record, records
from kg.reading.script import simplify
from kg.reading.source_line import closing_facts, is_signed, is_source_line, shown_part

MOST_CHARACTERS = 200_000  # a long report with its page around it has some 50,000
ID_LENGTH = 16
HAN = re.compile(r"[\u3400-\u9fff]")
LETTER = re.compile(r"[A-Za-z\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff]")
LEAST_HAN = 4
LETTERS_A_WORD = 5  # letters that weigh as much as one Chinese character
CHINESE_SHARE = 0.15  # of characters and foreign words that are Chinese, in a text that counts as Chinese
#: An office inside a body, as it signs on the body's own site: 高新处, 厅办公室.
_OFFICE = re.compile("[\u4e00-\u9fff]{0,12}(?:处|科|办公室|信息中心)")


def read(paths: Sequence[str], fields: Mapping[str, str] | None = None) -> Iterator[Article | ReadError]:
    """All articles of ``paths``: files, directories, globs and ``-`` for standard input.

    ``fields`` says where records keep what: ``{"text": "content"}``. What cannot be read as an article is given as an
    error, and the rest goes on. One record is in memory at a time.
    """
    for source in sources(paths):
        if isinstance(source, ReadError):
            yield source
            continue
        with source.stream:
            yield from _articles(source, fields or {})


def _articles(source: Source, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    try:
        for record in records(source, fields):
            if isinstance(record, ReadError):
                yield record
            else:
                yield _article(record, hashlib.sha256(record.raw).hexdigest())
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

    Raises :class:`ReadError` where the text holds no Chinese article, or more than one article can hold.
    """
    if len(text) > MOST_CHARACTERS:
        todo = "give one article a file, or .jsonl with one a line"
        raise ReadError(f"{len(text):,} characters are too many for one article", source_path, todo)
    title = " ".join(_lines(title or "")) or None
    lines = with_values([part for line in _lines(text) for part in unpacked(line)])
    above, below = split_header(lines)
    header = read_header(above, title)
    gap = above[-1:] if above[-1:] == [""] else []
    below = cut_tail([line for line in (*header.rest, *gap, *below) if is_source_line(line) or not is_chrome(line)])
    closing = closing_facts(below)
    paragraphs = _paragraphs(below, header.title)
    given = publisher_of(punctuate(simplify(publisher or "")))
    said = next(filter(None, map(outlet_of_dateline, paragraphs[:2])), None)
    source_lines = header.facts.shown or _made_line(given, author)
    body = "\n".join(filter(None, (header.title, source_lines, *paragraphs)))
    _require_chinese(body, source_path)
    return Article(
        id=sha256[:ID_LENGTH],
        source_path=source_path,
        sha256=sha256,
        title=header.title,
        body=body,
        published=iso_date(published or "") or header.facts.published or closing.published,
        publisher=_publisher(given or header.facts.publisher or said or closing.publisher, header.site),
        bylines=find_bylines(body),
    )


def _lines(text: str) -> list[str]:
    """The lines of a text, clean in characters, glosses, script and punctuation."""
    text = drop_glosses(plain_characters(text))
    return [punctuate(simplify(line)) if line.strip() else "" for line in text.split("\n")]


def _paragraphs(lines: Sequence[str], title: str) -> list[str]:
    """The paragraphs of the article, below the header, without repeats and without what follows the credits."""
    whole = joined(cut_behind_credits(lines))
    last = max((number for number, line in enumerate(whole) if is_sentence(line)), default=0)
    whole = [*whole[: last + 1], *(part for line in whole[last + 1 :] for part in _closing_part(line).split("\n"))]
    cleaned = (BULLET.sub("", line) for line in whole)
    kept = (line for line in drop_repeats(list(filter(None, cleaned))) if line != title)
    return [close_numbers(line) if is_sentence(line) else line for line in kept]


def _closing_part(line: str) -> str:
    """A line of the text as it is; of a line with the page's date only what names an outlet or an author."""
    if iso_date(line) and is_source_line(line) and not is_signed(line):
        return shown_part(line)
    return line


def _publisher(named: str | None, site: str | None) -> str | None:
    """The publisher that the page names; where that is an office of the site's own (来源：高新处), the site."""
    return site if site and (named is None or _OFFICE.fullmatch(named)) else named


def _made_line(publisher: str | None, author: str | None) -> str:
    """A source line made of what a record's fields say."""
    makers = punctuate(simplify(author or ""))
    return " ".join(filter(None, (f"来源：{publisher}" if publisher else "", f"作者：{makers}" if makers else "")))


def _require_chinese(body: str, where: str) -> None:
    han = sum(1 for _ in HAN.finditer(body))
    letters = sum(1 for _ in LETTER.finditer(body))
    if han < LEAST_HAN or han < CHINESE_SHARE * (han + letters / LETTERS_A_WORD):
        raise ReadError("no Chinese text", where, "give articles in Chinese")
