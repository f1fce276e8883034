"""``kg remove``: articles out of the graph, and what no other article supports with them."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory, WithPages
from kg.cli.screen import progress_bar
from kg.cli.summary import summary


def remove(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files, directories or globs that were built, also if they are gone by now; or ids of articles.",
            show_default=False,
        ),
    ],
    out: OutputDirectory = DEFAULT_OUTPUT,
    pages: WithPages = True,
) -> None:
    """Take articles out of the graph.

    What no other article supports goes with them; what others say stays. The files are those of a build that never
    had these articles.

    [bold]Examples[/bold]

    \b
      kg remove news/2024-03-05.txt -o graph
      kg remove news/ 'pages/*.html'
      kg remove 134a1d0865cb1a0e            an article by its id: kg query articles
    """
    from kg.build import remove as remove_articles

    with progress_bar() as progress:
        report = remove_articles(paths, out, pages=pages, progress=progress)
    summary(report)
