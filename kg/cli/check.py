"""``kg check``: whether a graph keeps to its shapes, as a table, RDF, HTML or JSON."""

from __future__ import annotations

import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from rich.table import Table

    from kg.check import Found, Held, Report
    from kg.graph import Graph

PAGE = "check.html"
WIDTH = 100  # columns of a table in a file
SHOWN = 50  # results in the table; the other formats have all


class ReportFormat(StrEnum):
    """How the report is written."""

    TABLE = "table"
    TTL = "ttl"
    HTML = "html"
    JSON = "json"


class EngineName(StrEnum):
    """Who reads the shapes."""

    SHACL = "shacl"
    SPARQL = "sparql"


def check(
    out: OutputDirectory = DEFAULT_OUTPUT,
    shapes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="SHACL shapes of your own in Turtle, in place of kg's; asked of the merge."),
    ] = None,
    form: Annotated[ReportFormat, typer.Option("--format", "-f", help="How to report.")] = ReportFormat.TABLE,
    file: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Where to write.", show_default=f"standard output; DIR/{PAGE}"),
    ] = None,
    engine: Annotated[
        EngineName | None,
        typer.Option(help="pySHACL, or the same shapes as SPARQL.", show_default="by the size of the graph"),
    ] = None,
) -> None:
    """Check the graph against its SHACL shapes, and list the facts that the build kept out of it.

    A fact that violates a shape is not built in: it goes to the quarantine with the reason, and its sentence stays in
    its article. Exit status 1 where the graph itself violates a shape.

    [bold]Examples[/bold]

    \b
      kg check -o graph
      kg check --format html                a page to read and to send
      kg check --format ttl --to report.ttl
      kg check --shapes mine.ttl            shapes of your own, by pySHACL
      kg query quarantine                   what was kept out, in SPARQL
    """
    from kg.check import Engine
    from kg.check import check as put_to
    from kg.graph import load

    graph = load(out)
    report = put_to(graph, shapes, Engine(engine) if engine else None)
    if form is ReportFormat.TABLE:
        _print(report, file)
    elif form is ReportFormat.HTML:
        _draw(report, file or out / PAGE)
    else:
        _write(_data(report, form, graph), file)
    notes().print(_summary(report), style="dim", soft_wrap=True, markup=False)
    if not report.conforms:
        raise typer.Exit(1)


def _draw(report: Report, file: Path) -> None:
    from kg.check.page import report_page
    from kg.view.frame import write

    results().print(f"open {write(file, report_page(report))}", soft_wrap=True, markup=False)


def _data(report: Report, form: ReportFormat, graph: Graph) -> bytes:
    from kg.check.report import as_json, turtle

    if form is ReportFormat.TTL:
        return turtle([found.violation for found in report.found], graph.iris)
    return (json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n").encode()


def _print(report: Report, file: Path | None) -> None:
    """Tables as wide as the terminal; in a file, all of it."""
    from rich.console import Console

    from kg.check.report import once

    found = once(report.found)
    screen = results() if file is None else Console(file=io.StringIO(), width=WIDTH, highlight=False)
    most = SHOWN if file is None else None
    violated = [_row(f.name, (f.violation.zh, f.violation.en, _at_fault(f)), f) for f in found[:most]]
    held = [_row(f"{h.subject} {_label(h.predicate)} {h.object}", (h.zh, h.en), h) for h in report.held[:most]]
    for title, rows, all_of_them in (("violations", violated, found), ("quarantine", held, report.held)):
        if rows:
            screen.print(_table(title, rows))
        if len(rows) < len(all_of_them):
            screen.print(f"and {len(all_of_them) - len(rows):,} more: --format html, ttl or json has all")
    if file is not None:
        _write(screen.file.getvalue().encode(), file)  # type: ignore[attr-defined]


def _table(title: str, rows: list[tuple[Text, Text, Text]]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), expand=True)
    for name, ratio in ((title, 3), ("what must hold", 4), ("who says so", 5)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _row(name: str, wrong: tuple[str, ...], found: Found | Held) -> tuple[Text, Text, Text]:
    from kg.check import Held

    sentence = f"“{' '.join(found.quote.split())}”" if found.quote else ""
    source = " ".join(filter(None, (found.headline, found.published)))
    elsewhere = "the gazetteer" if isinstance(found, Held) else "the merge"
    said = Text("\n").join(filter(None, (Text(sentence), Text(source or elsewhere, "dim"))))
    return Text(name, "bold"), Text("\n".join(filter(None, wrong))), said


def _at_fault(found: Found) -> str:
    """The value at fault, where it is not the thing itself."""
    return "" if found.violation.value in (None, found.violation.focus) else f"→ {found.value}"


def _label(predicate: str) -> str:
    from kg.ontology import PREDICATES

    return PREDICATES[predicate].zh if predicate in PREDICATES else predicate


def _write(content: bytes, file: Path | None) -> None:
    from kg.errors import disk_error

    if file is None:
        sys.stdout.buffer.write(content)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise disk_error(error, file) from None


def _summary(report: Report) -> str:
    found = len(report.found)
    held = f"; {len(report.held):,} in quarantine" if report.held else ""
    graphs = "1 graph" if report.graphs == 1 else f"{report.graphs:,} graphs"
    verdict = "no violation" if not found else "1 violation" if found == 1 else f"{found:,} violations"
    return f"{verdict} in {graphs} of {report.quads:,} quads (by {report.engine}){held}"
