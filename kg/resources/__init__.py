"""Package data: rules, lexicons, gazetteers, the NER model, sample articles. Files only; this is how to reach them."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.errors import ResourceError


def path(name: str) -> Path:
    """The file or directory ``name`` (such as ``gazetteer/divisions.csv``) inside this package."""
    found = Path(str(files(__name__).joinpath(name)))
    if not found.exists():
        raise ResourceError("no such resource", str(found), "reinstall the package")
    return found


@cache
def load_toml(name: str) -> dict[str, Any]:
    """The content of a TOML resource, read once: treat it as read-only."""
    file = path(name)
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(str(error), str(file), "mend the TOML syntax") from None


def load_csv(name: str) -> list[dict[str, str]]:
    """The rows of a CSV resource by column name; lines that start with ``#`` are comments."""
    with path(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))
