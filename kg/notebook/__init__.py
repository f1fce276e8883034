"""A built graph as scripts and notebooks have it: asked, walked through, drawn. ``kg.load()`` opens one.

::

    graph = kg.load("output")
    graph.query("SELECT ...")              a DataFrame: SPARQL, a .rq file, or a question by name
    graph.ask("visits", to="内江高新区")     a DataFrame: a question of the library, with the sentences behind each row
    graph.questions()                      a DataFrame: what the library asks
    graph.entity("内江高新区")              a Card
    graph.path("宓思远", "阮知衡")           a Connection
    graph.show("内江高新区")                a Picture
    graph.networkx(), graph.to_rdflib()    all of it for these libraries

============  ==============================================================================
load          open a graph
Graph         an opened graph
Card          what is known of a thing: posts, relations, articles
Post          a post that somebody holds, with its time
Connection    the shortest ways between two things
Way           one of them
Step          from one thing to the next, with all relations between the two
Relation      a relation with the sentences that say so
Sentence      a sentence, and the article that it is from
Source        an article by its title and date
Thing         a thing by its name, class and IRI
Picture       a page that shows a part of a graph
chinese_font  the name of a font with Chinese characters, for matplotlib
============  ==============================================================================

A thing goes by any of its names, or by its IRI. What is unknown or means several things raises
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
