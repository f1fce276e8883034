"""Promises of the graph that hold for any articles: every claim quoted, every relation claimed, order without trace."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import load, write
from kg.graph.gazetteer import Gazetteer
from kg.graph.terms import DEFAULT_BASE, Iris
from kg.model import Article, Claim, Extraction, Mention, Modality
from kg.ontology import PREDICATES
from kg.resolution import resolve

NAMES = ("石敬之", "李建军", "高新区", "衡阳高新区", "“甲\\乙”办法", "数谷<1>")
CONTEXTS = ("", "430000", "430400", "431000", "衡阳日报")
KINDS = ("Person", "Official", "HiTechZone", "Zone", "GovernmentBody", "City", "Policy", "Event")
KG = Iris().ontology


@st.composite
def told(draw, number):
    """An article with any mentions and any claims between them."""
    body = draw(st.text("石敬之李建军到高新区调研。\n《“<&>\\\"'\t", min_size=8, max_size=40))
    span = st.integers(0, len(body) - 1).flatmap(lambda s: st.tuples(st.just(s), st.integers(s + 1, len(body))))
    spans = draw(st.lists(span, min_size=1, max_size=6))
    any_mention = st.builds(
        lambda at, kind, name, context: Mention(*at, kind, name, context),
        st.sampled_from(spans),
        st.sampled_from(KINDS),
        st.sampled_from(NAMES),
        st.sampled_from(CONTEXTS),
    )
    article_id = f"a{number}"
    mentions = [*draw(st.lists(any_mention, min_size=1, max_size=6)), Mention(0, 1, "Article", article_id, article_id)]
    end = st.integers(0, len(mentions) - 2)
    any_claim = st.builds(
        lambda s, p, o, at, modality, title: Claim(s, p, o, *at, "any", 0.5, modality, title),
        end,
        st.sampled_from(sorted(set(PREDICATES) - {"authorOf"})),
        end,
        st.sampled_from(spans),
        st.sampled_from(Modality),
        st.sampled_from((None, "市长")),
    )
    claims = draw(st.lists(any_claim, max_size=5))
    published = draw(st.sampled_from((None, "2024-03-05", "2023-01-01")))
    article = Article(article_id, f"{number}.txt", f"{number:064}", "", body, published)
    return article, Extraction(article_id, tuple(mentions), tuple(claims))


@st.composite
def worlds(draw):
    return [draw(told(number)) for number in range(draw(st.integers(1, 4)))]


def build(folder: Path, articles) -> ox.Store:
    folder.mkdir()
    resolution = resolve(articles, Iris().entity)
    write(folder, lambda: iter(articles), resolution, DEFAULT_BASE, Gazetteer({}, ()))
    store = ox.Store()
    store.bulk_load(path=str(folder / "graph.trig"))
    return store


def claims_of(store):
    """Graph, subject, predicate, object, quote, start, end and modality of every claim."""
    query = """SELECT ?g ?s ?p ?o ?quote ?start ?end ?how WHERE { GRAPH ?g { ?c a kg:Claim ; rdf:subject ?s ;
        rdf:predicate ?p ; rdf:object ?o ; kg:quote ?quote ; kg:start ?start ; kg:end ?end ; kg:modality ?how } }"""
    rows = store.query(query, prefixes=Iris().prefixes)
    return [tuple(cell.value for cell in row) for row in rows]


def relations_of(store, graph):
    """The relations between things that stand in a graph."""
    relations = {KG + name for name in PREDICATES}
    quads = store.quads_for_pattern(None, None, None, graph)
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads if q.predicate.value in relations}


@given(worlds())
@settings(max_examples=25)
def test_every_claims_quote_is_the_body_at_its_offsets(articles):
    bodies = {Iris().article(article.id): article.body for article, _ in articles}
    with TemporaryDirectory() as folder:
        found = claims_of(build(Path(folder, "out"), articles))
    assert len(found) == sum(len(extraction.claims) for _, extraction in articles)
    assert all(bodies[graph][int(start) : int(end)] == quote for graph, *_, quote, start, end, _ in found)


@given(worlds())
@settings(max_examples=25)
def test_a_relation_is_in_the_merge_exactly_when_an_article_asserts_it(articles):
    with TemporaryDirectory() as folder:
        store = build(Path(folder, "out"), articles)
        claimed = {(s, p, o) for _, s, p, o, *_, how in claims_of(store) if how == "asserted" and s != o}
        in_articles = {relation for graph in store.named_graphs() for relation in relations_of(store, graph)}
    assert relations_of(store, ox.DefaultGraph()) == claimed == in_articles


@given(worlds())
@settings(max_examples=25)
def test_support_is_the_number_of_articles_that_say_so(articles):
    with TemporaryDirectory() as folder:
        store = build(Path(folder, "out"), articles)
    query = (
        "SELECT ?s ?p ?o ?n WHERE { ?f a kg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:support ?n }"
    )
    support = [tuple(c.value for c in row) for row in store.query(query, prefixes=Iris().prefixes)]
    said = [relations_of(store, graph) for graph in store.named_graphs()]
    assert len(support) == len({row[:3] for row in support})
    assert all(int(n) == sum((s, p, o) in graph for graph in said) for s, p, o, n in support)


@given(worlds())
@settings(max_examples=25)
def test_every_entity_has_one_class_and_one_name_in_every_graph(articles):
    with TemporaryDirectory() as folder:
        store = build(Path(folder, "out"), articles)
    for graph in (ox.DefaultGraph(), *store.named_graphs()):
        for label in store.quads_for_pattern(None, ox.NamedNode(Iris().prefixes["skos"] + "prefLabel"), None, graph):
            for one in (label.predicate, ox.NamedNode(Iris().prefixes["rdf"] + "type")):
                assert len(list(store.quads_for_pattern(label.subject, one, None, graph))) == 1


@given(worlds(), st.randoms())
@settings(max_examples=25)
def test_entities_do_not_depend_on_the_order_of_articles(articles, random):
    shuffled = random.sample(articles, len(articles))
    assert resolve(articles, Iris().entity).entities() == resolve(shuffled, Iris().entity).entities()


@given(worlds())
@settings(max_examples=25)
def test_removing_an_article_removes_its_graph_and_what_no_other_supports(articles):
    """What the others say stays; names may change where the removed article made two things one."""
    with TemporaryDirectory() as folder:
        whole = build(Path(folder, "whole"), articles)
        rest = build(Path(folder, "rest"), articles[1:])
    gone = ox.NamedNode(Iris().article(articles[0][0].id))
    lost = {g.value for g in whole.named_graphs()} - {g.value for g in rest.named_graphs()}
    assert lost - {Iris().quarantine.value} == {gone.value}
    quotes = {(graph, quote, start) for graph, *_, quote, start, _, _ in claims_of(whole) if graph != gone.value}
    assert quotes == {(graph, quote, start) for graph, *_, quote, start, _, _ in claims_of(rest)}
    still = {relation for graph in rest.named_graphs() for relation in relations_of(rest, graph)}
    assert relations_of(rest, ox.DefaultGraph()) == still


@given(worlds())
@settings(max_examples=25)
def test_the_networkx_view_has_the_relations_of_the_merge_with_their_evidence(articles):
    bodies = {Iris().article(article.id): article.body for article, _ in articles}
    with TemporaryDirectory() as folder:
        store = build(Path(folder, "out"), articles)
        view = load(Path(folder, "out")).networkx()
    edges = {(s, KG + edge["predicate"], o) for s, o, edge in view.edges(data=True)}
    assert edges == relations_of(store, ox.DefaultGraph())
    for _, _, edge in view.edges(data=True):
        assert edge["evidence"]
        assert all(bodies[e["article"]][e["start"] : e["end"]] == e["quote"] for e in edge["evidence"])
