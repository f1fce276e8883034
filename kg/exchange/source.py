"""A user's facts as one more source: an article whose text has a line a fact, so that each fact has its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kg.errors import ReadError
from kg.exchange.fact_rdf import RDF_FORMATS, rdf_facts
from kg.exchange.fact_table import COLUMNS, table_facts
from kg.exchange.facts import Fact, Thing, cleaned, day_of
from kg.model import IMPORTED, Article, Claim, Extraction, Mention
from kg.ontology import PREDICATES

TABLES = (".csv", ".tsv")
_ID = 16  # digits of an article's id


@dataclass(frozen=True, slots=True)
class About:
    """What the user says of a file: a title (else the file's name), whose facts they are, when they were stated (an
    ISO date); in which columns of a table the fields of a fact stand, and which are the same in every row."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    every: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A file of facts as a source, None where it holds no fact; and what could not be read of it."""

    article: Article | None
    extraction: Extraction
    errors: tuple[ReadError, ...] = ()


def read_facts(path: str, about: About | None = None) -> Imported:
    """Read a file of facts: a table (.csv, .tsv) or RDF (.ttl, .nt, .nq, .trig, .jsonld, .rdf).

    What holds no fact is in ``errors``, row by row, with what is wrong and how to mend it.

    Raises:
        ReadError: ``about`` names no date, or no field of a fact.
    """
    about = about or About()
    if unknown := sorted((about.columns.keys() | about.every.keys()) - COLUMNS.keys()):
        raise ReadError("no such field of a fact", unknown[0], f"known are {', '.join(COLUMNS)}")
    published = day_of(about.published or "", "--date")
    facts: list[Fact] = []
    errors: list[ReadError] = []
    try:
        data = Path(path).read_bytes()
        for item in _facts(data, path, about, (published or "")[:4]):
            facts.append(item) if isinstance(item, Fact) else errors.append(item)
    except OSError as error:
        errors.append(ReadError(error.strerror or "cannot be read", path, "check the path and its permissions"))
    except ReadError as error:
        errors.append(error)
    if not facts:
        nothing = ReadError("no facts in it", path, "kg import --help shows what they look like")
        return Imported(None, Extraction(""), tuple(errors or [nothing]))
    return Imported(*_source(path, sha256(data).hexdigest(), about, published, facts), tuple(errors))


def _source(
    path: str, digest: str, about: About, published: str | None, facts: Iterable[Fact]
) -> tuple[Article, Extraction]:
    title = cleaned(about.title or Path(path).name)
    publisher = cleaned(about.publisher or "") or None
    body, said = _told(title, facts)
    # the same file under another title, or told by others, is another source
    known = json.dumps([digest, body, published, publisher], ensure_ascii=False)
    id_ = sha256(known.encode()).hexdigest()[:_ID]
    return Article(id_, path, digest, title, body, published, publisher), Extraction(id_, *said)


def _facts(data: bytes, path: str, about: About, year: str) -> Iterator[Fact | ReadError]:
    ending = Path(path).suffix.lower()
    if ending in TABLES:
        return table_facts(data, path, about.columns, about.every, year)
    if ending in RDF_FORMATS:
        return rdf_facts(data, path, ending)
    raise ReadError("no file of facts", path, f"give one that ends in {', '.join((*TABLES, *RDF_FORMATS))}")


def _told(title: str, facts: Iterable[Fact]) -> tuple[str, tuple[tuple[Mention, ...], tuple[Claim, ...]]]:
    """The text with a line a fact, behind them the other names of things; the mentions and claims in it."""
    text = _Text(title)
    claims: list[Claim] = []
    aliases: dict[Thing, None] = {}
    for fact in facts:
        start = text.begin()
        subject = text.mention(fact.subject, fact.subject.name)
        text.add(f" {PREDICATES[fact.predicate].zh} ")
        object_ = text.mention(fact.object, fact.object.name)
        text.add(_more(fact))
        ends = subject, fact.predicate, object_, start, text.length
        known = {"title": fact.title, "date": fact.date, "value": fact.value, "unit": fact.unit}
        claims.append(Claim(*ends, IMPORTED, fact.confidence, **known))  # type: ignore[arg-type]
        aliases |= {thing: None for thing in (fact.subject, fact.object) if thing.aliases}
    for thing in aliases:
        text.begin()
        text.mention(thing, thing.name)
        for before, alias in zip((" 又名 ", *["、"] * len(thing.aliases)), thing.aliases, strict=False):
            text.add(before)
            text.mention(thing, alias)
    return text.whole(), (tuple(text.mentions), tuple(claims))


def _more(fact: Fact) -> str:
    """What a line says behind its object: post, date, number, and where it is from."""
    number = "" if fact.value is None else f"{fact.value:f}{fact.unit or ''}"
    number = "" if number in fact.object.name else number  # 高新技术企业 62家
    said = "".join(f"，{part}" for part in (fact.title, number, fact.date) if part)
    quoted = f"：“{fact.quote}”" if fact.quote else ""
    return said + quoted + (f"（{fact.source}）" if fact.source else "")


class _Text:
    """A text that grows line by line, with the mentions in it."""

    def __init__(self, title: str) -> None:
        self._parts = [title]
        self.length = len(title)
        self.mentions: list[Mention] = []

    def add(self, part: str) -> None:
        """Lengthen the last line."""
        self._parts.append(part)
        self.length += len(part)

    def begin(self) -> int:
        """Begin a line; give its first character."""
        self.add("\n")
        return self.length

    def mention(self, thing: Thing, form: str) -> int:
        """Name a thing; give the position of the mention."""
        start = self.length
        self.add(form)
        self.mentions.append(Mention(start, self.length, thing.kind, thing.name, thing.context))
        return len(self.mentions) - 1

    def whole(self) -> str:
        """The text."""
        return "".join(self._parts)
