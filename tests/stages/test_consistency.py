"""The ontology contradicts neither itself nor what is built by it, and the reasoner that says so does find faults."""

from __future__ import annotations

import pytest
from reasoner import contradictions, facts

SOUND = """:a a kg:Official ; kg:visited :zone ; kg:worksFor :city ; kg:chaired :talk ; kg:authorOf :text .
:zone a kg:HiTechZone ; kg:locatedIn :city ; kg:hasIndicator :sales . :city a kg:City ; kg:issued :plan .
:talk a kg:Event . :text a kg:Article . :plan a kg:Policy ; kg:appliesTo :zone . :sales a kg:Indicator .
:post a kg:Tenure ; kg:holder :a ; kg:body :city . :firm a kg:Company ; kg:cooperatesWith :zone ; kg:develops :chips .
:chips a kg:Industry . :claim a kg:Claim . :fact a kg:Fact . :held a kg:Quarantined ; kg:claim :claim .
:lab a kg:Facility ; kg:designatedAs :honour . :honour a kg:Programme ."""
#: Each is one contradiction, about the thing that has its name.
PLANTED = {
    "a person that is a zone": ":p1 a kg:Official, kg:HiTechZone .",
    "a city that is a county": ":p2 a kg:City, kg:County .",
    "a firm that visits": ":p3 a kg:Company ; kg:visited :zone .",
    "a visit to an event": ":p4 a kg:Event . :guest a kg:Person ; kg:visited :p4 .",
    "a person who lies in a city": ":p5 a kg:Person ; kg:locatedIn :city .",
    "a zone that applies to a city": ":p6 a kg:Zone ; kg:appliesTo :city .",
    "a firm that holds a post": ":t a kg:Tenure ; kg:holder :p7 . :p7 a kg:Company .",
    "an event that is an article": ":p8 a kg:Event . :a kg:authorOf :p8 .",
    "a fact that has a quote, as claims have": ":p9 a kg:Fact ; kg:quote '甲' .",
}


@pytest.fixture(scope="module")
def found():
    return contradictions(facts(SOUND + "".join(PLANTED.values())))


def test_the_ontology_and_a_thing_of_every_kind_are_consistent():
    assert contradictions(facts(SOUND)) == []


@pytest.mark.parametrize("number", range(1, len(PLANTED) + 1), ids=list(PLANTED))
def test_a_planted_contradiction_is_found(found, number):
    assert any(message.endswith(f"http://x/p{number}") for message in found), found


def test_only_what_was_planted_is_found(found):
    assert {message.rpartition("http://x/")[2] for message in found} == {f"p{n}" for n in range(1, len(PLANTED) + 1)}
