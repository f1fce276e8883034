"""``kg timeline``: what happened to a person, a body or a place, in order."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import results


def timeline(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A person, a body or a place by name.", show_default=False)
    ],
    out: OutputDirectory = DEFAULT_OUTPUT,
) -> None:
    """Tell what the graph knows of a thing over time.

    A date is that of the event where a text tells it; in brackets it is that of the report. Of a place or body the
    posts in it count too.

    [bold]Example[/bold]

      kg timeline 内江市 -o graph
    """
    from kg.graph import load
    from kg.graph.timeline import timeline as moments_of
    from kg.review import thing

    graph = load(out)
    screen = results()
    for moment in moments_of(graph, graph.iris.base + thing(graph, name)):
        when = moment.when if moment.told else f"({moment.when})"
        screen.print(f"{when:12}  {moment.what}", markup=False, soft_wrap=True)
        if moment.quote:
            screen.print(f"{'':14}“{moment.quote}”  {moment.headline}", markup=False, soft_wrap=True)
