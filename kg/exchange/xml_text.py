"""Text as XML 1.0 can hold it."""

from __future__ import annotations

import re

#: What no XML 1.0 document may hold, not even as an entity (production 2 of the recommendation).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(text: str) -> str:
    """The text with a replacement character for each that XML forbids.

    >>> fit("a\\x00b")
    'a\ufffdb'
    """
    return _FORBIDDEN.sub("\ufffd", text)
