"""Exports: what each format holds, read back by another library than wrote it and compared with the graph in full."""

from __future__ import annotations

import json
from decimal import Decimal

import duckdb
import networkx as nx
import pyoxigraph as ox
import pytest
import readers
from small_worlds import GAZETTEER, build, says, told

from kg.errors import KgError, OutputError
from kg.exchange import FORMATS, export
from kg.graph import load
from kg.model import Modality

FIRST = told(
    "[石敬之](Official~430400)到[高新区](HiTechZone=衡阳高新区~430400)调研。[楚衡公司](Company~430400)参加。",
    says("石敬之 visited 高新区", date="2024-03-05"),
    says("楚衡公司 locatedIn 高新区", confidence=0.6),
    id="a1",
    title="高新区“调研”, 又; 见",
    published="2024-03-06",
    publisher="衡阳日报",
)
SECOND = told(
    "[石敬之](Official~430400)看了[衡阳高新区](HiTechZone~430400)。[石敬之](Official~430400)是[衡阳市](City~430400)书记。"
    "有[企业6.2万家](Indicator=企业 6.2万家~衡阳高新区)。",
    says("石敬之 visited 衡阳高新区", confidence=0.95),
    says("衡阳高新区 hasIndicator 企业6.2万家", value=Decimal("6.2"), unit="万家"),
    says("石敬之 worksFor 衡阳市", title="市长", date="2024-02"),
    says("石敬之 worksFor 衡阳市", title="市委书记"),
    says("石敬之 visited 衡阳市", modality=Modality.PLANNED),
    "石敬之 authorOf ARTICLE",
    id="a2",
    title="再到高新区",
)
TURTLE, TRIG, N_QUADS, JSON_LD = (getattr(ox.RdfFormat, name) for name in ("TURTLE", "TRIG", "N_QUADS", "JSON_LD"))


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    out = tmp_path_factory.mktemp("graph")
    build(out, [FIRST, SECOND], GAZETTEER)
    return load(out)


@pytest.fixture(scope="module")
def exports(graph, tmp_path_factory):
    """Every format, each under its name."""
    folder = tmp_path_factory.mktemp("exports")
    for form in FORMATS:
        export(graph, form, folder / form.name)
    return folder


@pytest.fixture(scope="module")
def nodes(graph):
    return readers.expected_nodes(graph.networkx())


@pytest.fixture(scope="module")
def edges(graph):
    return readers.expected_edges(graph.networkx())


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_same_graph_gives_the_same_bytes(graph, exports, tmp_path, form):
    again = export(graph, form, tmp_path / form.name)
    assert len(again) == max(len(form.files), 1)
    for file in again:
        assert file.read_bytes() == (exports / file.relative_to(tmp_path)).read_bytes()


def test_trig_and_turtle_are_the_files_of_the_graph_itself(graph, exports):
    assert (exports / "trig").read_bytes() == graph.file.read_bytes()
    assert (exports / "turtle").read_bytes() == graph.file.with_suffix(".ttl").read_bytes()


@pytest.mark.parametrize("form", ["nquads", "trig", "json-ld"])
def test_rdflib_finds_every_quad_of_the_graph_in_the_formats_that_hold_all(graph, exports, form):
    known = readers.by_rdflib(graph.file, "trig")
    assert len(known) > 150
    assert readers.by_rdflib(exports / form.replace("-", ""), form) == known


@pytest.mark.parametrize("form", ["turtle", "ntriples"])
def test_rdflib_finds_the_merge_in_turtle_and_n_triples(graph, exports, form):
    merge = {quad for quad in readers.by_rdflib(graph.file, "trig") if not quad[3]}
    found = readers.by_rdflib(exports / form, "nt" if form == "ntriples" else form)
    assert {quad[:3] for quad in found} == {quad[:3] for quad in merge}


def test_json_ld_reads_like_plain_json(exports):
    data = json.loads((exports / "jsonld").read_text("utf-8"))
    assert data["@context"]["visited"] == {"@id": "kg:visited", "@type": "@id"}
    assert data["@context"]["City"] == "kg:City"
    article = data["@graph"][0]
    assert article["@id"].endswith("article/a1")
    claim = next(node for node in article["@graph"] if node["@id"].endswith("#claim-0"))
    assert (claim["@type"], claim["predicate"], claim["confidence"], claim["start"]) == ("Claim", "visited", "0.90", 0)
    assert claim["date"] == "2024-03-05"
    zone = next(node for node in data["@graph"] if node["@id"].endswith("zone/衡阳高新区~430400"))
    assert (zone["@type"], zone["prefLabel"], zone["articles"]) == ("HiTechZone", "衡阳高新区", 2)
    assert zone["inBackbone"] is True


