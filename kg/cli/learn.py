"""``kg train ner``: train a recogniser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.screen import results

train = typer.Typer(no_args_is_help=True)


@train.callback()
def _train() -> None:
    """Train a model on annotated text."""


@train.command("ner", no_args_is_help=True)
def train_recognizer(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="Directory with ner/ (annotated corpora) and gazetteer/.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Directory to write the HanLP model to.")],
) -> None:
    """Train the recogniser of persons, places and organisations, in an hour or two on one core.

    Trains two larger models first, whose marks the one that is kept learns from, too. Started again, it goes on with
    what is finished. The model works as [bold]kg build --ner OUT[/bold].
    """
    from kg.learn import train_ner

    train_ner(data, out, report=lambda line: results().print(line, soft_wrap=True))
