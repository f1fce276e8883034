"""What stands in the files: each article's graph, the merge, the gazetteer; and nothing else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from small_worlds import EMPTY, GAZETTEER, build, resolved, says, told

from kg.errors import KgError, OutputError
from kg.graph import write
from kg.graph.gazetteer import Gazetteer
from kg.graph.terms import Iris, day
from kg.model import Modality

KG = "https://kg.example.org/ontology#"
BASE = "https://kg.example.org/"
VISIT = told(
    "衡阳市市长[石敬之](Official~430400)到[高新区](HiTechZone=衡阳高新区~430400)调研。[衡阳市](City~430400)很大。",
    "石敬之 visited 高新区",
    says("石敬之 worksFor 衡阳市", title="市长"),
    id="a1",
    source_path="news/001.txt",
    sha256="0" * 64,
    published="2024-03-05",
    publisher="衡阳日报",
)
# The whole named graph of VISIT, to be read by people.
GOLDEN = """
@prefix kg: <https://kg.example.org/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://kg.example.org/> .

<article/a1> a kg:Article ;
    schema:headline "衡阳市市长石敬之到高新区调研"@zh-Hans ;
    schema:datePublished "2024-03-05"^^xsd:date ;
    schema:publisher "衡阳日报" ;
    kg:sourcePath "news/001.txt" ;
    kg:sha256 "0000000000000000000000000000000000000000000000000000000000000000" ;
    kg:text "衡阳市市长石敬之到高新区调研。衡阳市很大。" .
<person/石敬之~430400> a kg:Official ; skos:prefLabel "石敬之"@zh-Hans ;
    kg:visited <zone/衡阳高新区~430400> ; kg:worksFor <place/430400> .
<zone/衡阳高新区~430400> a kg:HiTechZone ; skos:prefLabel "衡阳高新区"@zh-Hans ; skos:altLabel "高新区"@zh-Hans .
<place/430400> a kg:City ; skos:prefLabel "衡阳市"@zh-Hans .
<article/a1#claim-0> a kg:Claim ;
    rdf:subject <person/石敬之~430400> ; rdf:predicate kg:visited ; rdf:object <zone/衡阳高新区~430400> ;
    kg:quote "衡阳市市长石敬之到高新区调研。" ; kg:start 0 ; kg:end 15 ;
    kg:rule "visited.told" ; kg:confidence 0.90 ; kg:modality "asserted" .
<article/a1#claim-1> a kg:Claim ;
    rdf:subject <person/石敬之~430400> ; rdf:predicate kg:worksFor ; rdf:object <place/430400> ;
    kg:quote "衡阳市市长石敬之到高新区调研。" ; kg:start 0 ; kg:end 15 ;
    kg:rule "worksFor.told" ; kg:confidence 0.90 ; kg:modality "asserted" ; kg:title "市长" .
