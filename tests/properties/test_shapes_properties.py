"""The shapes as SPARQL find what pySHACL finds, whatever is wrong with a graph."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.check import shacl, sparql
from kg.check.run import without_echoes
from kg.graph import load, terms, write
from kg.graph.shapes import hierarchy, ontology_text, shipped
from kg.graph.terms import Iris
from kg.resolution import Action, Decision, resolve
from kg.resolution.ledger import ledger

sys.path.insert(0, str(Path(__file__).parents[1] / "stages"))
from small_worlds import GAZETTEER, build, says, told

KG, XSD = "https://kg.example.org/ontology#", "http://www.w3.org/2001/XMLSchema#"
SHAPES, ONTOLOGY = ontology_text("shapes.ttl"), ontology_text("kg.ttl")
ARTICLE = told(
    "衡阳市市长[石敬之](Official~430400)到[高新区](HiTechZone=衡阳高新区~430400)调研。[衡阳市](City~430400)印发[方案](Policy)。",
    "石敬之 visited 高新区",
    says("石敬之 worksFor 衡阳市", title="市长", date="2024-03"),
    "衡阳市 issued 方案",
    publisher="衡阳日报",
    published="2024-03-12",
)
SPELLINGS = ("1", "-3", "0", "0.5", "1.0", "abc", "", "2024", "2024-02-30", "2024-02", "2024-13", "true", "430400")
TYPES = ("integer", "decimal", "date", "gYear", "gYearMonth", "string", "boolean")


class World(tuple[ox.Quad, ...]):
    """The quads of a graph; too many to be shown with a failure."""

    def __repr__(self) -> str:
        return f"{len(self)} quads"


@pytest.fixture(scope="module")
def quads(tmp_path_factory) -> World:
    folder = tmp_path_factory.mktemp("whole")
    build(folder, [ARTICLE], GAZETTEER)
    return World(sorted(load(folder).store, key=str))


# Any text under any type. None ends in a line feed: before it Python's ``$`` matches, and that of SPARQL does not.
LITERALS = [
    *(ox.Literal(text) for text in ("asserted", "国家级", "central", *SPELLINGS)),
    *(ox.Literal(text, language=tag) for text in ("石敬之", "asserted", "") for tag in ("zh-hans", "en")),
    *(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for text in SPELLINGS for kind in TYPES),
]
CLASSES = [ox.NamedNode(KG + name) for name in ("City", "Company", "Claim", "Tenure", "Official", "Fact", "Zone")]
UNUSED = [ox.NamedNode(KG + name) for name in ("ended", "value", "begun", "reprintOf", "accompanied")]
NUMBER = st.integers(0, 10_000)


def damaged(quads: World, gone: list[int], come: list[tuple[int, int, int, bool]]) -> ox.Store:
    """A graph from which quads went, and into which came some of what is there and of what should not be.

    A number picks one of what there is. Of a quad that comes all may be strange, or its object alone.
    """
    nodes = sorted({quad.subject for quad in quads}, key=str)
    predicates = [*sorted({quad.predicate for quad in quads}, key=str), *UNUSED]
    objects = [*LITERALS, *CLASSES, *nodes]
    lost = {quads[number % len(quads)] for number in gone}
    store = ox.Store()
    store.extend(quad for quad in quads if quad not in lost)
    for one, two, three, only_object in come:
        old, new = quads[one % len(quads)], objects[three % len(objects)]
        predicate = old.predicate if only_object else predicates[two % len(predicates)]
        store.add(ox.Quad(old.subject, predicate, new, old.graph_name))
    return store


def both(store: ox.Store) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    graphs = ["", *(name.value for name in store.named_graphs())]
    asked = sparql.violations(store, shipped(), hierarchy())
    told = shacl.violations(store, SHAPES, "shapes.ttl", ONTOLOGY, graphs)
    return {v.key for v in without_echoes(asked)}, {v.key for v in without_echoes(told)}


@settings(max_examples=20, deadline=None)
@given(st.lists(NUMBER, max_size=12), st.lists(st.tuples(NUMBER, NUMBER, NUMBER, st.booleans()), max_size=16))
def test_both_engines_find_the_same_in_a_damaged_graph(quads, gone, come):
    asked, found = both(damaged(quads, gone, come))
    assert asked == found


KINDS = ("Official", "Company", "City", "HiTechZone", "Facility", "Event", "Policy", "Industry", "Programme")
THINGS = ("person/石敬之~430400", "zone/衡阳高新区~430400", "place/430400", "policy/方案")


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(THINGS), st.sampled_from(KINDS)))
def test_whatever_people_say_that_things_are_the_graph_keeps_to_its_shapes_and_loses_no_claim(tmp_path_factory, types):
    folder, iris = tmp_path_factory.mktemp("typed"), Iris()
    decided = ledger(Decision(Action.TYPE, thing, kind) for thing, kind in types.items())
    resolution = resolve([ARTICLE], iris.entity, decided, iris.base)
    counts = write(folder, lambda: iter([ARTICLE]), resolution, iris.base, GAZETTEER)
    store = load(folder).store
    assert not {v.key for v in without_echoes(sparql.violations(store, shipped(), hierarchy()))}
    modality = iris.term("modality")
    held = list(store.quads_for_pattern(None, modality, ox.Literal("quarantined"), None))
    asserted = list(store.quads_for_pattern(None, modality, ox.Literal("asserted"), None))
    listed = list(store.quads_for_pattern(None, terms.QUOTED_FROM, iris.gazetteer, None))
    assert counts.quarantined == len(held) + len(listed)
    assert counts.relations == len(asserted)
    assert counts.claims == len(held) + len(asserted) == len(ARTICLE[1].claims)
