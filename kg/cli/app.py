"""The command ``kg``: joins the commands, and shows every error once, in one line."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from rich.text import Text

from kg.cli.ask import ask
from kg.cli.backbone import backbone
from kg.cli.build import build
from kg.cli.check import check
from kg.cli.decide import fix, merge, review, split
from kg.cli.diff import diff
from kg.cli.doctor import doctor
from kg.cli.evaluate import evaluate
from kg.cli.export import export
from kg.cli.import_ import import_
from kg.cli.learn import train
from kg.cli.ontology import ontology
from kg.cli.path import path
from kg.cli.query import query
from kg.cli.remove import remove
from kg.cli.rules import rules
from kg.cli.screen import notes, say, silence_standard_output
from kg.cli.serve import serve
from kg.cli.show import show
from kg.cli.timeline import timeline
from kg.cli.view import view
from kg.cli.why import why, whynot
from kg.errors import KgError, SyntaxFault

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    build,
    remove,
    diff,
    export,
    backbone,
    query,
    show,
    path,
    view,
    serve,
    timeline,
    why,
    whynot,
    review,
    merge,
    split,
    fix,
    check,
    ontology,
    doctor,
):
    explains = command not in (build, backbone, view, serve, review, check, ontology, doctor)
    app.command(no_args_is_help=explains)(command)
app.command(name="import", no_args_is_help=True)(import_)  # a word of Python
app.add_typer(ask, name="ask")
app.add_typer(rules, name="rules")
app.add_typer(train, name="train")
app.add_typer(evaluate, name="eval")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kg {version('kg')}")
        raise typer.Exit


@app.callback(
    epilog="Start with [bold]kg build --samples[/bold], open output/graph.html, "
    "then ask: [bold]kg query --list[/bold]. Every command explains itself: [bold]kg build --help[/bold]."
)
def kg(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """From Chinese news to a knowledge graph in which every edge shows the sentence that says so.

    Works offline, without an LLM.
    """


def main() -> None:
    """Run the command line; every error ends as one line and an exit status.

    0: done. 1: an error, or nothing could be built. 2: wrong usage. 130: interrupted.
    With ``KG_DEBUG=1`` in the environment errors show their traceback.
    """
    try:
        app(prog_name="kg")
    except SystemExit as leaving:
        sys.exit(_flushed(leaving.code))
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            raise
        _show(error)
        sys.exit(1)


def _flushed(code: str | int | None) -> str | int | None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence_standard_output()
        return 1
    return code


def _show(error: Exception) -> None:
    if isinstance(error, KgError):
        say("Error:", str(error), "bold red")
        if isinstance(error, SyntaxFault) and error.line:
            from kg.cli.columns import width

            notes().print(Text(f"  {error.line}\n  {' ' * width(error.line[: error.column])}^"), soft_wrap=True)
    else:
        told = f"{type(error).__name__}: {error}"
        say("Error:", f"{told} - this is a fault of kg; please report what KG_DEBUG=1 kg ... prints", "bold red")
