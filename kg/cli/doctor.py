"""``kg doctor``: what is installed, what is missing, what to do."""

from __future__ import annotations

import sys

import typer

from kg.cli.screen import results
from kg.errors import KgError

OLDEST, NEWEST = (3, 11), (3, 13)  # the Python versions that pyproject.toml allows

Finding = tuple[bool, str, str]


def doctor() -> None:
    """Check the installation: Python, packages, ontology, model and data. Says what to do about what is missing."""
    findings = [_python(), *_packages(), *_resources()]
    screen = results()
    for well, what, told in findings:
        screen.print(f"{'[green]ok[/green]     ' if well else '[red]missing[/red]'} {what}", end="  ")
        screen.print(told, markup=False, soft_wrap=True)
    if not all(well for well, _, _ in findings):
        raise typer.Exit(1)


def _python() -> Finding:
    running = sys.version_info[:2]
    told = ".".join(map(str, running))
    return OLDEST <= running <= NEWEST, "Python", told


def _packages() -> list[Finding]:
    from importlib.metadata import PackageNotFoundError, requires

    try:
        needed = requires("kg") or []
    except PackageNotFoundError:
        return [(False, "kg", "runs from a source tree; pip install . brings it and what it needs")]
    names = [_name(requirement) for requirement in needed if "extra ==" not in requirement]
    return [_package(name) for name in names]


def _name(requirement: str) -> str:
    end = next((at for at, sign in enumerate(requirement) if not (sign.isalnum() or sign in "-_.")), len(requirement))
    return requirement[:end]


def _package(name: str) -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return True, name, version(name)
    except PackageNotFoundError:
        return False, name, f"pip install {name}"


def _resources() -> list[Finding]:
    from kg import resources

    findings: list[Finding] = [_ontology()]
    for name, meaning in (("gazetteer", "places and zones"), ("rules", "relation rules"), ("model", "NER weights")):
        try:
            files = [file for file in resources.path(name).rglob("*") if file.is_file()]
        except KgError as error:
            findings.append((False, meaning, str(error)))
            continue
        size = sum(file.stat().st_size for file in files)
        told = f"{len(files)} files, {size / 1e6:.1f} MB" if files else "reinstall kg: pip install --force-reinstall ."
        findings.append((bool(files), meaning, told))
    return findings


def _ontology() -> Finding:
    try:
        from kg.ontology import CLASSES, PREDICATES
    except (ImportError, KgError) as error:
        return False, "ontology", str(error)
    return True, "ontology", f"{len(CLASSES)} classes, {len(PREDICATES)} predicates"
