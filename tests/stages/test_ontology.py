"""The ontology says what every term means, and the code reads it as it stands."""

from __future__ import annotations

import subprocess
import sys

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.ontology import CLASSES, GROUPS, NAMESPACE, PREDICATES, folder, group, is_a, most_specific, subclasses

KG = rdflib.Namespace(NAMESPACE)
CLASSES_OF_DESIGN = """Person Official Organization GovernmentBody Company ResearchInstitution Association MediaOutlet
Place AdministrativeDivision Province City County Township Region Zone HiTechZone EconomicDevelopmentZone NewArea
DemonstrationZone IndustrialPark Facility Policy Programme Event Industry Indicator Tenure Article Claim"""
# ANNOTATION.md, the table of relations: from, to.
RELATIONS = {
    "worksFor": (["Official", "Person"], ["GovernmentBody", "Company", "City", "HiTechZone"]),
    "locatedIn": (["HiTechZone", "Facility", "Company", "ResearchInstitution", "County"], ["City", "NewArea"]),
    "partOf": (["GovernmentBody", "Company"], ["GovernmentBody", "City", "HiTechZone"]),
    "visited": (["Official", "Person"], ["City", "HiTechZone", "Facility", "Company"]),
    "attended": (["Official"], ["Event"]),
    "chaired": (["Official"], ["Event"]),
    "spokeAt": (["Official"], ["Event"]),
    "accompanied": (["Official"], ["Person"]),
    "issued": (["GovernmentBody", "City"], ["Policy", "Programme"]),
    "appliesTo": (["Policy", "Programme"], ["Province", "IndustrialPark"]),
    "designatedAs": (["City", "HiTechZone", "Company"], ["Programme"]),
    "develops": (["City", "HiTechZone", "Company"], ["Industry"]),
    "cooperatesWith": (["Company", "HiTechZone", "City"], ["ResearchInstitution", "HiTechZone", "City"]),
    "authorOf": (["Person"], ["Article"]),
}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(folder() / "kg.ttl")


