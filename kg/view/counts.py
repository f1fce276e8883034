"""The numbers that a reader meets on several pages. They are those of the build: what articles name and what they say.

A relation is one subject, predicate and object, however many posts, days or sentences stand behind it. What is known
from the gazetteer alone stands in the pictures, too, and is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.view.picture import ARTICLE, Node, Picture, Quote
from kg.view.site import Site

Told = tuple[object, Iterable[Quote]]  # what makes a relation one, and sentences behind it


@dataclass(frozen=True, slots=True)
class Tally:
    """``known_things`` and ``known_relations`` are those that the gazetteer alone knows."""

    articles: int
    things: int
    relations: int
    sentences: int
    known_things: int = 0
    known_relations: int = 0


def tally(shown: Site | Picture) -> Tally:
    """The numbers of a whole build, or of one picture."""
    if isinstance(shown, Site):
        told: list[Told] = [((r.subject, r.predicate, r.object), r.fact.quotes) for r in shown.found]
        return _tally(shown.things, told, len(shown.articles))
    told = [((x.subject, x.predicate, x.object), fact.quotes) for x in shown.lines for fact in x.facts]
    return _tally(shown.nodes, told, len({quote.article for _, quotes in told for quote in quotes}))


def _tally(nodes: Iterable[Node], told: Iterable[Told], articles: int) -> Tally:
    named = [node.articles > 0 for node in nodes if node.type != ARTICLE]
    sentences: set[tuple[str, int, int]] = set()
    proved: dict[object, bool] = {}
    for relation, quotes in told:
        said = {(quote.article, quote.start, quote.end) for quote in quotes}
        proved[relation] = proved.get(relation, False) or bool(said)
        sentences |= said
    relations = sum(proved.values())
    return Tally(articles, sum(named), relations, len(sentences), len(named) - sum(named), len(proved) - relations)


def degrees(site: Site) -> dict[str, int]:
    """How many relations with a sentence each thing has, apart from the articles that it wrote."""
    found = {
        (r.subject, r.predicate, r.object) for r in site.found if r.fact.quotes and site.nodes[r.object].type != ARTICLE
    }
    out: dict[str, int] = {}
    for subject, _, obj in found:
        out[subject] = out.get(subject, 0) + 1
        out[obj] = out.get(obj, 0) + 1
    return out


def unsigned(site: Site, picture: Picture) -> int:
    """How many authorships of the build are not in a picture because it draws no articles."""
    if any(node.type == ARTICLE for node in picture.nodes):
        return 0
    return len({(r.subject, r.object) for r in site.found if site.nodes[r.object].type == ARTICLE})
