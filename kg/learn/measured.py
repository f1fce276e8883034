"""The measured precision of the rules as a resource, from which the extraction takes the confidence of its claims."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import OutputError
from kg.learn.articles import RuleScore

_HEAD = """\
# How often each rule was right on the shipped gold articles: of the relations that it claimed there, each once an
# article, so many are in the gold. kg/extraction/confidence.py makes the confidence of its claims from it.
# Written by `kg eval --write-confidence`: run that again when rules or gold articles change; not to be edited by hand.
"""


def write_measured(rules: Mapping[str, RuleScore], file: Path) -> None:
    """Write how many relations of each rule are right, sorted by rule. Raises OutputError."""
    rows = [f"{rule},{score['right']},{score['claimed']}\n" for rule, score in sorted(rules.items())]
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(f"{_HEAD}rule,right,claimed\n{''.join(rows)}", encoding="utf-8")
        part.replace(file)
    except OSError as error:
        what = f"cannot write there ({error.strerror})"
        raise OutputError(what, str(file), "measure in a checkout of the project that you may write to") from None
