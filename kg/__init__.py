"""From Chinese news to a knowledge graph in which every edge shows the sentence that says so.

::

    import kg

    kg.build(["articles/"], "output")                           read articles, write the graph and its pages
    kg.remove(["articles/old.txt"], "output")                   take articles out again
    graph = kg.load("output")                                   a Graph: .query() .entity() .path() .show() ...
    graph.query("SELECT ?name { ?x a kg:HiTechZone ; skos:prefLabel ?name }")

========  ===================================================================================
build     add articles to a graph; gives a report (:func:`kg.build.build`)
remove    take articles out of a graph (:func:`kg.build.remove`)
load      open a graph (:func:`kg.notebook.load`)
Graph     an opened graph (:class:`kg.notebook.Graph`)
KgError   what every error of kg is: what is wrong, where, what to do (:class:`kg.errors.KgError`)
Article   a cleaned article (:class:`kg.model.Article`)
Mention   a place in its text that names a thing (:class:`kg.model.Mention`)
Claim     what a sentence says of two of them (:class:`kg.model.Claim`)
Entity    what all mentions of one thing become (:class:`kg.model.Entity`)
========  ===================================================================================

Nothing is loaded until it is used: ``import kg`` alone takes milliseconds.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.build import build, remove
    from kg.errors import KgError
    from kg.model import Article, Claim, Entity, Mention
    from kg.notebook import Graph, load

__all__ = ["Article", "Claim", "Entity", "Graph", "KgError", "Mention", "build", "load", "remove"]

_HOME = {
    "Article": "kg.model",
    "Claim": "kg.model",
    "Entity": "kg.model",
    "Graph": "kg.notebook",
    "KgError": "kg.errors",
    "Mention": "kg.model",
    "build": "kg.build",
    "load": "kg.notebook",
    "remove": "kg.build",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    found: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))


class _Package(ModuleType):
    """This package. ``kg.build`` is the function, also after Python has bound the module of the same name to it."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOME and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
