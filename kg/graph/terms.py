"""IRIs and literals: the only file that spells one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import KgError
from kg.model import Article
from kg.ontology import group, is_a

DEFAULT_BASE = "https://kg.example.org/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = ox.NamedNode(_RDF + "type")
SUBJECT, PREDICATE, OBJECT = (ox.NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
PREF_LABEL, ALT_LABEL = ox.NamedNode(_SKOS + "prefLabel"), ox.NamedNode(_SKOS + "altLabel")
HEADLINE, PUBLISHED, PUBLISHER = (ox.NamedNode(_SCHEMA + name) for name in ("headline", "datePublished", "publisher"))
QUOTED_FROM = ox.NamedNode("http://www.w3.org/ns/prov#wasQuotedFrom")
#: An ISO date by its length: a year, a month, a day.
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_HEADLINE = 60  # characters that stand for the title of an article that has none
_CODE = re.compile(r"[0-9]{6}")

#: A triple of the graph. No blank nodes: everything has a name that the next build gives again.
Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
#: Subject, predicate and object of a relation between things, as IRIs.
Relation = tuple[str, str, str]


def order(triple: Triple) -> tuple[str, str, str]:
    """The key by which triples are sorted in files."""
    return triple[0].value, triple[1].value, str(triple[2])


def triple(relation: Relation) -> Triple:
    """A relation as a triple."""
    subject, predicate, object_ = map(ox.NamedNode, relation)
    return subject, predicate, object_


def statement(node: ox.NamedNode, relation: Relation) -> Iterator[Triple]:
    """What makes a node speak of a relation: its subject, predicate and object."""
    yield from zip((node,) * 3, (SUBJECT, PREDICATE, OBJECT), triple(relation), strict=True)


def headline(article: Article) -> str:
    """The title of an article, or how its text begins."""
    return article.title or article.body.split("\n", 1)[0][:_HEADLINE]


def plain(term: object) -> str:
    """The IRI of a node or the text of a literal; ``""`` for nothing."""
    return "" if term is None else str(getattr(term, "value", term))


def kind(term: object) -> str:
    """What a term is: the local name of a literal's XSD datatype, another datatype whole, ``iri`` for a node."""
    return term.datatype.value.removeprefix(_XSD) if isinstance(term, ox.Literal) else "iri"


def label(text: str) -> ox.Literal:
    """A name, in simplified Chinese."""
    return ox.Literal(text, language="zh-Hans")


def number(value: int) -> ox.Literal:
    """A count or an offset."""
    return ox.Literal(str(value), datatype=ox.NamedNode(_XSD + "integer"))


def truth(value: bool) -> ox.Literal:
    """Yes or no."""
    return ox.Literal(str(value).lower(), datatype=ox.NamedNode(_XSD + "boolean"))


def decimal(value: float) -> ox.Literal:
    """A confidence."""
    return ox.Literal(f"{value:.2f}", datatype=ox.NamedNode(_XSD + "decimal"))


def exact(value: Decimal) -> ox.Literal:
    """A number as the text writes it, without an exponent."""
    return ox.Literal(f"{value:f}", datatype=ox.NamedNode(_XSD + "decimal"))


def day(value: str) -> ox.Literal:
    """An ISO date, typed by how exact it is; what is no date stays plain text."""
    kind = _DATE_TYPES.get(len(value))
    try:
        date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        kind = None
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + kind)) if kind else ox.Literal(value)


class Iris:
    """The IRIs of one dataset, under its base. Raises KgError where the base is no IRI."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = base if base.endswith(("/", "#")) else base + "/"
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", base):
            raise KgError("not the beginning of IRIs", base, f"give one such as {DEFAULT_BASE}")
        try:
            self.gazetteer = ox.NamedNode(f"{self.base}gazetteer")
            self.quarantine = ox.NamedNode(f"{self.base}quarantine")
        except ValueError:
            raise KgError("not the beginning of IRIs", base, f"give one such as {DEFAULT_BASE}") from None
        self.ontology = f"{self.base}ontology#"
        self.article_base = f"{self.base}article/"

    @property
    def prefixes(self) -> dict[str, str]:
        """Known in every query and written into every file."""
        return {
            "kg": self.ontology,
            "org": "http://www.w3.org/ns/org#",
            "prov": "http://www.w3.org/ns/prov#",
            "rdf": _RDF,
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "schema": _SCHEMA,
            "skos": _SKOS,
            "xsd": _XSD,
        }

    def term(self, name: str) -> ox.NamedNode:
        """A term of the ontology."""
        return ox.NamedNode(self.ontology + name)

    def local(self, iri: str) -> str:
        """The name of a term of the ontology; any other IRI as it is."""
        return iri.removeprefix(self.ontology)

    def entity(self, kind: str, name: str, context: str) -> str:
        """A thing: a division by its GB/T 2260 code, any other by group, name and context."""
        if is_a(kind, "AdministrativeDivision") and kind != "Township" and _CODE.fullmatch(context):
            return f"{self.base}place/{context}"
        beside = f"~{_readable(context)}" if context else ""
        return f"{self.base}{group(kind)}/{_readable(name)}{beside}"

    def article(self, article_id: str) -> str:
        """An article, and the graph of what it says."""
        return f"{self.article_base}{_readable(article_id)}"

    def claim(self, article_id: str, position: int) -> ox.NamedNode:
        """The claim at a position among its article's."""
        return ox.NamedNode(f"{self.article(article_id)}#claim-{position}")

    def quarantined(self, article_id: str, position: int) -> ox.NamedNode:
        """What a claim says and the graph does not hold; the position is that of the claim as it was extracted."""
        return ox.NamedNode(f"{self.article(article_id)}#quarantined-{position}")

    def derived(self, kind: str, *parts: str) -> str:
        """A node that stands for a combination: a fact, a tenure."""
        digest = sha256("\n".join(parts).encode()).hexdigest()[:16]
        return f"{self.base}{kind}/{digest}"


@lru_cache(maxsize=100_000)
def _readable(text: str) -> str:
    """Letters of every script stay as they are; what an IRI may not hold is percent-encoded, and so is ``~``, which
    stands between name and context. Full-width brackets become plain ones, as in the keys of the resolution."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c if c.isalnum() or c in "-_.·()" else quote(c, safe="").replace("~", "%7E") for c in plain)
