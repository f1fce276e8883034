"""Pieces of HTML that several pages are made of. What comes in is text and is escaped here; what goes out is markup."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape

from kg.view.marks import Mark
from kg.view.picture import Node, Quote
from kg.view.site import Site
from kg.view.theme import SHAPES, group_of

Names = tuple[str, str]  # Chinese and English


def both(zh: str, en: str) -> str:
    """A text of the interface in both languages, of which the reader sees one."""
    return f'<span class="zh">{escape(zh)}</span><span class="en" lang="en">{escape(en)}</span>'


def count(number: int, noun: str) -> str:
    """A number of things in English: ``1 article``, ``2,000 articles``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def sign(group: str) -> str:
    """The coloured mark of a group of types."""
    look = group_of(group)
    return (
        f'<svg class="mark g-{look.key}" viewBox="0 0 14 14" aria-hidden="true"><path d="{SHAPES[look.shape]}"/></svg>'
    )


def kind(node: Node) -> str:
    """The class of a thing with its mark."""
    return f'<span class="kind">{sign(node.group)}{both(*type_names(node.type))}</span>'


def type_names(name: str) -> Names:
    """The labels of a class of the ontology."""
    from kg.ontology import CLASSES

    found = CLASSES.get(name)
    return (found.zh, found.en) if found else (name, name)


def predicate_names(name: str) -> Names:
    """The labels of a predicate of the ontology."""
    from kg.ontology import PREDICATES

    found = PREDICATES.get(name)
    return (found.zh, found.en) if found else (name, name)


@cache
def symmetric_predicates() -> frozenset[str]:
    """The predicates that hold both ways."""
    from kg.ontology import PREDICATES

    return frozenset(name for name, predicate in PREDICATES.items() if predicate.symmetric)


def to(iri: str, text: str, site: Site) -> str:
    """A link to the page of a thing or an article, from a page beside it; plain text where there is no such page."""
    file = site.files.get(iri)
    return f'<a href="{file}">{escape(text)}</a>' if file else escape(text)


def sentence(quote: Quote, marked: Sequence[Mark], site: Site) -> str:
    """A sentence with its marks, and the article that it is from."""
    out, done = [], 0
    for mark in marked:
        out += [escape(quote.text[done : mark.start])]
        out += [f'<mark class="{mark.role}">{escape(quote.text[mark.start : mark.end])}</mark>']
        done = mark.end
    out.append(escape(quote.text[done:]))
    return f"<blockquote>{''.join(out)}{_source(quote, site)}</blockquote>"


def _source(quote: Quote, site: Site) -> str:
    file = site.files.get(quote.article)
    headline = escape(quote.headline or site.heads.get(quote.article, ("", ""))[0])
    title = f'<a href="{file}#{quote.start}-{quote.end}">{headline}</a>' if file else headline
    day = f" <time>{escape(quote.published)}</time>" if quote.published else ""
    named = f" · {both('名称本身表明', 'its name says so')}" if quote.by_name else ""
    return f"<cite>{title}{day}{named}</cite>"
