"""Who made an article, with the places of their names in the body: reporters, correspondents, editors and others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg import resources
from kg.errors import ResourceError
from kg.model import Byline, BylineRole
from kg.reading.outlets import outlet_at_end, outlet_of_dateline

LINE_LENGTH = 90  # characters of the longest line that is a byline and nothing else
BRACKET = re.compile(r"[（(【\[]([^（()）】\]\n]{1,160})[)）】\]]")
SEPARATOR = re.compile(r"[\s、，,/／;；：:|｜丨&]+")
NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:[·•・][\u3400-\u9fff]{1,8}){1,3}")
LEAST_NAMES = 0.6  # share of names in what follows the first role of a line that is a byline
DATELINE = re.compile(r"^[^\n。，；]{0,24}?[讯电]\s?[（(]([\u3400-\u9fff·\s、]{2,12})[)）]", re.MULTILINE)
LAST_WORD = re.compile(r"[（(]([\u3400-\u9fff·]{2,8}(?:[\s、][\u3400-\u9fff·]{2,8}){0,4})[)）]\s*$")
RUNNING = re.compile(
    r"^(?:[^\n。，；：（(]{0,24}?[讯电]\s?)?((?:[\u3400-\u9fff]{2,12}\s?)?记者[\s：:]?[\u3400-\u9fff·、\s]{2,40})",
    re.MULTILINE,
)
TAIL = re.compile(r"[。！？”]\s?([^\n。！？”（）]{4,60})$", re.MULTILINE)
TAKEN = re.compile(r"(?<!摄影)(?<!文并)(?<!文/)摄[）)]?\s*$")
SHOT_BY = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff·]{2,4}(?:[\s、/][\u3400-\u9fff·]{2,4})?)\s?[/／]?摄[）)]?$", re.MULTILINE
)


def find_bylines(body: str) -> tuple[Byline, ...]:
    """All makers of the article that ``body`` names, in the order of their places, each once for a role."""
    found: dict[tuple[str, BylineRole], Byline] = {}
    for byline in sorted(_all(body), key=lambda byline: (byline.start, byline.role)):
        found.setdefault((byline.name, byline.role), byline)
    known = {byline.name for byline in found.values()}
    lone = [byline for byline in _last_word(body) if byline.name not in known]
    return (*found.values(), *lone)


def _all(body: str) -> Iterator[Byline]:
    for match in BRACKET.finditer(body):
        if _role().search(match[1]):
            yield from _group(body, match.start(1), match.end(1), _of_dateline(body, match.start()))
    start = 0
    for line in body.split("\n"):
        if line and len(line) <= LINE_LENGTH and "。" not in line and _begins_with_role(line):
            yield from _group(body, start, start + len(line))
        start += len(line) + 1
    for match in DATELINE.finditer(body):
        if _role().search(match[1]):
            continue
        role = BylineRole.REPORTER if "电" in body[match.start() : match.start(1)] else BylineRole.CONTRIBUTOR
        yield from _names(body, match.start(1), match.end(1), role, _of_dateline(body, match.start(1) - 1))
    for match in RUNNING.finditer(body):
        yield from _running(body, match.start(1), match.end(1))
    for match in TAIL.finditer(body):
        if _begins_with_role(match[1]):
            yield from _group(body, match.start(1), match.end(1))
    for match in SHOT_BY.finditer(body):
        yield from _names(body, match.start(1), match.end(1), BylineRole.PHOTOGRAPHER, None)


def _of_dateline(body: str, bracket: int) -> str | None:
    """The medium of the dateline behind which a bracket stands: 新华社北京7月1日电（记者 某某）."""
    before = body[body.rfind("\n", 0, bracket) + 1 : bracket].rstrip()
    return outlet_of_dateline(before + "（") if before.endswith(("电", "讯")) else None


def _last_word(body: str) -> Iterator[Byline]:
    """Names in brackets as the last thing of the article, credits of editors and the like apart."""
    lines = body.split("\n")
    end = len(body)
    while lines and (not lines[-1].strip() or (len(lines[-1]) <= LINE_LENGTH and _begins_with_role(lines[-1]))):
        end -= len(lines.pop()) + 1
    match = LAST_WORD.search(body, max(0, end - 60), max(0, end))
    if match and not _role().search(match[1]):
        yield from _names(body, match.start(1), match.end(1), BylineRole.CONTRIBUTOR, None)


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return resources.load_toml("reading.toml")


@cache
def _roles() -> dict[str, BylineRole]:
    return {word: BylineRole(role) for role, words in _words()["roles"].items() for word in words}


@cache
def _role() -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, sorted(_words()["kinds"]["words"], key=len, reverse=True)))
    roles = "|".join(map(re.escape, sorted(_roles(), key=len, reverse=True)))
    return re.compile(rf"(?:{kinds})*(?P<role>{roles})|(?P<short>[文图])(?=\s?[/／:：丨|])")


def is_byline(line: str) -> bool:
    """Whether a line names makers of the article and nothing else: 某某日报记者 张三 李四."""
    if len(line) > LINE_LENGTH or "。" in line or not _begins_with_role(line):
        return False
    names = sum(byline.end - byline.start for byline in _group(line, 0, len(line)))
    first = _role().search(line)
    return bool(names and first and names >= len(SEPARATOR.sub("", line[first.end() :])) * LEAST_NAMES)


def _begins_with_role(line: str) -> bool:
    match = _role().search(line[:24])
    if not match:
        return False
    before = line[: match.start()].strip(" （(【[：:□■●○◎▲△◆◇★☆")
    return not before or bool(outlet_at_end(before)) or line[match.end() : match.end() + 1] in "：:/／"


def _group(body: str, start: int, end: int, dateline: str | None = None) -> Iterator[Byline]:
    """The bylines of a stretch that is made of roles and names: 记者 张三 通讯员 李四 王五.

    Reporters without an outlet of their own write for that of the ``dateline``.
    """
    text = body[start:end]
    roles = list(_role().finditer(text))
    if roles and text[: roles[0].start()].endswith(("、", " ", "，")):  # （某某、记者某某）
        yield from _names(body, start, start + roles[0].start(), BylineRole.CONTRIBUTOR, None)
    for position, match in enumerate(roles):
        stop = roles[position + 1].start() if position + 1 < len(roles) else len(text)
        before = text[roles[position - 1].end() if position else 0 : match.start()]
        outlet = outlet_at_end(before) or dateline
        word = match["role"]
        role = _roles()[word] if word else BylineRole.CONTRIBUTOR if match["short"] == "文" else BylineRole.PHOTOGRAPHER
        if TAKEN.search(text[match.end() : stop]):
            role = BylineRole.PHOTOGRAPHER
        yield from _names(
            body, start + match.end(), start + stop, role, outlet if role is BylineRole.REPORTER else None
        )


def _names(body: str, start: int, end: int, role: BylineRole, outlet: str | None) -> Iterator[Byline]:
    """The names in a stretch of names and separators; words that are no names are passed over."""
    place = start
    bounds = [(match.start(), match.end()) for match in SEPARATOR.finditer(body, start, end)]
    for gap in [*bounds, (end, end)]:
        word_start, word_end = place, gap[0]
        place = gap[1]
        for name_start, name_end in _split(body[word_start:word_end].rstrip("：:）)"), word_start):
            yield Byline(body[name_start:name_end], role, name_start, name_end, outlet)


def _split(word: str, offset: int) -> Iterator[tuple[int, int]]:
    """The one or two names that a word without spaces is, as places in the body; nothing where it is no name."""
    lead = len(word) - len(word.lstrip("：:（("))
    word = word[lead:]
    offset += lead
    for stop in _words()["names"]["stop"]:
        # 文 and 图 end many a name; 报道 and 摄 end none.
        if word.endswith(stop) and len(word) > len(stop) + 1 and (len(stop) > 1 or stop == "摄" or not is_name(word)):
            word = word.removesuffix(stop)
    if is_name(word):
        yield offset, offset + len(word)
        return
    if word.startswith(tuple(_words()["names"]["whole"])) and len(word) == 4:
        yield offset, offset + len(word)
        return
    for cut in (2, 3) if len(word) == 5 else (len(word) // 2,):
        first, second = word[:cut], word[cut:]
        if 4 <= len(word) <= 6 and is_name(first) and is_name(second):
            yield offset, offset + cut
            yield offset + cut, offset + len(word)
            return


def _running(body: str, start: int, end: int) -> Iterator[Byline]:
    """记者张三报道, 本报记者 张三 李四 at the start of a paragraph, where the sentence runs straight on."""
    text = body[start:end]
    head = text.index("记者") + 2
    stops = [text.find(stop, head + 2) for stop in _words()["names"]["stop"]]
    stop = min((place for place in stops if place > 0), default=len(text))
    follows = body[start + stop : start + stop + 1]
    if text[stop : stop + 1] == "摄":
        return
    if stop < len(text) or follows in "：:\n":
        yield from _names(body, start + head, start + stop, BylineRole.REPORTER, outlet_at_end(text[: head - 2]))


@cache
def _surnames() -> frozenset[str]:
    """All surnames of the gazetteer; empty where it is not there, and then every surname counts."""
    try:
        return frozenset(row["surname"] for row in resources.load_csv("gazetteer/surnames.csv"))
    except ResourceError:
        return frozenset()


@cache
def _cities() -> frozenset[str]:
    """The short names of provinces and cities, some of which begin like a person's: 肇庆."""
    rows = resources.load_csv("gazetteer/divisions.csv")
    return frozenset(row["short"] for row in rows if row["level"] in ("province", "city"))


def is_name(word: str) -> bool:
    """Whether a word can be a person's name: a known surname and one or two characters, or parts joined by ·."""
    if not NAME.fullmatch(word) or word in _words()["names"]["none"] or word in _cities() or _role().search(word):
        return False
    if len(word) > 2 and word.endswith(tuple(_words()["names"]["endings"])):
        return False
    if not word.isalpha():
        return True
    known = _surnames()
    if len(word) == 4:
        return word[:2] in known or (not known and len(word) == 4)
    return not known or word[0] in known or word[:2] in known
