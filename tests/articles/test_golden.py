"""What each article of this folder says, one claim a line, in the golden file beside it.

``KG_UPDATE_GOLDEN=1 pytest tests/articles`` writes the golden files anew; the difference is to be read in review.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.extraction import Extractor
from kg.model import Article, Claim, Extraction
from kg.reading import read

HERE = Path(__file__).parent
SOURCES = sorted(f for f in HERE.iterdir() if f.suffix in (".txt", ".html", ".jsonl") and ".golden" not in f.name)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def said(article: Article, extraction: Extraction, claim: Claim) -> str:
    """One claim as a line: who, what, whom, and what qualifies it."""

    def name(index: int) -> str:
        mention = extraction.mentions[index]
        return "ARTICLE" if mention.type == "Article" else f"{mention.name} ({mention.type})"

    more = " ".join(filter(None, (claim.title, claim.date, "" if claim.modality == "asserted" else claim.modality)))
    return f"{name(claim.subject)} | {claim.predicate} | {name(claim.object)} | {more}".rstrip()


@pytest.mark.parametrize("source", SOURCES, ids=lambda f: f.name)
def test_an_article_says_what_its_golden_file_states(source, extractor):
    lines = []
    for item in read([str(source)]):
        assert isinstance(item, Article), item
        extraction = extractor.extract(item)
        lines.append(f"# {item.title} | {item.published} | {item.publisher}")
        lines += sorted({said(item, extraction, claim) for claim in extraction.claims})
    golden = source.with_name(source.name + ".golden.txt")
    if os.environ.get("KG_UPDATE_GOLDEN"):
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == golden.read_text(encoding="utf-8").splitlines()


def test_every_quote_of_a_claim_is_a_sentence_that_names_its_ends_or_stands_for_them(extractor):
    for source in SOURCES:
        for item in read([str(source)]):
            extraction = extractor.extract(item)
            for claim in extraction.claims:
                assert 0 <= claim.start < claim.end <= len(item.body)
                assert item.body[claim.start : claim.end] == item.body[claim.start : claim.end].strip()
