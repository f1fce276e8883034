"""``kg build``: articles in, graph and pages out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import notes, results, say

if TYPE_CHECKING:
    from kg.build import Report

DEFAULT_BASE = "https://kg.example.org/"


def build(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...",
            help="Files (.txt .html .jsonl .csv), directories, globs, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    out: OutputDirectory = DEFAULT_OUTPUT,
    samples: Annotated[bool, typer.Option("--samples", help="Read the sample articles that come with kg.")] = False,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=COLUMN", help="Where a .jsonl or .csv keeps a field: text=content, title=headline."),
    ] = None,
    base: Annotated[str, typer.Option(metavar="IRI", help="What the graph's IRIs begin with.")] = DEFAULT_BASE,
    ner: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="The directory of another HanLP recogniser, or its name in hanlp.pretrained if HanLP has it cached.",
            show_default="the one shipped",
        ),
    ] = None,
    rules: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Relation rules of your own: a .toml file or a directory (kg rules --help)."),
    ] = None,
) -> None:
    """Read articles and write their knowledge graph.

    An input that cannot be read as an article is named and skipped, and the rest goes on. DIR is replaced only by a
    complete graph.

    [bold]Examples[/bold]

    \b
      kg build --samples                    the articles that come with kg
      kg build news/ -o graph               a directory and all below it
      kg build 'news/*.html' extra.txt      globs and files
      kg build dump.jsonl --field text=content --field title=headline
      kg build news/ --ner MSRA_NER_ELECTRA_SMALL_ZH
      curl -s https://... | kg build -      one article from standard input
    """
    wanted = [*(paths or []), *_samples(samples)]
    if not wanted:
        raise typer.BadParameter("give at least one, or --samples", param_hint="PATH")
    report = _build_with_progress(wanted, out, base=base, ner=ner, rules=rules, fields=_fields(field or []))
    for error in report.errors:
        say("Skipped:", str(error), "yellow")
    if not report.articles:
        say("Error:", "no article could be read, so nothing was built", "bold red")
        raise typer.Exit(1)
    _print(report)


def _samples(wanted: bool) -> list[str]:
    if not wanted:
        return []
    from kg import resources

    return [str(resources.path("samples"))]


def _fields(pairs: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not (name and equals and column):
            raise typer.BadParameter(f"{pair!r} is not NAME=COLUMN, such as text=content", param_hint="--field")
        fields[name] = column
    return fields


def _build_with_progress(
    paths: list[str], out: Path, *, base: str, ner: str | None, rules: str | None, fields: dict[str, str]
) -> Report:
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from kg.build import build as build_graph

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    screen = notes()
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bars:
        task = bars.add_task("starting", total=None)

        def progress(stage: str, done: int, total: int | None) -> None:
            bars.update(task, description=stage, completed=done, total=total)

        return build_graph(paths, out, base=base, ner=ner, rules=rules, fields=fields or None, progress=progress)


def _print(report: Report) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    counts = {
        "articles": report.articles,
        "entities": report.entities,
        "relations": report.relations,
        "claims": report.claims,
        "left out": report.left_out,
        "skipped": len(report.errors),
    }
    for name in (*counts, "seconds"):
        table.add_column(name, justify="right")
    table.add_row(*(f"{count:,}" for count in counts.values()), f"{report.seconds:.1f}")
    screen = results()
    screen.print(table)
    if report.pages:
        screen.print(f"open {report.pages[0]}", soft_wrap=True)
