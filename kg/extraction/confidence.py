"""How sure a claim is: the precision of its rule, as measured on gold articles and smoothed by what the rule says of
itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.errors import ResourceError
from kg.model import Claim
from kg.resources import load_csv, path

MEASURED = "rules/measured.csv"
#: How many measured relations a rule's own prior is worth. Most rules claim less than this in all gold articles, and
#: one wrong claim in two says little of such a rule; one that claims thirty is judged by them.
PRIOR_WEIGHT = 8
_LEAST, _MOST = 0.01, 0.99  # nothing is certain, and nothing that is claimed is excluded


@dataclass(frozen=True, slots=True)
class Measured:
    """How many relations a rule claimed in the gold articles, and how many of them are right."""

    right: int
    claimed: int


@cache
def measured() -> Mapping[str, Measured]:
    """The measured rules by id. Raises ResourceError where the file is damaged."""
    try:
        return {row["rule"]: _read(row["right"], row["claimed"]) for row in load_csv(MEASURED)}
    except (KeyError, TypeError, ValueError) as error:
        where = str(path(MEASURED))
        raise ResourceError(
            f"not rule,right,claimed ({error})", where, "renew it: kg eval --write-confidence"
        ) from None


def _read(right: str, claimed: str) -> Measured:
    found = Measured(int(right), int(claimed))
    if not 0 <= found.right <= found.claimed:
        raise ValueError(f"{right} of {claimed}")
    return found


def confidence(rule: str, prior: float) -> float:
    """The probability that a claim of a rule is right, in (0, 1) to two decimals.

    The mean of a Beta distribution that begins at the rule's ``prior``, as if that were :data:`PRIOR_WEIGHT` relations
    seen, and goes on with those measured: a rule that nobody has measured keeps its prior.
    """
    seen = measured().get(rule, Measured(0, 0))
    mean = (seen.right + PRIOR_WEIGHT * prior) / (seen.claimed + PRIOR_WEIGHT)
    return min(max(round(mean, 2), _LEAST), _MOST)


def with_confidence(claims: Iterable[Claim]) -> list[Claim]:
    """Claims with what was measured of their rules.

    To be asked once the surest of several rules has been chosen by their priors: else what is measured of a rule would
    change what it claims, and the next measurement would find something else.
    """
    return [replace(claim, confidence=confidence(claim.rule, claim.confidence)) for claim in claims]
