"""``kg export``: the graph in the formats of other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from kg.exchange import Format
    from kg.graph import Graph


def export(
    form: Annotated[
        str | None, typer.Argument(metavar="FORMAT", help="A format; --list shows them all.", show_default=False)
    ] = None,
    out: OutputDirectory = DEFAULT_OUTPUT,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file to write, or the directory.", show_default="standard output"),
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
) -> None:
    """Write the graph in DIR for another program.

    The same graph gives the same bytes, and FILE appears whole or not at all. csv and parquet write several files
    into the directory FILE.

    [bold]Examples[/bold]

    \b
      kg export --list
      kg export gexf --to graph.gexf        for Gephi, with its timeline
      kg export csv --to tables/            for neo4j-admin, or a spreadsheet
      kg export nquads -o graph | gzip > graph.nq.gz
    """
    from kg.exchange import export as write
    from kg.exchange import find_format
    from kg.graph import load

    if show:
        _list()
        return
    if form is None:
        raise typer.BadParameter("give one; --list shows them", param_hint="FORMAT")
    found = find_format(form)
    if to is None:
        _print(load(out), found)
        return
    for file in write(load(out), found, to):
        notes().print(f"{file.stat().st_size:,} bytes in {file}", style="dim", soft_wrap=True)


def _list() -> None:
    from kg.cli.columns import aligned
    from kg.exchange import FORMATS

    for line in aligned(("format", "what it is"), [(form.name, form.says) for form in FORMATS]):
        results().print(line, soft_wrap=True, markup=False)


def _print(graph: Graph, form: Format) -> None:
    """Send a format of one file to standard output, once it is whole."""
    from kg.exchange import export as write

    if form.files:
        raise typer.BadParameter(f"{form.name} makes several files: give a directory", param_hint="--to")
    with TemporaryDirectory(prefix="kg-") as folder:
        (file,) = write(graph, form, Path(folder, "graph"))
        with file.open("rb") as content:
            copyfileobj(content, sys.stdout.buffer)