"""


def merge_of(folder):
    store = ox.Store()
    store.bulk_load(path=str(folder / "graph.trig"))
    return store


def graph_of(folder, name=None):
    """The triples of a named graph, or of the merge."""
    graph = ox.NamedNode(BASE + name) if name else ox.DefaultGraph()
    return triples(merge_of(folder), graph)


def triples(store, graph=None):
    found = store.quads_for_pattern(None, None, None, graph)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in found}


def ask(folder, pattern):
    prefixes = Iris().prefixes
    return bool(merge_of(folder).query(f"ASK {{ {pattern} }}", prefixes=prefixes))


def one(folder, query):
    rows = list(merge_of(folder).query(query, prefixes=Iris().prefixes))
    return [tuple("" if cell is None else cell.value for cell in row) for row in rows]


def test_an_articles_graph_is_exactly_what_the_article_says(tmp_path):
    build(tmp_path, [VISIT], GAZETTEER)
    golden = ox.Store()
    golden.load(GOLDEN.encode(), format=ox.RdfFormat.TURTLE)
    assert graph_of(tmp_path, "article/a1") == triples(golden)


def test_each_article_has_its_own_graph(tmp_path):
    other = told("[石敬之](Official~430400)讲话。", id="a2")
    build(tmp_path, [VISIT, other])
    assert {g.value for g in merge_of(tmp_path).named_graphs()} == {BASE + "article/a1", BASE + "article/a2"}


def test_every_form_stands_in_its_article_and_only_clear_ones_in_the_merge(tmp_path):
    build(tmp_path, [VISIT])
    assert ask(tmp_path, 'GRAPH ?a { ?z skos:altLabel "高新区"@zh-Hans }')
    assert not ask(tmp_path, '?z skos:altLabel "高新区"@zh-Hans')


@pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.ASSERTED])
def test_what_is_not_asserted_is_a_claim_and_no_relation(tmp_path, modality):
    claim = says("石敬之 visited 衡阳市", modality=modality)
    counts = build(tmp_path, [told("[石敬之](Official~430400)访[衡阳市](City~430400)。", claim)])
    assert ask(tmp_path, f'GRAPH ?a {{ ?c rdf:predicate kg:visited ; kg:modality "{modality.value}" }}')
    assert not ask(tmp_path, "?s kg:visited ?o")
    assert not ask(tmp_path, "GRAPH ?a { ?s kg:visited ?o }")
    assert not ask(tmp_path, "?fact a kg:Fact")
    assert (counts.claims, counts.relations) == (1, 0)


def test_a_post_not_held_any_more_gives_no_tenure(tmp_path):
    claim = says("石敬之 worksFor 衡阳市", modality=Modality.FORMER, title="市长")
    build(tmp_path, [told("原市长[石敬之](Official~430400)离开[衡阳市](City~430400)。", claim)])
    assert not ask(tmp_path, "?t a kg:Tenure")


def test_an_author_points_at_the_article_and_the_article_is_no_entity(tmp_path):
    counts = build(tmp_path, [told("记者[石敬之](Person~衡阳日报)报道。", "石敬之 authorOf ARTICLE", id="a1")])
    pattern = "?who skos:prefLabel '石敬之'@zh-Hans ; kg:authorOf <https://kg.example.org/article/a1>"
    assert ask(tmp_path, pattern)
    assert ask(tmp_path, f"GRAPH <https://kg.example.org/article/a1> {{ {pattern} }}")
    assert counts.entities == 1


def test_a_relation_stands_once_in_the_merge_with_the_number_of_articles_that_say_so(tmp_path):
    twice = told(
        "[石敬之](Official~430400)到[衡阳市](City~430400)。[石敬之](Official~430400)再到[衡阳市](City~430400)。",
        "石敬之 visited 衡阳市",
        says("石敬之 visited 衡阳市", rule="another"),
        id="a1",
    )
    once = told("[石敬之](Official~430400)访[衡阳市](City~430400)。", "石敬之 visited 衡阳市", id="a2")
    counts = build(tmp_path, [twice, once])
    query = "SELECT ?support WHERE { ?f a kg:Fact ; rdf:predicate kg:visited ; kg:support ?support }"
    assert one(tmp_path, query) == [("2",)]
    assert one(tmp_path, "SELECT (COUNT(*) AS ?n) WHERE { ?s kg:visited ?o }") == [("1",)]
    assert (counts.claims, counts.relations) == (3, 1)


def test_cooperation_is_one_relation_whoever_is_named_first(tmp_path):
    first = told("[甲院](Company)与[乙院](Company)签约。", "甲院 cooperatesWith 乙院", id="a1")
    second = told("[乙院](Company)与[甲院](Company)合作。", "乙院 cooperatesWith 甲院", id="a2")
    counts = build(tmp_path, [first, second])
    assert counts.relations == 1
    assert one(tmp_path, "SELECT ?n WHERE { ?f a kg:Fact ; kg:support ?n }") == [("2",)]


def test_nothing_is_related_to_itself(tmp_path):
    claim = "衡阳科技局 cooperatesWith 市科技局"
    text = "[衡阳科技局](GovernmentBody~430400)与[市科技局](GovernmentBody=衡阳科技局~430400)签约。"
    assert build(tmp_path, [told(text, claim)]).relations == 0
    assert not ask(tmp_path, "GRAPH ?a { ?s kg:cooperatesWith ?o }")
    assert ask(tmp_path, "GRAPH ?a { ?c rdf:predicate kg:cooperatesWith }")


def test_a_tenure_spans_the_publication_dates_at_which_it_was_seen(tmp_path):
    text = "市长[石敬之](Official~430400)在[衡阳市](City~430400){}。"
    held = says("石敬之 worksFor 衡阳市", title="市长")
    dated = says("石敬之 worksFor 衡阳市", title="市长", date="2021-06")
    other = says("石敬之 worksFor 衡阳市", title="市委副书记")
    articles = [
        told(text.format("讲话"), held, id="a1", published="2024-03-05"),
        told(text.format("调研"), held, id="a2", published="2023-01-02"),
        told(text.format("任职"), dated, id="a3", published="2024-01-01"),
        told(text.format("兼职"), other, id="a4"),
    ]
    build(tmp_path, articles)
    query = "SELECT ?title ?first ?last ?n WHERE { ?t a kg:Tenure ; kg:title ?title ; kg:support ?n ; kg:holder ?h ; "
    query += "kg:body ?b OPTIONAL { ?t kg:firstSeen ?first ; kg:lastSeen ?last } } ORDER BY ?title"
    assert one(tmp_path, query) == [("市委副书记", "", "", "1"), ("市长", "2023-01-02", "2024-03-05", "3")]
    assert one(tmp_path, "SELECT ?begun { ?t kg:begun ?begun }") == [("2021-06",)]


def test_gazetteer_facts_stand_in_the_merge_and_in_their_own_graph_but_in_no_articles(tmp_path):
    build(tmp_path, [VISIT], GAZETTEER)
    facts = (
        "<https://kg.example.org/place/430400> kg:code '430400' ; kg:locatedIn <https://kg.example.org/place/430000>",
        "?z kg:level 'national' ; kg:year ?y ; kg:locatedIn <https://kg.example.org/place/430400>",
        "<https://kg.example.org/place/430000> a kg:Province ; skos:prefLabel '湖南省'@zh-Hans",
    )
    for fact in facts:
        assert ask(tmp_path, fact), fact
        assert ask(tmp_path, f"GRAPH <https://kg.example.org/gazetteer> {{ {fact} }}"), fact
    found = graph_of(tmp_path, "article/a1")
    assert not {f"<{KG}{p}>" for p in ("code", "level", "year", "locatedIn")} & {p for _, p, _ in found}
    assert not [o for _, _, o in found if "湖南" in o]


def test_the_gazetteer_tells_only_of_places_that_articles_name(tmp_path):
    build(tmp_path, [VISIT], GAZETTEER)
    names = one(tmp_path, "SELECT ?n WHERE { GRAPH <https://kg.example.org/gazetteer> { ?x skos:prefLabel ?n } }")
    assert sorted(names) == [("湖南省",), ("衡阳市",), ("衡阳高新区",)]


def test_a_zone_in_several_places_has_its_level_and_no_place(tmp_path):
    zone = {"name": "长株潭示范区", "short": "", "type": "DemonstrationZone", "level": "national", "place_code": ""}
    article = told("[长株潭示范区](DemonstrationZone)获批。")
    build(tmp_path, [article], Gazetteer({}, [zone | {"year": ""}]))
    assert ask(tmp_path, "?z kg:level 'national'")
    assert not ask(tmp_path, "?z kg:locatedIn ?place")


def test_a_name_cannot_pass_for_a_name_with_a_context():
    iris = Iris()
    assert iris.entity("Policy", "甲~乙", "") != iris.entity("Policy", "甲", "乙")


def test_a_named_thing_has_one_class_and_one_name_in_the_merge(tmp_path):
    """The gazetteer has a class and a name for it as well; what articles say counts."""
    article = told("[衡阳高新区](NewArea~430400)位于[衡阳市](City~430400)。")
    build(tmp_path, [article], GAZETTEER)
    query = "SELECT ?x WHERE { ?x skos:prefLabel ?n ; a ?c } GROUP BY ?x HAVING (COUNT(*) > 1)"
    assert one(tmp_path, query) == []


def test_the_same_articles_in_another_order_give_the_same_bytes(tmp_path):
    articles = [VISIT, told("[李建军](Person)到[衡阳市](City~430400)。", "李建军 visited 衡阳市")]
    build(tmp_path / "one", articles, GAZETTEER)
    build(tmp_path / "two", articles[::-1], GAZETTEER)
    for name in ("graph.trig", "graph.ttl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_turtle_file_is_the_merge(tmp_path):
    build(tmp_path, [VISIT], GAZETTEER)
    turtle = ox.Store()
    turtle.bulk_load(path=str(tmp_path / "graph.ttl"))
    assert triples(turtle) == graph_of(tmp_path)


def test_rdflib_reads_the_same_dataset(tmp_path):
    build(tmp_path, [VISIT], GAZETTEER)
    dataset = rdflib.Dataset()
    dataset.parse(tmp_path / "graph.trig", format="trig")
    sizes = {g.identifier: len(g) for g in dataset.graphs() if len(g)}
    assert sizes.pop(rdflib.URIRef("urn:x-rdflib:default")) == len(graph_of(tmp_path))
    named = [BASE + "article/a1", BASE + "gazetteer"]
    assert sizes == {rdflib.URIRef(name): len(graph_of(tmp_path, name.removeprefix(BASE))) for name in named}
    assert len(rdflib.Graph().parse(tmp_path / "graph.ttl")) == len(graph_of(tmp_path))


def test_another_base_begins_every_iri_of_ours(tmp_path):
    build(tmp_path, [VISIT], GAZETTEER, "https://data.example.net/news")
    text = (tmp_path / "graph.trig").read_text("utf-8")
    assert "kg.example.org" not in text
    assert "@prefix kg: <https://data.example.net/news/ontology#>" in text
    assert "<https://data.example.net/news/article/a1>" in text


@pytest.mark.parametrize("base", ["", "no iri", "https://with space/", "/relative"])
def test_a_base_that_is_no_iri_is_refused(base):
    with pytest.raises(KgError, match="not the beginning of IRIs"):
        Iris(base)


def test_a_name_with_any_character_gives_an_iri(tmp_path):
    strange = "关于<“互联网+”>{2024}年|行动 100%的^`意见`\\"
    counts = build(tmp_path, [told(f"出台[{strange}](Policy)。")])
    assert counts.entities == 1
    assert len(rdflib.Graph().parse(tmp_path / "graph.ttl")) > 0


def test_a_directory_that_is_gone_is_an_error_that_says_so(tmp_path):
    with pytest.raises(OutputError, match="cannot write the graph"):
        write(tmp_path / "gone", list, None, gazetteer=EMPTY)


def test_what_fails_halfway_leaves_the_old_files(tmp_path):
    build(tmp_path, [VISIT])
    before = (tmp_path / "graph.trig").read_bytes()

    def breaking():
        yield VISIT
        raise RuntimeError("the disk went away")

    with pytest.raises(RuntimeError, match="disk"):
        write(tmp_path, breaking, resolved([VISIT]), gazetteer=EMPTY)
    assert (tmp_path / "graph.trig").read_bytes() == before


def test_a_date_is_typed_by_how_exact_it_is():
    kinds = {value: day(value).datatype.value.rpartition("#")[2] for value in ("2020", "2020-07", "2020-07-29", "近日")}
    assert kinds == {"2020": "gYear", "2020-07": "gYearMonth", "2020-07-29": "date", "近日": "string"}
    assert day("2020-02-31").datatype.value.endswith("string")
