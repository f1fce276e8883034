"""``kg ontology``: the reference of all classes and predicates, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.screen import results


def ontology(
    file: Annotated[Path, typer.Option("--to", metavar="FILE", help="The page to write.")] = Path("ontology.html"),
) -> None:
    """Write the reference of the ontology: every class and predicate, what it means, and how to ask for it.

    The page is one file that needs no network, in Chinese and English.

    [bold]Example[/bold]

      kg ontology --to ontology.html
    """
    from kg.view.frame import write
    from kg.view.ontology_page import ontology_page

    results().print(f"open {write(file, ontology_page())}", soft_wrap=True, markup=False)
