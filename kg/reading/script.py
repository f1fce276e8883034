"""Traditional to simplified characters, leaving what is already simplified as it is."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Characters of the simplified standard that OpenCC takes for traditional ones: 於 is a surname, 瞭望 a magazine, 徵 a
# note of music, 乾 a trigram. In a line that is otherwise simplified they stay.
SIMPLIFIED_TOO = re.compile("[於瞭徵乾麽藉夥覆]")

#: 陜 (of 陝, not of 陝西), which pages write for 陕.
LOOKALIKES = str.maketrans("陜", "陕")


def simplify(line: str) -> str:
    """One line in simplified characters. Names are converted like all else (朱鎔基, 瀋陽)."""
    line = line.translate(LOOKALIKES)
    converted = _converter().convert(line)
    if converted == line:
        return line
    kept = SIMPLIFIED_TOO.sub("", line)
    return converted if len(kept) == len(line) or _converter().convert(kept) != kept else line


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
