"""``kg view``: the graph or a part of it as a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, AsOf
from kg.cli.screen import results

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.view import Selection, Source

PAGE = "view.html"
WHOLE = "graph.html"
DATASET = "graph.trig"  # what a directory holds that has a graph

Out = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR|FILE",
        help="The directory that holds the graph; or the page to write, such as part.html or DIR/part.html.",
    ),
]


def view(
    out: Out = DEFAULT_OUTPUT,
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
    as_of: AsOf = None,
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
    In the graph's directory it leads to the pages there; elsewhere, or of an earlier day, it stands alone.

    [bold]Examples[/bold]

    \b
      kg view --open
      kg view --around 内江高新区 --depth 2 --open
      kg view --between 宓思远 阮知衡 --out path.html
      kg view --type 官员 --type 高新区 --predicate 考察 --since 2024-03
      kg view --around 内江市 --as-of 2024-06-30
    """
    from kg.view import Source, naming, wanted

    folder, file = _places(out, page)
    with _graph(folder, as_of) as graph:
        source = Source(*graph.shown())
    selection = wanted(source, around or [], depth, between, kind or [], predicate or [], since, until, article or [])
    names = [*(around or []), *(kind or []), *(predicate or []), *(article or [])]
    title = naming.title(names, between) + (f"（截至 {as_of}）" if as_of else "")
    made = _written(source, selection, title, file, folder, is_now=as_of is None)
    results().print(f"open {made}", soft_wrap=True, markup=False)
    if show:
        typer.launch(str(made))


def _places(out: Path, page: Path | None) -> tuple[Path, Path | None]:
    """The graph's directory, and the page to write where one is named."""
    if out.suffix.lower() not in (".html", ".htm") or out.is_dir():
        return out, page
    return (out.parent if (out.parent / DATASET).is_file() else DEFAULT_OUTPUT), page or out


@contextmanager
def _graph(folder: Path, as_of: str | None) -> Iterator[Graph]:
    from kg.build import as_of as earlier
    from kg.build import triggers
    from kg.graph import load

    if as_of is None:
        graph = load(folder)
        graph.triggers = triggers(folder)
        yield graph
    else:
        with earlier(folder, as_of) as graph:
            yield graph


def _written(source: Source, wanted: Selection, title: str, page: Path | None, folder: Path, *, is_now: bool) -> Path:
    """The page of the whole graph is there since the build; one of an earlier day leads to no page of today's."""
    from kg.build import pages_are_current
    from kg.view import Selection, write_part

    whole = wanted == Selection() and is_now
    if whole and page is None and (folder / WHOLE).is_file() and pages_are_current(folder):
        return folder / WHOLE
    return write_part(source, wanted, title, page or folder / (WHOLE if whole else PAGE), folder if is_now else None)
