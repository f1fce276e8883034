"""``kg query``: SPARQL, a file of it, or a named question; the answer as a table, CSV or JSON."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from kg.cli.options import DEFAULT_OUTPUT, AsOf, OutputDirectory
from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from kg.graph import Answer


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def query(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="SPARQL|FILE.rq|NAME", help="A query, a file that holds one, or a named one.", show_default=False
        ),
    ] = None,
    out: OutputDirectory = DEFAULT_OUTPUT,
    form: Annotated[AnswerFormat, typer.Option("--format", "-f", help="How to print the answer.")] = AnswerFormat.TABLE,
    as_of: AsOf = None,
    names: Annotated[bool, typer.Option("--list", help="List the named queries and what they ask.")] = False,
) -> None:
    """Ask the graph in SPARQL.

    The prefixes of the project (kg:, skos:, schema:, rdf:, rdfs:, xsd:) are known and need no PREFIX line.

    [bold]Examples[/bold]

    \b
      kg query --list                       which questions are ready
      kg query NAME                         one of them
      kg query NAME --format csv > answer.csv
      kg query mine.rq -o graph             a query of yours, another graph
      kg query posts --as-of 2024-03        what was known by the end of March
      kg query 'SELECT ?zone WHERE { ?z a kg:HiTechZone ; skos:prefLabel ?zone }'
    """
    if names:
        _list()
        return
    if not question:
        raise typer.BadParameter("give a query, a file or a name; --list shows the names", param_hint="QUESTION")
    answer = _answer(question, out, as_of)
    if form is AnswerFormat.CSV:
        sys.stdout.write(answer.csv())
    elif form is AnswerFormat.JSON:
        sys.stdout.write(answer.json() + "\n")
    else:
        _print(answer)


def _answer(question: str, out: Path, as_of: str | None) -> Answer:
    if as_of:
        from kg.build import as_of as graph_as_of

        with graph_as_of(out, as_of) as graph:
            return graph.query(question)
    from kg.graph import load

    return load(out).query(question)


def _list() -> None:
    from rich.table import Table

    from kg.graph import named_queries

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    for ready in named_queries():
        table.add_row(ready.name, Text(ready.title))
    results().print(table)


def _print(answer: Answer) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_edge=False)
    for variable in answer.variables:
        table.add_column(Text(variable), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_short(cell)) for cell in row))
    results().print(table)
    notes().print("1 row" if len(answer.rows) == 1 else f"{len(answer.rows):,} rows", style="dim")


def _short(cell: str) -> str:
    """An IRI of the project's vocabulary as people write it, ``kg:Person``; anything else as it is."""
    from kg.ontology import NAMESPACE

    return f"kg:{cell.removeprefix(NAMESPACE)}" if cell.startswith(NAMESPACE) else cell
