"""Functions and files stay small enough to be read in one go."""

from __future__ import annotations

from source import ROOT, file_of, functions, modules

LONGEST_FUNCTION = 60  # lines, docstring included
USUAL_FUNCTION = 35  # lines within which nine functions in ten stay
LONGEST_FILE = 400  # lines

# Exceptions, each with its reason. Empty is best.
LONGER_FUNCTIONS: dict[str, str] = {}
LONGER_FILES: dict[str, str] = {}


def lengths() -> dict[str, int]:
    return {
        f"{name}.{function.name}": (function.end_lineno or function.lineno) - function.lineno + 1
        for name, tree in modules().items()
        for function in functions(tree)
    }


def test_no_function_is_longer_than_a_screen():
    found = {name: length for name, length in lengths().items() if length > LONGEST_FUNCTION}
    assert not {name: length for name, length in found.items() if name not in LONGER_FUNCTIONS}


def test_nine_functions_in_ten_are_short():
    found = sorted(lengths().values())
    assert found[len(found) * 9 // 10] <= USUAL_FUNCTION


def test_no_file_takes_on_a_second_job():
    python = [file_of(name) for name in modules()] + sorted((ROOT / "tests").rglob("*.py"))
    sizes = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in python}
    assert not {name: size for name, size in sizes.items() if size > LONGEST_FILE and name not in LONGER_FILES}


def test_exceptions_name_what_exists():
    assert set(LONGER_FUNCTIONS) <= set(lengths())
    assert all((ROOT / name).is_file() for name in LONGER_FILES)
