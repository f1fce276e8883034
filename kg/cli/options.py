"""Options that several commands share, each defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

OutputDirectory = Annotated[
    Path,
    typer.Option(
        "--out", "-o", metavar="DIR", help="The directory that holds (or will hold) the graph.", show_default=True
    ),
]

AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only what was published by then: 2024-06-30, 2024-06 or 2024."),
]

WithPages = Annotated[
    bool, typer.Option("--pages/--no-pages", help="Draw the pages, too; of thousands of articles that takes minutes.")
]

DEFAULT_OUTPUT = Path("output")