def test_every_term_of_the_graph_has_a_short_name_in_json_ld(exports):
    data = json.loads((exports / "jsonld").read_text("utf-8"))
    named = [inner for node in data["@graph"] for inner in (node, *node.get("@graph", ()))]
    assert not {key for node in named for key in node if ":" in key}


def test_igraph_finds_every_node_and_edge_in_graphml(exports, nodes, edges):
    found_nodes, found_edges = readers.of_igraph(exports / "graphml")
    assert found_nodes.keys() == nodes.keys()
    for iri, known in nodes.items():
        wanted = readers.as_xml(known, "; ")
        assert found_nodes[iri].items() >= {("label", wanted.pop("name")), *wanted.items()}
    assert len(found_edges) == len(edges)
    for found, known in zip(sorted(found_edges, key=lambda e: readers.order({"title": "", **e})), edges, strict=True):
        assert found.items() >= readers.as_xml(known, "; ").items()
        assert found["label"] == readers.label(found["predicate"])


def test_networkx_finds_every_node_and_edge_in_gexf(exports, nodes, edges):
    found_nodes, found_edges = readers.of_networkx(exports / "gexf")
    assert found_nodes.keys() == nodes.keys()
    for iri, known in nodes.items():
        wanted = readers.as_xml(known, "; ")
        assert found_nodes[iri].items() >= {("label", wanted.pop("name")), *wanted.items()}
    assert len(found_edges) == len(edges)
    for found, known in zip(sorted(found_edges, key=lambda e: readers.order({"title": "", **e})), edges, strict=True):
        assert found.items() >= readers.as_xml(known, "; ").items()


def test_gexf_says_when_a_relation_holds(exports):
    """From the date that a text tells, or its first report, to its last report; a month from its first day."""
    _, edges = readers.of_networkx(exports / "gexf")
    spans = {(e["predicate"], e.get("title")): (e.get("start"), e.get("end")) for e in edges}
    assert spans["visited", None] == ("2024-03-05", "2024-03-06")
    assert spans["worksFor", "市长"] == ("2024-02-01", "2024-02-29")
    assert spans["worksFor", "市委书记"] == (None, None)


def test_a_thing_lasts_as_long_as_its_relations_in_gexf(exports):
    nodes, edges = readers.of_networkx(exports / "gexf")
    for edge in edges:
        for end in (edge["source"], edge["target"]):
            if edge.get("start"):
                assert nodes[end]["start"] <= edge["start"] <= edge["end"] <= nodes[end]["end"]


def test_gephi_keeps_the_parallel_edges_of_gexf_apart(exports):
    """It makes one edge of those that agree in source, target and kind."""
    tree = nx.readwrite.gexf.ElementTree(file=exports / "gexf")
    edges = tree.findall(".//{http://gexf.net/1.3}edge")
    kinds = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(kinds)) == len(kinds) > 4
    assert all(float(edge.get("weight")) > 0 for edge in edges)


def test_duckdb_finds_every_node_in_the_csv_of_neo4j(exports, nodes):
    found = readers.rows(exports / "csv" / "nodes.csv")
    assert {row["iri:ID"] for row in found} == nodes.keys()
    for row in found:
        known = nodes[row["iri:ID"]]
        assert (row["name"], row[":LABEL"].split(";")[0]) == (known["name"], known["type"])
        assert tuple(filter(None, (row["aliases:string[]"] or "").split(";"))) == known["aliases"]
        assert (int(row["articles:int"]), row["gazetteer:boolean"] == "true") == (known["articles"], known["gazetteer"])
        assert (row["publisher"], row["source_path"]) == (known["publisher"], known["source_path"])


