"""The words that the recogniser knows, each with its classes: jieba's dictionary, the gazetteer, the ends of bodies.

The dictionary of jieba (MIT licence) marks 349,000 words with a part of speech. It says where words begin and end, and
which are names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.extraction.words import LONGEST_WORD
from kg.learn.genre import PATTERNS, SLOT, Gazetteer

PARTS_OF_SPEECH = {
    "nr": "person", "nrfg": "person", "nrt": "foreign name", "ns": "place", "nt": "organisation", "nz": "name",
    "n": "noun", "ng": "noun", "an": "noun", "s": "noun", "f": "noun",
    "v": "verb", "vn": "verb", "vg": "verb", "vd": "verb", "vi": "verb", "vq": "verb",
    "i": "idiom", "l": "idiom", "t": "time", "tg": "time", "m": "time", "mq": "time", "q": "time", "j": "abbreviation",
}  # fmt: skip
OTHER_PART_OF_SPEECH = "manner"
BODY_LISTS = ("office", "bureau", "firm_end", "school_end", "lab_end", "paper_end", "national")
DIVISION_ENDS = "省市区县州盟旗"


def words(gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Each word with one of its classes (:data:`kg.extraction.words.CLASSES`); a word comes once for each."""
    for line in _dictionary().read_text(encoding="utf-8").splitlines():
        word, _, part_of_speech = line.split(" ")
        if 2 <= len(word) <= LONGEST_WORD:
            yield word, PARTS_OF_SPEECH.get(part_of_speech, OTHER_PART_OF_SPEECH)
    for surname in gazetteer.surnames:
        yield surname, "surname"
    for name in gazetteer.provinces:
        yield from ((form, "division") for form in {name, name.rstrip(DIVISION_ENDS)} if len(form) > 1)
    for name, short in [*gazetteer.cities, *gazetteer.counties]:
        yield from ((form, "division") for form in {name, short} if len(form) > 1)
    for zone in gazetteer.zones:
        yield zone, "zone"
    for post in gazetteer.posts:
        if len(post) > 1:
            yield post.replace("[", "").replace("]", ""), "post"
    for name in BODY_LISTS:
        yield from ((end, "body") for end in PATTERNS["lists"][name] if not SLOT.search(end) and len(end) > 1)


def words_that_are_names(gazetteer: Gazetteer) -> list[str]:
    """Words of two characters that begin with a surname, as some people's names do: 高峰, 时代, 方向."""
    surnames = set(gazetteer.surnames)
    common = ("noun", "verb", "manner", "time", "idiom")
    return sorted(
        {word for word, kind in words(gazetteer) if len(word) == 2 and word[0] in surnames and kind in common}
    )


def _dictionary() -> Path:
    import jieba  # a package of 19 megabytes that only training needs

    return Path(jieba.__file__).with_name("dict.txt")
