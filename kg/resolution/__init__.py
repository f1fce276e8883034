"""Many mentions, one thing: which mentions of all articles name the same entity, and which articles are one text."""

from kg.resolution.merge import Resolution, resolve
from kg.resolution.reprints import same_texts, sketch

__all__ = ["Resolution", "resolve", "same_texts", "sketch"]
