"""The things that the gazetteer lists: zones and central organs, whatever words a text has for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kg.resolution.evidence import Link
from kg.resolution.forms import Form, form_of
from kg.resolution.keys import Key, normal
from kg.resources import load_csv

CHINA = "100000"  # the context of central organs


@cache
def listed() -> dict[tuple[str, Form], Key]:
    """Every listed zone and organ under all its names; what two of them share names neither."""
    found: dict[tuple[str, Form], Key | None] = {}
    for key, names in (*_zones(), *_organs()):
        for name in names:
            form = key.group, form_of(Key(key.group, normal(name), key.context))
            found[form] = key if found.get(form, key) == key else None
    return {form: key for form, key in found.items() if key}


def _zones() -> Iterator[tuple[Key, list[str]]]:
    for row in load_csv("gazetteer/zones.csv"):
        names = [row["short"] or row["name"], row["name"], *row["aliases"].split("|")]
        yield Key("zone", normal(names[0]), row["place_code"]), list(filter(None, names))


def _organs() -> Iterator[tuple[Key, list[str]]]:
    for row in load_csv("gazetteer/central_orgs.csv"):
        names = [row["name"], *row["aliases"].split("|")]
        yield Key("org", normal(row["name"]), CHINA), list(filter(None, names))


@cache
def backbone() -> frozenset[Key]:
    """The keys of all that is listed."""
    return frozenset(listed().values())


def in_the_backbone(keys: Iterable[Key]) -> Iterator[Link]:
    """Keys that mean something listed, with its own key."""
    for key in keys:
        if key.group in ("zone", "org"):
            known = listed().get((key.group, form_of(key))) or listed().get((key.group, form_of(_officially(key))))
            if known and known != key:
                yield Link(known, key, "on the lists under this name")


def _officially(key: Key) -> Key:
    """海城经济开发区 for 海城经开区, which is short for it where no national zone has that name."""
    short = key.name.endswith("经开区") and "国家" not in key.name
    return key._replace(name=key.name.removesuffix("经开区") + "经济开发区") if short else key
