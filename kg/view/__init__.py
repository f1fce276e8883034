"""Pages that open by double click, without network: ``write_pages(graph, out_dir)``."""

from kg.view.pages import write_pages

__all__ = ["write_pages"]
