"""Public names are few, and each says what it means."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest
from source import modules

import kg
import kg.notebook

PUBLIC = ["Article", "Claim", "Entity", "Graph", "KgError", "Mention", "build", "load", "remove"]


def public_definitions(tree: ast.Module):
    """Public classes, functions and methods of a module: those a caller may use."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from (
                    (f"{node.name}.{inner.name}", inner)
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
                )


def test_the_public_list_is_exactly_this():
    assert kg.__all__ == PUBLIC


@pytest.mark.parametrize("module", [kg, kg.notebook], ids=lambda module: module.__name__)
def test_every_public_name_can_be_had_and_stands_in_the_table_of_its_module(module):
    assert len(module.__all__) > 8
    for name in module.__all__:
        assert callable(getattr(module, name)), name
        assert re.search(rf"^{name}  +\w", module.__doc__, re.M), name


def test_kg_build_stays_the_function_after_its_module_is_imported():
    order = "import kg.build, kg; from kg.build import Report; kg.build(paths=[], nothing=1)"
    done = subprocess.run([sys.executable, "-c", order], capture_output=True, text=True, check=False)
    assert "unexpected keyword argument 'nothing'" in done.stderr


def test_every_module_and_public_name_is_documented():
    silent = [name for name, tree in modules().items() if not ast.get_docstring(tree)]
    silent += [
        f"{name}.{thing}"
        for name, tree in modules().items()
        for thing, node in public_definitions(tree)
        if not ast.get_docstring(node)
    ]
    assert not silent


def test_no_file_name_says_nothing():
    empty = {"util", "utils", "common", "helper", "helpers", "misc"}
    assert not {name for name in modules() if empty & set(name.split("."))}
