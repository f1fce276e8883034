"""What a name that a reader types means in a graph, and what else they may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.ontology import CLASSES, PREDICATES, subclasses
from kg.view.data import pinyin_keys
from kg.view.markup import type_names
from kg.view.picture import ARTICLE, ArticleRecord

if TYPE_CHECKING:
    import networkx as nx

    from kg.ontology import Class, Predicate

SUGGESTED = 5  # names offered in an error: what fits in one line


def thing(network: nx.MultiDiGraph, name: str) -> str:
    """The IRI of the one thing of this name or IRI.

    Raises QueryError where there is none (it offers near ones, by pinyin and initials, too) or several.
    """
    if name in network:
        return name
    known: dict[str, Mapping[str, Any]] = {
        iri: node for iri, node in network.nodes(data=True) if node.get("type") != ARTICLE
    }
    found = [iri for iri, node in known.items() if node["name"] == name]
    found = found or [iri for iri, node in known.items() if name in (node.get("aliases") or ())]
    if len(found) == 1:
        return found[0]
    if found:
        which = "; ".join(f"{iri} ({_told(network, iri)})" for iri in sorted(found)[:SUGGESTED])
        raise QueryError(f"{len(found)} things have this name", name, f"give one by its IRI: {which}")
    near = near_names(name, [(node["name"], (node["name"], *(node.get("aliases") or ()))) for node in known.values()])
    todo = f"did you mean {'、'.join(near)}?" if near else "index.html of the output directory lists what there is"
    raise QueryError("no thing of this name", name, todo)


def _told(network: nx.MultiDiGraph, iri: str) -> str:
    """What tells a thing from its namesakes: its class and what it is tied to most."""
    around = [(edge["support"], other) for _, other, edge in network.out_edges(iri, data=True)]
    near = str(network.nodes[max(around)[1]]["name"]) if around else ""
    return ", ".join(part for part in (type_names(str(network.nodes[iri]["type"]))[0], near) if part)


def near_names(name: str, known: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Names that hold the one typed, or that it holds; that sound so; that are spelt so."""
    typed = name.lower().replace(" ", "")
    holding = [
        first for first, forms in known if any(name in form or (len(form) > 1 and form in name) for form in forms)
    ]
    sounding = [first for first, forms in known if any(key.startswith(typed) for key in pinyin_keys(forms).split())]
    spelt = get_close_matches(name, [first for first, _ in known], SUGGESTED, cutoff=0.5)
    return list(dict.fromkeys([*sorted(holding, key=len), *sorted(sounding), *spelt]))[:SUGGESTED]


def article(articles: Sequence[ArticleRecord], name: str) -> str:
    """The IRI of the one article of this id, IRI or headline, or part of a headline. Raises QueryError."""
    exact = [a.iri for a in articles if name in (a.id, a.iri, a.headline)]
    found = exact or [a.iri for a in articles if name in a.headline]
    if len(found) == 1:
        return found[0]
    heads = {a.iri: f"{a.headline} ({a.id})" for a in articles}
    if found:
        which = "; ".join(heads[iri] for iri in found[:SUGGESTED])
        raise QueryError(f"{len(found)} articles have this in their title", name, f"give one by its id: {which}")
    near = get_close_matches(name, [a.headline for a in articles], SUGGESTED, cutoff=0.3)
    raise QueryError(
        "no article is called so", name, f"did you mean {'; '.join(near)}?" if near else "index.html lists them"
    )


def types(names: Iterable[str]) -> frozenset[str]:
    """The classes of these names (of the ontology, Chinese or English) with their subclasses. Raises QueryError."""
    return frozenset(kind for name in names for kind in subclasses(_term(name, CLASSES, "class")))


def predicates(names: Iterable[str]) -> frozenset[str]:
    """The predicates of these names (of the ontology, Chinese or English). Raises QueryError."""
    return frozenset(_term(name, PREDICATES, "predicate") for name in names)


def day(text: str | None) -> str | None:
    """An ISO date of any exactness, as it is. Raises QueryError for anything else."""
    if text is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise QueryError("no date", text, "give one such as 2024, 2024-03 or 2024-03-05")
    return text


def title(names: Iterable[str], between: tuple[str, str] | None) -> str:
    """What a page of these names is called."""
    return " · ".join([*names, *([f"{between[0]} … {between[1]}"] if between else [])]) or "知识图谱"


def _term(name: str, known: Mapping[str, Class] | Mapping[str, Predicate], what: str) -> str:
    labels = {label.lower(): term for term, said in known.items() for label in (said.en, said.zh, term)}
    if found := labels.get(name.lower()):
        return found
    near = get_close_matches(name.lower(), list(labels), 3)
    near += [label for label in labels if len(name) > 1 and name in label]
    todo = f"did you mean {', '.join(dict.fromkeys(near))}?" if near else f"known are {', '.join(sorted(known))}"
    raise QueryError(f"no {what} of this name", name, todo)
