"""The reference of the ontology has every term, leads nowhere outside, and the one in docs is of today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_accessibility import findings

from kg.ontology import CLASSES, PREDICATES, folder
from kg.view.ontology_page import ontology_page

DOCS = Path(__file__).resolve().parents[2] / "docs" / "ontology.html"


@pytest.fixture(scope="module")
def html() -> str:
    return ontology_page()


def terms(html: str) -> dict[str, str]:
    """The entry of every term."""
    return dict(re.findall(r'<section class="term" id="(\w+)">(.*?)</section>', html, re.S))


def test_every_term_of_the_ontology_has_an_entry(html):
    defined = re.findall(r"^kg:(\w+) a owl:", (folder() / "kg.ttl").read_text("utf-8"), re.M)
    assert sorted(terms(html)) == sorted(defined)
    assert html.count('class="term"') == len(defined)


def test_every_entry_says_how_to_ask_for_the_term_and_every_relation_that_is_found_has_a_sentence(html):
    poor = [name for name, entry in terms(html).items() if 'class="queries"' not in entry]
    assert not poor
    told = {name for name, entry in terms(html).items() if 'class="example"' in entry}
    unfound = {"authorOf", "awarded", "signed", "succeeded"}  # of the byline, or in the ontology alone
    assert set(PREDICATES) - told == unfound
    assert {"City", "HiTechZone", "Official", "Policy", "Zone", "Organization"} <= told


def test_an_entry_tells_ends_alignment_shapes_and_an_example(html):
    entry = terms(html)["worksFor"]
    for part in ("schema:worksFor", 'href="#Person"', 'href="#Zone"', "kg:worksForShape", 'class="subject"'):
        assert part in entry, part
    assert "confidence is above 0 and at most 1" in terms(html)["confidence"]


def test_every_link_leads_to_a_place_on_the_page(html):
    places = set(re.findall(r'id="(\w+)"', html))
    assert set(re.findall(r'href="#(\w+)"', html)) <= places
    assert not re.findall(r'(?:href|src)="(?!#)', html)
    assert {name for name in (*CLASSES, *PREDICATES) if f'href="#{name}"' not in html} == set()


def lasting(html: str) -> dict[str, str]:
    """What the ontology says of each term; examples and ready queries come and go with rules and questions."""
    return {
        name: re.sub(r'<dt>(?:(?!<dt>).)*<dd class="(?:example|queries)">.*?</dd>', "", entry, flags=re.S)
        for name, entry in terms(html).items()
    }


def test_the_page_in_docs_says_what_the_ontology_says(html):
    """``kg ontology --to docs/ontology.html`` writes it anew."""
    assert lasting(DOCS.read_text("utf-8")) == lasting(html)


def test_the_command_writes_the_page(kg, html, tmp_path):
    done = kg("ontology", "--to", tmp_path / "页.html")
    assert done.stdout == f"open {tmp_path / '页.html'}\n"
    assert (tmp_path / "页.html").read_text("utf-8") == html


@pytest.fixture(scope="module")
def file(html, tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("页") / "ontology.html"
    made.write_text(html, "utf-8")
    return made


def test_the_page_is_read_offline_in_both_languages(file, visit):
    page = visit.read(file)
    assert page.locator("#visited").inner_text().startswith("考察")
    page.locator("#language").click()
    assert page.locator("#visited").inner_text().startswith("visited")
    assert not visit.outside()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_has_no_serious_finding_of_axe(file, visit):
    assert findings(visit.read(file)) == []
