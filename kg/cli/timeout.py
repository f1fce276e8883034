"""The end of a command that takes longer than its user wants to wait."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer

from kg.cli.screen import say

STATUS = 1  # with which a command ends that was not done


@contextmanager
def ended_after(seconds: float | None) -> Iterator[None]:
    """End the process, unless what is inside is done within so many seconds; None leaves it all the time.

    The store works on while it answers and cannot be asked to stop; but it lets other threads run, and one of them ends
    the process. What was printed until then stays.
    """
    if seconds is None:
        yield
        return
    timer = Timer(seconds, _end, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float) -> None:
    with suppress(OSError, ValueError, RuntimeError):
        sys.stdout.flush()
    say(
        "Error:",
        f"not done within {seconds:g} seconds - narrow the query, add LIMIT, or give more by --timeout",
        "bold red",
    )
    os._exit(STATUS)
