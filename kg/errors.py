"""The errors of the product. Raised deep, shown once, by the command line.

::

    KgError
    ├── ReadError       an input file or record cannot be read as an article
    ├── ResourceError   a rule, lexicon or gazetteer file is malformed
    ├── ModelError      the NER model cannot be loaded
    ├── OutputError     the output directory cannot be written, or holds no graph
    ├── LedgerError     a line of the ledger is no decision
    └── QueryError      a query is malformed, or names something unknown
        └── SyntaxFault     a query is not SPARQL: has the line and the place in it
"""

from __future__ import annotations


class KgError(Exception):
    """Something went wrong that the user can mend: what, where, and what to do next."""

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        self.what = what
        self.where = where
        self.todo = todo
        super().__init__(what, where, todo)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} - {self.todo}" if self.todo else head


class ReadError(KgError):
    """An input file or record cannot be read as an article."""


class ResourceError(KgError):
    """A rule, lexicon or gazetteer file is malformed."""


class ModelError(KgError):
    """The NER model cannot be loaded."""


class OutputError(KgError):
    """The output directory cannot be written, or holds no graph."""


class LedgerError(KgError):
    """A line of the ledger is no decision, or decides what cannot be."""


class QueryError(KgError):
    """A query is malformed, or names something unknown."""


class SyntaxFault(QueryError):
    """A query is not SPARQL. ``line`` is the faulty line, ``column`` the place in it: characters from 0."""

    def __init__(self, what: str, where: str, todo: str, line: str, column: int) -> None:
        super().__init__(what, where, todo)
        self.line = line
        self.column = column


def disk_error(error: OSError, where: object) -> OutputError:
    """What to tell of a file that cannot be written below ``where``."""
    todo = "free some space, or choose another directory by -o"
    return OutputError(f"cannot write there ({error.strerror or error})", str(where), todo)
