"""Merging mentions to entities over all articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import Article, Entity, Extraction, Mention
from kg.ontology import most_specific
from kg.resolution.keys import Key, key_of, merged_contexts, normal
from kg.resolution.names import aliases, ambiguous_forms, best_name

#: Gives the IRI of a thing from its class, normal name and context. IRIs are spelled by the graph.
IriOf = Callable[[str, str, str], str]


@dataclass(slots=True)
class _Seen:
    """How the mentions of one thing type, name and write it."""

    types: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)

    def __iadd__(self, other: _Seen) -> _Seen:
        self.types += other.types
        self.names += other.names
        self.forms |= other.forms
        return self


class Resolution:
    """Which entity a mention names. Made by :func:`resolve`."""

    def __init__(self, entities: Mapping[Key, Entity], merged: Mapping[Key, Key]) -> None:
        self._entities = entities
        self._merged = merged

    def entity(self, article_id: str, mention: Mention) -> Entity:
        """The entity that a mention of an article names."""
        key = key_of(article_id, mention)
        return self._entities[self._merged.get(key, key)]

    def entities(self) -> list[Entity]:
        """All entities, by IRI."""
        return sorted(self._entities.values(), key=lambda entity: entity.iri)


def resolve(items: Iterable[tuple[Article, Extraction]], iri_of: IriOf) -> Resolution:
    """Compare the mentions of all articles. Their order does not matter; keys and names are kept, no texts."""
    seen: dict[Key, _Seen] = defaultdict(_Seen)
    for article, extraction in items:
        for mention in extraction.mentions:
            if mention.type == "Article":
                continue
            this = seen[key_of(article.id, mention)]
            this.types[mention.type] += 1
            this.names[mention.name] += 1
            this.forms |= {mention.name, article.body[mention.start : mention.end]}
    merged = _fold(seen, _same(seen))
    by_iri = _fold(seen, _of_one_iri(seen, iri_of))
    merged = by_iri | {key: by_iri.get(into, into) for key, into in merged.items()}
    ambiguous = ambiguous_forms({key: this.forms for key, this in seen.items()})
    return Resolution({key: _entity(key, this, ambiguous, iri_of) for key, this in seen.items()}, merged)


def _fold(seen: dict[Key, _Seen], same: dict[Key, Key]) -> dict[Key, Key]:
    """Add what was seen of each key to the one that it is the same as."""
    for key, into in same.items():
        seen[into] += seen.pop(key)
    return same


def _same(keys: Iterable[Key]) -> dict[Key, Key]:
    """Which key is the same as which other one; keys that stay are not listed."""
    contexts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in keys:
        contexts[key.group, key.name].append(key.context)
    return {
        Key(kind, name, context): Key(kind, name, into)
        for (kind, name), known in contexts.items()
        for context, into in merged_contexts(kind, known).items()
        if context != into
    }


def _of_one_iri(seen: Mapping[Key, _Seen], iri_of: IriOf) -> dict[Key, Key]:
    """Which key has the IRI of another one: a division goes by its code, whatever an article calls it."""
    first: dict[str, Key] = {}
    found = {key: first.setdefault(_iri(key, seen[key], iri_of), key) for key in sorted(seen)}
    return {key: into for key, into in found.items() if key != into}


def _iri(key: Key, seen: _Seen, iri_of: IriOf) -> str:
    return iri_of(most_specific(seen.types), key.name, key.context)


def _entity(key: Key, seen: _Seen, ambiguous: frozenset[str], iri_of: IriOf) -> Entity:
    name = best_name(seen.names)
    others = aliases(key._replace(name=normal(name)), seen.forms, ambiguous)
    return Entity(_iri(key, seen, iri_of), most_specific(seen.types), name, others)
