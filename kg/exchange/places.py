"""Where things are: divisions by name or code, and the context by which a thing is told from its namesakes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kg.errors import ReadError
from kg.exchange.facts import Thing
from kg.ontology import group, is_a
from kg.resources import load_csv

#: 王　伟, so that names of two and three characters are equally wide.
_PADDED = re.compile("(?<=[\u3400-\u9fff])\\s+(?=[\u3400-\u9fff])")
_SHOWN = 4  # of several divisions of one name, in an error
#: Of these groups a name says all: articles know no places of policies or industries.
_ANYWHERE = frozenset({"policy", "programme", "industry"})


def thing(name: str, kind: str, place: str, year: str, where: str) -> Thing:
    """A thing by name, class and place (a division's name or code, or ``""``); ``year`` tells one meeting from another.

    A division becomes the one of the gazetteer, and so does a zone without place. Raises ReadError where a place is
    unknown or may be several.
    """
    code = division(place, where) if place else ""
    if _is_division(name, kind):
        return _division(name, kind, code, where)
    if group(kind) in _ANYWHERE or kind == "Region":
        return Thing(name, kind)
    if group(kind) == "zone" and not code and (row := _zones().get(name)):
        return Thing(row["short"] or row["name"], row["type"], row["place_code"])
    if group(kind) == "person":
        name = _PADDED.sub("", name)
    return Thing(name, kind, f"{code}{year}" if group(kind) == "event" else code)


def _is_division(name: str, kind: str) -> bool:
    return (is_a(kind, "AdministrativeDivision") and kind != "Township") or (kind == "Place" and name in _called())


def _division(name: str, kind: str, inside: str, where: str) -> Thing:
    """The listed division of a name; one that is not listed has no code, and so nothing that it could be taken for."""
    known = _called().get(name, ())
    found = [code for code in known if not inside or _lies_in(code, inside)]
    if known and not found:
        todo = f"there is {', '.join(f'{code} {_path(code)}' for code in known[:_SHOWN])}"
        raise ReadError(f"no such division in {_rows()[inside]['name']}", f"{where}: {name}", todo)
    if not found:
        return Thing(name, kind)
    row = _rows()[_only([code for code in found if is_a(_rows()[code]["type"], kind)] or found, name, where)]
    return Thing(row["name"], row["type"], row["code"])


def known_by(context: str, name: str, kind: str) -> Thing:
    """A thing whose context is known; of a listed division under its own name."""
    row = _rows().get(context)
    if row and is_a(kind, "AdministrativeDivision") and kind != "Township" and name in (row["name"], row["short"]):
        return Thing(row["name"], row["type"], context)
    return Thing(name, kind, context)


def kind_of(name: str, allowed: tuple[str, ...]) -> str:
    """The class of a thing that nobody named: of a listed division or zone its own; else the only one that is allowed
    at this end of a relation; else ``""``."""
    if codes := _called().get(name):
        return _rows()[codes[0]]["type"]
    if row := _zones().get(name):
        return row["type"]
    return allowed[0] if len(allowed) == 1 else ""


def division(place: str, where: str) -> str:
    """The code of a division by code or name; of several of one name the one behind its city's: 南京市鼓楼区.

    Raises ReadError where there is none, or several.
    """
    if place in _rows():
        return place
    found = list(_called().get(place, ())) or _behind(place)
    if not found:
        raise ReadError("no such division", f"{where}: {place}", "give a name such as 衡阳市, or its GB/T 2260 code")
    return _only(found, place, where)


def _behind(place: str) -> list[str]:
    """The divisions of a name that is written behind one that they lie in."""
    for cut in range(len(place) - 2, 1, -1):
        if outer := _called().get(place[:cut]):
            inner = _called().get(place[cut:], ()) or _behind(place[cut:])
            if found := [code for code in inner if any(_lies_in(code, over) for over in outer)]:
                return found
    return []


def _only(codes: list[str], name: str, where: str) -> str:
    """The one that is meant of divisions of one name: 衡阳 is the city, not the county in it. Raises ReadError."""
    whole = [code for code in codes if _rows()[code]["name"] == name] or codes
    if around := [code for code in whole if all(_lies_in(other, code) for other in whole)]:
        return around[0]
    shown = ", ".join(f"{code} {_path(code)}" for code in whole[:_SHOWN])
    more = f" and {len(whole) - _SHOWN} more" if len(whole) > _SHOWN else ""
    raise ReadError(f"{len(whole)} divisions have this name", f"{where}: {name}", f"give the code: {shown}{more}")


def _path(code: str) -> str:
    row = _rows()[code]
    over = _rows().get(row["parent_code"])
    return f"{over['name'] if over else ''}{row['name']}"


def _lies_in(code: str, outer: str) -> bool:
    while code and code != outer:
        code = _rows()[code]["parent_code"] if code in _rows() else ""
    return bool(code)


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    """The divisions by code; of two levels under one code the upper one."""
    found: dict[str, Mapping[str, str]] = {}
    for row in load_csv("gazetteer/divisions.csv"):
        found.setdefault(row["code"], row)
    return found


@cache
def _called() -> Mapping[str, tuple[str, ...]]:
    """The codes of the divisions of a name; a former name counts where nothing bears it today."""
    now, before = defaultdict(list), defaultdict(list)
    for code, row in _rows().items():
        for name in {row["name"], row["short"]} - {""}:
            now[name].append(code)
        for name in filter(None, (row["former"] or "").split("|")):
            before[name].append(code)
    return {name: tuple(sorted(codes)) for name, codes in (*before.items(), *now.items())}


@cache
def _zones() -> Mapping[str, Mapping[str, str]]:
    """The listed zones by all their names, but for those of several."""
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in load_csv("gazetteer/zones.csv"):
        for name in {row["name"], row["short"], *row["aliases"].split("|")} - {""}:
            found[name].append(row)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}
