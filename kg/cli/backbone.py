"""``kg backbone``: what kg knows by heart of places, zones and central organs, as RDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.screen import notes


def backbone(
    file: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="A file to write.", show_default="standard output")
    ] = None,
    base: Annotated[str, typer.Option(metavar="IRI", help="What its IRIs begin with.")] = "https://kg.example.org/",
) -> None:
    """Write all divisions, known zones and central organs as one RDF graph in Turtle.

    Divisions have their GB/T 2260 codes and what they lie in, national and provincial zones their level, place and,
    where known, year. The places and zones of a built graph are these by their IRIs; those that are not among them are
    marked kg:inBackbone false.

    [bold]Example[/bold]

      kg backbone --to backbone.ttl
    """
    from kg.graph.gazetteer import turtle

    content = turtle(base)
    if file is None:
        sys.stdout.buffer.write(content)
        return
    file.write_bytes(content)
    notes().print(f"{len(content):,} bytes in {file}", style="dim", soft_wrap=True)
