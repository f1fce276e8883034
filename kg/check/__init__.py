"""Whether a graph keeps to its shapes: by pySHACL, or by the same shapes as SPARQL."""

from kg.check.report import Found, Held, Report, Violation
from kg.check.run import Engine, check

__all__ = ["Engine", "Found", "Held", "Report", "Violation", "check"]
