"""The data that flows between the stages: plain, frozen, and importing nothing of the project.

Text positions are characters into :attr:`Article.body`, half open: ``body[start:end]``.

::

    reading -> Article -> extraction -> Extraction(Mention, Claim, LeftOut) -> resolution -> Entity -> graph
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

#: The rule of a claim that a user stated, and what such an extraction is made by: no rule finds it, none outdates it.
IMPORTED = "import"


class Modality(StrEnum):
    """How the text holds a claim. Only ``ASSERTED`` claims become relations of the graph. ``REJECTED`` is none of the
    text's: a person read the sentence and judged that it does not say so. Nor is ``QUARANTINED``: what the text asserts
    violates a shape, so that the graph cannot hold it."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    NEGATED = "negated"
    FORMER = "former"
    REPORTED = "reported"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class BylineRole(StrEnum):
    """What a person named in the byline did for the article."""

    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    CONTRIBUTOR = "contributor"
    PHOTOGRAPHER = "photographer"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Byline:
    """One person named as a maker of the article.

    ``start`` and ``end`` are the characters of the name in the body; ``outlet`` is the medium that the byline
    itself names (本报 stands for the publisher and is not one), else ``None``.
    """

    name: str
    role: BylineRole
    start: int
    end: int
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One cleaned news article.

    ``body`` is simplified Chinese without page chrome; its first line is the title where one was found, followed by
    the source line where that names an outlet or an author, then one paragraph a line. ``id`` is the first 16
    hexadecimal digits of ``sha256``, the digest of the article's bytes as they were read. ``published`` is an ISO
    date. ``publisher`` is the medium or office that the article names as its source. A file of a user's own facts is an
    article, too, with a line a fact; its ``id`` follows from all that it says.
    """

    id: str
    source_path: str
    sha256: str
    title: str
    body: str
    published: str | None = None
    publisher: str | None = None
    bylines: tuple[Byline, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text that names a thing.

    ``type`` is a class of the ontology (its local name). ``name`` is the full name of the thing meant, in context:
    ``衡阳市科技局`` where the text has 市科技局. ``context`` tells namesakes apart: the GB/T 2260 code of a
    division, the code of the place that a body, zone or facility belongs to, the jurisdiction of a person; ``""``
    where unknown.
    Two mentions of an article name one thing exactly when type group, name and context agree.
    """

    start: int
    end: int
    type: str
    name: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who stands in which relation to whom, according to which sentence, by which rule, how surely.

    ``subject`` and ``object`` are positions in :attr:`Extraction.mentions`. ``start`` and ``end`` bound the sentence.
    ``confidence`` lies in (0, 1]. ``title`` is the post of a ``worksFor``; ``date`` the ISO date (``2020``,
    ``2020-07`` or ``2020-07-29``) at which the text places the fact. ``value`` and ``unit`` are those of a
    ``hasIndicator`` as the sentence has them, 11.5 and 亿元; a value may be a bound, as the indicator's name then says.
    """

    subject: int
    predicate: str
    object: int
    start: int
    end: int
    rule: str
    confidence: float
    modality: Modality = Modality.ASSERTED
    title: str | None = None
    date: str | None = None
    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something seen and not used, with the reason in words that a reader understands."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article says. A pure function of the article and the resources."""

    article_id: str
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the graph: what all its mentions, over all articles, name.

    ``iri`` is deterministic (DESIGN: type and canonical key). ``aliases`` are all other forms seen, sorted.
    ``fixed`` says that a person decided on the class or the name.
    """

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...] = field(default=())
    fixed: bool = False
