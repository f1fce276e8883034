"""How two things are connected: the shortest ways between them over the relations of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.view.picture import Relation

if TYPE_CHECKING:
    import networkx as nx

MOST_WAYS = 50  # between two things: more are a tangle


def shortest_ways(
    network: nx.MultiDiGraph, relations: Iterable[Relation], start: str, end: str
) -> list[tuple[str, ...]]:
    """The shortest ways from ``start`` to ``end`` over ``relations``, in either direction: the IRIs along each.

    At most :data:`MOST_WAYS`. Raises QueryError where there is none.
    """
    import networkx as nx

    plain = nx.Graph((relation.subject, relation.object) for relation in relations)
    plain.add_nodes_from((start, end))
    try:
        return [tuple(way) for way in islice(nx.all_shortest_paths(plain, start, end), MOST_WAYS)]
    except nx.NetworkXNoPath:
        names = " … ".join(str(network.nodes[iri].get("name")) for iri in (start, end))
        raise QueryError("no relations lead from the one to the other", names, "leave out a filter") from None
