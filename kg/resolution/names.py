"""Which form of a thing's name is the name, and which are worth keeping as aliases beyond their own article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kg.resolution.keys import ONLY_IN, Key, is_code, normal

#: Begins a form that means another thing in another article: 市科技局, 我市, 该区, 全省.
_RELATIVE = frozenset("省市县区州盟旗镇乡我全该本此其")

#: Ends the class of a place inside a body's name.
_PLACES = "省市县区州盟旗"

_BARE_EVENT = 4  # characters of the longest name of a kind of meeting: 座谈会, 签约仪式


def best_name(seen: Mapping[str, int]) -> str:
    """The form used most often; of equals the shortest, then the first by code point."""
    return min(seen, key=lambda form: (-seen[form], len(form), form))


def ambiguous_forms(forms: Mapping[Key, Iterable[str]]) -> frozenset[str]:
    """Normal forms that stand for different things in different places."""
    count = Counter(form for key, seen in forms.items() for form in {normal(f) for f in seen} | {key.name})
    return frozenset(form for form, times in count.items() if times > 1)


def aliases(key: Key, forms: Iterable[str], ambiguous: frozenset[str]) -> tuple[str, ...]:
    """The forms that name this thing and no other wherever they stand, each once, sorted."""
    kept: dict[str, str] = {}
    for form in sorted(forms, key=lambda f: (len(f), f)):
        plain = normal(form)
        if plain not in ambiguous and stands_alone(key, plain):
            kept.setdefault(plain, form)
    return tuple(sorted(kept.values()))


def stands_alone(key: Key, form: str) -> bool:
    """Whether a form names the thing also outside its article.

    >>> key = Key("org", "衡阳市科技局", "430400")
    >>> [form for form in ("衡阳科技局", "市科技局", "科技局", "该局") if stands_alone(key, form)]
    ['衡阳科技局']
    """
    name = key.name
    if len(form) < 2 or form == name:
        return False
    if form[0] in _RELATIVE and form[0] != name[0]:
        return False
    if key.group == "event" and len(form) <= _BARE_EVENT:
        return False
    if key.group == "person":  # 张市长 of 张某某
        return form[0] != name[0] or bool(set(form[1:]) & set(name[1:]))
    return not name.endswith(form)


def fullness(key: Key) -> tuple[bool, bool, int, bool, int, str, str]:
    """Sorts the keys of one thing: first the one that tells most by itself, so that its IRI stays as articles come.

    A context comes before none, a place's code before another context and the narrower place before the wider; then a
    registered firm, the shorter name, which the news uses; a place with its class (衡阳市科技局) before one without.
    """
    known, coded = key.context != "" and not key.context.startswith(ONLY_IN), is_code(key.context)
    registered = key.name.endswith("公司") and key.group == "org"
    bare = key.group == "org" and not any(mark in key.name[1:-1] for mark in _PLACES)
    narrow = -len(key.context.rstrip("0")) if coded else 0
    return not known, not coded, narrow, not registered, len(key.name) + bare * 2, key.name, key.context
