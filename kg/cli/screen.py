"""What the commands print on: results on standard output, progress and errors on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from kg.graph import Graph

Progress = Callable[[str, int, int | None], None]


def results() -> Console:
    """The console for results."""
    from rich.console import Console

    return Console(highlight=False)


def notes() -> Console:
    """The console for progress, warnings and errors."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def opening(out: Path) -> Graph:
    """The graph of a directory; of a large one that is not ready for questions yet, with a word on the wait."""
    from kg.graph import load
    from kg.graph.kept import is_ready

    graph = load(out)
    if not is_ready(graph.file):
        notes().print("preparing the graph for questions, once ...", style="dim")
    return graph


def say(label: str, message: str, style: str) -> None:
    """One line on standard error, however long: ``label`` in ``style``, then the message as it is."""
    from rich.text import Text

    line = Text.assemble((label, style), " ", " ".join(message.split()))
    notes().print(line, soft_wrap=True)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """What a build calls with stage, done and total; a bar where somebody looks at it."""
    from rich.progress import MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    screen = notes()
    with Bars(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bars:
        task = bars.add_task("starting", total=None)
        yield lambda stage, done, total: bars.update(task, description=stage, completed=done, total=total)


def silence_standard_output() -> None:
    """Send what is still buffered nowhere: the reader of our pipe has gone and wants no complaint from us."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
