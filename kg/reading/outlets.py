"""Names of media: in source lines, alone on a line, and before 记者."""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.reading.chrome import navigation_words

DOMAIN = re.compile(
    r"\s*[（(]?(?:https?://|www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
    r"\.(?:com|cn|org|net|gov|edu|info|cc|tv)(?:\.cn)?[^\s\u4e00-\u9fff]*[）)]?"
)
LONGEST = 40  # characters of a medium's name
REST = re.compile(r"[（(]?(?:记者|作者|编辑|通讯员)")


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = resources.load_toml("reading.toml")["publisher"]
    return words


@cache
def _outlet() -> re.Pattern[str]:
    suffixes = "|".join(map(re.escape, sorted(_words()["suffixes"], key=len, reverse=True)))
    return re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·]{{0,16}}(?:{suffixes})(?:微信公众号|微信)?")


def publisher_of(value: str) -> str | None:
    """The medium that a source label's value names, without web address; ``None`` for 本站, 网络 and the like."""
    name = REST.split(DOMAIN.sub("", value))[0]
    name = name.strip(' \t《》“”"【】[]（）()，、。：:-—|｜')
    name = name.split(" ")[0] if len(name) > 20 else name
    if not name or name.lower() in _words()["none"] or len(name) > LONGEST:
        return None
    if not re.search(r"[\u4e00-\u9fff]", name):
        return None
    return name.removesuffix("社") if name.endswith("报社") else name


def is_outlet(line: str) -> bool:
    """Whether a short line is the name of a medium and nothing else."""
    return 2 < len(line) <= 20 and bool(_outlet().fullmatch(line)) and line not in navigation_words()


def outlet_at_end(text: str) -> str | None:
    """The medium whose name ends ``text``, as 湖南日报 before 记者; 本报 and its like name none."""
    word = re.split(r"[\s（(【\[、，,。；;：:/／|]", text.rstrip())[-1]
    for own in _words()["own"]:
        word = word.removesuffix(own)
    return word if is_outlet(word) and word not in _words()["none"] else None
