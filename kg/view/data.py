"""The data that a page carries for its panel, search and tooltips: plain JSON, in which ``<`` never occurs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from kg.view.picture import Node, Picture, Quote
from kg.view.theme import group_of, groups

PINYIN_NAMES = 4  # names of one thing that can be found by pinyin: the rest are rare spellings


def script_json(value: object) -> str:
    """``value`` as JSON that may stand in a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def page_data(picture: Picture, files: Mapping[str, str], heads: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Everything that a page says about ``picture``.

    ``files`` leads from an article's IRI to its page, ``heads`` to its headline and date.
    """
    quotes = {q: number for number, q in enumerate(_quotes(picture))}
    articles = {iri: number for number, iri in enumerate(dict.fromkeys(q.article for q in quotes))}
    return {
        "nodes": [_node(node, files) for node in picture.nodes],
        "lines": [
            {
                "s": line.subject,
                "p": line.predicate,
                "o": line.object,
                "f": [
                    {"t": f.title, "d": f.date, "n": f.support, "q": [quotes[q] for q in f.quotes]} for f in line.facts
                ],
            }
            for line in picture.lines
        ],
        "quotes": [[articles[q.article], q.start, q.end, q.text] for q in quotes],
        "articles": [_article(iri, quotes, files, heads) for iri in articles],
        "types": {kind: _type(kind, group) for kind, group in sorted({(n.type, n.group) for n in picture.nodes})},
        "predicates": {p: _predicate(p) for p in sorted({line.predicate for line in picture.lines})},
        "groups": _groups(picture),
    }


def _quotes(picture: Picture) -> Iterable[Quote]:
    return dict.fromkeys(q for line in picture.lines for fact in line.facts for q in fact.quotes)


def _node(node: Node, files: Mapping[str, str]) -> dict[str, Any]:
    own = files.get(node.iri)
    return {
        "iri": node.iri,
        "name": node.name,
        "type": node.type,
        "also": list(node.aliases),
        "n": node.articles,
        "w": node.weight,
        "py": pinyin_keys((node.name, *node.aliases)[:PINYIN_NAMES]),
        **({"file": own} if own else {}),
    }


def pinyin_keys(names: Iterable[str]) -> str:
    """The pinyin and the initials of each name, separated by spaces: ``zhangsan zs``."""
    return " ".join(dict.fromkeys(key for name in names for key in _pinyin(name) if key))


@lru_cache(maxsize=50_000)
def _pinyin(name: str) -> tuple[str, str]:
    from pypinyin import lazy_pinyin

    syllables = [syllable.strip().lower() for syllable in lazy_pinyin(name)]
    return "".join("".join(syllables).split()), "".join(syllable[:1] for syllable in syllables)


def _article(
    iri: str, quotes: Iterable[Quote], files: Mapping[str, str], heads: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    headline, published = heads.get(iri) or next((q.headline, q.published) for q in quotes if q.article == iri)
    return {"h": headline, "d": published, "file": files.get(iri)}


def _type(kind: str, group: str) -> dict[str, str]:
    zh, en = type_names(kind)
    return {"zh": zh, "en": en, "group": group_of(group).key}


def type_names(kind: str) -> tuple[str, str]:
    """The labels of a class of the ontology, Chinese and English."""
    from kg.ontology import CLASSES

    found = CLASSES.get(kind)
    return (found.zh, found.en) if found else (kind, kind)


def _predicate(name: str) -> dict[str, Any]:
    from kg.ontology import PREDICATES

    found = PREDICATES.get(name)
    return {"zh": found.zh, "en": found.en, "sym": found.symmetric} if found else {"zh": name, "en": name, "sym": False}


def symmetric_predicates() -> frozenset[str]:
    """The predicates that hold both ways."""
    from kg.ontology import PREDICATES

    return frozenset(name for name, predicate in PREDICATES.items() if predicate.symmetric)


def _groups(picture: Picture) -> dict[str, dict[str, str]]:
    """The looks of the groups in the picture, in the order of the legend."""
    present = {group_of(node.group).key for node in picture.nodes}
    return {
        look.key: {"zh": look.zh, "en": look.en, "color": look.color, "shape": look.shape}
        for look in groups().values()
        if look.key in present
    }
