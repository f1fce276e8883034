"""To and from other programs: the graph in other formats, and a user's own facts as one more source."""

from kg.exchange.formats import FORMATS, Format, export, find_format
from kg.exchange.source import About, Imported, read_facts

__all__ = ["FORMATS", "About", "Format", "Imported", "export", "find_format", "read_facts"]
