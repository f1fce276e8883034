"""The command ``kg``: joins the commands, and shows every error once, in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from kg.cli.ask import ask
from kg.cli.backbone import backbone
from kg.cli.build import build
from kg.cli.check import check
from kg.cli.decide import fix, merge, review, split
from kg.cli.diff import diff
from kg.cli.doctor import doctor
from kg.cli.evaluate import evaluate
from kg.cli.export import export
from kg.cli.help import flow
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

PANELS = {
    "Build": (build, remove, doctor),
    "Ask": (ask, query, show, path, timeline, why, whynot, diff),
    "Look": (view, serve),
    "Correct": (review, merge, split, fix, check),
    "Exchange": (import_, export, backbone, ontology),
    "Extend": (rules, evaluate, train),
}
NAMES = {ask: "ask", import_: "import", rules: "rules", evaluate: "eval", train: "train"}  # else the function's
BARE = (build, backbone, view, serve, review, check, ontology, doctor)  # do something also without arguments


class Panels(TyperGroup):
    """The commands in the order of their panels; Typer would put those with commands of their own last."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return [_name(command) for commands in PANELS.values() for command in commands]


def _name(command: typer.Typer | Callable[..., None]) -> str:
    return NAMES.get(command) or command.__name__  # type: ignore[union-attr]


app = typer.Typer(
    name="kg",
    cls=Panels,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for panel, commands in PANELS.items():
    for command in commands:
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=_name(command), rich_help_panel=panel)
        else:
            app.command(name=_name(command), rich_help_panel=panel, no_args_is_help=command not in BARE)(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kg {version('kg')}")
        raise typer.Exit


@app.callback(
    epilog="Start with [bold]kg build --samples[/bold], open output/graph.html, "
    "then ask: [bold]kg ask[/bold]. Every command explains itself: [bold]kg build --help[/bold]."
)
def kg(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """From Chinese news to a knowledge graph in which every edge shows the sentence that says so.

    Works offline, without an LLM.
    """


flow(app)


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
