"""From an article to what it says: names, their meaning in the article, and the claims between them."""

from kg.extraction.pipeline import Extractor

__all__ = ["Extractor"]
