"""Whether a graph keeps to its shapes: every term has one, both engines find the same, and a person can read it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS
from small_worlds import GAZETTEER, build, says, told

from kg.check import Engine, check, sparql
from kg.check.report import as_json, once, turtle
from kg.errors import ResourceError
from kg.graph import load
from kg.graph.gazetteer import Gazetteer
from kg.graph.shapes import hierarchy, read, shipped
from kg.ontology import CLASSES, NAMESPACE, folder

KG, SH = rdflib.Namespace(NAMESPACE), rdflib.Namespace("http://www.w3.org/ns/shacl#")
HEAD = f"@prefix sh: <{SH}> . @prefix kg: <{KG}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
VISIT = told(
    "衡阳市市长[石敬之](Official~430400)到[高新区](HiTechZone=衡阳高新区~430400)调研。",
    "石敬之 visited 高新区",
    says("石敬之 worksFor 高新区", title="主任"),
    title="石敬之到高新区调研",
    published="2024-03-12",
    publisher="衡阳日报",
)
MERGE = ox.DefaultGraph()
PREF_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TYPE = ox.NamedNode(str(RDF.type))


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    build(folder, [VISIT], GAZETTEER)
    return load(folder)


@pytest.fixture
def damaged(tmp_path, sound):
    """A copy of the graph to which a test does harm; ``load`` it when the harm is done."""

    def harmed(*, gone=(), come=()):
        store = ox.Store()
        store.extend(quad for quad in sound.store if quad not in gone)
        store.extend(come)
        (tmp_path / "graph.trig").write_bytes(store.dump(format=ox.RdfFormat.TRIG))
        return load(tmp_path)

    return harmed


def quads(graph, subject, predicate, name=MERGE):
    return list(graph.store.quads_for_pattern(subject, predicate, None, name))


def a_firm(graph):
    """The official of the merge, as a firm: the quads that go and that come."""
    person = ox.NamedNode(f"{graph.iris.base}person/石敬之~430400")
    (old,) = quads(graph, person, TYPE)
    return {"gone": [old], "come": [ox.Quad(person, TYPE, graph.iris.term("Company"), MERGE)]}


# ---- what the shapes cover ----


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(folder() / "kg.ttl")


def test_every_class_has_a_shape():
    covered = {below for shape in shipped() for top in shape.classes for below in hierarchy()[top]}
    assert {NAMESPACE + name for name in CLASSES} <= covered


def test_every_predicate_has_a_shape(ontology):
    defined = {str(p) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in ontology.subjects(RDF.type, kind)}
    paths = {check.path for shape in shipped() for check in shape.checks}
    said_of_claims = {str(RDF[part]) for part in ("subject", "predicate", "object")}
    assert defined | said_of_claims <= paths


def test_every_property_that_a_graph_uses_has_a_shape_for_the_things_that_use_it(sound):
    """Not a single quad of a built graph is of a predicate that no shape of its subject speaks of."""
    kinds: dict[object, set[str]] = {}
    for quad in sound.store.quads_for_pattern(None, TYPE, None, None):
        kinds.setdefault((quad.graph_name, quad.subject), set()).add(quad.object.value)
    loose = set()
    for quad in sound.store:
        about = kinds.get((quad.graph_name, quad.subject), set())
        known = {
            check.path
            for shape in shipped()
            for check in shape.checks
            if quad.predicate.value in shape.subjects_of or any(about & hierarchy()[top] for top in shape.classes)
        }
        if quad.predicate.value not in known and quad.predicate != TYPE:
            loose.add((quad.predicate.value, *sorted(about)))
    assert not loose


def test_every_literal_has_its_type_or_values_checked(ontology):
    """A predicate of text, numbers or dates says which."""
    literal = {str(p) for p in ontology.subjects(RDF.type, OWL.DatatypeProperty)}
    typed = {"datatype", "or", "in", "pattern", "minLength"}
    checked = {c.path for shape in shipped() for c in shape.checks if typed & {x.kind for x in c.constraints}}
    assert literal <= checked
    assert not [p for p in literal if not list(ontology.objects(rdflib.URIRef(p), RDFS.range))]


# ---- what a check finds ----


@pytest.mark.parametrize("engine", Engine)
def test_a_built_graph_keeps_to_its_shapes(sound, engine):
    report = check(sound, engine=engine)
    assert (report.conforms, report.engine, report.graphs) == (True, engine, 3)


def test_a_central_organ_alone_keeps_to_them_too(tmp_path):
    """Its superior, which no article names, is not spoken of."""
    organ = told("[国家发改委](GovernmentBody~100000)印发[方案](Policy)。", "国家发改委 issued 方案")
    build(tmp_path, [organ], Gazetteer.shipped())
    assert check(load(tmp_path)).conforms


@pytest.mark.parametrize("engine", Engine)
def test_a_visitor_that_is_a_firm_is_found_with_the_sentence(damaged, sound, engine):
    report = check(damaged(**a_firm(sound)), engine=engine)
    found = {(f.violation.en, f.name, f.headline, f.quote) for f in report.found}
    assert ("no such thing can be the subject of visited", "石敬之", VISIT[0].title, VISIT[0].body) in found
    assert ("is held by exactly one person", "石敬之 衡阳高新区 主任", VISIT[0].title, VISIT[0].body) in found
    assert all(f.violation.zh and f.violation.graph == "" for f in report.found)


@pytest.mark.parametrize("engine", Engine)
def test_faults_of_an_article_are_found_in_its_graph(damaged, sound, engine):
    article = ox.NamedNode(sound.iris.article(VISIT[0].id))
    claim = sound.iris.claim(VISIT[0].id, 0)
    come = [
        ox.Quad(claim, sound.iris.term("date"), ox.Literal("去年"), article),
        ox.Quad(
            claim,
            sound.iris.term("confidence"),
            ox.Literal("7", datatype=ox.NamedNode(f"{rdflib.XSD}decimal")),
            article,
        ),
    ]
    report = check(damaged(come=come), engine=engine)
    told_once = {(f.violation.component, f.value, f.name, f.violation.graph) for f in report.found}
    assert ("MaxInclusive", "7", "石敬之 考察 衡阳高新区", article.value) in told_once
    assert {("Or", "去年"), ("Pattern", "去年"), ("MaxCount", "")} <= {(c, v) for c, v, _, _ in told_once}
    assert sum(found.value == "去年" for found in once(report.found)) == 1


def test_small_graphs_are_for_pyshacl_and_large_ones_for_sparql(sound, monkeypatch):
    assert check(sound).engine == Engine.SHACL
    monkeypatch.setattr("kg.check.run.ROOM", 10)
    assert check(sound).engine == Engine.SPARQL


def test_terms_of_another_base_are_checked_as_well(tmp_path):
    build(tmp_path, [VISIT], GAZETTEER, "https://example.com/mine/")
    graph = load(tmp_path)
    store = ox.Store()
    store.extend(quad for quad in graph.store if quad.predicate != PREF_LABEL)
    (tmp_path / "graph.trig").write_bytes(store.dump(format=ox.RdfFormat.TRIG))
    assert {len(check(load(tmp_path), engine=engine).found) for engine in Engine} != {0}


def test_the_report_is_one_of_shacl(damaged, sound):
    graph = damaged(**a_firm(sound))
    report = check(graph)
    told_in = rdflib.Graph().parse(data=turtle([f.violation for f in report.found], graph.iris), format="turtle")
    (node,) = told_in.subjects(RDF.type, SH.ValidationReport)
    assert told_in.value(node, SH.conforms).toPython() is False
    results = list(told_in.objects(node, SH.result))
    assert len(results) == len(report.found) > 0
    for result in results:
        assert sorted(text.language for text in told_in.objects(result, SH.resultMessage)) == ["en", "zh"]
        assert told_in.value(result, SH.focusNode)
        assert told_in.value(result, SH.sourceShape).startswith(KG)
    clean = rdflib.Graph().parse(data=turtle([], graph.iris), format="turtle")
    assert [answer.toPython() for answer in clean.objects(None, SH.conforms)] == [True]


def test_the_report_for_programs_has_all_that_was_found(damaged, sound):
    report = check(damaged(**a_firm(sound)))
    told_in = as_json(report)
    assert told_in["conforms"] is False
    assert {v["focus"] for v in told_in["violations"]} >= {f"{sound.iris.base}person/石敬之~430400"}
    assert {v["term"] for v in told_in["violations"]} >= {"kg:holder"}


# ---- shapes of one's own ----

OWN = (
    HEAD
    + """[] a sh:NodeShape ; sh:targetClass kg:Zone ;
  sh:sparql [ sh:message "在衡阳"@zh, "lies in Hengyang"@en ; sh:select
    "SELECT $this ?value { $this <https://kg.example.org/ontology#locatedIn> ?value }" ] ."""
)


def test_shapes_of_ones_own_are_asked_of_the_merge_by_pyshacl(sound, tmp_path):
    (tmp_path / "own.ttl").write_text(OWN, "utf-8")
    report = check(sound, tmp_path / "own.ttl")
    assert [(f.name, f.value, f.violation.zh) for f in report.found] == [("衡阳高新区", "衡阳市", "在衡阳")]
    assert report.graphs == 1


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        ("sh:targetClass kg:Zone ; sh:sparql [ sh:select 'SELECT $this { $this ?p ?o }' ]", "sh:select"),
        ("sh:targetNode kg:Zone ; sh:nodeKind sh:IRI", "sh:targetNode"),
        ("sh:targetClass kg:Zone ; sh:not [ sh:class kg:Place ]", "sh:not"),
        ("sh:targetClass kg:Zone ; sh:property [ sh:path ( kg:a kg:b ) ; sh:minCount 1 ]", "several steps"),
        ("sh:targetClass kg:Zone ; sh:or ( [ sh:class kg:Place ; sh:nodeKind sh:IRI ] )", "choice"),
        ("sh:nodeKind sh:IRI", "without a target"),
    ],
)
def test_sparql_refuses_what_it_does_not_know_in_one_line(shape, fault):
    with pytest.raises(ResourceError, match=rf"mine.ttl: .*{fault}.* - use --engine shacl"):
        read(f"{HEAD}kg:MineShape a sh:NodeShape ; {shape} .", "mine.ttl")


def test_sparql_refuses_a_datatype_that_it_cannot_read():
    shapes = read(
        f"{HEAD}kg:MineShape a sh:NodeShape ; sh:targetClass kg:Zone ; sh:property [ sh:path kg:year ; sh:datatype "
        "<http://www.w3.org/2001/XMLSchema#gDay> ] .",
        "mine.ttl",
    )
    with pytest.raises(ResourceError, match="gDay"):
        list(sparql.violations(ox.Store(), shapes, hierarchy()))


@pytest.mark.parametrize("engine", [None, *Engine])
@pytest.mark.parametrize(("text", "fault"), [("no turtle", "not Turtle"), (None, "cannot be read")])
def test_shapes_that_cannot_be_read_are_named(sound, tmp_path, engine, text, fault):
    file = tmp_path / "mine.ttl"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(ResourceError, match=rf"mine.ttl: .*{fault}"):
        check(sound, file, engine)


def test_shapes_that_make_no_sense_to_pyshacl_are_an_error_of_one_line(sound, tmp_path):
    (tmp_path / "mine.ttl").write_text(
        HEAD + "[] a sh:NodeShape ; sh:targetClass kg:Zone ; sh:minLength 1, 2 .", "utf-8"
    )
    with pytest.raises(ResourceError, match=r"mine.ttl: pySHACL cannot apply the shapes"):
        check(sound, tmp_path / "mine.ttl")


def test_a_message_in_one_language_stands_for_both(sound, tmp_path):
    own = f"{HEAD}[] a sh:NodeShape ; sh:targetClass kg:Zone ; sh:class kg:Place ; sh:message '非地点'@zh ."
    (tmp_path / "own.ttl").write_text(own, "utf-8")
    for engine in Engine:
        report = check(sound, tmp_path / "own.ttl", engine)
        assert [(f.name, f.violation.zh, f.violation.en) for f in report.found] == [("衡阳高新区", "非地点", "非地点")]


def test_the_shapes_are_of_the_namespace_of_the_graph():
    assert {shape.iri.rpartition("#")[0] for shape in shipped("https://example.com/o#")} == {"https://example.com/o"}
