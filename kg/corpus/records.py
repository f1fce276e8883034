"""An article with what it says, as JSON and back: the same bytes for the same content."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from kg.model import Article, Byline, BylineRole, Claim, Extraction, LeftOut, Mention, Modality

_CLAIM = tuple(field.name for field in fields(Claim))


@dataclass(frozen=True, slots=True)
class Stored:
    """An article, what it says, by which resources that was found, and the sketch that knows its reprints.

    ``made_by`` is the :func:`~kg.corpus.fingerprint` of the extraction; ``sketch`` what
    :mod:`kg.resolution.reprints` compares. ``article.source_path`` is not stored: one text may stand in several files.
    """

    article: Article
    extraction: Extraction
    made_by: str
    sketch: bytes = b""


def encode(stored: Stored) -> bytes:
    """One line of JSON."""
    article, said = stored.article, stored.extraction
    data = {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "body": article.body,
        "published": article.published,
        "publisher": article.publisher,
        "bylines": [[b.name, b.role, b.start, b.end, b.outlet] for b in article.bylines],
        "mentions": [[m.start, m.end, m.type, m.name, m.context] for m in said.mentions],
        "claims": [_claim_row(claim) for claim in said.claims],
        "left_out": [[out.start, out.end, out.reason] for out in said.left_out],
        "made_by": stored.made_by,
        "sketch": stored.sketch.hex(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _claim_row(claim: Claim) -> list[Any]:
    values = (getattr(claim, name) for name in _CLAIM)
    return [str(value) if isinstance(value, Decimal) else value for value in values]


def decode(data: bytes, source_path: str) -> Stored:
    """What :func:`encode` wrote, as read from ``source_path``. Raises ValueError, KeyError or TypeError on rubbish."""
    known = json.loads(data.decode("utf-8", "surrogatepass"))
    bylines = tuple(Byline(name, BylineRole(role), *rest) for name, role, *rest in known["bylines"])
    article = Article(
        known["id"],
        source_path,
        known["sha256"],
        known["title"],
        known["body"],
        known["published"],
        known["publisher"],
        bylines,
    )
    extraction = Extraction(
        known["id"],
        tuple(Mention(*row) for row in known["mentions"]),
        tuple(_claim(row) for row in known["claims"]),
        tuple(LeftOut(*row) for row in known["left_out"]),
    )
    return Stored(article, extraction, known["made_by"], bytes.fromhex(known["sketch"]))


def _claim(row: list[Any]) -> Claim:
    known = dict(zip(_CLAIM, row, strict=True))
    known["modality"] = Modality(known["modality"])
    known["value"] = None if known["value"] is None else Decimal(known["value"])
    return Claim(**known)
