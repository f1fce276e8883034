"""What people decided, applied to what the evidence says: their word counts for more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace

from kg.model import Entity
from kg.ontology import most_specific
from kg.resolution.clusters import Clusters
from kg.resolution.evidence import Doubt, Link
from kg.resolution.gather import Seen
from kg.resolution.keys import Key
from kg.resolution.ledger import Ledger

#: Gives the IRI of a thing from its class, normal name and context. IRIs are spelled by the graph.
IriOf = Callable[[str, str, str], str]
#: Of namesakes in one place: which one an article means.
Parts = dict[Key, dict[str, Key]]


def joined(keys: Iterable[Key], evidence: Iterable[Link | Doubt]) -> Clusters[Key]:
    """The groups of keys that the evidence links."""
    return _join(keys, (), evidence, ())


def _join(
    keys: Iterable[Key],
    same: Iterable[tuple[Key, ...]],
    evidence: Iterable[Link | Doubt],
    apart: Iterable[tuple[Key, ...]],
) -> Clusters[Key]:
    """First what people joined; then the links, in order, but for those that would join what people hold apart."""
    clusters = Clusters[Key]()
    clusters.add(*keys)
    for first, second in sorted(same):
        clusters.join(first, second)
    for link in sorted(link for link in evidence if isinstance(link, Link)):
        ends = {clusters.root(link.first), clusters.root(link.second)}
        if not any({clusters.root(key) for key in pair} == ends for pair in apart):
            clusters.join(link.first, link.second)
    return clusters


@dataclass(frozen=True, slots=True)
class Decided:
    """The classes and names that people gave to things."""

    types: Mapping[Key, str]
    names: Mapping[Key, str]

    def entity(self, key: Key, found: Entity) -> Entity:
        """An entity as people want it; its IRI stays."""
        kind, name = self.types.get(key, found.type), self.names.get(key, found.name)
        if (kind, name) == (found.type, found.name):
            return found
        others = {*found.aliases, found.name} - {name}
        return replace(found, type=kind, name=name, aliases=tuple(sorted(others)), fixed=True)


class Judge:
    """The ledger, read against the keys of the articles. A line about a thing that no article names does nothing."""

    def __init__(self, ledger: Ledger, iri_of: IriOf, base: str) -> None:
        self._ledger = ledger
        self._iri_of = iri_of
        self._base = base
        self._keys: dict[str, Key] = {}

    def know(self, seen: Mapping[Key, Seen]) -> None:
        """Take note of keys and of what they are called in the ledger."""
        if self._ledger:
            for key in sorted(seen):
                iri = self._iri_of(most_specific(seen[key].types), key.name, key.context)
                self._keys.setdefault(iri.removeprefix(self._base), key)

    def joined(self, keys: Iterable[Key], evidence: Iterable[Link | Doubt]) -> Clusters[Key]:
        """The groups of keys that people and evidence make."""
        same, apart = (self._pairs(pairs) for pairs in (self._ledger.same, self._ledger.apart))
        known = set(keys)
        return _join(known, (pair for pair in same if known >= set(pair)), evidence, apart)

    def _pairs(self, pairs: Iterable[frozenset[str]]) -> list[tuple[Key, ...]]:
        known = (tuple(sorted(self._keys[thing] for thing in pair if thing in self._keys)) for pair in pairs)
        return [pair for pair in known if len(pair) == 2]

    def move(self, clusters: Clusters[Key], seen: MutableMapping[Key, Seen], parts: Parts) -> None:
        """Give what people found to be another thing in some articles a key of its own, named after the first."""
        for (thing, article), label in sorted(self._ledger.moved.items()):
            if thing in self._keys:
                key = self._keys[thing]
                own = key._replace(context="·".join(filter(None, (key.context, label))))
                for same in next(group for group in clusters.groups() if clusters.root(key) in group):
                    parts.setdefault(same, {})[article] = own
                if own not in seen:
                    seen[own] = Seen() + seen[key]
                    clusters.add(own)
        self.know(seen)
        for first, second in self._pairs(self._ledger.same):
            clusters.join(first, second)

    def decided(self, merged: Mapping[Key, Key]) -> Decided:
        """The classes and names that people gave."""
        types, names = (
            {merged.get(key, key): value for thing, value in sorted(given.items()) if (key := self._keys.get(thing))}
            for given in (self._ledger.types, self._ledger.names)
        )
        return Decided(types, names)

    def wrong_edges(self, merged: Mapping[Key, Key], entities: Mapping[Key, Entity]) -> frozenset[tuple[str, str, str]]:
        """Edges that people judged wrong, by IRIs; an article stands by its id."""

        def end(thing: str) -> str:
            key = self._keys.get(thing)
            return entities[merged.get(key, key)].iri if key else thing.removeprefix("article/")

        edges = (edge for edge, right in self._ledger.judged.items() if not right)
        return frozenset((end(subject), predicate, end(object_)) for subject, predicate, object_ in edges)
