"""A finished HTML file: the frame with its gaps filled, all user text escaped, and nothing loaded from anywhere."""

from __future__ import annotations

import os
import re
import tempfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from kg.errors import OutputError
from kg.view.theme import asset, variables


def fill(template: str, text: Mapping[str, str], markup: Mapping[str, str]) -> str:
    """The asset ``template`` with each ``{{name}}`` replaced: by ``text`` escaped, by ``markup`` as it is.

    Replaced once, from the left: a name such as ``{{title}}`` inside a text stays text.
    """
    gaps = {name: escape(value) for name, value in text.items()} | dict(markup)
    return re.sub(r"\{\{(\w+)\}\}", lambda gap: gaps[gap[1]], asset(template))


def styles(*names: str) -> str:
    """The style element of a page, of the theme's colours and the named assets."""
    return variables() + "".join(asset(name) for name in names)


def policy(scripts: Sequence[str], style: str) -> str:
    """A Content-Security-Policy under which only these scripts and this style act, and nothing is loaded."""
    allowed = " ".join(_digest(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def write(path: Path, html: str) -> Path:
    """Put ``html`` at ``path`` whole or not at all, as UTF-8 with line feeds. Raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _refused(path, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(html)
        Path(partial).chmod(0o644)
        Path(partial).replace(path)
    except OSError as error:
        Path(partial).unlink(missing_ok=True)
        raise _refused(path, error) from None
    return path


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write the page ({error.strerror})", str(path), "choose a directory you may write to")
