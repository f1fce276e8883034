"""The graph over HTTP: a SPARQL endpoint, a page to ask from, its things at their addresses, the HTML pages."""

from kg.server.settings import Settings

__all__ = ["Settings"]
