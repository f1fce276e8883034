"""``kg why`` and ``kg whynot``: the sentence, the rule and its parts behind a relation, or what kept it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.rules import OwnRules
from kg.cli.screen import results

if TYPE_CHECKING:
    from kg.extraction.explain import Attempt, Told
    from kg.graph import Graph
    from kg.graph.store import ArticleRecord
    from kg.model import Claim

NEAREST = 3  # rules that nearly fired, of which kg whynot tells
MARK = "「{}」"  # a name or a word of the rule, within its sentence
Name = Annotated[str, typer.Argument(help="A name, or another form of it.", show_default=False)]


def why(
    a: Name,
    b: Name,
    out: OutputDirectory = DEFAULT_OUTPUT,
    own: OwnRules = None,
) -> None:
    """Say why two things are connected: the sentence, the rule, what matched it, and what did not stop it.

    What the text holds as planned, denied, over or hearsay is shown as such; it is no relation of the graph.

    [bold]Example[/bold]

      kg why 阮知衡 内江高新区
    """
    graph, ends = _open(out, a, b)
    screen = results()
    shown = 0
    for record, told, claim in _claims(graph, ends, own):
        for line in _reason(record, told, claim):
            screen.print(line, markup=False, soft_wrap=True)
        shown += 1
    if not shown:
        screen.print(
            f"no sentence connects {a} and {b}; kg whynot {a} PREDICATE {b} says what is missing", markup=False
        )


def whynot(
    a: Name,
    predicate: Annotated[str, typer.Argument(help="The relation that you miss, such as visited.", show_default=False)],
    b: Name,
    out: OutputDirectory = DEFAULT_OUTPUT,
    own: OwnRules = None,
) -> None:
    """Say why a relation is not there: which rules came nearest, and what kept each from it.

    [bold]Example[/bold]

      kg whynot 冷砚舟 visited 内江高新区
    """
    from kg.errors import QueryError
    from kg.ontology import PREDICATES

    if predicate not in PREDICATES:
        raise QueryError("no such relation", predicate, "known are " + ", ".join(sorted(PREDICATES)))
    graph, ends = _open(out, a, b)
    screen = results()
    held = [claim for _, _, claim in _claims(graph, ends, own) if claim.predicate == predicate]
    if any(claim.modality.value == "asserted" for claim in held):
        screen.print(f"the graph has it: kg why {a} {b} says why", markup=False)
        return
    lines = [line for record in _records(graph, ends) for line in _misses(record, predicate, ends, own)]
    if not lines:
        lines = [f"{a} and {b} never stand in one sentence"]
    for line in lines:
        screen.print(line, markup=False, soft_wrap=True)


def _open(out: OutputDirectory, a: str, b: str) -> tuple[Graph, tuple[frozenset[str], frozenset[str]]]:
    """The graph, and all names of either thing."""
    from kg.cli.show import unknown
    from kg.graph import load

    graph = load(out)
    view = graph.networkx()
    ends = []
    for name in (a, b):
        known = [n for _, n in view.nodes(data=True) if name == n["name"] or name in n.get("aliases", ())]
        if not known:
            raise unknown(view, name)
        ends.append(frozenset(form for n in known for form in (n["name"], *n.get("aliases", ()))))
    return graph, (ends[0], ends[1])


def _records(graph: Graph, ends: tuple[frozenset[str], frozenset[str]]) -> list[ArticleRecord]:
    """The articles that speak of both."""
    return [r for r in graph.articles() if all(any(name in r.text for name in names) for names in ends)]


def _claims(
    graph: Graph, ends: tuple[frozenset[str], frozenset[str]], own: str | None
) -> Iterator[tuple[ArticleRecord, Told, Claim]]:
    from kg.build import told

    for record in _records(graph, ends):
        for sentence in told(record, rules=own):
            for claim in sentence.claims:
                names = sentence.mentions[claim.subject].name, sentence.mentions[claim.object].name
                if any(names[0] in x and names[1] in y for x, y in (ends, ends[::-1])):
                    yield record, sentence, claim


def _reason(record: ArticleRecord, told: Told, claim: Claim) -> Iterator[str]:
    from kg.extraction.explain import grammar_rules, modal_cue, trace

    subject, object_ = told.mentions[claim.subject], told.mentions[claim.object]
    facts = [claim.modality.value, *([claim.title] if claim.title else []), *([claim.date] if claim.date else [])]
    yield f"{subject.name} {claim.predicate} {object_.name}  {'  '.join(facts)}  confidence {claim.confidence:.2f}"
    yield f"  {record.published or 'undated'}  {record.headline}"
    yield f"  “{_marked(told, claim)}”"
    attempt = trace(told, claim)
    says = attempt.rule.says if attempt else grammar_rules().get(claim.rule, "")
    yield f"  rule    {claim.rule}: {says}"
    if attempt:
        yield f"  matched {_parts(attempt)}"
        unless = [f"no word of <{name}> between" for name in attempt.rule.unless]
        yield f"  guards  {'; '.join([*unless, 'nobody else acts; ' + _mood(modal_cue(told, claim))])}"
    elif cue := modal_cue(told, claim):
        yield f"  guards  {_mood(cue)}"
    yield ""


def _mood(cue: str) -> str:
    return f"not held as a fact, because of {cue}" if cue else "held as a fact: no plan, denial, past or hearsay"


def _parts(attempt: Attempt) -> str:
    return " · ".join(f"{part} {text}" for part, text in zip(attempt.parts, attempt.matched, strict=False))


def _marked(told: Told, claim: Claim) -> str:
    """The sentence with the two names marked."""
    spans = {(m.start, m.end) for m in (told.mentions[claim.subject], told.mentions[claim.object])}
    text = told.text
    for start, end in sorted(spans, reverse=True):
        if told.start <= start and end <= told.end:
            start, end = start - told.start, end - told.start
            text = text[:start] + MARK.format(text[start:end]) + text[end:]
    return text


def _misses(
    record: ArticleRecord, predicate: str, ends: tuple[frozenset[str], frozenset[str]], own: str | None
) -> Iterator[str]:
    """What the rules of a predicate made of each sentence in which both stand."""
    from kg.build import told
    from kg.extraction.explain import attempts

    for sentence in told(record, rules=own):
        names = {sentence.mentions[i].name for chip in sentence.chips for i in chip.members}
        if not all(names & forms for forms in ends):
            continue
        yield f"{record.published or 'undated'}  {record.headline}"
        yield f"  “{sentence.text}”"
        tried = attempts(sentence, predicate, *ends)
        for attempt in tried[:NEAREST]:
            yield f"  {attempt.rule.id}: {attempt.rule.when}"
            yield f"    matched {_parts(attempt)}" if attempt.matched else "    matched nothing"
            yield f"    but {attempt.fault or 'a nearer match of the rule was taken'}"
        if not tried:
            yield f"  no rule with a pattern gives {predicate}: kg rules lists what does"
        yield ""
