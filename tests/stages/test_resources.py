"""The gazetteers and lexicons hold together: no code twice, no parent missing, no name for two zones."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.resources import load_csv, load_toml, path

DIVISIONS = {row["code"]: row for row in load_csv("gazetteer/divisions.csv")}
ZONES = load_csv("gazetteer/zones.csv")
LEXICONS = sorted(f"lexicon/{file.name}" for file in path("lexicon").glob("*.toml"))


def twice(names):
    return sorted(name for name, times in Counter(names).items() if times > 1)


def lists(table):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from lists(value)
        elif isinstance(value, list) and value and isinstance(value[0], str):
            yield name, value


def test_no_code_stands_twice():
    assert not twice(row["code"] for row in load_csv("gazetteer/divisions.csv"))


def test_every_division_below_a_province_lies_in_a_known_one_above_it():
    order = ("province", "city", "county")
    for row in DIVISIONS.values():
        parent = DIVISIONS.get(row["parent_code"])
        assert (parent is None) == (row["level"] == "province"), row
        assert parent is None or order.index(parent["level"]) < order.index(row["level"]), row


def test_the_four_municipalities_are_cities():
    assert {DIVISIONS[code]["type"] for code in ("110000", "120000", "310000", "500000")} == {"City"}


def test_every_zone_lies_in_a_known_division_or_says_none():
    assert not [row["name"] for row in ZONES if row["place_code"] and row["place_code"] not in DIVISIONS]


def test_no_name_stands_for_two_zones():
    names = [set(filter(None, (row["name"], row["short"], *row["aliases"].split("|")))) for row in ZONES]
    assert not twice(name for forms in names for name in forms)


@pytest.mark.parametrize("table", ["central_orgs", "firms", "institutes", "media", "regions"])
def test_no_name_stands_twice_in_a_table(table):
    assert not twice(row["name"] for row in load_csv(f"gazetteer/{table}.csv"))


@pytest.mark.parametrize("lexicon", LEXICONS)
def test_no_word_of_a_lexicon_is_padded_with_blanks(lexicon):
    for name, words in lists(load_toml(lexicon)):
        assert all(word == word.strip() for word in words), name
