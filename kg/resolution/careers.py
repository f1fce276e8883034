"""Persons by their careers: posts tell namesakes of one city apart, and tie one person to the two cities he served."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import NamedTuple

from kg.resolution.clusters import Clusters
from kg.resolution.evidence import Doubt, Link
from kg.resolution.keys import ONLY_IN, Key, contains, is_code
from kg.resources import load_toml

_HANDOVER = timedelta(days=365)  # within which a successor is named, and the predecessor appears elsewhere


def _titles(which: str) -> tuple[str, ...]:
    return tuple(load_toml("lexicon/tenures.toml")[which])


class Post(NamedTuple):
    """A title in a body."""

    body: Key
    title: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one article says of a person: the posts that he holds, those that he held, and when it was published."""

    article: str
    published: str | None
    holds: frozenset[Post]
    held: frozenset[Post] = frozenset()

    @property
    def posts(self) -> frozenset[Post]:
        """All posts, present and past."""
        return self.holds | self.held


@dataclass(slots=True)
class Person:
    """What may be one person: a key with the sightings under it."""

    key: Key
    place: str
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def posts(self) -> set[Post]:
        """All posts in which the person was seen."""
        return {post for sighting in self.sightings for post in sighting.posts}

    def dates(self, posts: Iterable[Post] | None = None) -> list[str]:
        """When the person was seen (in some posts), in order."""
        wanted = None if posts is None else set(posts)
        seen = (s.published for s in self.sightings if s.published and (wanted is None or wanted & s.holds))
        return sorted(seen)


Sightings = Mapping[Key, Sequence[Sighting]]
#: Who else was seen in a post, and when: names by date.
Holders = Mapping[Post, Sequence[tuple[str, str]]]


def holders(sightings: Sightings) -> dict[Post, list[tuple[str, str]]]:
    """Every post with the dates and names of those who were seen in it."""
    found: dict[Post, list[tuple[str, str]]] = defaultdict(list)
    for key, seen in sightings.items():
        for sighting in seen:
            for post in sighting.holds if sighting.published else ():
                found[post].append((sighting.published or "", key.name))
    return found


def told_apart(key: Key, seen: Sequence[Sighting]) -> list[Person]:
    """The persons of one name in one place: one, unless two of its posts cannot be held by one person at once."""
    whole = Person(key, key.context, list(seen))
    posts = Clusters[Key]()
    for sighting in seen:
        bodies = sorted({post.body for post in sighting.posts})
        posts.add(*bodies)
        for first, second in pairwise(bodies):
            posts.join(first, second)
    groups = posts.groups()
    if not any(_clash(whole, a, b) for a, b in combinations(groups, 2)):
        return [whole]
    return [Person(key, key.context, _without_posts(seen)), *(_part(whole, group) for group in groups)]


def _without_posts(seen: Sequence[Sighting]) -> list[Sighting]:
    return [sighting for sighting in seen if not sighting.posts]


def _part(whole: Person, bodies: Sequence[Key]) -> Person:
    """One of several namesakes: he goes by the body that he serves."""
    context = "·".join(filter(None, (whole.place, min(bodies).name)))
    seen = [s for s in whole.sightings if any(post.body in bodies for post in s.posts)]
    return Person(whole.key._replace(context=context), whole.place, seen)


def _clash(person: Person, some: Sequence[Key], others: Sequence[Key]) -> bool:
    """Whether posts in two sets of bodies were seen by turns, and both take all of a person's time."""
    first, second = (
        person.dates(p for p in person.posts if p.body in bodies and p.title.endswith(_titles("whole_time")))
        for bodies in (some, others)
    )
    return bool(first and second) and first[0] <= second[-1] and second[0] <= first[-1]


def same_persons(persons: Sequence[Person], known: Holders) -> Iterator[Link | Doubt]:
    """Which persons of one name are one, and which might be."""
    placed = [person for person in persons if not person.key.context.startswith(ONLY_IN)]
    for a, b in combinations(placed, 2):
        if why := _tie(a, b) or _moved(a, b, known) or _moved(b, a, known):
            yield Link(a.key, b.key, why)
        elif a.place == b.place:
            yield Doubt(a.key, b.key, "two posts in one place at one time, each of which takes a whole person")
        elif _in_one_province(a.place, b.place) and not at_one_time(a, b):
            yield Doubt(a.key, b.key, "one name in two places of a province, one after the other")


def at_one_time(a: Person, b: Person) -> bool:
    """Whether two were seen by turns."""
    first, second = a.dates(), b.dates()
    return bool(first and second) and first[0] <= second[-1] and second[0] <= first[-1]


def _tie(a: Person, b: Person) -> str | None:
    """What in the articles ties two persons of one name together."""
    shared = sorted({post.body for post in a.posts} & {post.body for post in b.posts})
    if shared:
        return f"both serve {shared[0].name}"
    for one, other in ((a, b), (b, a)):
        if is_code(other.place) and other.place != one.place:
            for post in sorted(one.posts):
                if post.body.context == other.place and _fits(post, other):
                    return f"one article tells of the posts in both: {post.body.name}{post.title}"
    return None


def _fits(post: Post, person: Person) -> bool:
    """Whether a post that is told of elsewhere can be this person's: nothing else is known, or the body is his."""
    return not person.posts or any(post.body == other.body for other in person.posts)


def _moved(old: Person, new: Person, known: Holders) -> str | None:
    """A known succession: he was seen in the old post, then another in it, and about that time he elsewhere."""
    if not _in_one_province(old.place, new.place):
        return None
    before, after = old.dates(), new.dates()
    if not before or not after or before[-1] >= after[0] or _days(before[-1], after[0]) > _HANDOVER:
        return None
    for post in sorted(old.posts):
        if post.title.endswith(_titles("single")) and "副" not in post.title:
            for seen, name in sorted(known.get(post, ())):
                if name != old.key.name and before[-1] < seen and _days(before[-1], seen) <= _HANDOVER:
                    return f"{name} followed as {post.body.name}{post.title}"
    return None


def _in_one_province(a: str, b: str) -> bool:
    return is_code(a) and is_code(b) and a[:2] == b[:2] and not contains(a, b) and not contains(b, a)


def _days(first: str, second: str) -> timedelta:
    """The time between two ISO dates of any exactness."""
    return _day(second) - _day(first)


def _day(iso: str) -> date:
    return date.fromisoformat(iso + "0000-01-01"[len(iso) :])
