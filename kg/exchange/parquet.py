"""Parquet tables for pandas, DuckDB, Spark and R: nodes, edges, claims with their sentences, articles with their texts.

pyarrow takes 170 MB, so it comes with the extra ``parquet`` only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from kg.errors import OutputError
from kg.exchange import flat
from kg.graph import Graph
from kg.graph.store import ArticleRecord

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("nodes.parquet", "edges.parquet", "claims.parquet", "articles.parquet")
_ROWS = 10_000  # of a group: what is in memory at a time


def write_parquet(graph: Graph, folder: Path) -> None:
    """Write the four tables. Their columns are the fields of :class:`~kg.exchange.flat.Node`,
    :class:`~kg.exchange.flat.Edge`, :class:`~kg.exchange.flat.ClaimRow` and the graph's articles."""
    if find_spec("pyarrow") is None:
        raise OutputError("Parquet needs pyarrow, which is not installed", "pyarrow", "pip install pyarrow")
    merge = flat.rows(graph)
    content: Iterable[tuple[type, Iterable[Any]]] = (
        (flat.Node, merge.nodes),
        (flat.Edge, merge.edges),
        (flat.ClaimRow, flat.claims(graph)),
        (ArticleRecord, graph.articles()),
    )
    for name, (kind, records) in zip(TABLES, content, strict=True):
        _write(folder / name, kind, iter(records))


def _write(file: Path, kind: type, records: Iterator[Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(kind)
    with pq.ParquetWriter(file, schema) as writer:
        while group := [_row(record) for record in islice(records, _ROWS)]:
            writer.write_table(pa.Table.from_pylist(group, schema))


def _row(record: Any) -> dict[str, Any]:
    """A record by column; a span becomes two dates."""
    row = asdict(record)
    if "span" in row:
        first, last = row.pop("span") or (None, None)
        row |= {"first": first, "last": last}
    return row


def _schema(kind: type) -> pa.Schema:
    """The columns of a record, typed as its fields are."""
    import pyarrow as pa

    types: dict[object, Callable[[], pa.DataType]] = {str: pa.string, int: pa.int64, float: pa.float64, bool: pa.bool_}
    hints = get_type_hints(kind)
    columns: list[tuple[str, pa.DataType]] = []
    for field in fields(kind):
        hint = hints[field.name]
        known = [part for part in get_args(hint) if part is not NoneType] or [hint]
        if field.name == "span":
            columns += [("first", pa.string()), ("last", pa.string())]
        elif hint == tuple[str, ...]:
            columns.append((field.name, pa.list_(pa.string())))
        else:
            columns.append((field.name, types[known[0]]()))
    return pa.schema(columns)
