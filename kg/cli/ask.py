"""``kg ask``: the question library; every question a command of its own, whose options are what narrows it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from inspect import Parameter as Argument
from inspect import Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import notes, opening, results

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.questions import Answer, Parameter, Question, Sentence

PAGE = "ask.html"
SHOWN = 50  # rows of a table: what one reads on a screen; the rest by --limit or in another format


class AskFormat(StrEnum):
    """How an answer is given."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


Format = Annotated[
    AskFormat, typer.Option("--format", "-f", help="A table with sentences, CSV, JSON, or a page of the subgraph.")
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, metavar="N", help=f"At most so many rows. A table has {SHOWN}.")
]
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE", help=f"The page to write, else DIR/{PAGE}.")]


class Library(TyperGroup):
    """The questions as commands, read only when one is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the questions."""
        from kg.questions import questions

        return [question.name for question in questions()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a question. Raises QueryError where there is none of the name."""
        from kg.questions import question

        single = typer.Typer(add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)
        single.command(name=cmd_name)(_command(question(cmd_name)))
        command = typer.main.get_command(single)
        command.name = cmd_name
        return command


ask = typer.Typer(cls=Library)


@ask.callback(invoke_without_command=True)
def list_questions(context: typer.Context) -> None:
    """Ask a ready question; without one, list them.

    Names may be any form of a name, dates 2024, 2024-03 or 2024-03-05. Every row shows a sentence that says so.

    [bold]Examples[/bold]

    \b
      kg ask                                          which questions there are
      kg ask posts --help                             what narrows one of them
      kg ask posts --in 内江市 --as-of 2024-05-01     who held which post there then
      kg ask visits --to 内江高新区 --format csv
      kg ask profile --of 内江高新区 --format html    the page of the subgraph
    """
    if context.invoked_subcommand:
        return
    from kg.questions import questions

    screen, known = results(), questions()
    widest = max(len(question.name) for question in known)
    for question in known:
        screen.print(
            Text.assemble((f"{question.name:{widest}}  ", "bold"), f"{question.zh} / {question.en}"), soft_wrap=True
        )
        options = " ".join(f"--{parameter.name}" for parameter in question.parameters)
        screen.print(Text(f"{'':{widest}}  {options}", "dim"), soft_wrap=True)


def _command(question: Question) -> Callable[..., None]:
    """The function of a question, whose signature says its options to Typer."""

    def run(out: Path, form: AskFormat, limit: int | None, page: Path | None, **given: str | None) -> None:
        _run(question, out, form, limit, page, given)

    fixed = {
        "out": (OutputDirectory, DEFAULT_OUTPUT),
        "form": (Format, AskFormat.TABLE),
        "limit": (Limit, None),
        "page": (Page, None),
    }
    arguments = [_argument(parameter) for parameter in question.parameters]
    arguments += [
        Argument(name, Argument.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in fixed.items()
    ]
    run.__signature__ = Signature(arguments)  # type: ignore[attr-defined]
    run.__annotations__ = {argument.name: argument.annotation for argument in arguments}
    example = f"\n\n[bold]Example[/bold]\n\n  kg ask {question.example}" if question.example else ""
    run.__doc__ = f"{question.zh} / {question.en}\n\n{question.about}{example}"
    return run


def _argument(parameter: Parameter) -> Argument:
    needed = " Needed." if parameter.must else ""
    values = f" One of {', '.join(parameter.words)}." if parameter.words else ""
    kind = "WORD" if parameter.words else "|".join(parameter.kinds).upper() if _is_plain(parameter) else "NAME"
    option = typer.Option(
        f"--{parameter.name}",
        metavar=kind,
        help=f"{parameter.zh} / {parameter.en}.{values}{needed}",
        show_default=False,
    )
    name = f"{parameter.name.replace('-', '_')}_"
    return Argument(name, Argument.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, option])


def _is_plain(parameter: Parameter) -> bool:
    return parameter.kinds[0].islower()


def _run(
    question: Question, out: Path, form: AskFormat, limit: int | None, page: Path | None, given: dict[str, str | None]
) -> None:
    from kg.questions import ask as answered

    graph = opening(out)
    most = limit or (SHOWN if form is AskFormat.TABLE else None)
    answer = answered(graph, question.name, limit=most, **given)
    if form is AskFormat.CSV:
        sys.stdout.write(answer.csv())
    elif form is AskFormat.JSON:
        sys.stdout.write(answer.json() + "\n")
    elif form is AskFormat.HTML:
        _page(graph, answer, page or out / PAGE, out)
    else:
        _print(answer)
    if answer.more:
        notes().print(f"{answer.more:,} more rows: --limit {len(answer.rows) + answer.more}", style="dim")


def _page(graph: Graph, answer: Answer, page: Path, out: Path) -> None:
    from kg.questions.subgraph import source
    from kg.view import Selection, write_part

    title = " ".join([*answer.given.values(), answer.question.zh])
    made = write_part(source(graph, answer), Selection(), title, page, out)
    results().print(f"open {made}", soft_wrap=True, markup=False)


def _print(answer: Answer) -> None:
    """A table; under each row a sentence that says so, the newest."""
    from kg.cli.columns import aligned

    screen = results()
    lines = aligned(answer.variables, answer.rows)
    screen.print(Text(next(lines), style="bold"), soft_wrap=True)
    for line, said in zip(lines, answer.sentences, strict=True):
        screen.print(line, soft_wrap=True, markup=False)
        for sentence in _shown(said):
            screen.print(Text(f"    {_told(sentence)}", style="dim"), soft_wrap=True)
    notes().print("1 row" if len(answer.rows) == 1 else f"{len(answer.rows):,} rows", style="dim")


def _shown(said: tuple[Sentence, ...]) -> list[Sentence]:
    """The first sentence of each fact of a row, no sentence twice."""
    first = {sentence.fact: sentence for sentence in reversed(said)}
    return list({(s.article, s.start): s for s in said if s in first.values()}.values())


def _told(sentence: Sentence) -> str:
    source = " ".join(part for part in (sentence.headline, sentence.published) if part)
    return f"“{sentence.quote}”  {source}"
