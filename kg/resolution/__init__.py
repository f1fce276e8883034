"""Many mentions, one thing: which mentions of all articles name the same entity, and which articles are one text."""

from kg.resolution.evidence import Doubt, Link, Strength
from kg.resolution.ledger import Action, Decision, Ledger
from kg.resolution.merge import Resolution, resolve
from kg.resolution.reprints import same_texts, sketch

__all__ = [
    "Action",
    "Decision",
    "Doubt",
    "Ledger",
    "Link",
    "Resolution",
    "Strength",
    "resolve",
    "same_texts",
    "sketch",
]
