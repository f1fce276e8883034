"""``kg show``: the card of one entity, each relation with a sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import DEFAULT_OUTPUT, OutputDirectory
from kg.cli.screen import results

if TYPE_CHECKING:
    import networkx as nx

SUGGESTIONS = 5  # names offered when nothing has exactly the name asked for: what fits in one line


def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name or another form of it, such as 内江市.", show_default=False)
    ],
    out: OutputDirectory = DEFAULT_OUTPUT,
) -> None:
    """Show what the graph knows of an entity, and which sentences say so.

    [bold]Example[/bold]

      kg show 内江市
    """
    from kg.graph import load

    view = load(out).networkx()
    found = [node for node, known in view.nodes(data=True) if name == known["name"] or name in known.get("aliases", ())]
    if not found:
        raise unknown(view, name)
    screen = results()
    for node in found:
        for line in _card(view, node):
            screen.print(line, markup=False, soft_wrap=True)


def unknown(view: nx.MultiDiGraph, name: str) -> Exception:
    """What to tell of a name that nothing in the graph has."""
    from kg.errors import QueryError

    near = sorted({known["name"] for _, known in view.nodes(data=True) if known["name"] and name in known["name"]})
    todo = f"perhaps {'、'.join(near[:SUGGESTIONS])}" if near else "kg query --list names questions that list entities"
    return QueryError("no entity of this name", name, todo)


def _card(view: nx.MultiDiGraph, node: str) -> list[str]:
    from kg.ontology import CLASSES

    known = view.nodes[node]
    kind = CLASSES[known["type"]].zh if known["type"] in CLASSES else known["type"]
    count = known.get("articles", 0)
    head = [known["name"], kind, "1 article" if count == 1 else f"{count} articles"]
    if known.get("aliases"):
        head.append("also " + "、".join(known["aliases"]))
    lines = ["  ".join(head)]
    for _, other, edge in sorted(view.out_edges(node, data=True), key=_order):
        lines += _relation(known["name"], edge, view.nodes[other]["name"])
    for other, _, edge in sorted(view.in_edges(node, data=True), key=_order):
        lines += _relation(view.nodes[other]["name"], edge, known["name"])
    return lines


def _order(edge: tuple[str, str, dict[str, Any]]) -> tuple[str, str, str]:
    subject, target, said = edge
    return str(said["predicate"]), subject, target


def _relation(subject: str, edge: dict[str, Any], target: str) -> list[str]:
    from kg.ontology import PREDICATES

    predicate = PREDICATES.get(edge["predicate"])
    said = [subject, predicate.zh if predicate else edge["predicate"], target]
    said += [str(edge[more]) for more in ("title", "date") if edge.get(more)]
    lines = ["  " + "  ".join(said)]
    for evidence in edge.get("evidence", ())[:1]:
        source = " ".join(str(evidence[part]) for part in ("headline", "published") if evidence.get(part))
        lines.append(f"    “{' '.join(evidence['quote'].split())}”  {source}")
    return lines
