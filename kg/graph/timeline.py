"""What happened to a thing, in order: posts that began and ended, and dated facts with the sentences that tell them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.store import Graph
from kg.ontology import PREDICATES

#: What a date of a tenure tells, by the variable of the query.
_OF_POSTS = {"begun": "任职", "first": "首见报道", "last": "末见报道", "ended": "卸任"}
_POSTS = """SELECT DISTINCT ?tenure ?person ?title ?body ?begun ?first ?last ?ended ?by ?successor WHERE {{
  {{ ?tenure kg:holder <{iri}> }} UNION {{ ?tenure kg:body <{iri}> }} UNION
  {{ ?tenure kg:body ?part . ?part kg:partOf <{iri}> }}
  ?tenure kg:holder/skos:prefLabel ?person ; kg:body/skos:prefLabel ?body ; kg:title ?title .
  OPTIONAL {{ ?tenure kg:begun ?begun }}
  OPTIONAL {{ ?tenure kg:firstSeen ?first ; kg:lastSeen ?last }}
  OPTIONAL {{ ?tenure kg:ended ?ended }}
  OPTIONAL {{ ?tenure kg:endedBy ?by ; kg:successor/kg:holder/skos:prefLabel ?successor }}
}} ORDER BY ?tenure"""
_CLAIMS = """SELECT ?subject ?predicate ?object ?date ?published ?quote ?headline WHERE {{
  GRAPH ?article {{
    {{ ?claim rdf:subject <{iri}> }} UNION {{ ?claim rdf:object <{iri}> }}
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:quote ?quote ; kg:modality "asserted" .
    ?article schema:headline ?headline .
    OPTIONAL {{ ?claim kg:date ?date }} OPTIONAL {{ ?article schema:datePublished ?published }}
  }}
  FILTER(?p NOT IN (kg:worksFor, kg:partOf, kg:locatedIn))
  ?s skos:prefLabel ?subject . ?o skos:prefLabel|schema:headline ?object .
  BIND(STRAFTER(STR(?p), "#") AS ?predicate)
}} ORDER BY ?date ?published ?article"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something at a time. ``when`` is an ISO date: of the event where a text tells it, else of its report, as
    ``told`` says; ``quote`` and ``headline`` are empty for what many articles show together."""

    when: str
    what: str
    told: bool
    quote: str = ""
    headline: str = ""


def timeline(graph: Graph, iri: str) -> list[Moment]:
    """What is known of a thing over time, the earliest first; of a place or body with the posts in it and its parts.

    What has no date at all is not in it. A fact that several articles tell of one day stands once.
    """
    found: dict[tuple[str, str], Moment] = {}
    for moment in (*_posts(graph, iri), *_facts(graph, iri)):
        found.setdefault((moment.when, moment.what), moment)
    return sorted(found.values(), key=lambda moment: (moment.when, moment.what))


def _posts(graph: Graph, iri: str) -> Iterator[Moment]:
    for _, person, title, body, begun, first, last, ended, by, successor in graph.query(_POSTS.format(iri=iri)).rows:
        post = f"{person} {title} {body}"
        dates = {"begun": begun, "first": first, "last": last if last != first else "", "ended": ended}
        for which, when in dates.items():
            if when:
                yield Moment(when, f"{post} {_OF_POSTS[which]}", which in ("begun", "ended"))
        if by:
            yield Moment(by, f"{post} {successor}接任", False)


def _facts(graph: Graph, iri: str) -> Iterator[Moment]:
    rows = graph.query(_CLAIMS.format(iri=iri)).rows
    for subject, predicate, object_, date, published, quote, headline in rows:
        if when := date or published:
            said = f"{subject} {PREDICATES[predicate].zh} {object_}"
            yield Moment(when, said, bool(date), " ".join(quote.split()), headline)