def own(ontology, *kinds):
    found = {term for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    return sorted(term for term in found if term.startswith(KG))


def terms(ontology):
    return own(ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def test_every_class_of_the_design_is_there():
    assert set(CLASSES_OF_DESIGN.split()) <= set(CLASSES)


@pytest.mark.parametrize("predicate", RELATIONS)
def test_every_relation_of_the_annotation_guide_fits_its_predicate(predicate):
    domain, range_ = PREDICATES[predicate].domain, PREDICATES[predicate].range
    subjects, objects = RELATIONS[predicate]
    assert all(any(is_a(kind, end) for end in domain) for kind in subjects)
    assert all(any(is_a(kind, end) for end in range_) for kind in objects)


def test_a_person_cannot_lie_in_a_city_nor_a_city_visit():
    assert not any(is_a("Person", end) for end in PREDICATES["locatedIn"].domain)
    assert not any(is_a("City", end) for end in PREDICATES["visited"].domain)


def test_every_term_has_a_label_and_a_definition_in_chinese_and_english(ontology):
    poor = [
        (term, about)
        for term in terms(ontology)
        for about in (RDFS.label, SKOS.definition)
        if sorted(text.language for text in ontology.objects(term, about)) != ["en", "zh"]
    ]
    assert not poor


def test_every_predicate_between_things_has_domain_and_range():
    assert not [name for name, predicate in PREDICATES.items() if not (predicate.domain and predicate.range)]


def test_every_top_class_is_aligned_with_a_shared_vocabulary(ontology):
    shared = ("https://schema.org/", "http://www.w3.org/", "http://xmlns.com/foaf/")
    alone = [
        name
        for name, known in CLASSES.items()
        if not known.parents and not any(str(p).startswith(shared) for p in ontology.objects(KG[name], RDFS.subClassOf))
    ]
    assert not alone


def test_nothing_is_its_own_superclass():
    assert not [(a, b) for a in CLASSES for b in CLASSES if a != b and is_a(a, b) and is_a(b, a)]


def test_a_hi_tech_zone_is_a_zone_and_no_place():
    assert is_a("HiTechZone", "Zone")
    assert not is_a("HiTechZone", "Place")
    assert {"Zone", "HiTechZone", "IndustrialPark"} <= subclasses("Zone")


def test_groups_are_those_of_the_scoring():
    assert {group(name) for name in ("Official", "Person")} == {"person"}
    assert group("Township") == group("Region") == "place"
    assert group("MediaOutlet") == "org"
    assert [group(name) for name in ("Facility", "Policy", "Programme", "Event", "Industry")] == [
        "facility",
        "policy",
        "programme",
        "event",
        "industry",
    ]
    assert set(GROUPS) <= set(CLASSES)


def test_a_tenures_ends_are_no_relations_between_things():
    assert not {"holder", "body"} & set(PREDICATES)


def test_only_cooperation_holds_both_ways():
    assert [name for name, predicate in PREDICATES.items() if predicate.symmetric] == ["cooperatesWith"]


def test_a_post_makes_an_official_and_the_more_frequent_kind_of_zone_wins():
    assert most_specific({"Person": 7, "Official": 1}) == "Official"
    assert most_specific({"Zone": 9, "HiTechZone": 1, "NewArea": 2}) == "NewArea"
    assert most_specific({"NewArea": 1, "HiTechZone": 1}) == most_specific({"HiTechZone": 1, "NewArea": 1})


@pytest.mark.parametrize("known", [CLASSES, PREDICATES])
def test_an_unknown_name_is_an_error_that_names_the_nearest(known):
    right = next(iter(known))
    with pytest.raises(KeyError, match=f"did you mean '{right}'"):
        known[right + "x"]
    with pytest.raises(KeyError, match="not in the ontology"):
        known["完全不同"]


def test_claims_belong_to_no_group_of_things():
    with pytest.raises(KeyError, match="Claim"):
        group("Claim")


def test_a_damaged_installation_says_so(tmp_path):
    """Without the folder of the ontology the package cannot work, and its message says what to do."""
    (tmp_path / "kg").mkdir()
    for part in ("errors.py", "ontology.py"):
        (tmp_path / "kg" / part).write_text((folder().parent / "kg" / part).read_text("utf-8"), "utf-8")
    (tmp_path / "kg" / "__init__.py").touch()
    done = subprocess.run([sys.executable, "-c", "import kg.ontology"], cwd=tmp_path, capture_output=True, check=False)
    assert b"reinstall the package" in done.stderr


# ---- shapes ----


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(folder() / "shapes.ttl")


SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def test_shapes_speak_only_of_terms_that_the_ontology_defines(ontology, shapes):
    known = set(terms(ontology))
    used = {node for triple in shapes for node in triple if node.startswith(KG) and not node.endswith("Shape")}
    assert used
    assert not used - known


def test_every_shape_and_property_has_a_message_in_both_languages(shapes):
    checks = list(shapes.subjects(SH.path)) + list(shapes.subjects(SH.targetSubjectsOf))
    languages = [sorted(text.language for text in shapes.objects(check, SH.message)) for check in checks]
    assert languages
    assert all(found == ["en", "zh"] for found in languages)


def classes_of(shapes, node):
    one = list(shapes.objects(node, SH["class"]))
    for choice in shapes.objects(node, SH["or"]):
        one += [c for item in shapes.items(choice) for c in shapes.objects(item, SH["class"])]
    return sorted(c.removeprefix(KG) for c in one)


def test_shapes_give_every_relation_the_ends_that_the_ontology_gives_it(shapes):
    for name in PREDICATES:
        shape = next(shapes.subjects(SH.targetSubjectsOf, KG[name]))
        (range_,) = shapes.objects(shape, SH.property)
        assert classes_of(shapes, shape) == list(PREDICATES[name].domain), name
        assert classes_of(shapes, range_) == list(PREDICATES[name].range), name


def test_a_claim_may_use_every_relation_of_the_ontology(shapes):
    allowed = next(
        shapes.value(check, SH["in"])
        for check in shapes.objects(KG.ClaimShape, SH.property)
        if shapes.value(check, SH.path) == RDF.predicate
    )
    assert {p.removeprefix(KG) for p in shapes.items(allowed)} == set(PREDICATES)
