"""What the commands print on: results on standard output, progress and errors on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def results() -> Console:
    """The console for results."""
    from rich.console import Console

    return Console(highlight=False)


def notes() -> Console:
    """The console for progress, warnings and errors."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(label: str, message: str, style: str) -> None:
    """One line on standard error, however long: ``label`` in ``style``, then the message as it is."""
    from rich.text import Text

    line = Text.assemble((label, style), " ", " ".join(message.split()))
    notes().print(line, soft_wrap=True)


def silence_standard_output() -> None:
    """Send what is still buffered nowhere: the reader of our pipe has gone and wants no complaint from us."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
