"""Relation rules as data: reading, checking and compiling the files in ``resources/rules``.

The language of ``when`` has five signs::

    {who:Person}     a slot: one entity (or list) of this class or a subclass; {where:Place|Zone} of several
    {title:<post>}   a slot filled by a word of a list
    <visit>          one word of that list in the lexicon; <led>? may be missing
    ~6               up to six chips between, never across 。！？； or a line end
    "的"             exactly this text

``gives`` is ``subject predicate object``. The subject may be ``home``, the place that the article is about, or
``visitor``, everybody who is on the visit that the text is telling of; the object may be ``home``, ``event``, the
meeting that the text is reporting at that point, or ``visitor``, who leads the visit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.extraction.chips import CLAUSE_ENDS
from kg.model import Modality
from kg.ontology import CLASSES, PREDICATES, is_a, subclasses
from kg.resources import load_toml

HOME, EVENT, VISITOR, TOPIC = "home", "event", "visitor", "topic"  # slots that the article fills, not the sentence
WORDS = "words.toml"  # a user's word lists, beside the rules
DISABLED = "disabled"  # at a file's top: ids of rules that are switched off
#: How an example marks a name: [text](slot:Class), or [text](Class) where it fills no slot.
MARK = re.compile(r"\[([^\]]+)\]\((?:(\w+):)?([A-Z]\w+)\)")
#: Slots that the article fills, not the sentence.
GIVEN_SLOTS = frozenset({HOME, EVENT, VISITOR, TOPIC})
_RESERVED = frozenset(
    {
        (HOME, "domain"),
        (VISITOR, "domain"),
        (TOPIC, "domain"),
        (TOPIC, "range"),
        (HOME, "range"),
        (EVENT, "range"),
        (VISITOR, "range"),
    }
)
_ITEM = re.compile(
    r"\{(?P<word_slot>\w+):<(?P<word_list>\w+)>\}|\{(?P<slot>\w+):(?P<classes>[\w|]+)\}"
    r"|<(?P<list>\w+)>(?P<optional>\?)?|~(?P<gap>\d+)|\"(?P<literal>[^\"]+)\""
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One relation rule, as written.

    ``says`` is the sentence type in Chinese; ``confidence`` its prior; ``anchor`` says why a rule has no word to
    anchor it (it is then tried on every sentence); ``unless`` names word lists of which no word may stand between the
    first and the last chip. ``yes`` and ``no`` are sentences from which the rule must and must not make a fact;
    ``planned``, ``negated``, ``former`` and ``reported`` such from which it must make a claim of that modality.
    """

    id: str
    says: str
    when: str
    gives: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    confidence: float = 0.8
    anchor: str = ""
    unless: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The slot that is the subject of what the rule gives."""
        return self.gives.split()[0]

    @property
    def predicate(self) -> str:
        """The predicate that the rule gives."""
        return self.gives.split()[1]

    @property
    def object(self) -> str:
        """The slot that is the object of what the rule gives."""
        return self.gives.split()[2]

    @property
    def stating(self) -> Mapping[Modality, tuple[str, ...]]:
        """The examples that state claims, by the modality of these."""
        return {
            Modality.ASSERTED: self.yes,
            Modality.PLANNED: self.planned,
            Modality.NEGATED: self.negated,
            Modality.FORMER: self.former,
            Modality.REPORTED: self.reported,
        }

    @property
    def examples(self) -> int:
        """How many examples the rule brings."""
        return len(self.no) + sum(map(len, self.stating.values()))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule as a spaCy Matcher pattern. ``slots[i]`` names the slot of pattern position i; ``anchors`` are words
    one of which every match contains; ``gaps[i]`` is how many chips pattern position i may skip;
    ``unless`` are words that cancel a match; ``triggers`` the pattern positions of words and literal text."""

    rule: Rule
    pattern: list[dict[str, Any]]
    slots: tuple[str | None, ...]
    classes: Mapping[str, frozenset[str]]
    anchors: frozenset[str]
    gaps: Mapping[int, int]
    unless: frozenset[str]
    triggers: frozenset[int]


