"""A small invented graph for the page tests, and a reader who opens its pages and looks at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Page

HOSTILE = "</script><img src=x onerror='window.hacked=1'>甲乙"
VISIT = f"3月5日，{HOSTILE}副市长率队赴丙丁高新区调研。"
FIRST = {"article": "urn:a1", "headline": "丙丁高新区<b>调研</b>记", "published": "2024-03-06"}
SECOND = {"article": "urn:a2", "headline": "丙丁市出台新政", "published": "2024-05-01"}
TEXTS = {
    "urn:a1": f"丙丁高新区<b>调研</b>记\n{VISIT}\n丙丁高新区位于丙丁市。天气很好。",
    "urn:a2": "丙丁市出台新政\n丙丁市印发《丙丁市人才办法》。庚辛任丙丁市市长。",
}


@dataclass
class Record:
    iri: str
    id: str
    headline: str
    published: str
    publisher: str
    source_path: str
    text: str


@dataclass
class World:
    graph: nx.MultiDiGraph = field(default_factory=nx.MultiDiGraph)

    def shown(self) -> tuple[nx.MultiDiGraph, list[Record]]:
        return self.graph, self.articles()

    def articles(self) -> list[Record]:
        heads = {"urn:a1": FIRST, "urn:a2": SECOND}
        return [
            Record(iri, iri[-2:], heads[iri]["headline"], heads[iri]["published"], "丙丁日报", f"{iri[-2:]}.txt", text)
            for iri, text in TEXTS.items()
        ]

    def thing(self, iri: str, name: str, kind: str, group: str) -> None:
        self.graph.add_node(iri, name=name, type=kind, group=group, aliases=[], articles=1, gazetteer=False)

    def says(self, about: dict[str, str], subject: str, predicate: str, obj: str, quote: str, **more: Any) -> None:
        start = TEXTS[about["article"]].index(quote)
        rule = more.pop("rule", "by-hand")
        evidence = about | {"quote": quote, "start": start, "end": start + len(quote), "rule": rule, "confidence": 0.9}
        edge = {"predicate": predicate, "support": 1, "title": None, "date": None, "evidence": [evidence]} | more
        self.graph.add_edge(subject, obj, f"{subject} {predicate} {obj}", **edge)


def small_world() -> World:
    """Two articles, two people, a zone, a city, a policy, and a park that nothing is said of."""
    world = World()
    world.thing("urn:person", HOSTILE, "Official", "person")
    world.thing("urn:mayor", "庚辛", "Official", "person")
    world.thing("urn:zone", "丙丁高新区", "HiTechZone", "zone")
    world.thing("urn:city", "丙丁市", "City", "place")
    world.thing("urn:policy", "丙丁市人才办法", "Policy", "policy")
    world.thing("urn:alone", "壬癸产业园", "IndustrialPark", "zone")
    world.says(FIRST, "urn:person", "visited", "urn:zone", VISIT, date="2024-03-05", rule="visited.goes-and-visits")
    world.says(FIRST, "urn:zone", "locatedIn", "urn:city", "丙丁高新区位于丙丁市。")
    world.says(SECOND, "urn:city", "issued", "urn:policy", "丙丁市印发《丙丁市人才办法》。")
    world.says(SECOND, "urn:mayor", "worksFor", "urn:city", "庚辛任丙丁市市长。", title="市长")
    return world


def crowded_world(size: int = 120) -> World:
    """Things round six hubs: enough for labels to get into each other's way."""
    world = World()
    for number in range(size):
        world.thing(f"urn:{number:05}", f"丙丁市第{number}新材料产业技术协同研究院", "ResearchInstitution", "org")
    for number in range(1, size):
        hub = number % 6 if number >= 6 else 0
        world.says(SECOND, f"urn:{number:05}", "partOf", f"urn:{hub:05}", "庚辛任丙丁市市长。")
    return world


@dataclass
class Visit:
    """A page being read, and everything that it asked for or complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, file: Path, fragment: str = "") -> Page:
        """A page with a picture, once it is drawn."""
        self.page.goto(file.as_uri() + fragment)
        drawn(self.page)
        return self.page

    def read(self, file: Path) -> Page:
        """A page that is read."""
        self.page.goto(file.as_uri())
        return self.page

    def hear(self, complaint: str) -> None:
        """Note what the browser says; that software is slow to read pixels is no fault of the page."""
        if "GL Driver Message" not in complaint:
            self.complaints.append(complaint)

    def outside(self) -> list[str]:
        """What was asked for that is no file of this disk."""
        return [url for url in self.requests if not url.startswith(("file:", "data:image/"))]


def until(page: Page, expression: str) -> None:
    """Wait until something is so. Playwright's own waiting evaluates strings in the page, which its policy forbids."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"this never came: {expression}")


def drawn(page: Page) -> None:
    """Wait until the picture is drawn."""
    until(page, "window.kg !== undefined && kg.placed().length > 0")


def page_of(site: Path, name: str) -> Path:
    """The page of the thing of this name."""
    return next(
        file
        for file in (site / "pages").glob("entity-*.html")
        if f"<h1>{name}</h1>" in file.read_text(encoding="utf-8")
    )


def place(page: Page, *iris: str) -> tuple[float, float]:
    """Where on the screen a node is, or the middle of the line between two."""
    left, top = page.evaluate(
        """(iris) => {
          const view = kg.stage.view(), stage = document.getElementById('mynetwork').getBoundingClientRect();
          const spots = iris.map((iri) => view.at(kg.stage.spot(kg.things.findIndex((thing) => thing.iri === iri))));
          const mean = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
          return [mean('x') + stage.left, mean('y') + stage.top];
        }""",
        list(iris),
    )
    return left, top


def seen(page: Page) -> set[str]:
    """The IRIs of the things that the picture shows."""
    return set(page.evaluate("kg.things.filter((_, id) => kg.seen(id)).map((thing) => thing.iri)"))
