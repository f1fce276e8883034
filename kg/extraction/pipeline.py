"""The pipeline: one spaCy Doc walks through the components, and comes out as an :class:`Extraction`.

======================  =====================================================  ==========================
component               reads                                                  writes
======================  =====================================================  ==========================
``kg_ner``              the text                                               ``doc.spans["ner"]``
``kg_gazetteer``        the text                                               ``doc.spans["gazetteer"]``
``kg_entities``         both, ``doc._.article``                                ``doc._.found``, ``doc.ents``
``kg_claims``           ``doc._.found``, ``doc._.article``                     ``doc._.extraction``
======================  =====================================================  ==========================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction import claims, entities, gazetteer, ner
from kg.extraction.found import Found
from kg.model import Article, Extraction

#: The modules whose import registers the components.
COMPONENTS = (ner, gazetteer, entities, claims)
#: Articles whose sentences are recognised together; more gains no speed and costs memory.
BATCH = 32


def make_nlp(model: str | None = None, rules: str | None = None) -> Language:
    """A blank Chinese pipeline with the project's components; ``model`` is any HanLP recogniser, by its directory or by
    the name of one of ``hanlp.pretrained`` that HanLP's cache holds, or None for the shipped one; ``rules`` a file or
    directory with relation rules of one's own.

    Raises:
        ModelError: there is no such model on this machine, or it cannot be loaded.
        ResourceError: a rule cannot be read.
    """
    for name in ("article", "found", "extraction"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    nlp = spacy.blank("zh")
    nlp.add_pipe("kg_ner", config={"model": model})
    nlp.add_pipe("kg_gazetteer")
    nlp.add_pipe("kg_entities")
    nlp.add_pipe("kg_claims", config={"rules": rules})
    return nlp


class Extractor:
    """Articles to extractions. Loads the model once; holds no state between articles."""

    def __init__(self, model: str | None = None, rules: str | None = None) -> None:
        self._nlp = make_nlp(model, rules)

    def extract(self, article: Article) -> Extraction:
        """What one article says."""
        return next(iter(self.extract_all([article])))[1]

    def names_and_claims(self, article: Article) -> tuple[list[Found], Extraction]:
        """The names that are found in one article, before it is known what they mean, and what it says."""
        doc = self._nlp(self._doc(article))
        return doc._.found, doc._.extraction

    def extract_all(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Extraction]]:
        """The same for many articles, in order, their sentences recognised in batches."""
        stream = iter(articles)
        while batch := list(islice(stream, BATCH)):
            for doc in self._nlp.pipe(map(self._doc, batch), batch_size=BATCH):
                yield doc._.article, doc._.extraction

    def _doc(self, article: Article) -> Doc:
        doc = ner.make_doc(self._nlp.vocab, article.body)
        doc._.article = article
        return doc
