"""Merging mentions to entities over all articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.model import Article, Claim, Entity, Extraction, Mention, Modality
from kg.ontology import PREDICATES, most_specific
from kg.resolution.backbone import backbone, in_the_backbone
from kg.resolution.careers import Person, Post, Sighting, at_one_time, holders, same_persons, told_apart
from kg.resolution.clusters import Clusters
from kg.resolution.evidence import Doubt, Link, Strength
from kg.resolution.gather import Gathered, Seen
from kg.resolution.judge import IriOf, Judge, Parts, joined
from kg.resolution.keys import ONLY_IN, Key, contains, key_of, narrowest, normal
from kg.resolution.ledger import Ledger
from kg.resolution.mentions import gather
from kg.resolution.names import aliases, ambiguous_forms, best_name, fullness
from kg.resolution.things import same_things


class Resolution:
    """Which entity a mention names. Made by :func:`resolve`.

    ``links`` is the evidence on which keys were joined, ``doubts`` what was not enough to join them, ``articles`` how
    many articles name each key.
    """

    def __init__(
        self,
        entities: Mapping[Key, Entity],
        merged: Mapping[Key, Key],
        parts: Parts,
        evidence: Sequence[Link | Doubt],
        wrong: frozenset[tuple[str, str, str]],
        articles: Mapping[Key, int],
    ) -> None:
        self._entities = entities
        self._merged = merged
        self._parts = parts
        self._wrong = wrong
        self.articles = articles
        self.links = tuple(sorted({found for found in evidence if isinstance(found, Link) and self._one(found)}))
        self.doubts = tuple(sorted({found for found in evidence if isinstance(found, Doubt) and not self._one(found)}))

    def entity(self, article_id: str, mention: Mention) -> Entity:
        """The entity that a mention of an article names."""
        key = key_of(article_id, mention)
        return self.of_key(self._parts[key].get(article_id, key) if key in self._parts else key)

    def of_key(self, key: Key) -> Entity:
        """The entity that a key stands for."""
        return self._entities[self._merged.get(key, key)]

    def entities(self) -> list[Entity]:
        """All entities, by IRI."""
        return sorted(self._entities.values(), key=lambda entity: entity.iri)

    def senses(self) -> Iterator[tuple[Key, str, Entity]]:
        """What every key means: in all articles but some, told by ``""``, and in each of these by its id."""
        for key in sorted({*self._entities, *self._merged}):
            yield key, "", self.of_key(key)
        for key, articles in sorted(self._parts.items()):
            for article, part in sorted(articles.items()):
                yield key, article, self.of_key(part)

    @property
    def wrong(self) -> frozenset[tuple[str, str, str]]:
        """Edges that people judged wrong, by IRIs; an article stands by its id."""
        return self._wrong

    def judged(self, extraction: Extraction) -> Extraction:
        """An extraction in which claims of edges that people judged wrong are rejected."""
        if not self._wrong:
            return extraction
        claims = tuple(
            replace(claim, modality=Modality.REJECTED) if self._is_wrong(extraction, claim) else claim
            for claim in extraction.claims
        )
        return replace(extraction, claims=claims)

    def _is_wrong(self, extraction: Extraction, claim: Claim) -> bool:
        subject, object_ = (
            mention.context if mention.type == "Article" else self.entity(extraction.article_id, mention).iri
            for mention in (extraction.mentions[claim.subject], extraction.mentions[claim.object])
        )
        edge, back = (subject, claim.predicate, object_), (object_, claim.predicate, subject)
        return edge in self._wrong or (PREDICATES[claim.predicate].symmetric and back in self._wrong)

    def _one(self, found: Link | Doubt) -> bool:
        return self._merged.get(found.first, found.first) == self._merged.get(found.second, found.second)


def resolve(
    items: Iterable[tuple[Article, Extraction]], iri_of: IriOf, ledger: Ledger | None = None, base: str = ""
) -> Resolution:
    """Compare the mentions of all articles. Their order does not matter; keys and names are kept, no texts.

    ``ledger`` has what people decided, of things by their IRIs without ``base``; it counts for more than any evidence.
    """
    return resolve_gathered(gather(items), iri_of, ledger, base)


def resolve_gathered(found: Gathered, iri_of: IriOf, ledger: Ledger | None = None, base: str = "") -> Resolution:
    """The same of what was gathered before; ``found`` is used up."""
    types = {key: most_specific(seen.types) for key, seen in found.seen.items()}
    things = [key for key in found.seen if key.group != "person"]
    judge = Judge(ledger or Ledger(), iri_of, base)
    judge.know(found.seen)
    evidence = [*same_things(things, types), *_of_one_iri(things, types, iri_of), *in_the_backbone(things)]
    clusters = judge.joined(things, evidence)
    of_persons, parts = _same_persons(found, _persons(found, clusters))
    judge.know(found.seen)
    evidence += of_persons
    clusters = judge.joined(found.seen, evidence)
    judge.move(clusters, found.seen, parts)
    merged = _representatives(clusters)
    articles = {key: seen.articles for key, seen in found.seen.items()}
    for key in merged.keys() & found.seen.keys():
        found.seen[merged[key]] += found.seen.pop(key)
    ambiguous = ambiguous_forms({key: this.forms for key, this in found.seen.items()})
    decided = judge.decided(merged)
    entities = {key: decided.entity(key, _entity(key, seen, ambiguous, iri_of)) for key, seen in found.seen.items()}
    return Resolution(entities, merged, parts, evidence, judge.wrong_edges(merged, entities), articles)


def _representatives(clusters: Clusters[Key]) -> dict[Key, Key]:
    """Each key that is the same as a fuller one, to that one."""
    into: dict[Key, Key] = {}
    for same in clusters.groups():
        best = next((key for key in same if key in backbone()), None) or min(same, key=fullness)
        into.update((key, best) for key in same if key != best)
    return into


def _of_one_iri(keys: Iterable[Key], types: Mapping[Key, str], iri_of: IriOf) -> Iterator[Link]:
    """A division goes by its code, whatever an article calls it."""
    first: dict[str, Key] = {}
    for key in sorted(keys):
        same = first.setdefault(iri_of(types[key], key.name, key.context), key)
        if same != key:
            yield Link(same, key, "one division")


def _persons(found: Gathered, things: Clusters[Key]) -> dict[str, list[Person]]:
    """What may be persons, by name; their posts in bodies as these are known now."""

    @cache  # many articles show a person in the same posts
    def known(posts: frozenset[Post]) -> frozenset[Post]:
        return frozenset(Post(things.root(body), title) for body, title in posts)

    persons: dict[str, list[Person]] = defaultdict(list)
    for key in sorted(found.sightings):
        seen = [Sighting(s.article, s.published, known(s.holds), known(s.held)) for s in found.sightings[key]]
        found.sightings[key] = sorted(seen, key=lambda sighting: sighting.article)
        persons[key.name] += told_apart(key, found.sightings[key])
    return persons


def _same_persons(found: Gathered, persons: Mapping[str, list[Person]]) -> tuple[list[Link | Doubt], Parts]:
    """Evidence on all persons; namesakes of one place get keys of their own."""
    known = holders(found.sightings)
    evidence: list[Link | Doubt] = []
    parts: Parts = {}
    for namesakes in persons.values():
        for person in namesakes:
            base = person.key._replace(context=person.place)
            if person.key != base:
                found.seen[person.key] += found.seen[base]
                articles = {sighting.article for sighting in person.sightings}
                parts.setdefault(base, {}).update(dict.fromkeys(articles, person.key))
        named = [person for person in namesakes if person.sightings]
        for person in namesakes:
            if not person.sightings:  # of namesakes told apart by their posts all sightings had posts
                del found.seen[person.key]
        tied = list(same_persons(named, known)) if len(named) > 1 else []
        evidence += tied
        evidence += _by_place(named, tied)
    return evidence, parts


def _by_place(persons: Sequence[Person], tied: Iterable[Link | Doubt]) -> Iterator[Link | Doubt]:
    """A person seen in the province and in one city of it is one; one without place is the only one of the name."""
    groups = joined([person.key for person in persons], tied)
    placed = [person for person in persons if not person.key.context.startswith(ONLY_IN)]
    found = [step for person in placed for step in _inside(person, placed, groups)]
    for step in found:
        if isinstance(step, Link):
            groups.join(step.first, step.second)
    yield from found
    unknown = sorted(person.key for person in persons if person.key.context.startswith(ONLY_IN))
    roots = sorted({groups.root(person.key) for person in placed})
    if len(roots) > 1:
        yield from (Doubt(root, key, "one of several of this name") for key in unknown for root in roots)
    elif unknown:
        only = roots[0] if roots else unknown[0]._replace(context="")
        yield from (Link(only, key, "the only one of this name", Strength.LIKELY) for key in unknown)


def _inside(person: Person, placed: Sequence[Person], groups: Clusters[Key]) -> Iterator[Link | Doubt]:
    """The one of a name who serves inside a person's place, where no other does and the person himself did not."""
    inner = [p for p in placed if p.place != person.place and contains(person.place, p.place)]
    if not inner or any(groups.root(p.key) == groups.root(person.key) for p in inner):
        return
    narrow = narrowest(person.place, [p.place for p in inner])
    nearest = [p for p in inner if p.place == narrow]
    if len({groups.root(p.key) for p in inner}) == 1:
        nearest = inner[:1]
    if len(nearest) == 1:
        first, second = sorted((person.key, nearest[0].key))
        if person.posts and nearest[0].posts and at_one_time(person, nearest[0]):
            yield Doubt(first, second, "posts in the province and in one city of it at one time")
        else:
            yield Link(first, second, "seen in the province and in one city of it", Strength.LIKELY)


def _entity(key: Key, seen: Seen, ambiguous: frozenset[str], iri_of: IriOf) -> Entity:
    kind, name = most_specific(seen.types), best_name(seen.names)
    others = aliases(key._replace(name=normal(name)), seen.forms, ambiguous)
    return Entity(iri_of(kind, key.name, key.context), kind, name, others)
