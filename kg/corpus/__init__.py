"""The articles behind an output directory: what was read, what each says, and the files made of them."""

from kg.corpus.collection import Collection, Source
from kg.corpus.fingerprint import fingerprint
from kg.corpus.home import Home, at_work
from kg.corpus.records import Stored

__all__ = ["Collection", "Home", "Source", "Stored", "at_work", "fingerprint"]
