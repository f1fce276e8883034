"""``kg view``: the graph or a part of it as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import results

if TYPE_CHECKING:
    from kg.view import Selection, Source

PAGE = "view.html"
WHOLE = "graph.html"


def view(
    out: OutputDirectory = DEFAULT_OUTPUT,
    around: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this thing and what is around it; may be repeated.")
    ] = None,
    depth: Annotated[int, typer.Option(min=0, max=9, help="How many steps around it.")] = 1,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Only the shortest ways from A to B.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="CLASS", help="Only things of this class, such as Official or 高新区."),
    ] = None,
    predicate: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this relation, such as visited or 考察.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what is told of this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only what is told of this day or earlier.")] = None,
    article: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only what this article says; its id or (part of) its title.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page to write.", show_default=f"DIR/{PAGE}")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Make a page of the graph, or of a part of it.

    The page is one file that needs no network. Without any option it is the whole graph.

    [bold]Examples[/bold]

    \b
      kg view --open
      kg view --around 衡阳高新区 --depth 2 --open
      kg view --between 甲 乙 --page path.html
      kg view --type 官员 --type 高新区 --predicate 考察 --since 2024-03
    """
    from kg.graph import load
    from kg.view import Source, naming, wanted

    graph = load(out)
    source = Source(graph.networkx(), graph.articles())
    selection = wanted(source, around or [], depth, between, kind or [], predicate or [], since, until, article or [])
    title = naming.title([*(around or []), *(kind or []), *(predicate or []), *(article or [])], between)
    made = _written(source, selection, title, page, out)
    results().print(f"open {made}", soft_wrap=True, markup=False)
    if show:
        typer.launch(str(made))


def _written(source: Source, wanted: Selection, title: str, page: Path | None, out: Path) -> Path:
    from kg.view import Selection, write_part

    whole = wanted == Selection()
    if whole and page is None and (out / WHOLE).is_file():
        return out / WHOLE
    return write_part(source, wanted, title or "知识图谱", page or out / (WHOLE if whole else PAGE), out)
