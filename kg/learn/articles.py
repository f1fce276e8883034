"""Answers against gold articles: what is right, missing and extra, by type group, predicate and rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from kg.learn.gold import ARTICLE, GROUPS, GoldArticle, GoldEntity, digest
from kg.learn.matching import Answer, Said, match
from kg.learn.scores import Counts, Interval, Score, samples, score_counts, wilson
from kg.ontology import PREDICATES, group

#: The predicates of the annotation guide; gold articles say nothing of others.
SCORED = (
    "worksFor", "locatedIn", "partOf", "visited", "attended", "chaired", "spokeAt", "accompanied", "issued",
    "appliesTo", "designatedAs", "develops", "cooperatesWith", "authorOf",
)  # fmt: skip

#: Subject, predicate and object by the gold's ids; a thing that the gold does not have by ``?`` and its own.
Triple = tuple[str, str, str]


class RuleScore(TypedDict):
    """How many relations a rule claimed, each once an article, how many are right, and its precision."""

    right: int
    claimed: int
    p: float
    p_interval: Interval


class ExtraRelation(TypedDict):
    """A relation that the gold does not have: what was said, by which rule and sentence."""

    relation: str
    rule: str
    quote: str


class Faults(TypedDict):
    """What is wrong in one article. A mistyped entity counts as found, but not as of the exact type."""

    article: str
    missing_entities: list[str]
    extra_entities: list[str]
    mistyped_entities: list[str]
    missing_relations: list[str]
    extra_relations: list[ExtraRelation]


class ArticleScores(TypedDict):
    """The scores of some articles; ``gold`` is the digest of what they were measured on."""

    articles: int
    gold: str
    entities: Score
    entities_exact_type: Score
    entities_by_group: dict[str, Score]
    relations: Score
    relations_by_predicate: dict[str, Score]
    rules: dict[str, RuleScore]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article's counts of gold, found and right, those of each rule (claimed, right), and its faults."""

    groups: Mapping[str, Counts]
    exact: Counts
    predicates: Mapping[str, Counts]
    rules: Mapping[str, tuple[int, int]]
    faults: Faults


def compare(gold: GoldArticle, answer: Answer) -> Comparison:
    """Count what an answer has right of one article.

    An entity is right when one of its names is one of the gold's and its type group is the same; a relation, when both
    ends and the predicate are. That one place lies in another is the gazetteer's to say, so it is counted neither way.
    """
    matched = match(answer.things, gold.entities)
    relations = _gold_relations(gold)
    claimed = _claimed(gold, answer, matched)
    by_rule: dict[str, set[Triple]] = defaultdict(set)
    for triple, said in claimed:
        by_rule[said.rule].add(triple)
    found = {triple for triple, _ in claimed}
    types = {entity.id: entity.type for entity in gold.entities}
    exact = sum(thing.type == types.get(matched.get(thing.id, "")) for thing in answer.things)
    return Comparison(
        _by_group(gold, answer, matched),
        (len(gold.entities), len(answer.things), exact),
        {p: _counts(*({t for t in triples if t[1] == p} for triples in (relations, found))) for p in SCORED},
        {rule: (len(triples), len(triples & relations)) for rule, triples in by_rule.items()},
        _faults(gold, answer, matched, relations, claimed),
    )


def score_articles(gold: Sequence[GoldArticle], compared: Sequence[Comparison]) -> ArticleScores:
    """The scores of articles, their intervals from resampling them."""
    times = samples(len(compared))

    def scored(counts: Iterable[Counts]) -> Score:
        return score_counts(np.array(list(counts), np.int64).reshape(len(compared), 3), times)

    groups = {name: scored(c.groups[name] for c in compared) for name in GROUPS}
    predicates = {name: scored(c.predicates[name] for c in compared) for name in SCORED}
    return {
        "articles": len(compared),
        "gold": digest(gold),
        "entities": scored(_sum(c.groups.values()) for c in compared),
        "entities_exact_type": scored(c.exact for c in compared),
        "entities_by_group": _occurring(groups),
        "relations": scored(_sum(c.predicates.values()) for c in compared),
        "relations_by_predicate": _occurring(predicates),
        "rules": _rule_scores(compared),
    }


