"""Bodies, zones, places, documents: which of their keys are one thing, by their names and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from kg.resolution.backbone import backbone
from kg.resolution.evidence import Doubt, Link, Strength
from kg.resolution.forms import REGISTERED, firm_name, form_of, is_registered, usual
from kg.resolution.keys import Key, contains

_SHORT_ZONE, _PLAIN_ZONE = "经开区", "经济开发区"  # of a place that has one of the latter the former is its short name
_CORE = 2  # characters with which a firm's own name begins, at least
_GROUP = ("集团", "股份")  # what sets a firm apart from its sister, and is no short form of it
_DISTINCT = 4  # characters of a firm's short form that are enough to know it anywhere: 川沱精工


def same_things(keys: Iterable[Key], types: Mapping[Key, str]) -> Iterator[Link | Doubt]:
    """Which keys are one thing, and which might be; ``types`` has the class of each key."""
    groups: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(keys):
        groups[key.group].append(key)
    for group in groups.values():
        yield from _same_words(group)
    yield from _short_zones(groups["zone"])
    yield from _firms([key for key in groups["org"] if types[key] == "Company"])


def _same_words(keys: Sequence[Key]) -> Iterator[Link | Doubt]:
    """One name in one place in other words; a name without place is the only one of the name, else stands apart."""
    forms: dict[str, dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for key in keys:
        place, rest = form_of(key)
        forms[rest][place].append(key)
    for places in forms.values():
        for same in places.values():
            yield from (Link(a, b, "one name in other words") for a, b in pairwise(same))
        firsts = [same[0] for place, same in sorted(places.items()) if place]
        yield from _without_place(places.get("", ()), firsts)


def _without_place(bare: Sequence[Key], placed: Sequence[Key]) -> Iterator[Link | Doubt]:
    if bare and len(placed) == 1:
        yield Link(placed[0], bare[0], "the only one of this name", Strength.LIKELY)
    elif bare:
        yield from (Doubt(key, bare[0], "the text does not say which of several it means") for key in placed)


def _short_zones(zones: Sequence[Key]) -> Iterator[Link | Doubt]:
    """某经开区 is the 某经济开发区 of its place, where there is no 经济技术开发区 beside it."""
    known = {(form_of(key), _is_technical(key)): key for key in zones}
    for (form, technical), short in known.items():
        plain = known.get((form._replace(rest=form.rest.replace(_SHORT_ZONE, _PLAIN_ZONE)), False))
        if short in backbone():
            continue  # 淮安经开区 is national, and 淮安经济开发区 beside it is not
        if form.rest.endswith(_SHORT_ZONE) and not technical and plain and plain != short:
            if (form, True) in known:
                yield Doubt(plain, short, "the place has two zones of which it may be the short name")
            else:
                yield Link(plain, short, "the usual short name of such a zone", Strength.LIKELY)


def _is_technical(key: Key) -> bool:
    return "经济技术开发区" in key.name


def _firms(firms: Sequence[Key]) -> Iterator[Link | Doubt]:
    """A firm by its registered name, whatever article names it; a short form where it is that of one firm only."""
    names: dict[str, list[Key]] = defaultdict(list)
    for key in firms:
        names[usual(key.name)].append(key)
    for name, same in names.items():
        if is_registered(name):
            yield from (Link(a, b, "a registered name is given once") for a, b in pairwise(same))
    full = {name: same[0] for name, same in names.items() if name.endswith(REGISTERED)}
    starts: dict[str, list[Key]] = defaultdict(list)
    for key in full.values():
        starts[form_of(key).rest[:_CORE]].append(key)
    for short in firms:
        if not usual(short.name).endswith(REGISTERED):
            yield from _short_form(short, starts[form_of(short).rest[:_CORE]])
    yield from _short_forms_alone(firms)


def _short_form(short: Key, firms: Sequence[Key]) -> Iterator[Link | Doubt]:
    """Of firms that begin alike the one whose name the short form leaves least of."""
    near = [key for key in firms if _near(short, key)]
    known = near or [key for key in firms if len(form_of(short).rest) >= _DISTINCT]
    rest = form_of(short).rest
    own = rest.removesuffix("公司")
    whole = [key for key in known if firm_name(form_of(key).rest) in (rest, own)]
    is_group = rest.endswith(_GROUP)
    candidates = whole or [key for key in known if not is_group and form_of(key).rest.startswith(own)]
    if len(candidates) == 1:
        yield Link(candidates[0], short, "the only firm with this short form", Strength.LIKELY)
    else:
        yield from (Doubt(key, short, "a short form of several firms") for key in candidates)


def _short_forms_alone(firms: Sequence[Key]) -> Iterator[Link]:
    """蓝桥电子 and 蓝桥电子公司 in one place."""
    forms: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in firms:
        place, rest = form_of(key)
        forms[place, rest.removesuffix("公司")].append(key)
    for same in forms.values():
        yield from (Link(a, b, "one name in other words") for a, b in pairwise(same))


def _near(a: Key, b: Key) -> bool:
    here, there = form_of(a).place, form_of(b).place
    return not (here and there) or contains(here, there) or contains(there, here)
