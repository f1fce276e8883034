"""``kg query``: SPARQL, a file of it, or a named question; the answer as a table, CSV or JSON."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from kg.cli.options import DEFAULT_OUTPUT, AsOf, OutputDirectory
from kg.cli.screen import notes, opening, results, say
from kg.cli.timeout import ended_after

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kg.graph import Graph, Rows


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    LINES = "jsonl"


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
    timeout: Annotated[
        float | None, typer.Option(min=0.1, metavar="SECONDS", help="Give up after this time.", show_default=False)
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="List the named queries and what they ask.")] = False,
) -> None:
    """Ask the graph in SPARQL.

    Any query of SPARQL 1.1 that reads. The prefixes kg:, skos:, schema:, rdf:, rdfs:, xsd:, org: and prov: are known
    and need no PREFIX line. Rows are printed as they are found. For ready questions with options see kg ask.

    [bold]Examples[/bold]

    \b
      kg query --list                       which questions are ready
      kg query NAME                         one of them
      kg query NAME --format csv > answer.csv
      kg query mine.rq -o graph             a query of yours, another graph
      kg query posts --as-of 2024-03        what was known by the end of March
      kg query mine.rq --timeout 60         but not for longer than a minute
      kg query 'SELECT ?zone WHERE { ?z a kg:HiTechZone ; skos:prefLabel ?zone }'
    """
    if names:
        _list()
        return
    if not question:
        raise typer.BadParameter("give a query, a file or a name; --list shows the names", param_hint="QUESTION")
    _warn(question)
    with ended_after(timeout), _opened(out, as_of) as graph:
        _WAYS[form](graph.stream(question))


def _warn(question: str) -> None:
    """Tell of words that find nothing, however long the answer takes."""
    from kg.graph.faults import unknown_terms
    from kg.graph.query import find_query

    for told in unknown_terms(find_query(question)):
        say("Note:", told, "yellow")


def _opened(out: Path, as_of: str | None) -> AbstractContextManager[Graph]:
    if as_of:
        from kg.build import as_of as graph_as_of

        return graph_as_of(out, as_of)
    return nullcontext(opening(out))


def _list() -> None:
    from kg.graph import named_queries

    screen, known = results(), named_queries()
    widest = max(len(ready.name) for ready in known)
    for ready in known:
        screen.print(Text.assemble((f"{ready.name:{widest}}  ", "bold"), ready.title), soft_wrap=True)


def _table(answer: Rows) -> None:
    from kg.cli.columns import aligned

    screen, count = results(), -1
    for count, line in enumerate(aligned(answer.variables, (tuple(map(_short, row)) for row in answer.rows))):
        if count:
            sys.stdout.write(line + "\n")  # a console that measures each line would take most of the time
        else:
            screen.print(Text(line, style="bold"), soft_wrap=True)
    notes().print("1 row" if count == 1 else f"{count:,} rows", style="dim")


def _csv(answer: Rows) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows(answer.rows)


def _json(answer: Rows) -> None:
    """A list, each object on lines of its own, as :meth:`kg.graph.Answer.json` has it."""
    from json import dumps

    before = "["
    for row in answer.rows:
        told = dumps(dict(zip(answer.variables, row, strict=True)), ensure_ascii=False, indent=1)
        sys.stdout.write(before + "\n " + told.replace("\n", "\n "))
        before = ","
    sys.stdout.write("\n]\n" if before == "," else "[]\n")


def _lines(answer: Rows) -> None:
    from json import dumps

    for row in answer.rows:
        sys.stdout.write(dumps(dict(zip(answer.variables, row, strict=True)), ensure_ascii=False) + "\n")


def _short(cell: str) -> str:
    """An IRI of the project's vocabulary as people write it, ``kg:Person``; anything else as it is."""
    from kg.ontology import NAMESPACE

    return f"kg:{cell.removeprefix(NAMESPACE)}" if cell.startswith(NAMESPACE) else cell


_WAYS = {AnswerFormat.TABLE: _table, AnswerFormat.CSV: _csv, AnswerFormat.JSON: _json, AnswerFormat.LINES: _lines}
