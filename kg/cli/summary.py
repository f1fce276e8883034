"""What a build made, as a line of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.screen import notes, results, say

if TYPE_CHECKING:
    from kg.build import Report


def summary(report: Report) -> None:
    """Print the counts of the graph, what changed where there was one before, and which page to open."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    counts = {
        "articles": report.articles,
        "entities": report.entities,
        "relations": report.relations,
        "claims": report.claims,
        "left out": report.left_out,
        "skipped": len(report.errors),
    }
    for name in (*counts, "seconds"):
        table.add_column(name, justify="right")
    table.add_row(*(f"{count:,}" for count in counts.values()), f"{report.seconds:.1f}")
    screen = results()
    screen.print(table)
    if report.articles != report.added:
        notes().print(f"{report.added:,} added, {report.replaced:,} replaced, {report.removed:,} removed", style="dim")
    if report.quarantined:
        told = "1 fact violates a shape" if report.quarantined == 1 else f"{report.quarantined:,} facts violate a shape"
        say("Quarantined:", f"{told}, not in the graph; kg check says which and why", "yellow")
    if not report.pages:
        notes().print("no pages drawn; kg build without PATH draws them", style="dim")
    else:
        screen.print(f"open {report.pages[0]}", soft_wrap=True)
