"""``kg path``: how two things are connected."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import opening, results

if TYPE_CHECKING:
    from kg.questions.paths import Step


class PathFormat(StrEnum):
    """How the ways are given."""

    TEXT = "text"
    JSON = "json"


def path(
    one: Annotated[str, typer.Argument(metavar="A", help="A thing by any form of its name.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="B", help="Another.", show_default=False)],
    out: OutputDirectory = DEFAULT_OUTPUT,
    most: Annotated[int, typer.Option("--most", min=1, metavar="N", help="At most so many ways.")] = 3,
    form: Annotated[PathFormat, typer.Option("--format", "-f", help="Text or JSON.")] = PathFormat.TEXT,
) -> None:
    """Tell how two things are connected: the shortest ways from one to the other, each step with its sentence.

    A page of the ways is made by kg view --between A B.

    [bold]Example[/bold]

      kg path 阮知衡 沱江理工学院 -o graph
    """
    from kg.questions.paths import paths

    found = paths(opening(out), one, other, most)
    if form is PathFormat.JSON:
        from json import dumps

        told = [[_plain(step) for step in way] for way in found]
        sys.stdout.write(dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    for number, way in enumerate(found):
        if number:
            results().print()
        _print(way)


def _print(way: tuple[Step, ...]) -> None:
    screen = results()
    line = Text(way[0].source, style="bold")
    for step in way:
        line.append(f" —{_said(step)}→ " if step.outward else f" ←{_said(step)}— ", "default")
        line.append(step.target)
    screen.print(line, soft_wrap=True)
    for step in way:
        subject, target = (step.source, step.target) if step.outward else (step.target, step.source)
        screen.print(Text(f"  {subject}  {_said(step)}  {target}"), soft_wrap=True)
        for sentence in step.sentences[:1]:
            source = " ".join(part for part in (sentence.headline, sentence.published) if part)
            screen.print(Text(f"    “{sentence.quote}”  {source}", style="dim"), soft_wrap=True)
        if not step.sentences:
            screen.print(Text("    地名录 (gazetteer)", style="dim"), soft_wrap=True)


def _said(step: Step) -> str:
    from kg.ontology import PREDICATES

    return PREDICATES[step.fact.predicate.rpartition("#")[2]].zh


def _plain(step: Step) -> dict[str, object]:
    from dataclasses import asdict

    subject, target = (step.source, step.target) if step.outward else (step.target, step.source)
    sentences = [{k: v for k, v in asdict(said).items() if k != "fact"} for said in step.sentences]
    predicate = step.fact.predicate.rpartition("#")[2]
    return {"subject": subject, "predicate": predicate, "object": target, "sentences": sentences}
