"""A built graph as a notebook or a script has it: it can be asked, walked through, and shows itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kg import graph

if TYPE_CHECKING:
    from kg.view import Source

HEIGHT = 620  # pixels of the frame in a notebook


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that shows a part of a graph. In a notebook it shows itself, also in one that is moved or exported."""

    html: str

    def save(self, file: str | Path) -> Path:
        """Write the page to a file that opens by double click. Raises OutputError."""
        from kg.view import write

        return write(Path(file), self.html)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, whose scripts reach nothing of the notebook."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="kg" width="100%" height="{HEIGHT}" '
            'sandbox="allow-scripts allow-downloads" style="border:1px solid #ccc;border-radius:8px"></iframe>'
        )


class Graph(graph.Graph):
    """A built graph. Made by :func:`load`."""

    @cached_property
    def _source(self) -> Source:
        from kg.view import Source

        return Source(self.networkx(), self.articles())

    def show(
        self,
        around: str | Iterable[str] = (),
        *,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        types: Iterable[str] = (),
        predicates: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        articles: Iterable[str] = (),
    ) -> Picture:
        """The graph or a part of it as a page, as ``kg view`` makes it; the options are those of the command.

        Raises QueryError where a name is unknown or means several things; the error says what may have been meant.
        """
        from kg.view import naming, part_page, wanted

        names = [around] if isinstance(around, str) else list(around)
        source = self._source
        selection = wanted(source, names, depth, between, types, predicates, since, until, articles)
        return Picture(part_page(source, selection, naming.title(names, between), None))

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()


def load(folder: str | Path = "output") -> Graph:
    """Open the graph that ``kg build`` wrote into ``folder``.

    Raises:
        OutputError: the folder holds no graph, or a damaged one.
    """
    return Graph(Path(folder) / "graph.trig")
