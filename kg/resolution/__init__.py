"""Many mentions, one thing: which mentions of all articles name the same entity."""

from kg.resolution.merge import Resolution, resolve

__all__ = ["Resolution", "resolve"]
