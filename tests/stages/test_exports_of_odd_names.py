"""Exports hold for any names and texts: quotes, line breaks, controls, emoji, very long ones."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import readers
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.exchange import export
from kg.graph import load, write
from kg.graph.gazetteer import Gazetteer
from kg.graph.terms import Iris
from kg.model import Article, Claim, Extraction, Mention
from kg.resolution import resolve

ODD = st.sampled_from(
    (
        "“甲”、'乙' \"丙\"",
        "a,b;c\td\ne\rf\r\ng",
        "\x00\x01\x1f\x7f\x85\u2028\ufffe",
        "<&>]]>&amp;<!--",
        "👩‍🔬🇨🇳𠮷",
        "长" * 3000,
        "\\u0041\\n\\",
        "=1+1",
        " 边 空 ",
        "NULL",
    )
)
TEXTS = ODD | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@st.composite
def worlds(draw):
    """An article that says one thing of two, under any names."""
    subject, object_, title, headline, publisher = (draw(TEXTS) for _ in range(5))
    body = f"{headline}\n{subject}说{object_}。"
    start = len(headline) + 1
    ends = (start, start + len(subject)), (start + len(subject) + 1, start + len(subject) + 1 + len(object_))
    mentions = Mention(*ends[0], "Official", subject, "430400"), Mention(*ends[1], "GovernmentBody", object_, "")
    claim = Claim(
        0, "worksFor", 1, start, len(body), "any", 0.5, title=title, date=draw(st.sampled_from((None, "2024")))
    )
    article = Article("a1", draw(TEXTS), "0" * 64, headline, body, "2024-03-05", publisher)
    return article, Extraction("a1", mentions, (claim,))


def written(folder: Path, world):
    write(folder, lambda: iter([world]), resolve([world], Iris().entity), gazetteer=Gazetteer({}, ()))
    return load(folder)


@settings(max_examples=25)
@given(worlds())
def test_rdf_keeps_every_character(world):
    with TemporaryDirectory() as folder:
        graph = written(Path(folder), world)
        known = readers.quads_of(graph.file, ox.RdfFormat.TRIG)
        for name, form in (("nquads", ox.RdfFormat.N_QUADS), ("jsonld", ox.RdfFormat.JSON_LD)):
            (file,) = export(graph, name, Path(folder, name))
            assert readers.quads_of(file, form) == known
        assert readers.by_rdflib(Path(folder, "jsonld"), "json-ld") == readers.by_rdflib(graph.file, "trig")


@settings(max_examples=25)
@given(worlds())
def test_xml_keeps_every_character_that_it_may_hold(world):
    with TemporaryDirectory() as folder:
        graph = written(Path(folder), world)
        nodes, edges = readers.expected_nodes(graph.networkx()), readers.expected_edges(graph.networkx())
        for name, read in (("graphml", readers.of_igraph), ("gexf", readers.of_networkx)):
            (file,) = export(graph, name, Path(folder, name))
            found_nodes, found_edges = read(file)
            for iri, known in nodes.items():
                wanted = readers.as_xml(known, "; ")
                assert found_nodes[iri].items() >= {("label", wanted.pop("name")), *wanted.items()}
            (found,), (known,) = found_edges, edges
            assert found.items() >= readers.as_xml(known, "; ").items()


@settings(max_examples=25)
@given(worlds())
def test_tables_keep_every_character(world):
    """In CSV a carriage return is a line break."""
    with TemporaryDirectory() as folder:
        graph = written(Path(folder), world)
        nodes = readers.expected_nodes(graph.networkx())
        (edge,) = readers.expected_edges(graph.networkx())
        for name, kept in (("csv", line_breaks), ("parquet", str)):
            export(graph, name, Path(folder, name))
            found = {row.get("iri:ID") or row["iri"]: row for row in readers.rows(Path(folder, name, f"nodes.{name}"))}
            assert found.keys() == nodes.keys()
            for iri, known in nodes.items():
                for column in ("name", "publisher", "source_path"):
                    assert found[iri][column] == (None if known[column] is None else kept(known[column]))
            (row,) = readers.rows(Path(folder, name, f"edges.{name}"))
            assert (row["title"], row["quote"]) == (kept(edge["title"]), kept(edge["quote"]))


def line_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
