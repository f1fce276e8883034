"""The rules as a table: every rule by which a claim may be made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.extraction.confidence import Measured, measured
from kg.extraction.explain import grammar_rules
from kg.extraction.relations import load_matcher
from kg.extraction.rules import Rule
from kg.model import Modality
from kg.resources import load_toml


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule in the table: its id, the predicate that it claims, what it says, its examples under what they show
    (``yes``, ``no``, a modality), the rule itself (None for one that is a grammar), how often it was right on the gold
    articles (None where it never fired there)."""

    id: str
    predicate: str
    says: str
    examples: tuple[tuple[str, str], ...]
    rule: Rule | None
    seen: Measured | None


def entries(own: str | None = None) -> list[Entry]:
    """Every rule by which a claim may be made, by id; with those of a user's file or directory ``own``.

    Raises:
        ResourceError: a rule of ``own`` cannot be read.
    """
    matcher = load_matcher(Path(own) if own else None)
    rules = [c.rule for c in matcher.rules.values()]
    found = [Entry(r.id, r.predicate, r.says, _examples(r), r, measured().get(r.id)) for r in rules]
    kept = {g["id"]: g for g in load_toml("grammars.toml")["grammar"]}
    for id_, says in grammar_rules().items():
        examples = kept.get(id_, {"yes": (), "no": ()})
        yes = [("yes", f"{text} -> {'; '.join(claims)}") for text, claims in examples["yes"]]
        no = [("no", text) for text in examples["no"]]
        found.append(Entry(id_, id_.split(".", 1)[0], says, (*yes, *no), None, measured().get(id_)))
    return sorted(found, key=lambda entry: entry.id)


def _examples(rule: Rule) -> tuple[tuple[str, str], ...]:
    stating = rule.stating.items()
    stated = [("yes" if mood is Modality.ASSERTED else mood.value, text) for mood, texts in stating for text in texts]
    return (*stated, *(("no", text) for text in rule.no))
