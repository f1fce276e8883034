"""One spelling for the ways of writing one name: 湖南省衡阳市科学技术局, 衡阳科技局 and 衡阳市科技局 are one body."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from kg.resolution.keys import Key, contains, is_code
from kg.resources import load_csv, load_toml

_FILE = "lexicon/same_names.toml"
#: Of these groups a name may be written with or without its place and in long or short words.
_WRITTEN_OUT = frozenset({"org", "zone", "facility", "policy", "programme"})
_SHORTEST = 2  # characters that must stay behind a place: 衡阳 is not a body of 衡
_OWN = 4  # characters before 有限公司, at least, that make a name of its own: 川沱精工
REGISTERED = "有限公司"


class Form(NamedTuple):
    """A name as all its spellings have it: the code of the place that it begins with, or the context; the rest."""

    place: str
    rest: str


@lru_cache(maxsize=100_000)
def form_of(key: Key) -> Form:
    """What a key's name says, whatever words it chose.

    >>> form_of(Key("org", "湖南省衡阳市科学技术局", "430400")), form_of(Key("org", "衡阳科技局", "430400"))
    (Form(place='430400', rest='科技局'), Form(place='430400', rest='科技局'))
    """
    if key.group not in _WRITTEN_OUT:
        return Form(key.context, key.name)
    place, rest = _behind_the_place(key.name, key.context)
    return Form(place or key.context, usual(rest))


def _behind_the_place(name: str, context: str) -> tuple[str, str]:
    """The code of the last of the divisions with which a name begins, and what stands behind them."""
    found = ""
    while step := _division_in_front(name, found or context, bool(found)):
        code, length = step
        found, name = code, name[length:]
    return found, name


def _division_in_front(name: str, near: str, within: bool) -> tuple[str, int] | None:
    """The division with which a name begins, one of those near a place; the longest name, the widest division."""
    for length in range(min(_longest(), len(name) - _SHORTEST), 1, -1):
        if not (codes := _codes().get(name[:length], ())):
            continue
        if is_code(near):
            codes = tuple(c for c in codes if (c != near and contains(near, c)) or (not within and contains(c, near)))
        if codes and (is_code(near) or len(codes) == 1):
            return min(codes, key=lambda code: (code != near, len(code.rstrip("0")), code)), length
    return None


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """The codes of the divisions that have a name, short name or former name."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in load_csv("gazetteer/divisions.csv"):
        for name in filter(None, (row["name"], row["short"])):
            found[name].add(row["code"])
    for name, code in load_toml(_FILE)["divisions"].items():
        found[name].add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items() if len(name) > 1}


@cache
def _longest() -> int:
    return max(map(len, _codes()))


@lru_cache(maxsize=100_000)
def usual(rest: str) -> str:
    """Long words by short ones, a former body by what it has become."""
    for long, short in _by_length():
        rest = rest.replace(long, short)
    renamed: dict[str, str] = load_toml(_FILE)["renamed"]
    return renamed.get(rest, rest)


@cache
def _by_length() -> list[tuple[str, str]]:
    forms: dict[str, str] = load_toml(_FILE)["forms"]
    return sorted(forms.items(), key=lambda pair: -len(pair[0]))


def is_registered(name: str) -> bool:
    """Whether a firm is named as it is registered; such a name is given once in the country."""
    return name.endswith(REGISTERED) and len(name) > len(REGISTERED) + _OWN


def firm_name(rest: str) -> str:
    """A firm's name without the words of the law: 川沱精工 of 川沱精工股份有限公司."""
    return rest.removesuffix(REGISTERED).removesuffix("股份").removesuffix("责任")
