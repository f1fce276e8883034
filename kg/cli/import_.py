"""``kg import``: facts of one's own as one more source."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.build import Base, fields_of
from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory, WithPages
from kg.cli.screen import progress_bar, say
from kg.cli.summary import summary

_SHOWN = 50  # bad rows that are named; beyond, the table as a whole is wrong


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Tables (.csv) or RDF (.ttl .nt .nq .trig .jsonld).", show_default=False
        ),
    ],
    out: OutputDirectory = DEFAULT_OUTPUT,
    title: Annotated[str | None, typer.Option(help="What to call it.", show_default="the file's name")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Whose facts these are.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="When they were stated: 2024-06-30.")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=COLUMN", help="Where a table keeps a field: subject=who, object=where."),
    ] = None,
    every: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A field that is the same in every row: predicate=visited."),
    ] = None,
    base: Base = None,
    pages: WithPages = True,
) -> None:
    """Add facts of your own to the graph in DIR, as one more source beside the articles.

    A table has a row a fact. Its columns are [bold]subject predicate object[/bold], and where known subject_type,
    subject_place, object_type, object_place, title, date, value, unit, quote, source and confidence.

    Predicates and classes are those of the ontology, by name or label: visited, 考察. A place is a division by name or
    code; it tells people and bodies of one name apart.

    RDF tells facts in the terms of the ontology; what kg exports can be imported again.

    Every fact shows the row that says so. Builds keep the file, kg remove takes it out again, and a file imported anew
    takes the place of its earlier self. A row that is no fact is named, and the rest goes on.

    [bold]Examples[/bold]

    \b
      kg import posts.csv -o graph --source 组织部名单 --date 2024-06-30
      kg import visits.csv --field subject=谁 --field object=哪里 --set predicate=考察
      kg import facts.ttl
      kg remove posts.csv -o graph
    """
    from kg.build import add_facts
    from kg.exchange import About

    columns = fields_of(field or [], example="subject=who")
    about = About(title, source, date, columns, fields_of(every or [], "--set", "predicate=visited"))
    with progress_bar() as progress:
        report = add_facts(files, out, about, base=base, pages=pages, progress=progress)
    for error in report.errors[:_SHOWN]:
        say("Skipped:", str(error), "yellow")
    if len(report.errors) > _SHOWN:
        say("Skipped:", f"and {len(report.errors) - _SHOWN:,} more", "yellow")
    if not report.articles:
        say("Error:", "no fact could be read, so nothing has changed", "bold red")
        raise typer.Exit(1)
    summary(report)
