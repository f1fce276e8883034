"""``kg serve``: the graph over HTTP, with a SPARQL endpoint and a page to ask from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT
from kg.cli.screen import results, say

if TYPE_CHECKING:
    from kg.server.dataset import Dataset


def serve(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The directory that holds the graph.", show_default=True)
    ] = DEFAULT_OUTPUT,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = 8000,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen at; 0.0.0.0 opens the graph to the network.")
    ] = "127.0.0.1",
    seconds: Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds after which a query ends.")] = 30.0,
    rows: Annotated[int, typer.Option("--row-limit", min=1, help="Rows after which an answer is cut.")] = 100_000,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A web origin whose scripts may ask, or * for all; may be repeated."),
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the pages in the browser.")] = False,
) -> None:
    """Serve the graph over HTTP: its pages, a SPARQL 1.1 endpoint at /sparql, a page to ask from at /query.

    Read-only, and only for this machine unless --host says otherwise. Every thing has an address: the IRI
    https://kg.example.org/place/430400 is answered at /place/430400, for people as a page, for programs as RDF. A graph
    that is built anew meanwhile is noticed. Ctrl-C ends it.

    [bold]Examples[/bold]

    \b
      kg serve --open
      kg serve graph --port 9000
      kg serve graph --cors https://notes.example.org --time-limit 60
      curl localhost:8000/sparql -d 'query=SELECT * { ?s kg:visited ?o }'
    """
    from kg.server import Settings
    from kg.server.run import serve

    def ready(address: str, found: Dataset) -> None:
        screen = results()
        counts = found.counts
        told = f"{counts['articles']:,} articles, {counts['entities']:,} entities, {counts['relations']:,} relations"
        screen.print(f"{told}; Ctrl-C ends", soft_wrap=True)
        for what, path in (("pages", ""), ("ask", "query"), ("SPARQL", "sparql")):
            screen.print(f"{what:<7} {address}{path}", soft_wrap=True, markup=False)
        screen.file.flush()
        if show:
            typer.launch(address)

    settings = Settings(folder, host, port, seconds, rows, tuple(cors or ()))
    if not settings.local:
        say("Note:", f"whoever reaches {host} can read this graph with all its articles", "bold yellow")
    serve(settings, ready)
