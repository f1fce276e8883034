"""``kg query``: SPARQL, a file of it, or a named question; the answer as a table, CSV or JSON."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory


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
      kg query 'SELECT ?zone WHERE { ?z a kg:HiTechZone ; skos:prefLabel ?zone }'
    """
    raise NotImplementedError(question, out, form, names)
