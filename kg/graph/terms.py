"""IRIs and literals: the only file that spells one."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

import pyoxigraph as ox

from kg.model import Article
from kg.ontology import NAMESPACE
from kg.resolution.keys import Key, is_code

DEFAULT_BASE = "https://kg.example.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Known in every query and written into every file.
PREFIXES = {
    "kg": NAMESPACE,
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": SKOS,
    "schema": SCHEMA,
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": XSD,
}
TYPE = ox.NamedNode(RDF + "type")
SUBJECT, PREDICATE, OBJECT = (ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
PREF_LABEL, ALT_LABEL = ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(SKOS + "altLabel")
HEADLINE, PUBLISHED, PUBLISHER = (ox.NamedNode(SCHEMA + name) for name in ("headline", "datePublished", "publisher"))


def kg(name: str) -> ox.NamedNode:
    """A term of our ontology."""
    return ox.NamedNode(NAMESPACE + name)


def label(text: str) -> ox.Literal:
    """A name, in simplified Chinese."""
    return ox.Literal(text, language="zh-Hans")


def number(value: int) -> ox.Literal:
    """A count or an offset."""
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def decimal(value: float) -> ox.Literal:
    """A confidence."""
    return ox.Literal(f"{value:.2f}", datatype=ox.NamedNode(XSD + "decimal"))


def day(value: str) -> ox.Literal:
    """An ISO date; typed where it is a whole day."""
    return ox.Literal(value, datatype=ox.NamedNode(XSD + "date")) if len(value) == 10 else ox.Literal(value)


class Iris:
    """The IRIs of one dataset, under its base."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = base if base.endswith(("/", "#")) else base + "/"

    def entity(self, key: Key) -> ox.NamedNode:
        """A thing: its group and code, or name and context. The same key always gives the same IRI."""
        if key.group == "place" and is_code(key.context):
            return ox.NamedNode(f"{self.base}place/{key.context}")
        context = f"~{_readable(key.context)}" if key.context else ""
        return ox.NamedNode(f"{self.base}{key.group}/{_readable(key.name)}{context}")

    def article(self, article: Article) -> ox.NamedNode:
        """An article, and the graph of what it says."""
        return ox.NamedNode(f"{self.base}article/{article.id}")

    def claim(self, article: Article, position: int) -> ox.NamedNode:
        """The claim at a position among its article's."""
        return ox.NamedNode(f"{self.base}article/{article.id}#claim-{position}")

    def derived(self, kind: str, *parts: str) -> ox.NamedNode:
        """A node that stands for a combination: a fact, a tenure."""
        digest = sha256("\n".join(parts).encode()).hexdigest()[:16]
        return ox.NamedNode(f"{self.base}{kind}/{digest}")

    @property
    def gazetteer(self) -> ox.NamedNode:
        """The graph of what the gazetteer knows."""
        return ox.NamedNode(f"{self.base}gazetteer")


def _readable(text: str) -> str:
    """Letters of every script stay as they are; what an IRI may not hold is percent-encoded."""
    return "".join(c if c.isalnum() or c in "-_.·（）“”" else quote(c, safe="") for c in text)
