"""A page that is read from top to bottom and sent as one file: a report, a reference."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kg.view.frame import standalone, styles
from kg.view.graph_page import script
from kg.view.markup import Names, both


def document(title: Names, content: str, links: Sequence[tuple[str, Names]] = ()) -> str:
    """The page of some markup; ``links`` lead from its head to other pages or to its own sections."""
    named = "".join(f'<a href="{escape(address)}">{both(*names)}</a>' for address, names in links)
    markup = {"home": both(*title), "links": named, "content": content}
    style = styles("base.css", "page.css", "document.css")
    return standalone(
        "document.html", {"title": " ".join(title)}, markup, style, [script("elements.js", "document.js")]
    )