def test_duckdb_finds_every_edge_in_the_csv_of_neo4j(exports, edges):
    names = {":START_ID": "source", ":END_ID": "target", ":TYPE": "predicate"}
    found = [
        {names.get(name, name.split(":")[0]): value or None for name, value in row.items()}
        for row in readers.rows(exports / "csv" / "edges.csv")
    ]
    for row, known in zip(sorted(found, key=readers.order), edges, strict=True):
        assert tuple(filter(None, (row.pop("articles") or "").split(";"))) == known["articles"]
        for name in ("support", "confidence", "value"):
            number = row.pop(name)
            assert (None if number is None else float(number)) == known[name]
        assert row.items() <= known.items() | {("first", row["first"]), ("last", row["last"])}


def test_labels_of_neo4j_are_a_class_and_all_above_it(exports):
    found = {row["name"]: row[":LABEL"] for row in readers.rows(exports / "csv" / "nodes.csv")}
    assert found["石敬之"] == "Official;Person"
    assert found["衡阳市"] == "City;AdministrativeDivision;Place"


def test_duckdb_finds_nodes_edges_and_claims_in_parquet(graph, exports, nodes, edges):
    found = {row["iri"]: row for row in readers.rows(exports / "parquet" / "nodes.parquet")}
    assert found.keys() == nodes.keys()
    for iri, known in nodes.items():
        row = found[iri]
        shown = {**row, "type": row["kinds"][0], "aliases": tuple(row["aliases"])}
        assert shown.items() >= {k: v for k, v in known.items() if not isinstance(v, tuple)}.items()
        assert shown["aliases"] == known["aliases"]
    rows = sorted(readers.rows(exports / "parquet" / "edges.parquet"), key=readers.order)
    for row, known in zip(rows, edges, strict=True):
        assert {name: tuple(v) if isinstance(v := row[name], list) else v for name in known} == known


def test_every_claim_of_parquet_is_the_sentence_at_its_place_in_the_article(graph, exports):
    asked = "SELECT ?claim ?said ?how { GRAPH ?g { ?claim a kg:Claim ; kg:quote ?said ; kg:modality ?how } }"
    known = set(graph.query(asked).rows)
    tables = exports / "parquet"
    sql = """SELECT c.iri, c.quote, c.modality, substr(a.text, c."start" + 1, c."end" - c."start")
             FROM read_parquet(?) c JOIN read_parquet(?) a ON c.article = a.iri"""
    found = duckdb.connect().execute(sql, [str(tables / "claims.parquet"), str(tables / "articles.parquet")]).fetchall()
    assert {row[:3] for row in found} == known
    assert all(quote == at_place for _, quote, _, at_place in found)


def test_an_export_takes_the_place_of_a_former_one_and_leaves_no_rubbish(graph, tmp_path):
    export(graph, "gexf", tmp_path / "g.gexf")
    (tmp_path / "g.gexf").write_text("old", "utf-8")
    export(graph, "gexf", tmp_path / "g.gexf")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("mine", "utf-8")
    export(graph, "csv", tmp_path / "tables")
    assert {file.name for file in tmp_path.rglob("*")} == {"g.gexf", "tables", "mine.txt", "nodes.csv", "edges.csv"}
    assert (tmp_path / "g.gexf").read_bytes().startswith(b"<?xml")


def test_an_export_that_fails_leaves_the_former_one(graph, tmp_path, monkeypatch):
    (tmp_path / "g.gexf").write_text("former", "utf-8")
    monkeypatch.setattr("kg.exchange.gexf.rows", lambda graph: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(graph, "gexf", tmp_path / "g.gexf")
    assert [file.name for file in tmp_path.iterdir()] == ["g.gexf"]
    assert (tmp_path / "g.gexf").read_text("utf-8") == "former"


def test_parquet_without_pyarrow_says_what_to_install(graph, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.exchange.parquet.find_spec", lambda name: None)
    with pytest.raises(OutputError, match="not installed - pip install pyarrow"):
        export(graph, "parquet", tmp_path / "x")
    assert not list(tmp_path.iterdir())


def test_faults_are_told_with_what_to_do(graph, tmp_path):
    with pytest.raises(KgError, match="no such format - did you mean gexf"):
        export(graph, "gefx", tmp_path / "x")
    with pytest.raises(OutputError, match="a directory, and this format makes one file"):
        export(graph, "gexf", tmp_path)
    (tmp_path / "x").write_text("", "utf-8")
    with pytest.raises(OutputError, match="a file, and this format makes several"):
        export(graph, "csv", tmp_path / "x")
    with pytest.raises(OutputError, match="no graph here"):
        export(load(tmp_path), "nquads", tmp_path / "y")
