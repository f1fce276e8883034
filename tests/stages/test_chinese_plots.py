"""Plots have Chinese characters: a font for matplotlib is found, and where there is none, kg says what to do."""

from __future__ import annotations

import io
import warnings

import pytest
from matplotlib.figure import Figure

from kg.errors import ResourceError
from kg.notebook import chinese_font, fonts

TEXT = "内江高新区－考察，褚明煦、濮之恒 2024"


def draw(family: str) -> None:
    """Draw the text; a character that the font lacks is an error."""
    figure = Figure()
    figure.text(0.1, 0.5, TEXT, family=family)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(io.BytesIO(), format="png")


def test_the_font_that_is_found_has_every_character():
    draw(chinese_font())


def test_the_font_of_matplotlib_has_not():
    with pytest.raises(UserWarning, match="missing from font"):
        draw("DejaVu Sans")


def test_where_there_is_none_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Font",))
    with pytest.raises(ResourceError, match=r"no font with Chinese characters - install one, such as Noto Sans CJK SC"):
        chinese_font()
