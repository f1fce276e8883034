"""A built graph as scripts and notebooks have it: asked, walked through, drawn. ``kg.load()`` opens one.

::

    graph = kg.load("output")
    graph.query("visits")               a DataFrame: SPARQL, a .rq file, or a question by name
    graph.entity("内江高新区")           a Card: posts, relations with their sentences, articles
    graph.path("宓思远", "阮知衡")        a Connection: the shortest ways, each step with its sentences
    graph.networkx()                    all of it for networkx
    graph.to_rdflib()                   all of it for rdflib
    graph.show("内江高新区")             a Picture: a part of it as a page to explore

Names are those of a thing or of any of its other forms, or its IRI. What is unknown or means several things raises
:class:`~kg.errors.QueryError`, which says what may have been meant.
"""

from kg.notebook.cards import Card, Post
from kg.notebook.connections import Connection, Step, Way
from kg.notebook.facts import Relation, Sentence, Source, Thing
from kg.notebook.fonts import chinese_font
from kg.notebook.graph import Graph, load
from kg.notebook.picture import Picture

__all__ = [
    "Card",
    "Connection",
    "Graph",
    "Picture",
    "Post",
    "Relation",
    "Sentence",
    "Source",
    "Step",
    "Thing",
    "Way",
    "chinese_font",
    "load",
]
