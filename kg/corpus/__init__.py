"""The articles behind an output directory: what was read, what each says, and the files made of them."""

from kg.corpus.collection import Collection, Source, paths_of
from kg.corpus.fingerprint import fingerprint, graph_maker
from kg.corpus.home import Home, at_work
from kg.corpus.index import Index, Version, opened
from kg.corpus.records import Stored

__all__ = [
    "Collection",
    "Home",
    "Index",
    "Source",
    "Stored",
    "Version",
    "at_work",
    "fingerprint",
    "graph_maker",
    "opened",
    "paths_of",
]
