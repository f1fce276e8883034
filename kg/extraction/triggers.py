"""The words that a user's own rules go by: pages mark them in the sentences, as they do with those of the shipped."""

from __future__ import annotations

from pathlib import Path

from kg.extraction.rules import Compiled


def own_triggers(own: str | None) -> dict[str, list[list[str]]]:
    """For each rule that a user's file or directory adds or changes its word lists, one of each a match needs.

    ``own`` as in :class:`kg.extraction.Extractor`; without it there are none. Raises ResourceError.
    """
    from kg.extraction.relations import load_matcher

    if not own:
        return {}
    ours, theirs = load_matcher().rules, load_matcher(Path(own)).rules
    found = {name: trigger_words(rule) for name, rule in sorted(theirs.items())}
    return {name: words for name, words in found.items() if name not in ours or trigger_words(ours[name]) != words}


def trigger_words(rule: Compiled) -> list[list[str]]:
    """The word lists and texts of a rule that every match holds, in its order."""
    needed = [rule.pattern[at] for at in sorted(rule.triggers) if rule.pattern[at].get("OP") != "?"]
    words = [[part["ORTH"]] if isinstance(part["ORTH"], str) else list(part["ORTH"]["IN"]) for part in needed]
    # A text of one character (在, 的) tells nothing where there is a word beside it.
    return [listed for listed in words if len(listed) > 1 or len(listed[0]) > 1] or words
