"""The formats that the graph is exported to: a table, in which another format is an entry more."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from kg.errors import KgError, OutputError, disk_error
from kg.graph import Graph

#: Writes a graph to a file that it makes or, of a format with several files, into an empty directory.
Write = Callable[[Graph, Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name. ``says`` is what comes out and who reads it; ``writer`` names a function :data:`Write` of
    this package as ``module.function``; ``files`` are those of a format that makes several."""

    name: str
    says: str
    writer: str
    files: tuple[str, ...] = ()

    def write(self, graph: Graph, target: Path) -> None:
        """Write a graph to a new file, or into an empty directory."""
        module, _, function = self.writer.partition(".")
        write: Write = getattr(import_module(f"kg.exchange.{module}"), function)
        write(graph, target)


FORMATS = (
    Format("turtle", "RDF: the merge, each fact once (graph.ttl)", "rdf.write_turtle"),
    Format("trig", "RDF: everything, one named graph an article (graph.trig)", "rdf.write_trig"),
    Format("nquads", "RDF: everything, one quad a line", "rdf.write_nquads"),
    Format("ntriples", "RDF: the merge, one triple a line", "rdf.write_ntriples"),
    Format("jsonld", "JSON-LD: everything, with a context made of the ontology", "jsonld.write_jsonld"),
    Format("graphml", "the merge for yEd, Cytoscape, igraph", "graphml.write_graphml"),
    Format("gexf", "the merge for Gephi, with the time of each relation", "gexf.write_gexf"),
    Format(
        "csv",
        "a directory: nodes.csv and edges.csv with the headers of neo4j-admin",
        "neo4j.write_tables",
        ("nodes.csv", "edges.csv"),
    ),
    Format(
        "parquet",
        "a directory: nodes, edges, claims, articles for pandas, DuckDB, Spark",
        "parquet.write_parquet",
        ("nodes.parquet", "edges.parquet", "claims.parquet", "articles.parquet"),
    ),
)


def find_format(name: str) -> Format:
    """The format of a name. Raises KgError where there is none, with the nearest."""
    known = {form.name: form for form in FORMATS}
    if name in known:
        return known[name]
    close = get_close_matches(name.lower(), list(known), 1)
    raise KgError("no such format", name, f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}")


def export(graph: Graph, form: str | Format, target: str | Path) -> list[Path]:
    """Write a graph to ``target``, a file or, of a format with several files, a directory; give what was written.

    The same graph gives the same bytes. A file appears complete or not at all; others in a directory stay.

    Raises:
        KgError: there is no such format.
        OutputError: the graph is missing or damaged, or ``target`` cannot be written.
    """
    form, target = find_format(form) if isinstance(form, str) else form, Path(target)
    if target.is_dir() != bool(form.files) and target.exists():
        what = "a file, and this format makes several" if form.files else "a directory, and this format makes one file"
        raise OutputError(what, str(target), "give another place by --to")
    try:
        with _beside(target) as folder:
            written = folder / (target.name if not form.files else "")
            form.write(graph, written)
            return _put(written, target, form.files)
    except OSError as error:
        raise disk_error(error, target) from None


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """An empty directory on the same disk, gone afterwards."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".kg-export-", dir=target.parent))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _put(written: Path, target: Path, names: tuple[str, ...]) -> list[Path]:
    """Move what was written to its place."""
    moves = [(written / name, target / name) for name in names] or [(written, target)]
    if names:
        target.mkdir(exist_ok=True)
    for file, place in moves:
        with file.open("rb") as content, suppress(OSError):  # not every file system can
            os.fsync(content.fileno())
        file.replace(place)
    return [place for _, place in moves]
