"""``kg rules``: the rules that make relations, and a user's own put to the test."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from kg.learn.rule_check import Failure, Trial
    from kg.learn.rulebook import Entry

rules = typer.Typer()
OwnRules = Annotated[
    str | None, typer.Option("--rules", metavar="PATH", help="With your own rules: a .toml file or a directory.")
]
RuleId = Annotated[str, typer.Argument(metavar="ID", help="The id of a rule, such as visited.sees-in-place.")]
OwnPath = Annotated[str, typer.Argument(metavar="PATH", help="Your rules: a .toml file, or a directory of them.")]


@rules.callback(invoke_without_command=True)
def list_rules(
    context: typer.Context,
    own: OwnRules = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The rules that make relations: list them, read them, test your own.

    The list gives the id of each, what it says, and how often it was right on the gold articles. Most are patterns in
    .toml files that you can read and change; the rest are grammars of kg's own.

    [bold]Examples[/bold]

    \b
      kg rules                              all rules
      kg rules show visited.sees-in-place   one of them, with its examples
      kg rules test my-rules/               do my own keep their examples?
      kg rules holes my-rules/              and would the examples notice a change?
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
        "predicate": entry.predicate,
        "says": entry.says,
        "when": entry.rule.when if entry.rule else None,
        "gives": entry.rule.gives if entry.rule else None,
        "examples": len(entry.examples),
        "right": entry.seen.right if entry.seen else None,
        "claimed": entry.seen.claimed if entry.seen else None,
        "precision": _precision(entry),
    }


def _precision(entry: Entry) -> float | None:
    return entry.seen.right / entry.seen.claimed if entry.seen and entry.seen.claimed else None


def _print(found: list[Entry]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    table.add_column("rule", overflow="fold", ratio=2)
    table.add_column("says", overflow="fold", ratio=3)
    for heading in ("examples", "precision", "of"):
        table.add_column(heading, justify="right", no_wrap=True)
    for entry in found:
        precision = _precision(entry)
        told = f"{precision:.2f}" if precision is not None else "-"
        count = str(entry.seen.claimed) if entry.seen else "-"
        table.add_row(Text(entry.id), Text(entry.says), str(len(entry.examples) or "-"), told, count)
    results().print(table)
    notes().print(f"{len(found)} rules; precision: of so many relations on the shipped gold articles (kg eval)")


@rules.command("show", no_args_is_help=True)
def show_rule(rule: RuleId, own: OwnRules = None) -> None:
    """Show one rule with its pattern and its examples."""
    from kg.learn.rulebook import entries

    found = {entry.id: entry for entry in entries(own)}
    if rule not in found:
        raise _unknown(rule, found)
    entry = found[rule]
    lines = [f"{entry.id}  {entry.says}"]
    if entry.rule:
        lines += [f"when   {entry.rule.when}", f"gives  {entry.rule.gives}"]
        lines += [f"unless a word of <{name}> stands between" for name in entry.rule.unless]
        lines += [f"anchor {entry.rule.anchor}"] if entry.rule.anchor else []
    lines += [f"{shows:6} {text}" for shows, text in entry.examples]
    if entry.seen:
        lines.append(f"right  {entry.seen.right} of {entry.seen.claimed} on the gold articles")
    _say(lines)


def _unknown(rule: str, known: Iterable[str]) -> Exception:
    from difflib import get_close_matches

    from kg.errors import QueryError

    near = get_close_matches(rule, list(known), 3, 0.3)
    return QueryError("no rule of this id", rule, f"perhaps {', '.join(near)}" if near else "kg rules lists them")


@rules.command("test", no_args_is_help=True)
def test_rules(path: OwnPath) -> None:
    """Do your rules do what their examples say, together with the rules of kg?

    Every example must give just what it marks, and a [bold]no[/bold] nothing.
    Of one that fails you see the chips that the rules see, and where the rule
    stopped. Ends with status 1 where one fails.
    """
    from kg.learn.rule_check import failures, own_rules

    matcher, written = own_rules(path)
    found = [failure for rule in written for failure in failures(matcher, rule)]
    count = sum(rule.examples for rule in written)
    for failure in found:
        _say(_failed(failure))
    _say([f"{count - len(found)} of {count} examples hold"])
    if found:
        raise typer.Exit(1)


def _failed(failure: Failure) -> Iterable[str]:
    yield f"{failure.rule}: {failure.fault}"
    yield f"  {failure.example}"
    yield f"  {failure.chips}"
    if failure.stopped:
        yield f"  stopped: {failure.stopped}"
    yield ""


@rules.command("try", no_args_is_help=True)
def try_rules(
    rule: RuleId,
    sentence: Annotated[
        str, typer.Argument(metavar="SENTENCE", help="A sentence with marked entities: '\\[甲乙](Official)赴...'")
    ],
    own: OwnRules = None,
) -> None:
    """What does a rule make of a sentence, and what do all rules claim of it?

    Mark the entities as the examples of the rules do: \\[text](Class), or
    \\[text](slot:Class) to ask for just this entity in that slot.

    [bold]Example[/bold]

    \b
      kg rules try visited.goes-and-visits '\\[甲乙](Official)赴\\[丙丁市](City)调研。'
    """
    from pathlib import Path

    from kg.learn.rule_check import find_rule, try_rule

    matcher, compiled = find_rule(rule, Path(own) if own else None)
    if compiled is None:
        raise _unknown(rule, matcher.rules)
    _say(_tried(try_rule(matcher, compiled, sentence)))


def _tried(trial: Trial) -> Iterable[str]:
    yield trial.chips
    yield "matched  " + (" · ".join(f"{part} {text}" for part, text in trial.matched) or "nothing")
    if trial.stopped:
        yield f"stopped  {trial.stopped}"
    for rule, triple, modality in trial.claims:
        yield f"claim    {' '.join(triple)}  {modality.value}  by {rule}"


@rules.command("holes", no_args_is_help=True)
def find_holes(path: OwnPath) -> None:
    """Which parts of your rules does no example hold?

    Takes away each part in turn: a word, a class of a slot, a distance, an
    [bold]unless[/bold]. Where all examples come out as before, nothing would
    notice if that part were wrong. Ends with status 1 where there is such a part.
    """
    from kg.learn.rule_check import holes, own_rules

    matcher, written = own_rules(path)
    found = [hole for rule in written for hole in holes(rule, matcher.lexicon)]
    _say(f"{hole.rule}: no example needs {hole.part} - add {hole.todo}" for hole in found)
    _say([f"holes: {len(found)}, rules: {len(written)}"])
    if found:
        raise typer.Exit(1)


def _say(lines: Iterable[str]) -> None:
    screen = results()
    for line in lines:
        screen.print(line, markup=False, soft_wrap=True)
