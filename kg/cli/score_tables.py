"""Scores as tables that fit 80 columns, and faults as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.cli.screen import notes, results

if TYPE_CHECKING:
    from rich.table import Table

    from kg.learn import ArticleScores, Evaluation, Faults, Score

Row = tuple[str, "Score"]


def print_recogniser(found: Evaluation) -> None:
    """The scores of a recogniser by type."""
    results().print(_scores([*found["by_type"].items(), ("all", found["overall"])]))
    notes().print(f"{found['sentences']:,} sentences; after each share its 95 % interval")


def print_scores(parts: Mapping[str, ArticleScores]) -> None:
    """The scores of each part by type group and predicate, those of the rules, and last, where the eye is, the sum."""
    screen = results()
    for name, scores in parts.items():
        screen.print(f"[bold]{_titled(name, scores)}[/bold]")
        screen.print(_scores([*scores["entities_by_group"].items(), *_entities(scores)]))
        screen.print()
        screen.print(_scores([*scores["relations_by_predicate"].items(), ("all relations", scores["relations"])]))
        screen.print()
    screen.print("[bold]rules: right of claimed[/bold]")
    screen.print(_rules(parts))
    if len(parts) > 1:
        for name, scores in parts.items():
            screen.print(f"\n[bold]{_titled(name, scores)}[/bold]")
            screen.print(_scores([*_entities(scores), ("all relations", scores["relations"])]))
    notes().print("after each share its 95 % interval", style="dim")


def print_faults(parts: Mapping[str, Sequence[Faults]]) -> None:
    """What is missing and extra in each article that has a fault."""
    from rich.text import Text

    screen = results()
    for name, articles in parts.items():
        for faults in articles:
            lines = list(_lines(faults))
            if lines:
                screen.print(Text(f"{name}/{faults['article']}", "bold"))
            for line in lines:
                screen.print(Text(line), soft_wrap=True)
            screen.print()


def _lines(faults: Faults) -> Iterable[str]:
    yield from (f"  missing entity    {told}" for told in faults["missing_entities"])
    yield from (f"  extra entity      {told}" for told in faults["extra_entities"])
    yield from (f"  mistyped entity   {told}" for told in faults["mistyped_entities"])
    yield from (f"  missing relation  {told}" for told in faults["missing_relations"])
    for extra in faults["extra_relations"]:
        yield f"  extra relation    {extra['relation']}  by {extra['rule']}"
        yield f"                    “{extra['quote']}”"


def _titled(name: str, scores: ArticleScores) -> str:
    return f"{name}: {scores['articles']:,} article{'s' if scores['articles'] != 1 else ''}"


def _entities(scores: ArticleScores) -> list[Row]:
    return [("all entities", scores["entities"]), ("of exact type", scores["entities_exact_type"])]


def _table(first: str, *headings: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _scores(rows: Iterable[Row]) -> Table:
    table = _table("", "precision %", "recall %", "F1 %", "gold", "found", "right")
    for label, score in rows:
        shares = (
            _share(score["p"], score["p_interval"], score["found"]),
            _share(score["r"], score["r_interval"], score["gold"]),
            _share(score["f1"], score["f1_interval"], score["gold"] + score["found"]),
        )
        table.add_row(label, *shares, *(f"{count:,}" for count in (score["gold"], score["found"], score["right"])))
    return table


def _rules(parts: Mapping[str, ArticleScores]) -> Table:
    """Right and claimed in each part, and the precision in all of them."""
    table = _table("", *parts, "precision %")
    last = list(parts.values())[-1]["rules"]
    for rule, score in last.items():
        counts = [scores["rules"].get(rule, {"right": 0, "claimed": 0}) for scores in parts.values()]
        told = [f"{count['right']} of {count['claimed']}" if count["claimed"] else "" for count in counts]
        table.add_row(rule, *told, _share(score["p"], score["p_interval"], score["claimed"]))
    return table


def _share(share: float, interval: tuple[float, float], of: int) -> str:
    """A share and its interval, both in per cent; nothing of none."""
    low, high = interval
    return f"{100 * share:.1f} {100 * low:.0f}-{100 * high:.0f}" if of else ""