_LISTS = frozenset({"yes", "no", "unless", *(mood.value for mood in Modality if mood is not Modality.ASSERTED)})


def load_rules(folder: Path, lexicon: Mapping[str, Sequence[str]], own: Path | None = None) -> list[Compiled]:
    """All rules of a folder, checked and compiled, in the order of files and entries; then a user's ``own``.

    ``own`` is a file or a directory. A rule of its with the id of another takes that one's place, and the ids in its
    ``disabled`` switch rules off.

    Raises:
        ResourceError: naming file and rule, for an unknown key, list, class, predicate or slot, a slot outside the
            predicate's domain or range, a rule without a word list to anchor it, fewer than two examples of a kind, an
            example that marks an unknown class or slot, an id or pattern that stands twice, an unknown id in
            ``disabled``; or there is no such file or directory.
    """
    ours, theirs = list(_entries(folder)), list(_entries(own)) if own else []
    replaced = {entry.get("id") for _, entry in theirs}
    replaced |= _disabled(own, {str(entry.get("id")) for _, entry in [*ours, *theirs]}) if own else set()
    return _compiled([*(pair for pair in ours if pair[1].get("id") not in replaced), *theirs], lexicon)


def load_own(own: Path, lexicon: Mapping[str, Sequence[str]]) -> list[Compiled]:
    """The rules of a user's file or directory alone; raises ResourceError as :func:`load_rules` does."""
    return _compiled(_entries(own), lexicon)


def _compiled(entries: Iterable[tuple[Path, dict[str, Any]]], lexicon: Mapping[str, Sequence[str]]) -> list[Compiled]:
    compiled: list[Compiled] = []
    seen: dict[str, str] = {}
    for file, entry in entries:
        where = f"{file.name}: {entry.get('id', 'a rule without id')}"
        rule = _read(entry, where)
        for key in (rule.id, f"{rule.when} {rule.gives}"):
            if key in seen:
                raise ResourceError(f"stands twice (first in {seen[key]})", where, "remove one of the two")
            seen[key] = where
        compiled.append(compile_rule(rule, lexicon, where))
    return compiled


def load_words(lexicon: Mapping[str, Sequence[str]], own: Path | None) -> dict[str, list[str]]:
    """The word lists in all their variants (``variants.toml``), with those of the ``words.toml`` in or beside a user's
    ``own``: they lengthen a list of ours, or are a new one. Raises ResourceError where one is no list of words."""
    words = {name: list(listed) for name, listed in lexicon.items()}
    file = (own if own.is_dir() else own.parent) / WORDS if own else None
    for name, listed in (_table(file) if file and file.exists() else {}).items():
        words[name] = list(dict.fromkeys([*words.get(name, []), *_texts(listed, f"{WORDS}: {name}")]))
    return {name: _with_variants(name, listed) for name, listed in words.items()}


def _with_variants(name: str, words: Sequence[str]) -> list[str]:
    """A word list with its words behind adverbs (先后走访) and in front of particles (走访了)."""
    variants = load_toml("lexicon/variants.toml").get(name, {"before": [], "after": []})
    before, after = ("", *variants["before"]), ("", *variants["after"])
    varied = (b + word + a for word in words for b in before for a in after if not (a and word.endswith(a)))
    return list(dict.fromkeys(varied))


def _files(folder: Path) -> list[Path]:
    if not folder.exists():
        raise ResourceError("no such file or directory", str(folder), "name a directory with .toml files of rules")
    if not folder.is_dir():
        return [folder]
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise ResourceError("no .toml file in it", str(folder), "name a directory with .toml files of rules")
    return [file for file in found if file.name != WORDS]


