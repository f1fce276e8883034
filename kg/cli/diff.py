"""``kg diff``: which facts one graph has and another has not, with the sentences that say so."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from kg.graph import Change

SIGNS = {"added": "+", "removed": "-", "better supported": "^", "less supported": "v"}
SHOWN = 3  # sentences of one fact; --format csv has them all


class DiffFormat(StrEnum):
    """How the differences are printed."""

    TEXT = "text"
    CSV = "csv"


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The directory of the earlier graph.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The directory of the later graph.", show_default=False)],
    form: Annotated[DiffFormat, typer.Option("--format", "-f", help="How to print them.")] = DiffFormat.TEXT,
) -> None:
    """List the facts in which two graphs differ, with their sentences.

    + added, - removed, ^ better supported, v less supported.

    [bold]Examples[/bold]

    \b
      kg diff last-week this-week
      kg diff last-week this-week --format csv > changes.csv
    """
    from kg.graph import diff as changes_between
    from kg.graph import load

    changes = changes_between(load(old), load(new))
    if form is DiffFormat.CSV:
        _write_csv(changes)
        return
    screen = results()
    for change in changes:
        screen.print("\n".join(_lines(change)), markup=False, soft_wrap=True)
    counts = (f"{sum(c.kind == kind for c in changes):,} {kind}" for kind in SIGNS)
    notes().print(", ".join(counts), style="dim")


def _lines(change: Change) -> list[str]:
    from kg.ontology import PREDICATES

    said = [change.subject, PREDICATES[change.predicate].zh, change.object, change.title]
    if change.before and change.after:
        said.append(f"{change.before} → {change.after}")
    lines = [f"{SIGNS[change.kind]} " + "  ".join(filter(None, said))]
    for quote, headline, published in change.sentences[:SHOWN]:
        lines.append(f"    “{quote}”  {headline} {published}".rstrip())
    if len(change.sentences) > SHOWN:
        lines.append(f"    and {len(change.sentences) - SHOWN} more")
    return lines


def _write_csv(changes: list[Change]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    head = "change subject predicate object title before after quote headline published"
    writer.writerow(head.split())
    for c in changes:
        facts = c.kind, c.subject, c.predicate, c.object, c.title, c.before, c.after
        for sentence in c.sentences or (("", "", ""),):
            writer.writerow((*facts, *sentence))
