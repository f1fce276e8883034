"""The graph: written as RDF, opened for SPARQL and networkx."""

from kg.graph.diff import Change, Kind, diff
from kg.graph.files import Counts, write
from kg.graph.query import Answer, Rows, named_queries
from kg.graph.store import Graph, load

__all__ = ["Answer", "Change", "Counts", "Graph", "Kind", "Rows", "diff", "load", "named_queries", "write"]
