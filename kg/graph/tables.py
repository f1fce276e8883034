"""What every article gives to the merge, in a database: articles come and go, and what each touches is known.

The IRIs of a relation or a tenure stand in the rows of every article that supports it; what the merge says of it is
counted from these rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.graph.contribution import Contribution
from kg.graph.tenures import Span, Tenure
from kg.graph.terms import Relation, headline
from kg.model import Article, Entity

SCHEMA = """
CREATE TABLE IF NOT EXISTS article (id TEXT PRIMARY KEY, iri TEXT UNIQUE, path TEXT, sha256 TEXT, headline TEXT,
    published TEXT, publisher TEXT, text TEXT, claims INTEGER, length INTEGER);
CREATE TABLE IF NOT EXISTS named (iri TEXT, article TEXT, PRIMARY KEY (iri, article)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS named_in ON named (article);
CREATE TABLE IF NOT EXISTS said (subject TEXT, predicate TEXT, object TEXT, article TEXT, date TEXT,
    PRIMARY KEY (subject, predicate, object, article)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS said_in ON said (article);
CREATE TABLE IF NOT EXISTS held (body TEXT, title TEXT, holder TEXT, article TEXT, seen TEXT, begun_first TEXT,
    begun_last TEXT, ended_first TEXT, ended_last TEXT, PRIMARY KEY (body, title, holder, article)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS held_in ON held (article);
CREATE TABLE IF NOT EXISTS thing (iri TEXT PRIMARY KEY, type TEXT, name TEXT, aliases TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS block (iri TEXT PRIMARY KEY, length INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS quarantined (article TEXT PRIMARY KEY, facts INTEGER, text BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listed (iri TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;
"""
_OF_ARTICLE = ("named", "said", "held", "quarantined")


@dataclass(frozen=True, slots=True)
class Touched:
    """What of the merge is to be told anew: things and articles by their IRIs, relations, tenures."""

    things: set[str] = field(default_factory=set)
    facts: set[Relation] = field(default_factory=set)
    tenures: set[Tenure] = field(default_factory=set)


def put(db: sqlite3.Connection, article: Article, iri: str, given: Contribution) -> None:
    """Add what an article gives."""
    about = (article.id, iri, article.source_path, article.sha256, headline(article), article.published)
    row = (*about, article.publisher, article.id, given.claims, len(given.text))
    db.execute(f"INSERT INTO article VALUES ({', '.join('?' * len(row))})", row)
    db.executemany("INSERT INTO named VALUES (?, ?)", ((thing, article.id) for thing in sorted(given.named)))
    said = ((*fact, article.id, date) for fact, date in sorted(given.facts.items()))
    db.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?)", said)
    held = (_row(tenure, article.id, span) for tenure, span in sorted(given.tenures.items()))
    db.executemany("INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", held)
    if given.quarantined:
        db.execute("INSERT INTO quarantined VALUES (?, ?, ?)", (article.id, given.quarantined, given.quarantine))


def _row(tenure: Tenure, article: str, span: Span) -> tuple[str | None, ...]:
    seen = span.seen[0] if span.seen else None
    begun, ended = (tuple(dates) or (None, None) for dates in (span.begun, span.ended))
    return tenure.body, tenure.title, tenure.holder, article, seen, *begun, *ended


def take(db: sqlite3.Connection, article_id: str) -> None:
    """Remove what an article gave."""
    for table in _OF_ARTICLE:
        db.execute(f"DELETE FROM {table} WHERE article = ?", (article_id,))
    db.execute("DELETE FROM article WHERE id = ?", (article_id,))


def touch(db: sqlite3.Connection, article_id: str, touched: Touched) -> None:
    """Note what an article is about; to be called before it goes and after it has come."""
    only = (article_id,)
    touched.things.update(iri for (iri,) in db.execute("SELECT iri FROM article WHERE id = ?", only))
    touched.things.update(iri for (iri,) in db.execute("SELECT iri FROM named WHERE article = ?", only))
    said = db.execute("SELECT subject, predicate, object FROM said WHERE article = ?", only)
    touched.facts.update((subject, predicate, object_) for subject, predicate, object_ in said)
    held = db.execute("SELECT holder, body, title FROM held WHERE article = ?", only)
    touched.tenures.update(Tenure(*row) for row in held)


def with_their_successions(db: sqlite3.Connection, tenures: Iterable[Tenure]) -> set[Tenure]:
    """Some tenures, and all others of their posts: who follows whom may have changed."""
    found = set(tenures)
    for body, title in sorted({(tenure.body, tenure.title) for tenure in found}):
        asked = "SELECT DISTINCT holder FROM held WHERE body = ? AND title = ?"
        found |= {Tenure(holder, body, title) for (holder,) in db.execute(asked, (body, title))}
    return found


def renew_texts(db: sqlite3.Connection, texts: Mapping[str, str], touched: Touched) -> None:
    """Note which articles print the text of others: each with the one that stands for it."""
    before = dict(db.execute("SELECT id, text FROM article WHERE id != text"))
    for article in sorted(before.keys() | texts.keys()):
        if before.get(article) != texts.get(article):
            touch(db, article, touched)
            db.execute("UPDATE article SET text = ? WHERE id = ?", (texts.get(article, article), article))


def renew_things(db: sqlite3.Connection, entities: Iterable[Entity], touched: Touched) -> None:
    """Note what is known of all things; those of which it changed are touched."""
    before = {iri: rest for iri, *rest in db.execute("SELECT * FROM thing")}
    now = {e.iri: [e.type, e.name, json.dumps(e.aliases, ensure_ascii=False)] for e in entities}
    changed = sorted(iri for iri in before.keys() | now.keys() if before.get(iri) != now.get(iri))
    db.executemany("DELETE FROM thing WHERE iri = ?", ((iri,) for iri in changed))
    db.executemany("INSERT INTO thing VALUES (?, ?, ?, ?)", ((iri, *now[iri]) for iri in changed if iri in now))
    touched.things.update(changed)


def renew_listed(db: sqlite3.Connection, listed: Mapping[str, str], touched: Touched) -> None:
    """Note what the gazetteer says beside the articles, as text by IRI; things of which it changed are touched."""
    before = dict(db.execute("SELECT iri, text FROM listed"))
    changed = sorted(iri for iri in before.keys() | listed.keys() if before.get(iri) != listed.get(iri))
    db.executemany("DELETE FROM listed WHERE iri = ?", ((iri,) for iri in changed))
    db.executemany("INSERT INTO listed VALUES (?, ?)", ((iri, listed[iri]) for iri in changed if iri in listed))
    touched.things.update(changed)


def named(db: sqlite3.Connection) -> frozenset[str]:
    """The IRIs of all things that articles name."""
    return frozenset(iri for (iri,) in db.execute("SELECT DISTINCT iri FROM named"))


def naming_both(db: sqlite3.Connection, first: str, second: str) -> Iterator[str]:
    """The articles that name two things."""
    asked = "SELECT a.article FROM named a JOIN named b ON a.article = b.article WHERE a.iri = ? AND b.iri = ?"
    return (article for (article,) in db.execute(asked, (first, second)))
