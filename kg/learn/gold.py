"""Gold articles: for ``NN.txt`` a file ``NN.gold.json`` says what a careful reader would put into the graph.

::

    {"title": "...", "published": "2020-07-31",
     "entities":  [{"id": "e1", "type": "Official", "name": "...", "aliases": ["..."]}],
     "relations": [{"s": "e1", "p": "worksFor", "o": "e2", "title": "副厅长", "date": null}]}

Further keys are allowed. ``"o": "ARTICLE"`` is the article itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import ReadError
from kg.ontology import CLASSES, PREDICATES, group

ENDING = ".gold.json"
ARTICLE = "ARTICLE"
#: The type groups that are scored: indicators and the article itself are no entities of the gold.
GROUPS = ("person", "org", "place", "zone", "facility", "policy", "programme", "event", "industry")
TEXTS = (".txt", ".html", ".htm")
_MEND = "mend it as the format of gold articles says"


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A thing that the text names; each of ``aliases`` counts as its name, too."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A relation that the text supports, between the ids of two entities."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """What one article says. ``stem`` is the name of its file without ending, ``sha256`` that of the gold file."""

    stem: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]
    sha256: str = ""


def read_gold(folder: Path) -> list[GoldArticle]:
    """The gold articles of a folder, by name.

    Raises:
        ReadError: the folder holds none, or one is damaged; says which file and which field.
    """
    files = sorted(folder.glob(f"*{ENDING}"))
    if not files:
        what = "no gold articles (NN.gold.json) here" if folder.is_dir() else "no such directory"
        raise ReadError(what, str(folder), "name a directory of gold articles by --gold")
    return [_article(file) for file in files]


def text_of(article: GoldArticle, texts: Path) -> Path:
    """The file that a gold article annotates. Raises ReadError where there is none."""
    for ending in TEXTS:
        if (file := texts / f"{article.stem}{ending}").is_file():
            return file
    where = str(texts / f"{article.stem}{TEXTS[0]}")
    raise ReadError(f"no text for {article.stem}{ENDING}", where, "name the directory of the texts by --texts")


def digest(articles: Sequence[GoldArticle]) -> str:
    """The SHA-256 of gold articles, by which a score says what it was measured on."""
    return sha256("".join(f"{article.stem} {article.sha256}\n" for article in articles).encode()).hexdigest()


def _article(file: Path) -> GoldArticle:
    try:
        content = file.read_bytes()
        record = json.loads(content.decode("utf-8"))
    except OSError as error:
        raise ReadError(error.strerror or "cannot be opened", str(file), "check the permissions") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ReadError(f"not JSON in UTF-8 ({error})", str(file), _MEND) from None
    where = str(file)
    if not isinstance(record, dict):
        raise ReadError("not a JSON object", where, _MEND)
    entities = [_entity(_Field(item, f"entities[{i}]", where)) for i, item in _items(record, "entities", where)]
    known: dict[str, GoldEntity] = {}
    for i, entity in enumerate(entities):
        if known.setdefault(entity.id, entity) is not entity or entity.id == ARTICLE:
            raise ReadError(f"entities[{i}].id: {entity.id!r} stands twice", where, "give each entity an id of its own")
    read = (_Field(item, f"relations[{i}]", where) for i, item in _items(record, "relations", where))
    relations = tuple(_relation(field, [*known, ARTICLE]) for field in read)
    return GoldArticle(file.name.removesuffix(ENDING), tuple(entities), relations, sha256(content).hexdigest())


def _items(record: dict[str, Any], name: str, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    items = record.get(name)
    if not isinstance(items, list):
        raise ReadError(f"{name}: not a list", where, _MEND)
    for i, item in enumerate(items):
        if not isinstance(item, dict):
            raise ReadError(f"{name}[{i}]: not an object", where, _MEND)
        yield i, item


@dataclass(frozen=True, slots=True)
class _Field:
    """An object of a gold file and where it stands, so that what is wrong in it can be named."""

    item: dict[str, Any]
    name: str
    where: str

    def text(self, key: str) -> str:
        value = self.item.get(key)
        if not isinstance(value, str) or not value.strip():
            raise ReadError(f"{self.name}.{key}: no text", self.where, _MEND)
        return value

    def one_of(self, key: str, known: Sequence[str]) -> str:
        value = self.text(key)
        if value not in known:
            close = get_close_matches(value, known, 1)
            todo = f"did you mean {close[0]!r}?" if close else _MEND
            raise ReadError(f"{self.name}.{key}: {value!r} is not known", self.where, todo)
        return value


def _entity(field: _Field) -> GoldEntity:
    kind = field.one_of("type", _scored_classes())
    aliases = field.item.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ReadError(f"{field.name}.aliases: not a list of names", field.where, _MEND)
    return GoldEntity(field.text("id"), kind, field.text("name"), tuple(aliases))


def _relation(field: _Field, ends: Sequence[str]) -> GoldRelation:
    predicate = field.one_of("p", sorted(PREDICATES))
    return GoldRelation(field.one_of("s", ends), predicate, field.one_of("o", ends))


def _scored_classes() -> list[str]:
    found = []
    for name in CLASSES:
        try:
            found += [name] if group(name) in GROUPS else []
        except KeyError:
            continue
    return found
