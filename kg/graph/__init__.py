"""The graph: written as RDF, opened for SPARQL and networkx."""

from kg.graph.dataset import FILES, Counts, Dataset, write
from kg.graph.diff import Change, Kind, diff
from kg.graph.query import Answer, Rows, named_queries
from kg.graph.store import Graph, load
from kg.graph.tables import SCHEMA, naming_both

__all__ = [
    "FILES",
    "SCHEMA",
    "Answer",
    "Change",
    "Counts",
    "Dataset",
    "Graph",
    "Kind",
    "Rows",
    "diff",
    "load",
    "named_queries",
    "naming_both",
    "write",
]