def _by_group(gold: GoldArticle, answer: Answer, matched: Mapping[str, str]) -> dict[str, Counts]:
    wanted = Counter(group(entity.type) for entity in gold.entities)
    found = Counter(group(thing.type) for thing in answer.things)
    right = Counter(group(thing.type) for thing in answer.things if thing.id in matched)
    return {name: (wanted[name], found[name], right[name]) for name in GROUPS}


def _counts(gold: set[Triple], found: set[Triple]) -> Counts:
    return len(gold), len(found), len(gold & found)


def _sum(counts: Iterable[Counts]) -> Counts:
    gold, found, right = (sum(column) for column in zip(*counts, strict=True))
    return gold, found, right


def _occurring(scores: Mapping[str, Score]) -> dict[str, Score]:
    return {name: score for name, score in scores.items() if score["gold"] or score["found"]}


def _gold_relations(gold: GoldArticle) -> set[Triple]:
    places = _places(gold.entities)
    return {
        _ordered(r.subject, r.predicate, r.object)
        for r in gold.relations
        if r.predicate in SCORED and not (r.predicate == "locatedIn" and {r.subject, r.object} <= places)
    }


def _claimed(gold: GoldArticle, answer: Answer, matched: Mapping[str, str]) -> list[tuple[Triple, Said]]:
    """What is claimed, in the gold's ids, and by what; the same relation as often as it was said."""
    known = {thing.id for thing in answer.things} | {ARTICLE}
    places = {thing.id for thing in answer.things if group(thing.type) == "place"}
    ids = {thing: matched.get(thing, f"?{thing}") for thing in known} | {ARTICLE: ARTICLE}
    return [
        (_ordered(ids[said.subject], said.predicate, ids[said.object]), said)
        for said in answer.said
        if said.predicate in SCORED
        and {said.subject, said.object} <= known
        and not (said.predicate == "locatedIn" and {said.subject, said.object} <= places)
    ]


def _places(entities: Iterable[GoldEntity]) -> set[str]:
    return {entity.id for entity in entities if group(entity.type) == "place"}


def _ordered(subject: str, predicate: str, object_: str) -> Triple:
    if PREDICATES[predicate].symmetric:
        subject, object_ = sorted((subject, object_))
    return subject, predicate, object_


def _rule_scores(compared: Sequence[Comparison]) -> dict[str, RuleScore]:
    claimed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for comparison in compared:
        for rule, (said, confirmed) in comparison.rules.items():
            claimed[rule] += said
            right[rule] += confirmed
    return {
        rule: {
            "right": right[rule],
            "claimed": claimed[rule],
            "p": round(right[rule] / claimed[rule], 4),
            "p_interval": wilson(right[rule], claimed[rule]),
        }
        for rule in sorted(claimed)
    }


def _faults(
    gold: GoldArticle,
    answer: Answer,
    matched: Mapping[str, str],
    relations: set[Triple],
    claimed: Sequence[tuple[Triple, Said]],
) -> Faults:
    names = {entity.id: entity.name for entity in gold.entities} | {ARTICLE: ARTICLE}
    names |= {f"?{thing.id}": thing.name for thing in answer.things}
    types = {entity.id: entity.type for entity in gold.entities}

    def told(triple: Triple) -> str:
        return f"{names[triple[0]]} {triple[1]} {names[triple[2]]}"

    reached = set(matched.values())
    found = {triple for triple, _ in claimed}
    mistyped = [(t, types[matched[t.id]]) for t in answer.things if t.id in matched and t.type != types[matched[t.id]]]
    return {
        "article": gold.stem,
        "missing_entities": [f"{e.type} {e.name}" for e in gold.entities if e.id not in reached],
        "extra_entities": [f"{thing.type} {thing.name}" for thing in answer.things if thing.id not in matched],
        "mistyped_entities": [f"{thing.type} {thing.name}, not {kind}" for thing, kind in mistyped],
        "missing_relations": sorted(told(triple) for triple in relations - found),
        "extra_relations": list(_extra(claimed, relations, told)),
    }


def _extra(
    claimed: Sequence[tuple[Triple, Said]], relations: set[Triple], told: Callable[[Triple], str]
) -> Iterator[ExtraRelation]:
    """Each wrong relation once for each rule that claims it, with its first sentence."""
    seen: set[tuple[Triple, str]] = set()
    for triple, said in claimed:
        if triple not in relations and (triple, said.rule) not in seen:
            seen.add((triple, said.rule))
            yield {"relation": told(triple), "rule": said.rule, "quote": said.quote}
