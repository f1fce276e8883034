"""A part of a graph as a page that a notebook shows."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

HEIGHT = 620  # pixels of the frame in a notebook


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that shows a part of a graph. In a notebook it shows itself, also in one that is moved or exported."""

    html: str

    def __repr__(self) -> str:
        return f"<kg.notebook.Picture of {len(self.html) // 1000} kB; save(FILE) writes it>"

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
