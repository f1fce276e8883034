"""What an extraction was made by: a digest of the code, the resources and the settings that it follows from."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from kg import ontology, resources

#: Not hashed: what no extraction reads.
_IDLE = frozenset({"gold", "samples", "__pycache__"})
_WHOLE = 1 << 20  # bytes up to which a file of another recogniser is hashed whole; of a larger one its size is


def fingerprint(ner: str | None = None, rules: str | None = None) -> str:
    """Sixteen digits that change when an article might be understood otherwise.

    ``ner`` and ``rules`` as in :class:`kg.extraction.Extractor`.
    """
    digest = sha256(f"{ner or ''}\n".encode())
    package = Path(__file__).resolve().parent.parent
    for root in (package / "extraction", resources.path("."), ontology.folder() / "kg.ttl"):
        for name, content in _files(root):
            digest.update(f"{name}\n".encode() + sha256(content).digest())
    for chosen in (ner, rules):
        for name, content in _files(Path(chosen)) if chosen else ():
            digest.update(f"{name}\n{len(content)}\n".encode() + sha256(content[:_WHOLE]).digest())
    return digest.hexdigest()[:16]


def graph_maker(base: str) -> str:
    """Sixteen digits that change when the same articles might give another graph, whatever they are understood by."""
    digest = sha256(f"{base}\n".encode())
    package = Path(__file__).resolve().parent.parent
    resolving = ("corpus", "graph", "resolution", "model.py", "build.py", "resources/gazetteer", "resources/lexicon")
    meaning = (ontology.folder() / name for name in ("kg.ttl", "shapes.ttl"))
    for root in (*(package / name for name in resolving), *meaning):
        for name, content in _files(root):
            digest.update(f"{name}\n".encode() + sha256(content).digest())
    return digest.hexdigest()[:16]


def _files(root: Path) -> list[tuple[str, bytes]]:
    """The files below a directory with their content, in order; a file alone is one."""
    if root.is_file():
        return [(root.name, root.read_bytes())]
    found = (file for file in root.rglob("*") if file.is_file() and not _IDLE & set(file.relative_to(root).parts))
    return [(file.relative_to(root).as_posix(), file.read_bytes()) for file in sorted(found)]
