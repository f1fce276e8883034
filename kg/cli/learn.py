"""``kg train ner`` and ``kg eval ner``: train a recogniser, and say how good one is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from kg.learn.evaluation import Evaluation, Score

train = typer.Typer(no_args_is_help=True, help="Train a model on annotated text.")
evaluate = typer.Typer(no_args_is_help=True, help="Measure a model on annotated text.")


@train.callback()
def _train() -> None:
    """Train a model on annotated text."""


@evaluate.callback()
def _evaluate() -> None:
    """Measure a model on annotated text."""


@train.command("ner", no_args_is_help=True)
def train_recognizer(
    data: Annotated[Path, typer.Argument(help="Directory with ner/ (annotated corpora) and gazetteer/.")],
    out: Annotated[Path, typer.Argument(help="Directory to write the HanLP model to.")],
) -> None:
    """Train the recogniser of persons, places and organisations, in an hour or two on one core.

    Trains two larger models first, whose marks the one that is kept learns from, too. Started again, it goes on with
    what is finished. The model works as [bold]kg build --ner OUT[/bold].
    """
    from kg.learn import train_ner

    train_ner(data, out, report=lambda line: results().print(line, soft_wrap=True))


@evaluate.command("ner", no_args_is_help=True)
def evaluate_recognizer(
    file: Annotated[
        Path,
        typer.Argument(
            help="Lines of 'character TAB tag' (BIO), or a .txt with a sentence a line and marks \\[甲乙](PER)."
        ),
    ],
    ner: Annotated[
        str | None, typer.Option(help="A HanLP model's directory or name instead of the shipped one.")
    ] = None,
    convention: Annotated[
        str | None,
        typer.Option(help="The corpus whose way of marking is asked for (msra, peoples_daily), if the model knows it."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Precision, recall and F1 of the recogniser by type, each with its 95 % interval.

    An entity counts when both its ends and its type are right. The intervals come from resampling the sentences.
    """
    from kg.learn import evaluate_ner

    found = evaluate_ner(file, ner, convention)
    if json:
        from json import dumps

        sys.stdout.write(dumps(found, indent=1) + "\n")
    else:
        _print(found)


def _print(found: Evaluation) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for heading in ("precision %", "recall %", "F1 %", "gold", "found", "right"):
        table.add_column(heading, justify="right", no_wrap=True)
    for label, score in [*found["by_type"].items(), ("all", found["overall"])]:
        table.add_row(label, *_cells(score))
    results().print(table)
    notes().print(f"{found['sentences']:,} sentences; after each share its 95 % interval")


def _cells(score: Score) -> list[str]:
    shares = ((score["p"], score["p_interval"]), (score["r"], score["r_interval"]), (score["f1"], score["f1_interval"]))
    counts = (score["gold"], score["found"], score["right"])
    return [
        *(f"{share:.1%} {low:.1%}-{high:.1%}".replace("%", "") for share, (low, high) in shares),
        *(f"{n:,}" for n in counts),
    ]
