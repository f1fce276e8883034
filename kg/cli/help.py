"""Docstrings as help: their paragraphs flow with the width of the screen."""

from __future__ import annotations

from inspect import cleandoc
from itertools import chain

import typer


def flow(app: typer.Typer) -> None:
    """Let the help of every command of an app, and of the apps below it, flow."""
    for command in app.registered_commands:
        command.help = flowed((command.callback and command.callback.__doc__) or "")
    if app.registered_callback:
        app.registered_callback.help = flowed((app.registered_callback.callback or flow).__doc__ or "")
    for below in app.registered_groups:
        if below.typer_instance:
            flow(below.typer_instance)


def flowed(text: str) -> str:
    """A docstring whose paragraphs are a line each; what stands indented, such as examples, keeps its lines.

    Examples join their heading: Typer would print the mark before them as an empty line.
    """
    paragraphs = (paragraph.removeprefix("\b\n") for paragraph in cleandoc(text).split("\n\n"))
    kept = [paragraph if paragraph.startswith(" ") else paragraph.replace("\n", " ") for paragraph in paragraphs]
    breaks = ("\n" if paragraph.startswith(" ") else "\n\n" for paragraph in kept)
    return "".join(chain.from_iterable(zip(breaks, kept, strict=True))).lstrip("\n")
