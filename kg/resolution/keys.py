"""Keys: what makes two mentions one thing, and which contexts are compatible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from kg.model import Mention
from kg.ontology import group

#: Marks that articles put round a name or leave out: 《…办法》 and …办法 are one document.
_MARKS = re.compile(r"[\s《》〈〉“”\"'‘’「」『』]+")
#: Begins the context of a person whom an article names without place or employer. No name or code begins so.
ONLY_IN = "@"


class Key(NamedTuple):
    """A thing: its type group, its normal name, and what tells it from namesakes."""

    group: str
    name: str
    context: str


@lru_cache(maxsize=100_000)
def normal(name: str) -> str:
    """A name without white space and quotation marks, full-width letters and digits as plain ones.

    >>> normal("“１１３３”工程 ")
    '1133工程'
    """
    plain = unicodedata.normalize("NFKC", name)
    return unicodedata.normalize("NFKC", _MARKS.sub("", plain)) or plain


def key_of(article_id: str, mention: Mention) -> Key:
    """The key of a mention, before articles are compared: a person without context is one of this article alone."""
    kind = group(mention.type)
    context = mention.context or (ONLY_IN + article_id if kind == "person" else "")
    return Key(kind, normal(mention.name), context)


def narrowest(context: str, known: Iterable[str]) -> str:
    """The narrowest context inside this one, where all that lie inside lie round it; else the context itself.

    >>> narrowest("430000", ["430000", "430400"]), narrowest("430000", ["430000", "430400", "431000"])
    ('430400', '430000')
    """
    inside = [c for c in known if contains(context, c)]
    found = max(inside, key=lambda c: (len(c.rstrip("0")), c), default=context)
    return found if all(contains(c, found) for c in inside) else context


def contains(outer: str, inner: str) -> bool:
    """Whether a context is another one or, by GB/T 2260 codes, the province or city that it lies in.

    >>> contains("430000", "430400"), contains("430400", "430408"), contains("430400", "431000")
    (True, True, False)
    """
    if outer == inner:
        return True
    if not (is_code(outer) and is_code(inner)):
        return False
    prefix = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return inner.startswith(prefix)


def is_code(context: str) -> bool:
    """Whether a context is the GB/T 2260 code of a division."""
    return len(context) == 6 and context.isascii() and context.isdigit()
