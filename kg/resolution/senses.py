"""Which articles are to be written anew after a resolution: those in which a name means something else than before."""

from __future__ import annotations

import json
import sqlite3

from kg.model import Entity
from kg.resolution.keys import Key
from kg.resolution.mentions import naming
from kg.resolution.merge import Resolution

SCHEMA = """
CREATE TABLE IF NOT EXISTS sense (thing TEXT, name TEXT, context TEXT, article TEXT, meaning TEXT,
    PRIMARY KEY (thing, name, context, article)) WITHOUT ROWID;
"""


def understood_otherwise(db: sqlite3.Connection, resolution: Resolution) -> set[str]:
    """The articles in which a mention means another thing, or one of another class or name, than when last asked."""
    before = {(Key(*key), article): meaning for *key, article, meaning in db.execute("SELECT * FROM sense")}
    now = {(key, article): _meaning(entity) for key, article, entity in resolution.senses()}
    changed = [sense for sense in before.keys() | now.keys() if before.get(sense) != now.get(sense)]
    whole = "DELETE FROM sense WHERE thing = ? AND name = ? AND context = ? AND article = ?"
    db.executemany(whole, ((*key, article) for key, article in changed))
    rows = ((*key, article, now[key, article]) for key, article in sorted(changed) if (key, article) in now)
    db.executemany("INSERT INTO sense VALUES (?, ?, ?, ?, ?)", rows)
    return {one for key, article in changed for one in ({article} if article else naming(db, key))}


def _meaning(entity: Entity) -> str:
    """What of a thing stands in the graph of each article that names it."""
    return json.dumps([entity.iri, entity.type, entity.name, entity.fixed], ensure_ascii=False)
