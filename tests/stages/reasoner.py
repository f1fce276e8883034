"""An OWL 2 RL reasoner over the ontology and what a graph says: which contradictions follow.

The profile draws no conclusion from a domain or range that is a union. What is disjoint with every member of a union
is disjoint with the union, though, and with that added it finds a person who lies in a policy as well.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from itertools import permutations

import rdflib
from rdflib.namespace import OWL

from kg.ontology import NAMESPACE, folder

KG = rdflib.Namespace(NAMESPACE)
#: What the shared vocabularies say of their own classes and the ontology leans on.
SHARED = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
foaf:Person rdfs:subClassOf foaf:Agent ; owl:disjointWith foaf:Organization, foaf:Project .
foaf:Organization rdfs:subClassOf foaf:Agent ; owl:disjointWith foaf:Document .
org:Organization owl:equivalentClass foaf:Organization .
org:member rdfs:domain org:Membership ; rdfs:range foaf:Agent .
org:organization rdfs:domain org:Membership ; rdfs:range org:Organization .
org:subOrganizationOf rdfs:domain org:Organization ; rdfs:range org:Organization .
prov:Activity owl:disjointWith prov:Entity .
prov:wasQuotedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
skos:prefLabel rdfs:range rdfs:Literal .
skos:Concept owl:disjointWith skos:Collection, skos:ConceptScheme .
"""


def ontology() -> rdflib.Graph:
    """The ontology with the shared vocabularies and what follows for its unions."""
    graph = rdflib.Graph().parse(folder() / "kg.ttl").parse(data=SHARED, format="turtle")
    apart = {pair for group in graph.objects(None, OWL.members) for pair in permutations(graph.items(group), 2)}
    for union, members in list(graph.subject_objects(OWL.unionOf)):
        others = [{b for a, b in apart if a == member} for member in graph.items(members)]
        graph.addN((union, OWL.disjointWith, other, graph) for other in set.intersection(*others))
    return graph


def contradictions(said: Iterable[tuple[rdflib.term.Node, ...]]) -> list[str]:
    """What contradicts the ontology or itself, in the reasoner's words; slow beyond some thousand triples."""
    from owlrl.OWLRL import OWLRL_Semantics

    graph = ontology()
    graph.addN((*triple, graph) for triple in said)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        closure = OWLRL_Semantics(graph, False, False, rdfs=False)
        closure.closure()
    return closure.error_messages


def facts(text: str) -> Iterator[tuple[rdflib.term.Node, ...]]:
    """Facts in Turtle, with ``kg:`` for the ontology and ``:`` for things."""
    yield from rdflib.Graph().parse(data=f"@prefix kg: <{KG}> . @prefix : <http://x/> .\n{text}", format="turtle")
