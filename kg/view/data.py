"""The data that a page carries for its panel, search and tooltips: plain JSON, in which ``<`` never occurs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from kg.view.marks import marks
from kg.view.markup import predicate_names, symmetric_predicates, type_names
from kg.view.picture import ARTICLE, Line, Node, Picture, Quote
from kg.view.site import Site
from kg.view.theme import SHAPES, group_of, groups

Place = tuple[str, int, int]  # article, start and end: what makes two sentences one
ROLES = ("subject", "trigger", "object")

PINYIN_NAMES = 4  # names of one thing that can be found by pinyin: the rest are rare spellings


def script_json(value: object) -> str:
    """``value`` as JSON that may stand in a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def page_data(picture: Picture, files: Mapping[str, str], heads: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Everything that a page says about ``picture``.

    ``files`` leads from the IRI of a thing or article to its page, ``heads`` from that of an article to its headline
    and date.
    """
    quotes: dict[Place, Quote] = {}
    for line in picture.lines:
        for fact in line.facts:
            quotes.update((_place(q), q) for q in fact.quotes)
    numbers = {place: number for number, place in enumerate(quotes)}
    articles = {iri: number for number, iri in enumerate(dict.fromkeys(q.article for q in quotes.values()))}
    return {
        "nodes": [_node(node, files) for node in picture.nodes],
        "lines": [_line(line, picture.nodes, numbers) for line in picture.lines],
        "quotes": [[articles[q.article], q.start, q.end, q.text] for q in quotes.values()],
        "articles": [_article(iri, quotes.values(), files, heads) for iri in articles],
        "types": {kind: _type(kind, group) for kind, group in sorted({(n.type, n.group) for n in picture.nodes})},
        "predicates": {p: _predicate(p) for p in sorted({line.predicate for line in picture.lines})},
        "groups": looks({node.group for node in picture.nodes}),
    }


def _place(quote: Quote) -> Place:
    return quote.article, quote.start, quote.end


def _line(line: Line, nodes: Sequence[Node], numbers: Mapping[Place, int]) -> dict[str, Any]:
    facts = [
        {
            **({"t": fact.title} if fact.title else {}),
            **({"d": fact.date} if fact.date else {}),
            "n": fact.support,
            "q": [numbers[_place(q)] for q in fact.quotes],
            "m": [_marks(q, nodes[line.subject], nodes[line.object], fact.title) for q in fact.quotes],
            **({"b": 1} if fact.quotes and all(quote.by_name for quote in fact.quotes) else {}),
        }
        for fact in line.facts
    ]
    return {"s": line.subject, "p": line.predicate, "o": line.object, "f": facts}


def _marks(quote: Quote, subject: Node, obj: Node, title: str | None) -> list[int]:
    """Flat triples of role (0 subject, 1 trigger, 2 object), start and end."""
    names = (subject.name, *subject.aliases), (obj.name, *obj.aliases)
    found = marks(quote.text, *names, quote.triggers, title)
    return [number for mark in found for number in (ROLES.index(mark.role), mark.start, mark.end)]


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


def _predicate(name: str) -> dict[str, Any]:
    zh, en = predicate_names(name)
    return {"zh": zh, "en": en, "sym": name in symmetric_predicates()}


def looks(present: Iterable[str]) -> dict[str, dict[str, str]]:
    """The looks of these groups, in the order of the legend."""
    wanted = {group_of(group).key for group in present}
    return {
        look.key: {"zh": look.zh, "en": look.en, "color": look.color, "path": SHAPES[look.shape]}
        for look in groups().values()
        if look.key in wanted
    }


def search_names(site: Site) -> str:
    """The script that tells the pages which are read what can be searched for: ``names.js``."""
    kinds = {node.type: node.group for node in (*site.things, *site.nodes.values())}
    types = {kind: number for number, kind in enumerate(sorted(kinds))}
    rows: list[list[object]] = []
    for node in site.things:
        keys = pinyin_keys((node.name, *node.aliases)[:PINYIN_NAMES])
        rows.append(
            [node.name, types[node.type], site.files[node.iri], keys, *([list(node.aliases)] if node.aliases else [])]
        )
    for article in site.articles if ARTICLE in types else ():
        rows.append([site.heads[article.iri][0], types[ARTICLE], site.files[article.iri]])
    told = {"looks": looks(kinds.values()), "types": [_type(kind, kinds[kind]) for kind in types], "rows": rows}
    return f"kgNames({script_json(told)});\n"
