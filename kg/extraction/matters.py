"""What somebody comes about is not where somebody goes: guards of the rules of visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extraction.chips import Chip

#: In front of what is looked into.
ABOUT = frozenset({"就", "围绕", "针对", "关于"})


def without_matters(chips: Sequence[Chip]) -> Sequence[Chip]:
    """Chips in which what is looked into has no class: 到甲区就乙业发展调研 went to the first, not to the second."""
    if ABOUT.isdisjoint(c.text for c in chips):
        return chips
    pairs = zip([None, *chips], chips, strict=False)
    return [replace(c, label="") if before is not None and before.text in ABOUT else c for before, c in pairs]


def relative_visit(chips: Sequence[Chip]) -> str:
    """The word of visiting that 的 follows, in front of the last chip: 来某县考察的 is part of a name's description."""
    return next(
        (a.text for a, b in pairwise(chips) if a.text.endswith(("考察", "调研", "访问", "参观")) and b.text == "的"), ""
    )
