"""What all articles say of each key, in a database: articles come and go one by one, and no text is kept."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.model import Article, Extraction, Modality
from kg.resolution.careers import Post, Sighting
from kg.resolution.gather import Gathered
from kg.resolution.keys import Key, key_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS key (id INTEGER PRIMARY KEY, thing TEXT, name TEXT, context TEXT,
    UNIQUE (thing, name, context));
CREATE TABLE IF NOT EXISTS mention (article TEXT, key INTEGER, type TEXT, name TEXT, form TEXT, count INTEGER,
    PRIMARY KEY (article, key, type, name, form)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mention_of_key ON mention (key, type, name, form, count);
CREATE TABLE IF NOT EXISTS sighting (article TEXT, key INTEGER, published TEXT, holds TEXT, held TEXT,
    PRIMARY KEY (article, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sketch (article TEXT PRIMARY KEY, hashes BLOB);
"""
_HELD = {Modality.ASSERTED: True, Modality.FORMER: False}


def learn(db: sqlite3.Connection, article: Article, extraction: Extraction, sketch: bytes = b"") -> None:
    """Add what one article says."""
    seen: Counter[tuple[Key, str, str, str]] = Counter()
    for mention in extraction.mentions:
        if mention.type != "Article":
            form = article.body[mention.start : mention.end]
            seen[key_of(article.id, mention), mention.type, mention.name, form] += 1
    here = {key for key, *_ in seen}
    ids = {key: _number(db, key) for key in sorted(here)}
    rows = ((article.id, ids[key], *said, count) for (key, *said), count in seen.items())
    db.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?)", rows)
    persons = ((article.id, ids[key], article.published, *posts) for key, *posts in _posts(article, extraction, here))
    db.executemany("INSERT INTO sighting VALUES (?, ?, ?, ?, ?)", persons)
    db.execute("INSERT INTO sketch VALUES (?, ?)", (article.id, sketch))


def forget(db: sqlite3.Connection, article_id: str) -> None:
    """Take away what one article says."""
    for table in ("mention", "sighting", "sketch"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (article_id,))


def gather(items: Iterable[tuple[Article, Extraction]]) -> Gathered:
    """What some articles say of each key. Their order does not matter."""
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    for article, extraction in items:
        learn(db, article, extraction)
    return gathered(db)


def gathered(db: sqlite3.Connection) -> Gathered:
    """What the articles of a database say of each key."""
    found = Gathered()
    keys = {number: Key(*key) for number, *key in db.execute("SELECT * FROM key")}
    said = "SELECT key, type, name, form, SUM(count) FROM mention GROUP BY key, type, name, form"
    for number, kind, name, form, count in db.execute(said):
        seen = found.seen[keys[number]]
        seen.types[kind] += count
        seen.names[name] += count
        seen.forms |= {name, form}
    for number, count in db.execute("SELECT key, COUNT(DISTINCT article) FROM mention GROUP BY key"):
        found.seen[keys[number]].articles = count
    for article, number, published, holds, held in db.execute("SELECT * FROM sighting ORDER BY article"):
        sighting = Sighting(article, published, _told(holds), _told(held))
        found.sightings[keys[number]].append(sighting)
    return found


def sketches(db: sqlite3.Connection) -> dict[str, bytes]:
    """The sketch of every article, by its id."""
    return dict(db.execute("SELECT article, hashes FROM sketch ORDER BY article"))


def naming(db: sqlite3.Connection, key: Key) -> set[str]:
    """The articles that name a key."""
    asked = "SELECT DISTINCT article FROM mention JOIN key ON key = id WHERE thing = ? AND key.name = ? AND context = ?"
    return {article for (article,) in db.execute(asked, key)}


def _number(db: sqlite3.Connection, key: Key) -> int:
    db.execute("INSERT OR IGNORE INTO key (thing, name, context) VALUES (?, ?, ?)", key)
    asked = "SELECT id FROM key WHERE thing = ? AND name = ? AND context = ?"
    (number,) = db.execute(asked, key).fetchone()
    return int(number)


def _posts(article: Article, extraction: Extraction, here: Iterable[Key]) -> Iterator[tuple[Key, str, str]]:
    """The persons of an article with the posts that they hold, and those that they held."""
    posts: dict[tuple[Key, bool], set[Post]] = defaultdict(set)
    for claim in extraction.claims:
        holds = _HELD.get(claim.modality)
        if claim.predicate == "worksFor" and claim.title and holds is not None:
            person, body = (key_of(article.id, extraction.mentions[end]) for end in (claim.subject, claim.object))
            posts[person, holds].add(Post(body, claim.title))
    for key in here:
        if key.group == "person":
            yield key, _written(posts[key, True]), _written(posts[key, False])


def _written(posts: Iterable[Post]) -> str:
    return json.dumps(sorted([*post.body, post.title] for post in posts), ensure_ascii=False)


@lru_cache(maxsize=100_000)
def _told(posts: str) -> frozenset[Post]:
    """Posts as :func:`_written` wrote them; those of one office are told again and again."""
    return frozenset(Post(Key(*body), title) for *body, title in json.loads(posts))
