"""What an extraction answers, and which of its things are which of the gold's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.learn.gold import ARTICLE, GROUPS, GoldEntity
from kg.model import Article, Entity, Extraction, Mention, Modality
from kg.ontology import group, most_specific

#: Groups whose names vary: one may contain the other.
_LOOSE = frozenset({"facility", "programme", "policy", "industry", "event"})
_SHORTEST = 3  # characters of a name that may stand for a longer one ...
_SHARE = 0.6  # ... of which it is at least this share
#: Meetings are named freely: two of one kind in one article may be one, as the annotation guide counts them.
_KINDS = re.compile(r"(座谈会|推进会|大会|会议|论坛|调研|考察|视察|仪式|签约|会见|活动|会)$")
_MARKS = re.compile(r"[\s《》〈〉“”\"'‘’「」『』]+")


class Entities(Protocol):
    """What is needed of a resolution."""

    def entity(self, article_id: str, mention: Mention) -> Entity:
        """The entity that a mention of an article names."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that an answer names: its class, its name, and all the forms that the article has of it."""

    id: str
    type: str
    name: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """A relation that an answer asserts, between the ids of two things, by which rule and sentence."""

    subject: str
    predicate: str
    object: str
    rule: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an extraction says of one article."""

    things: tuple[Thing, ...]
    said: tuple[Said, ...]


def answer(article: Article, extraction: Extraction, entities: Entities) -> Answer:
    """An extraction as an answer: the things and asserted relations that the article's graph will hold."""
    ids = [
        ARTICLE if mention.type == "Article" else entities.entity(article.id, mention).iri
        for mention in extraction.mentions
    ]
    said = [
        Said(ids[claim.subject], claim.predicate, ids[claim.object], claim.rule, article.body[claim.start : claim.end])
        for claim in extraction.claims
        if claim.modality is Modality.ASSERTED and ids[claim.subject] != ids[claim.object]
    ]
    return Answer(tuple(_things(article, extraction, entities)), tuple(said))


def _things(article: Article, extraction: Extraction, entities: Entities) -> Iterator[Thing]:
    types: dict[str, Counter[str]] = defaultdict(Counter)
    forms: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for mention in extraction.mentions:
        if group(mention.type) in GROUPS:
            entity = entities.entity(article.id, mention)
            names[entity.iri] = entity.name
            types[entity.iri][mention.type] += 1
            forms[entity.iri] |= {entity.name, mention.name, article.body[mention.start : mention.end]}
    for iri, name in names.items():
        yield Thing(iri, most_specific(types[iri]), name, frozenset(forms[iri]))


def match(things: Sequence[Thing], gold: Sequence[GoldEntity]) -> dict[str, str]:
    """The id of each thing to that of the gold entity that it is, one to one, within a type group, by a shared name.

    Where several would do, the same name goes before a similar one, the full name before an alias, the same class
    before another one, the longer name before the shorter.
    """
    pairs = sorted(pair for thing in things for entity in gold if (pair := _pair(thing, entity)))
    matched: dict[str, str] = {}
    used: set[str] = set()
    for *_, thing_id, gold_id in pairs:
        if thing_id not in matched and gold_id not in used:
            matched[thing_id] = gold_id
            used.add(gold_id)
    return matched


def _pair(thing: Thing, entity: GoldEntity) -> tuple[bool, bool, bool, int, str, str] | None:
    """How well a thing fits an entity, best first, and their ids; None where they do not fit."""
    kind = group(entity.type)
    if kind != group(thing.type):
        return None
    forms = {plain(form) for form in thing.forms}
    full = plain(entity.name)
    names = {full, *map(plain, entity.aliases)}
    same = forms & names
    shared = same or {form for form in forms for name in names if alike(form, name, kind)}
    if not shared:
        return None
    return not same, full not in forms, entity.type != thing.type, -max(map(len, shared)), thing.id, entity.id


def alike(one: str, other: str, kind: str) -> bool:
    """Whether two plain names may name one thing of this group.

    >>> alike("科技创新大会", "全市科技创新大会", "event"), alike("鹿鸣科技", "鹿鸣科技公司", "org")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    if one == other or (kind == "event" and short in long):
        return True
    if kind == "event":
        kinds = _KINDS.search(one), _KINDS.search(other)
        return bool(kinds[0] and kinds[1] and kinds[0][1] == kinds[1][1])
    return kind in _LOOSE and len(short) >= max(_SHORTEST, _SHARE * len(long)) and short in long


def plain(name: str) -> str:
    """A name as names are compared: without white space, quotation marks and brackets, in plain width.

    >>> plain("“１１３３”工程（一期）")
    '1133工程一期'
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).replace("(", "").replace(")", "")
