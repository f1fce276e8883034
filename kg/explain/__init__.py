"""Why a built graph has a relation, and why it has not: its articles read again, and told in plain data."""

from __future__ import annotations

from kg.explain.archive import Stored, Thing
from kg.explain.inquiry import Inquiry, Miss, Reason

__all__ = ["Inquiry", "Miss", "Reason", "Stored", "Thing"]
