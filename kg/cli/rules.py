"""``kg rules``: the rules that make relations, and a user's own put to the test."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from kg.learn.rulebook import Entry

rules = typer.Typer(help="The rules that make relations: list them, read them, test your own.")
OwnRules = Annotated[
    str | None, typer.Option("--rules", metavar="PATH", help="With your own rules: a .toml file or a directory.")
]


@rules.callback(invoke_without_command=True)
def list_rules(
    context: typer.Context,
    own: OwnRules = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the rules: id, what each says, and how often it was right on the gold articles.

    Most are patterns in .toml files that you can read and change; the rest are grammars of kg's own.

    [bold]Examples[/bold]

    \b
      kg rules                              all rules
      kg rules show visited.sees-in-place   one of them, with its examples
      kg rules test my-rules/               do my own keep their examples?
      kg build news/ --rules my-rules/      use them
    """
    if context.invoked_subcommand:
        return
    from kg.learn.rulebook import entries

    found = entries(own)
    if json:
        from json import dumps

        rows = [_row(entry) for entry in found]
        sys.stdout.write(dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(found)


def _row(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "says": entry.says,
        "examples": len(entry.yes) + len(entry.no),
        "right": entry.seen.right if entry.seen else None,
        "claimed": entry.seen.claimed if entry.seen else None,
    }


def _print(found: list[Entry]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("rule", overflow="fold", ratio=2)
    table.add_column("says", overflow="fold", ratio=3)
    table.add_column("examples", justify="right", no_wrap=True)
    table.add_column("right", justify="right", no_wrap=True)
    for entry in found:
        row = _row(entry)
        right = f"{entry.seen.right} of {entry.seen.claimed}" if entry.seen else "-"
        table.add_row(entry.id, entry.says, str(row["examples"] or "-"), right)
    results().print(table)
    notes().print(f"{len(found)} rules; right: on the shipped gold articles (kg eval)")


@rules.command("show", no_args_is_help=True)
def show_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="The id of a rule, such as visited.sees-in-place.")],
    own: OwnRules = None,
) -> None:
    """Show one rule with its pattern and its examples."""
    from kg.errors import QueryError
    from kg.learn.rulebook import entries

    found = {entry.id: entry for entry in entries(own)}
    if rule not in found:
        from difflib import get_close_matches

        near = get_close_matches(rule, list(found), 3, 0.3)
        raise QueryError("no rule of this id", rule, f"perhaps {', '.join(near)}" if near else "kg rules lists them")
    entry = found[rule]
    screen = results()
    lines = [f"{entry.id}  {entry.says}"]
    if entry.rule:
        lines += [f"when   {entry.rule.when}", f"gives  {entry.rule.gives}"]
        lines += [f"unless <{name}>" for name in entry.rule.unless]
    lines += [f"yes    {text}" for text in entry.yes] + [f"no     {text}" for text in entry.no]
    if entry.seen:
        lines.append(f"right  {entry.seen.right} of {entry.seen.claimed} on the gold articles")
    for line in lines:
        screen.print(line, markup=False, soft_wrap=True)


@rules.command("test", no_args_is_help=True)
def test_rules(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Your rules: a .toml file, or a directory of them.")],
) -> None:
    """Do your rules do what their examples say, together with the rules of kg?

    Every [bold]yes[/bold] must give just what it marks, and no [bold]no[/bold] anything. Ends with status 1 where one
    does not.
    """
    from kg.learn.rulebook import failures

    count, found = failures(path)
    screen = results()
    for failure in found:
        for line in (failure.rule, f"  {failure.example}", f"  {failure.fault}"):
            screen.print(line, markup=False, soft_wrap=True)
    screen.print(f"{count - len(found)} of {count} examples hold", markup=False)
    if found:
        raise typer.Exit(1)
