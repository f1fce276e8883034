"""What a claim says and the graph cannot hold: it violates a shape, and goes to the quarantine with the reason.

The rules that find claims keep to the ontology. What breaks it comes later: a person gives a thing another class
(``kg fix X --type Company``, and X has visited a city), or articles come from elsewhere. Whether a claim is held back
depends on that claim and the classes of its two ends alone, so a graph that grows article by article gets the same.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.graph import terms
from kg.graph.shapes import SH, Below, Check, Constraint, Term, hierarchy, shipped
from kg.graph.terms import Iris, Relation, Triple
from kg.graph.write import Entities, claim_triples, relation
from kg.model import Article, Claim, Entity, Extraction, Mention, Modality
from kg.ontology import CLASSES, PREDICATES

#: What is wrong, in Chinese and English.
Reason = tuple[str, str]
#: One end of a fact: what it is called, and its class.
_End = tuple[str, str]
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_NUMBERS = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal"))


def judged(
    article: Article, extraction: Extraction, entities: Entities, iris: Iris
) -> tuple[Extraction, tuple[Triple, ...]]:
    """An extraction whose claims the graph can hold, and the triples of the quarantine about the others.

    A claim whose things do not fit its relation stays, with its sentence, under the modality ``quarantined``. One that
    is malformed itself (no sentence, a date that is none) would break the article's graph and leaves it.
    """
    kept: list[Claim] = []
    triples: list[Triple] = []
    for position, claim in enumerate(extraction.claims):
        said = relation(article.id, extraction, claim, entities, iris)
        own = list(claim_triples(iris.claim(article.id, len(kept)), article, claim, said, iris))
        malformed = _malformed(own, iris)
        reasons = malformed or (
            _misfits(article, extraction, claim, said, entities, iris) if _is_held(claim, said) else []
        )
        if reasons:
            triples += _record(iris.quarantined(article.id, position), article, own, reasons, not malformed, iris)
        if not malformed:
            kept.append(replace(claim, modality=Modality.QUARANTINED) if reasons else claim)
    return (replace(extraction, claims=tuple(kept)), tuple(triples)) if triples else (extraction, ())


def fitting(facts: Iterable[Triple], entities: Mapping[str, Entity], iris: Iris) -> tuple[list[Triple], list[Triple]]:
    """The gazetteer's facts that the merge can hold, and the triples of the quarantine about the others.

    A person may give what the gazetteer lists another class; ``entities`` has what articles name, by IRI. What became
    the canonical name is no other name any longer.
    """
    known = list(facts)
    ends = _listed(known, iris) | {iri: (entity.name, entity.type) for iri, entity in entities.items()}
    kept: list[Triple] = []
    triples: list[Triple] = []
    for node, predicate, value in known:
        subject, object_ = ends[node.value], ends.get(value.value, ("", ""))
        reasons = _reasons(iris, iris.local(predicate.value), subject, object_)
        if reasons:
            record = ox.NamedNode(iris.derived("quarantined", node.value, predicate.value, str(value)))
            said = zip(
                (record,) * 3, (terms.SUBJECT, terms.PREDICATE, terms.OBJECT), (node, predicate, value), strict=True
            )
            triples += [*_why(record, iris.gazetteer, reasons, iris), *said]
        elif (predicate, value.value) != (terms.ALT_LABEL, subject[0]):
            kept.append((node, predicate, value))
    return kept, triples


def _listed(facts: Iterable[Triple], iris: Iris) -> dict[str, _End]:
    """What the gazetteer calls its things, and their classes."""
    said: dict[ox.NamedNode, dict[str, str]] = {}
    for node, predicate, value in facts:
        said.setdefault(node, {})[predicate.value] = value.value
    return {
        node.value: (about.get(terms.PREF_LABEL.value, ""), iris.local(about.get(terms.TYPE.value, "")))
        for node, about in said.items()
    }


def _is_held(claim: Claim, said: Relation) -> bool:
    """Whether the graph would hold a claim: as a relation, or of a post that is over as a tenure."""
    of_two = said[0] != said[2]
    return of_two and (claim.modality is Modality.ASSERTED or (claim.modality is Modality.FORMER and bool(claim.title)))


def _record(
    node: ox.NamedNode, article: Article, own: list[Triple], reasons: list[Reason], stays: bool, iris: Iris
) -> Iterator[Triple]:
    """All that the claim says, but for its modality: the quarantine holds no fact."""
    yield from _why(node, ox.NamedNode(iris.article(article.id)), reasons, iris)
    if stays:
        yield node, iris.term("claim"), own[0][0]
    silent = (terms.TYPE, iris.term("modality"))
    yield from ((node, predicate, told) for _, predicate, told in own if predicate not in silent)


def _why(node: ox.NamedNode, source: ox.NamedNode, reasons: Iterable[Reason], iris: Iris) -> Iterator[Triple]:
    yield node, terms.TYPE, iris.term("Quarantined")
    yield node, terms.QUOTED_FROM, source
    for zh, en in reasons:
        yield node, iris.term("reason"), ox.Literal(zh, language="zh")
        yield node, iris.term("reason"), ox.Literal(en, language="en")


def _misfits(
    article: Article, extraction: Extraction, claim: Claim, said: Relation, entities: Entities, iris: Iris
) -> list[Reason]:
    """What keeps the two ends of a claim from its relation; of a symmetric one they stand as the graph has them."""
    ends = [_end(article, extraction.mentions[at], entities) for at in (claim.subject, claim.object)]
    if PREDICATES[claim.predicate].symmetric:
        subject = extraction.mentions[claim.subject]
        if entities.entity(article.id, subject).iri != said[0]:
            ends.reverse()
    return _reasons(iris, claim.predicate, ends[0], ends[1])


def _end(article: Article, mention: Mention, entities: Entities) -> _End:
    if mention.type == "Article":
        return terms.headline(article), "Article"
    entity = entities.entity(article.id, mention)
    return entity.name, entity.type


def _reasons(iris: Iris, predicate: str, subject: _End, object_: _End) -> list[Reason]:
    """What the shapes have against two ends of a predicate."""
    found = []
    for end, zh, en in _misfitting(iris.ontology, predicate, subject[1], object_[1]):
        name, kind = (subject, object_)[end]
        found.append((f"{zh}：{name}是{CLASSES[kind].zh}", f"{en}: {name} is of class {kind}"))
    return found


@cache
def _misfitting(namespace: str, predicate: str, subject: str, object_: str) -> tuple[tuple[int, str, str], ...]:
    """Which ends of a relation, 0 or 1, have a class that its shape does not allow, with the shape's messages."""
    found = []
    for shape in shipped(namespace):
        for check in shape.checks if namespace + predicate in shape.subjects_of else ():
            end = 1 if check.path else 0
            kind = namespace + (object_ if end else subject)
            if not all(_allows(constraint, kind, hierarchy(namespace)) for constraint in check.constraints):
                found.append((end, check.messages["zh"], check.messages["en"]))
    return tuple(found)


