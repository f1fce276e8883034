"""``kg merge``, ``kg split``, ``kg fix``, ``kg review``: what people decide about the graph, kept in its ledger."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import notes, progress_bar, results
from kg.cli.summary import summary

if TYPE_CHECKING:
    from kg.resolution import Decision

Thing = Annotated[
    str,
    typer.Argument(
        metavar="THING", help="A name, or the IRI after its base where several have it.", show_default=False
    ),
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept in the ledger.")]
Who = Annotated[
    str, typer.Option("--who", metavar="NAME", help="Who decides.", show_default="your user name", envvar="KG_WHO")
]
Later = Annotated[bool, typer.Option("--later", help="Only write the line; the next build carries it out.")]


def merge(
    first: Thing,
    second: Thing,
    out: OutputDirectory = DEFAULT_OUTPUT,
    why: Why = "",
    who: Who = "",
    later: Later = False,
) -> None:
    """Make two things one.

    A line in DIR/ledger.csv says so, and every build replays it. Delete the line and build again to undo it.

    [bold]Examples[/bold]

    \b
      kg merge 川沱精工 四川川沱精工有限公司 --why "same firm"
      kg merge person/李建军~430400 person/李建军~431000
    """
    from kg.graph import load
    from kg.review import decision, same_kind

    _decide([decision("merge", *same_kind(load(out), first, second), why=why)], out, who, later)


def split(
    first: Thing,
    second: Annotated[str, typer.Argument(metavar="OTHER", help="What it is not.", show_default=False)] = "",
    article: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An article in which the name means another thing; may be repeated."),
    ] = None,
    out: OutputDirectory = DEFAULT_OUTPUT,
    why: Why = "",
    who: Who = "",
    later: Later = False,
) -> None:
    """Hold two things apart, or make one name in some articles another thing.

    The second thing is named as kg review names it, by its IRI after the base: the two are one in the graph by now.

    [bold]Examples[/bold]

    \b
      kg split person/李建军~430400 person/李建军~430000
      kg split 李建军 --article 134a1d0865cb1a0e --why "the reporter"
    """
    from kg.graph import load
    from kg.review import check_known, decision, thing

    if bool(second) == bool(article):
        raise typer.BadParameter("give a second thing, or --article", param_hint="OTHER")
    things = (first, second) if second else (thing(load(out), first), "")
    check_known(out, filter(None, things), article or ())
    _decide([decision("split", *things, " ".join(article or ()), why=why)], out, who, later)


def fix(
    first: Thing,
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="Of a wrong edge.", show_default=False)] = "",
    second: Annotated[str, typer.Argument(metavar="OBJECT", help="The object of that edge.", show_default=False)] = "",
    kind: Annotated[str, typer.Option("--type", metavar="CLASS", help="The class of the thing, such as Company.")] = "",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The name that it should go by.")] = "",
    out: OutputDirectory = DEFAULT_OUTPUT,
    why: Why = "",
    who: Who = "",
    later: Later = False,
) -> None:
    """Put right the class or the name of a thing, or take out a false edge.

    The claim of a false edge stays in its article, marked as rejected.

    [bold]Examples[/bold]

    \b
      kg fix 川沱精工 --type Company
      kg fix 川沱精工 --name 四川川沱精工有限公司
      kg fix 阮知衡 visited 自贡高新区 --why "he only plans to"
    """
    from kg.graph import load
    from kg.review import decision, thing

    graph = load(out)
    subject = thing(graph, first)
    made = [decision(action, subject, value, why=why) for action, value in (("type", kind), ("name", name)) if value]
    if predicate:
        made.append(decision("false", subject, predicate, thing(graph, second), why=why))
    if not made:
        raise typer.BadParameter("say what to fix: --type, --name, or PREDICATE and OBJECT of a false edge")
    _decide(made, out, who, later)


def review(
    out: OutputDirectory = DEFAULT_OUTPUT,
    table: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write all of it as a table to fill in.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Read the table with your verdicts.")
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", help="How many to list.")] = 20,
    who: Who = "",
    later: Later = False,
) -> None:
    """List doubtful merges and edges, those that matter most first; to a table and back.

    The column verdict takes same or different for two things, true or false for an edge; each verdict becomes a line
    of the ledger.

    [bold]Examples[/bold]

    \b
      kg review -o graph
      kg review --csv doubts.csv            fill in the column verdict, then
      kg review --answers doubts.csv
    """
    from kg.errors import LedgerError
    from kg.review import from_csv, questions, to_csv

    if answers:
        try:
            made = from_csv(answers.read_text("utf-8"), str(answers))
        except (OSError, UnicodeDecodeError) as error:
            raise LedgerError(f"cannot be read ({error})", str(answers), "save it as UTF-8") from None
        _decide(made, out, who, later)
        return
    asked = questions(out)
    if table:
        table.write_text(to_csv(asked), "utf-8")
    for question in asked[:top] if not table else ():
        things = "  ".join(filter(None, (question.first, question.second, question.third)))
        said = f"{question.matter:g}  {question.kind}  {question.names}  {question.why}\n    {things}"
        results().print(said, markup=False, soft_wrap=True)
    notes().print(f"{len(asked):,} in doubt", style="dim")


def _decide(made: list[Decision], out: Path, who: str, later: bool) -> None:
    """Write the lines, and build again unless that is to be done later."""
    from kg.build import build
    from kg.review import decide

    decide(made, out, who=who or _user(), when=date.today().isoformat())
    notes().print(f"{len(made):,} written to {out / 'ledger.csv'}", style="dim", soft_wrap=True)
    if made and not later:
        with progress_bar() as progress:
            report = build([], out, progress=progress)
        summary(report)


def _user() -> str:
    """The user's name; none where the system knows of no users."""
    with suppress(OSError, KeyError, ImportError):
        return getuser()
    return ""
