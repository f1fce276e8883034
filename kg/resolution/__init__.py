"""Many mentions, one thing: which mentions of all articles name the same entity, and which articles are one text."""

from kg.resolution import mentions, senses
from kg.resolution.evidence import Doubt, Link, Strength
from kg.resolution.ledger import Action, Decision, Ledger
from kg.resolution.mentions import forget, gathered, learn, sketches
from kg.resolution.merge import Resolution, resolve, resolve_gathered
from kg.resolution.reprints import same_texts, sketch
from kg.resolution.senses import understood_otherwise

#: The tables that resolution keeps of all articles.
SCHEMAS = mentions.SCHEMA, senses.SCHEMA

__all__ = [
    "SCHEMAS",
    "Action",
    "Decision",
    "Doubt",
    "Ledger",
    "Link",
    "Resolution",
    "Strength",
    "forget",
    "gathered",
    "learn",
    "resolve",
    "resolve_gathered",
    "same_texts",
    "sketch",
    "sketches",
    "understood_otherwise",
]
