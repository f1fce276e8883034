"""What all articles say of each key: how its mentions type, name and write it, and in which posts a person was seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.model import Article, Extraction, Modality
from kg.resolution.careers import Post, Sighting
from kg.resolution.keys import Key, key_of

_HELD = {Modality.ASSERTED: True, Modality.FORMER: False}


@dataclass(slots=True)
class Seen:
    """How the mentions of one thing type, name and write it, and how many articles name it."""

    types: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)
    articles: int = 0

    def __add__(self, other: Seen) -> Seen:
        forms, articles = self.forms | other.forms, self.articles + other.articles
        return Seen(self.types + other.types, self.names + other.names, forms, articles)

    def __iadd__(self, other: Seen) -> Seen:
        self.types += other.types
        self.names += other.names
        self.forms |= other.forms
        self.articles += other.articles
        return self


@dataclass(slots=True)
class Gathered:
    """Keys with what was seen of them; of persons, each article's sighting. No texts."""

    seen: dict[Key, Seen] = field(default_factory=lambda: defaultdict(Seen))
    sightings: dict[Key, list[Sighting]] = field(default_factory=lambda: defaultdict(list))


def gather(items: Iterable[tuple[Article, Extraction]]) -> Gathered:
    """Go through all articles once. Their order does not matter."""
    found = Gathered()
    for article, extraction in items:
        here: set[Key] = set()
        for mention in extraction.mentions:
            if mention.type == "Article":
                continue
            key = key_of(article.id, mention)
            this = found.seen[key]
            this.types[mention.type] += 1
            this.names[mention.name] += 1
            this.forms |= {mention.name, article.body[mention.start : mention.end]}
            here.add(key)
        for key in here:
            found.seen[key].articles += 1
        for key, sighting in _sightings(article, extraction, here):
            found.sightings[key].append(sighting)
    return found


def _sightings(article: Article, extraction: Extraction, here: Iterable[Key]) -> Iterator[tuple[Key, Sighting]]:
    """The persons of an article with their posts."""
    posts: dict[tuple[Key, bool], set[Post]] = defaultdict(set)
    for claim in extraction.claims:
        holds = _HELD.get(claim.modality)
        if claim.predicate == "worksFor" and claim.title and holds is not None:
            person, body = (key_of(article.id, extraction.mentions[end]) for end in (claim.subject, claim.object))
            posts[person, holds].add(Post(body, claim.title))
    for key in here:
        if key.group == "person":
            holds_now, held = (frozenset(posts[key, which]) for which in (True, False))
            yield key, Sighting(article.id, article.published, holds_now, held)