def _entries(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    known = ["rule", DISABLED]
    for file in _files(folder):
        table = _table(file)
        for key in table:
            if key not in known:
                raise ResourceError(f"unknown key {key!r}", file.name, _nearest(key, known))
        entries = table.get("rule", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ResourceError("rule is no table of rules", file.name, "begin each rule with [[rule]]")
        yield from ((file, entry) for entry in entries)


def _disabled(own: Path, known: Collection[str]) -> set[str]:
    """The ids that a user's files switch off."""
    found: set[str] = set()
    for file in _files(own):
        for id_ in _texts(_table(file).get(DISABLED, []), f"{file.name}: {DISABLED}"):
            if id_ not in known:
                raise ResourceError(f"no rule has the id {id_!r}", f"{file.name}: {DISABLED}", _nearest(id_, known))
            found.add(id_)
    return found


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(str(error), str(file), "mend the TOML syntax") from None
    except (UnicodeDecodeError, OSError) as error:
        told = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ResourceError(f"cannot be read ({told})", str(file), "give a text file in UTF-8") from None


def _texts(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise ResourceError("not a list of texts", where, 'write: ["…", "…"]')
    return value


def parts_of(rule: Rule) -> list[str]:
    """The parts of a rule as written, in order, gaps among them: as many as its pattern has positions."""
    return [match.group() for match in _ITEM.finditer(rule.when)]


def _read(entry: dict[str, Any], where: str) -> Rule:
    known = [f.name for f in fields(Rule)]
    for key in entry:
        if key not in known:
            raise ResourceError(f"unknown key {key!r}", where, _nearest(key, known))
    values: dict[str, Any] = {
        key: tuple(_texts(value, f"{where}: {key}")) if key in _LISTS else _plain(key, value, where)
        for key, value in entry.items()
    }
    for key in ("id", "says", "when", "gives"):
        if key not in entry:
            raise ResourceError(f"no {key!r}", where, "add it")
    for key in ("yes", "no"):
        if len(entry.get(key, ())) < 2:
            raise ResourceError(f"fewer than two {key!r} examples", where, "add sentences that must and must not match")
    if len(entry["gives"].split()) != 3:
        raise ResourceError(f"cannot read gives {entry['gives']!r}", where, "write: slot predicate slot")
    return Rule(**values)


def _plain(key: str, value: object, where: str) -> object:
    """A text, or the confidence, a number in (0, 1]."""
    if key != "confidence" and not isinstance(value, str):
        raise ResourceError(f"{key} is no text", where, f'write: {key} = "…"')
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if key == "confidence" and not (is_number and 0 < float(str(value)) <= 1):
        raise ResourceError(f"confidence {value!r} is no probability", where, "write a number above 0, at most 1")
    return value


def compile_rule(rule: Rule, lexicon: Mapping[str, Sequence[str]], where: str = "") -> Compiled:
    """Compile one rule; raises ResourceError as :func:`load_rules` does."""
    where = where or rule.id
    pattern: list[dict[str, Any]] = []
    slots: list[str | None] = []
    classes: dict[str, frozenset[str]] = {}
    gaps: dict[int, int] = {}
    anchors: frozenset[str] = frozenset()
    position = 0
    for item in _ITEM.finditer(rule.when):
        _expect_blank(rule.when[position : item.start()], where)
        position = item.end()
        part = item.groupdict()
        if part["slot"]:
            classes[part["slot"]] = _classes(part["classes"], where)
            pattern.append({"ENT_TYPE": {"IN": sorted(classes[part["slot"]])}})
        elif part["gap"]:
            # {0,n} would be n optional tokens, and the ways to skip some of them grow as 2 to the n
            gaps[len(pattern)] = int(part["gap"])
            pattern.append({"ORTH": {"NOT_IN": sorted(CLAUSE_ENDS)}, "OP": "*"})
        elif part["literal"]:
            pattern.append({"ORTH": part["literal"]})
            anchors = anchors or frozenset({part["literal"]})
        else:
            words = _words(part["word_list"] or part["list"], lexicon, where)
            pattern.append({"ORTH": {"IN": words}, **({"OP": "?"} if part["optional"] else {})})
            anchors = anchors if part["optional"] else anchors or frozenset(words)
        slots.append(part["slot"] or part["word_slot"])
    _expect_blank(rule.when[position:], where)
    if not anchors and not rule.anchor:
        raise ResourceError("no <list> or text anchors it", where, "name the word that makes the sentence say so")
    _check_ends(rule, classes, where)
    _check_examples(rule, slots, where)
    unless = frozenset(word for name in rule.unless for word in _words(name, lexicon, where))
    triggers = frozenset(i for i, part in enumerate(pattern) if "ORTH" in part and i not in gaps)
    return Compiled(rule, pattern, tuple(slots), classes, anchors, gaps, unless, triggers)


def _expect_blank(rest: str, where: str) -> None:
    if rest.strip():
        raise ResourceError(f"cannot read {rest.strip()!r} in when", where, 'use {slot:Class} <list> ~6 or "text"')


def _nearest(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, sorted(known), 1, 0.5)
    return f"did you mean {close[0]!r}?" if close else "known are: " + ", ".join(sorted(known))


def _classes(names: str, where: str) -> frozenset[str]:
    found: set[str] = set()
    for name in names.split("|"):
        if name not in CLASSES:
            raise ResourceError(f"unknown class {name!r}", where, _nearest(name, list(CLASSES)))
        found |= subclasses(name)
    return frozenset(found)


def _words(name: str, lexicon: Mapping[str, Sequence[str]], where: str) -> list[str]:
    if name not in lexicon:
        raise ResourceError(f"unknown list <{name}>", where, _nearest(name, list(lexicon)))
    return list(lexicon[name])


def _check_ends(rule: Rule, classes: Mapping[str, frozenset[str]], where: str) -> None:
    if rule.predicate not in PREDICATES:
        raise ResourceError(f"unknown predicate {rule.predicate!r}", where, _nearest(rule.predicate, list(PREDICATES)))
    predicate = PREDICATES[rule.predicate]
    for slot, allowed, end in (
        (rule.subject, predicate.domain, "domain"),
        (rule.object, predicate.range, "range"),
    ):
        if (slot, end) in _RESERVED:
            continue
        if slot not in classes:
            raise ResourceError(f"gives names the slot {slot!r}, when does not", where, _nearest(slot, list(classes)))
        for name in sorted(classes[slot]):
            if not any(is_a(name, top) for top in allowed):
                raise ResourceError(
                    f"{name} is outside the {end} of {rule.predicate}", where, f"allowed: {', '.join(sorted(allowed))}"
                )


def _check_examples(rule: Rule, slots: Sequence[str | None], where: str) -> None:
    """Whether the examples mark classes and slots that there are, and those that state a claim both its ends."""
    for text in (text for examples in (rule.no, *rule.stating.values()) for text in examples):
        check_marks(text, [slot for slot in slots if slot], where)
    for text in (text for examples in rule.stating.values() for text in examples):
        for slot in (rule.subject, rule.object):
            if not any(marked == slot for _, marked, _ in MARK.findall(text)):
                raise ResourceError(f"no mark of the slot {slot!r} in {text!r}", where, f"write [text]({slot}:Class)")


def check_marks(text: str, slots: Collection[str], where: str) -> None:
    """Whether the marks of an example name classes that there are, and slots of its rule or such as the article fills.

    Raises:
        ResourceError: one does not.
    """
    known = {*slots, *GIVEN_SLOTS}
    for _, slot, kind in MARK.findall(text):
        if kind not in CLASSES:
            raise ResourceError(f"an example marks the unknown class {kind!r}", where, _nearest(kind, CLASSES))
        if slot and slot not in known:
            raise ResourceError(f"an example marks the unknown slot {slot!r}", where, _nearest(slot, known))
