"""Pages that open by double click, without network: all of a build, or one of a part of the graph."""

from kg.view.frame import write
from kg.view.pages import write_pages
from kg.view.part import Source, part_page, wanted, write_part
from kg.view.selection import Selection

__all__ = ["Selection", "Source", "part_page", "wanted", "write", "write_pages", "write_part"]
