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

DEFAULT_OUTPUT = Path("output")
