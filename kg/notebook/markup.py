"""Cards and connections as HTML that stands in a notebook, light or dark, also once it is exported.

Only elements and style attributes: what a notebook's viewer lets through.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from kg.view.marks import marks
from kg.view.theme import group_of

if TYPE_CHECKING:
    from kg.notebook.cards import Card, Post
    from kg.notebook.connections import Connection, Way
    from kg.notebook.facts import Relation, Sentence, Thing

OPEN = 6  # relations of one predicate that are seen at once; the others unfold
_FRAME = "max-width:56em;line-height:1.6"
_SOFT = "opacity:.65"
_QUOTE = "margin:2px 0 6px 0;padding:0 0 0 10px;border-left:3px solid #98a2b366;font-size:.95em"
_SIGNS = {
    "subject": "font-weight:600",
    "object": "font-weight:600",
    "trigger": "text-decoration:underline;text-underline-offset:3px",
}


def card(shown: Card) -> str:
    """A card: head, posts, relations by predicate, articles."""
    told = count(len(shown.articles), "article")
    also = f" · also {escape('、'.join(shown.aliases))}" if shown.aliases else ""
    head = (
        f'<p style="font-size:1.35em;margin:0">{_dot(shown.type)}<b>{escape(shown.name)}</b> '
        f'<span style="font-size:.65em;{_SOFT}">{escape(shown.kind)} · {told}{also}</span></p>'
    )
    groups: dict[tuple[str, str], list[Relation]] = {}
    for relation in shown.relations:
        groups.setdefault((relation.predicate, _arrow(relation, shown.iri)), []).append(relation)
    ordered = sorted(groups.values(), key=len, reverse=True)
    parts = [head, _posts(shown.posts), *(_group(group, shown.iri) for group in ordered), _articles(shown)]
    return f'<div style="{_FRAME}">{"".join(parts)}</div>'


def connection(shown: Connection) -> str:
    """The ways between two things: of the first every step with its sentence, the others unfold."""
    size = f"{count(len(shown.ways), 'way')} of {count(shown.length, 'step')}"
    head = (
        f'<p style="font-size:1.2em;margin:0"><b>{escape(shown.start.name)}</b> … <b>{escape(shown.end.name)}</b> '
        f'<span style="font-size:.75em;{_SOFT}">{size}</span></p>'
    )
    first, *rest = shown.ways
    ways = f'<p style="margin:8px 0 2px">{_chain(first)}</p>{_steps(first)}' + "".join(
        f'<details><summary style="cursor:pointer">{_chain(way)}</summary>{_steps(way)}</details>' for way in rest
    )
    return f'<div style="{_FRAME}">{head}{ways}</div>'


def count(number: int, what: str) -> str:
    """A number of things in words: 1 article, 2 articles."""
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def _arrow(relation: Relation, about: str) -> str:
    """Which way a relation goes as one of its ends sees it."""
    if relation.symmetric:
        return "↔"
    return "→" if relation.subject.iri == about else "←"


def _dot(type_: str) -> str:
    """The mark of a class, in the colour that the pages give it."""
    from kg.ontology import CLASSES, group

    colour = group_of(group(type_) if type_ in CLASSES else "other").color
    return f'<span style="color:{colour}">●</span> '


def _posts(posts: Sequence[Post]) -> str:
    if not posts:
        return ""
    cell = '<td style="text-align:left">'
    rows = [
        f"<tr>{cell}{escape(post.holder.name)}</td>{cell}{escape(post.title)}</td>{cell}{escape(post.body.name)}</td>"
        f"{cell}{escape(post.time)}</td></tr>"
        for post in posts
    ]
    return f'<table style="margin:6px 0">{"".join(rows)}</table>'


def _group(relations: Sequence[Relation], about: str) -> str:
    """The relations of one predicate and direction."""
    first = relations[0]
    arrow, size = (f'<span style="{_SOFT}">{part}</span>' for part in (_arrow(first, about), len(relations)))
    head = f'<p style="margin:10px 0 2px">{arrow} <b>{escape(first.label)}</b> {size}</p>'
    items = [_item(r, r.object if r.subject.iri == about else r.subject) for r in relations]
    hidden = "".join(items[OPEN:])
    more = f"<details><summary>{len(items) - OPEN} more</summary>{hidden}</details>" if hidden else ""
    return head + "".join(items[:OPEN]) + more


def _item(relation: Relation, other: Thing) -> str:
    more = [part for part in (relation.title, relation.date) if part]
    if relation.support > 1:
        more.append(count(relation.support, "article"))
    told = f' <span style="{_SOFT}">{escape(" · ".join(more))}</span>' if more else ""
    return f'<div style="margin-left:1em">{_dot(other.type)}{escape(other.name)}{told}{_sentences(relation)}</div>'


def _sentences(relation: Relation) -> str:
    """The newest sentence of a relation; the others unfold."""
    if not relation.sentences:
        return f'<div style="{_QUOTE};{_SOFT}">from the gazetteer</div>'
    first, *rest = (_sentence(sentence, relation) for sentence in relation.sentences)
    more = f"<details><summary>{len(rest)} more</summary>{''.join(rest)}</details>" if rest else ""
    return first + more


def _sentence(sentence: Sentence, relation: Relation) -> str:
    subject, object_ = ((end.name, *end.aliases) for end in (relation.subject, relation.object))
    out, done = [], 0
    for mark in marks(sentence.text, subject, object_, sentence.triggers, relation.title):
        inside = escape(sentence.text[mark.start : mark.end])
        out += [escape(sentence.text[done : mark.start]), f'<span style="{_SIGNS[mark.role]}">{inside}</span>']
        done = mark.end
    out.append(escape(sentence.text[done:]))
    source = escape(f"{sentence.source.headline} {sentence.source.published or ''}".rstrip())
    return f'<div style="{_QUOTE}">{"".join(out)} <span style="{_SOFT}">{source}</span></div>'


def _articles(shown: Card) -> str:
    rows = "".join(
        f'<div style="margin-left:1em"><span style="{_SOFT}">{escape(article.published or "")}</span> '
        f"{escape(article.headline)}</div>"
        for article in shown.articles
    )
    return f'<details style="margin-top:10px"><summary>articles</summary>{rows}</details>' if rows else ""


def _chain(way: Way) -> str:
    """A way in one line."""
    parts = [f"<b>{escape(way.steps[0].start.name)}</b>"]
    for step in way.steps:
        parts.append(f'<span style="{_SOFT}">{escape(str(step))}</span> <b>{escape(step.end.name)}</b>')
    return " ".join(parts)


def _steps(way: Way) -> str:
    """Every step of a way with the best supported of its relations."""
    rows = [
        f'<div style="margin-left:1em">{escape(str(step.relations[0]))}{_sentences(step.relations[0])}</div>'
        for step in way.steps
    ]
    return "".join(rows)
