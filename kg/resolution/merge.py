"""Merging mentions to entities over all articles. Precision first: what could be two things stays two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.model import Article, Extraction, Mention
from kg.resolution.keys import Key, contains, key_of

#: Groups in which a thing seen in a narrower context is the same as one seen in a wider: a person whom one article
#: places in the province and another in a city of it.
NESTING = frozenset({"person"})
#: A form that begins so means another thing in another article, and is no alias beyond its own.
_BARE = ("省", "市", "县", "区", "州", "我", "全", "该", "本", "高新区", "经开区", "管委会", "党工委", "座谈会", "会议")


@dataclass(frozen=True, slots=True)
class Thing:
    """One entity of the merged graph: its key, the class seen most often, all forms of its name."""

    key: Key
    type: str
    name: str
    aliases: tuple[str, ...]


class Resolution:
    """Which entity a mention names. Built by :func:`resolve`."""

    def __init__(self, things: Mapping[Key, Thing], merged: Mapping[Key, Key]) -> None:
        self.things = things
        self._merged = merged

    def thing(self, mention: Mention) -> Thing:
        """The entity that a mention names."""
        key = key_of(mention)
        return self.things[self._merged.get(key, key)]


def resolve(items: Iterable[tuple[Article, Extraction]]) -> Resolution:
    """Compare the mentions of all articles. The order of the articles does not matter."""
    types: dict[Key, Counter[str]] = defaultdict(Counter)
    forms: dict[Key, set[str]] = defaultdict(set)
    for article, extraction in items:
        for mention in extraction.mentions:
            if mention.type == "Article":
                continue
            key = key_of(mention)
            types[key][mention.type] += 1
            forms[key].add(article.body[mention.start : mention.end])
    merged = _merge(types)
    for key, into in merged.items():
        types[into] += types.pop(key)
        forms[into] |= forms.pop(key)
    shared = _shared_forms(forms)
    things = {k: Thing(k, _class(types[k]), k.name, _aliases(k, forms[k], shared)) for k in sorted(types)}
    return Resolution(things, merged)


def _merge(types: Mapping[Key, object]) -> dict[Key, Key]:
    """Which key is the same as which other one."""
    contexts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in types:
        contexts[key.group, key.name].append(key.context)
    merged = {}
    for (kind, name), seen in contexts.items():
        for context in seen:
            into = _same_as(context, seen, nesting=kind in NESTING)
            if into != context:
                merged[Key(kind, name, context)] = Key(kind, name, into)
    return merged


def _same_as(context: str, seen: Iterable[str], *, nesting: bool) -> str:
    """The narrowest context that is certainly the same thing: it and all between lie within one another."""
    if context and not nesting:
        return context
    inside = sorted((c for c in seen if contains(context, c)), key=lambda c: (c.rstrip("0"), c))
    narrowest = max(inside, key=lambda c: (len(c.rstrip("0")), c))
    return narrowest if all(contains(c, narrowest) for c in inside) else context


def _class(seen: Counter[str]) -> str:
    """The class seen most often; one post makes an Official of a person."""
    if "Official" in seen:
        return "Official"
    return min(seen, key=lambda name: (-seen[name], name))


def _shared_forms(forms: Mapping[Key, set[str]]) -> frozenset[str]:
    """Forms that name one thing here and another there."""
    count = Counter(form for seen in forms.values() for form in seen)
    return frozenset(form for form, times in count.items() if times > 1)


def _aliases(key: Key, forms: Iterable[str], shared: frozenset[str]) -> tuple[str, ...]:
    kept = (f for f in forms if f != key.name and f not in shared and len(f) > 1 and not f.startswith(_BARE))
    return tuple(sorted(f for f in kept if f.strip("《》“”") != key.name))
