"""Bytes to :class:`~kg.model.Article`: decoded, in simplified script, without glosses and page chrome.

Convention of a cleaned body: digits and Latin letters in ASCII; ``，。：；！？（）`` full width where they touch
Chinese text; quotation marks ``“ ”`` and ``‘ ’``; one space at most between words, none beside Chinese punctuation; a
paragraph a line.
"""

from kg.reading.article import parse_text, read

__all__ = ["parse_text", "read"]