def _allows(constraint: Constraint, kind: str, below: Below) -> bool:
    """Whether a thing of a class meets what a shape demands of an end."""
    if constraint.kind == "or":
        return any(_allows(choice, kind, below) for choice in constraint.value)  # type: ignore[arg-type, union-attr]
    return constraint.kind != "class" or kind in below[constraint.value.value]  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a shape demands of one predicate of a claim, ready to be asked of thousands of claims."""

    path: str
    least: int
    most: float
    less_than: str
    tests: tuple[Callable[[Any], bool], ...]
    messages: Mapping[str, str]

    def met(self, values: list[Term], said: Mapping[str, list[Term]]) -> bool:
        """Whether the values of the predicate meet it; ``said`` has those of all."""
        if not self.least <= len(values) <= self.most:
            return False
        others = said.get(self.less_than, ()) if self.less_than else ()
        if not all(_number(value) < _number(other) for value in values for other in others):
            return False
        return all(test(value) for value in values for test in self.tests)


@cache
def _demands(namespace: str) -> tuple[_Demand, ...]:
    shapes = (shape for shape in shipped(namespace) if f"{namespace}Claim" in shape.classes)
    return tuple(_demand(check) for shape in shapes for check in shape.checks)


def _demand(check: Check) -> _Demand:
    wanted: dict[str, Any] = {c.kind: c.value for c in check.constraints}
    least, most = wanted.pop("minCount", None), wanted.pop("maxCount", None)
    less_than = wanted.pop("lessThan", None)
    tests = tuple(_TESTS[kind](value) for kind, value in wanted.items())
    counts = int(least.value) if least else 0, int(most.value) if most else math.inf
    return _Demand(check.path, *counts, less_than.value if less_than else "", tests, check.messages)


def _malformed(own: list[Triple], iris: Iris) -> list[Reason]:
    """What the shapes of a claim forbid in its own triples."""
    said: dict[str, list[Term]] = {}
    for _, predicate, value in own:
        said.setdefault(predicate.value, []).append(value)
    found = []
    for demand in _demands(iris.ontology):
        values = said.get(demand.path, [])
        if not demand.met(values, said):
            told = "、".join(map(terms.plain, values))
            found.append((f"{demand.messages['zh']}：{told or '无'}", f"{demand.messages['en']}: {told or 'none'}"))
    return found


def _number(term: Any) -> float:
    text = term.value
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def _of_type(datatype: Any) -> Callable[[Any], bool]:
    """The literals of a claim are those that kg.graph.terms makes: of the wrong ones only numbers have their type."""
    wanted = datatype.value
    if wanted in _NUMBERS:
        return lambda value: value.datatype.value == wanted and _NUMBER.fullmatch(value.value) is not None
    return lambda value: bool(value.datatype.value == wanted)


def _one_of(choices: Any) -> Callable[[Any], bool]:
    tests = [_TESTS[choice.kind](choice.value) for choice in choices]
    return lambda value: any(test(value) for test in tests)


def _compared(holds: Callable[[float, float], bool]) -> Callable[[Any], Callable[[Any], bool]]:
    return lambda limit: lambda value: holds(_number(value), _number(limit))


_KINDS = {"IRI": ox.NamedNode, "Literal": ox.Literal}
#: How a value is tested, for each demand that the shapes make of claims.
_TESTS: dict[str, Callable[[Any], Callable[[Any], bool]]] = {
    "datatype": _of_type,
    "in": lambda allowed: frozenset(allowed).__contains__,
    "nodeKind": lambda kind: lambda value: isinstance(value, _KINDS[kind.value.removeprefix(SH)]),
    "or": _one_of,
    "minLength": lambda least: lambda value: len(value.value) >= int(least.value),
    "pattern": lambda pattern: lambda value: re.search(pattern.value, value.value) is not None,
    "minInclusive": _compared(operator.ge),
    "minExclusive": _compared(operator.gt),
    "maxInclusive": _compared(operator.le),
}
