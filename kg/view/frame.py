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
from kg.view.theme import asset, colours

#: A Content-Security-Policy under which only these scripts and styles act, and nothing else is loaded.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"
)


def fill(template: str, text: Mapping[str, str], markup: Mapping[str, str]) -> str:
    """The asset ``template`` with each ``{{name}}`` replaced: by ``text`` escaped, by ``markup`` as it is.

    Replaced once, from the left: a name such as ``{{title}}`` inside a text stays text.
    """
    gaps = {name: escape(value) for name, value in text.items()} | dict(markup)
    return re.sub(r"\{\{(\w+)\}\}", lambda gap: gaps[gap[1]], asset(template))


def styles(*names: str) -> str:
    """A style sheet of the theme's colours and the named assets."""
    return "".join(asset(name) for name in names) + colours()


def standalone(
    template: str, text: Mapping[str, str], markup: Mapping[str, str], style: str, scripts: Sequence[str]
) -> str:
    """A page that carries all it needs: it can be sent to somebody as one file."""
    allowed = " ".join(_digest(script) for script in scripts) or "'none'"
    gaps = {
        "policy": POLICY.format(scripts=allowed, styles=_digest(style)),
        "style": f"<style>{style}</style>",
        "scripts": "".join(f"<script>{script}</script>\n" for script in scripts),
    }
    return fill(template, text, dict(markup) | gaps)


def linked(
    template: str, text: Mapping[str, str], markup: Mapping[str, str], files: Sequence[str], drawing: str = ""
) -> str:
    """A page that shares ``files`` with others: a style sheet and scripts, by their relative addresses.

    ``drawing`` is a script of this page alone and runs after the first of them. What may run is named by a number that
    is a digest of the page itself: nobody who gets a text into the page can foresee it, and every build gives the same.
    """
    made = fill(template, text, dict(markup) | dict.fromkeys(("policy", "style", "scripts"), "")) + drawing
    nonce = sha256(made.encode(errors="replace")).hexdigest()[:32]
    tags = [f'<script nonce="{nonce}" src="{file}"></script>\n' for file in files[1:]]
    if drawing:
        tags.insert(1, f'<script nonce="{nonce}">{drawing}</script>\n')
    gaps = {
        "policy": POLICY.format(scripts=f"'nonce-{nonce}'", styles=f"'nonce-{nonce}'"),
        "style": f'<link rel="stylesheet" nonce="{nonce}" href="{files[0]}">',
        "scripts": "".join(tags),
    }
    return fill(template, text, dict(markup) | gaps)


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
