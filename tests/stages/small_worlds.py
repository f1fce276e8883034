"""Articles and what they say, told by hand: the marks in the text say what the extraction would have found.

    told("衡阳市市长[石敬之](Official~430400)到[高新区](HiTechZone=衡阳高新区~430400)调研。", "石敬之 visited 高新区")

``[form](Class=name~context)``; name and context may be left out. A claim is ``subject predicate object``, its ends by
their forms or ``ARTICLE``; ``says(...)`` adds title, date and modality. Its sentence is the one of its subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.graph import Counts, write
from kg.graph.gazetteer import Gazetteer
from kg.graph.terms import DEFAULT_BASE, Iris
from kg.model import Article, Claim, Extraction, Mention
from kg.resolution import Resolution, resolve

Told = tuple[Article, Extraction]
_MARK = re.compile(r"\[(?P<form>[^\]]+)\]\((?P<type>\w+)(?:=(?P<name>[^~)]+))?(?:~(?P<context>[^)]*))?\)")

DIVISIONS = {
    code: {"code": code, "name": name, "short": short, "type": kind, "parent_code": parent}
    for code, name, short, kind, parent in (
        ("430000", "湖南省", "湖南", "Province", ""),
        ("430400", "衡阳市", "衡阳", "City", "430000"),
        ("430408", "蒸湘区", "蒸湘", "County", "430400"),
        ("431000", "郴州市", "郴州", "City", "430000"),
        ("500000", "重庆市", "重庆", "City", ""),
    )
}
ZONES = (
    {
        "name": "衡阳高新技术产业开发区",
        "short": "衡阳高新区",
        "type": "HiTechZone",
        "level": "national",
        "place_code": "430400",
        "year": "2012",
    },
)
GAZETTEER = Gazetteer(DIVISIONS, ZONES)
EMPTY = Gazetteer({}, ())


def says(claim: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """A claim with its title, date or modality."""
    return claim, more


def told(text: str, *claims: str | tuple[str, dict[str, Any]], **about: Any) -> Told:
    """An article of a marked text and its extraction; ``about`` has other fields of the article."""
    body, mentions = "", []
    for part in re.split(r"(\[[^\]]+\]\([^)]+\))", text):
        mark = _MARK.fullmatch(part)
        form = mark["form"] if mark else part
        if mark:
            name, context = mark["name"] or form, mark["context"] or ""
            mentions.append(Mention(len(body), len(body) + len(form), mark["type"], name, context))
        body += form
    digest = sha256(body.encode()).hexdigest()
    known = {"id": digest[:16], "source_path": f"{digest[:4]}.txt", "sha256": digest, "title": body.split("。")[0]}
    article = Article(**(known | {"body": body} | about))
    mentions.append(Mention(0, len(article.title), "Article", article.id, article.id))
    made = tuple(_claim(body, mentions, *(c if isinstance(c, tuple) else (c, {}))) for c in claims)
    return article, Extraction(article.id, tuple(mentions), made)


def _claim(body: str, mentions: Sequence[Mention], claim: str, more: dict[str, Any]) -> Claim:
    subject, predicate, object_ = claim.split()
    forms = [body[m.start : m.end] if m.type != "Article" else "ARTICLE" for m in mentions]
    at = mentions[forms.index(subject)].start
    start = body.rfind("。", 0, at) + 1
    end = body.index("。", at) + 1
    made = Claim(forms.index(subject), predicate, forms.index(object_), start, end, f"{predicate}.told", 0.9)
    return replace(made, **more)


def resolved(articles: Sequence[Told], base: str = DEFAULT_BASE) -> Resolution:
    """What the mentions of all articles name."""
    return resolve(articles, Iris(base).entity)


def build(
    folder: Path,
    articles: Sequence[Told],
    gazetteer: Gazetteer = EMPTY,
    base: str = DEFAULT_BASE,
    texts: Mapping[str, str] | None = None,
) -> Counts:
    """Write the graph of the articles into a folder, as a build does; ``texts`` leads from a print to its original."""
    folder.mkdir(exist_ok=True)
    in_order = sorted(articles, key=lambda told: told[0].id)
    return write(folder, lambda: iter(in_order), resolved(articles, base), base, gazetteer, texts)
