"""Pages that open by double click, without network: all of a build, or one of a part of the graph."""

from kg.view.pages import ROOM, write_pages
from kg.view.part import Source, part_page, write_part
from kg.view.selection import Selection

__all__ = ["ROOM", "Selection", "Source", "part_page", "write_pages", "write_part"]
