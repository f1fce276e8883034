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
WELCOME = re.compile(r"^(?:欢迎|您好|，)*(?:访问|进入|光临|来到)")
_FROM = re.compile(r"(社|网|报)[\u4e00-\u9fff]{2,3}电$")  # 中新社湛江电
_EDITION = re.compile(r"\s*(?:数字报|电子版|电子报|客户端|多媒体数字报|数字版)(?:\s.*)?$")
PLACE = "(?:市|区|县|州|网站)"
REST = re.compile(r"[（(]?(?:记者|作者|编辑|通讯员|责编|责任编辑|审核|校对|供稿|发布时间|时间|日期|浏览|阅读|点击)")


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = resources.load_toml("reading.toml")["publisher"]
    return words


def _any_of(*lists: str) -> str:
    words = {word for name in lists for word in _words()[name]}
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _outlet() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·]{{0,16}}(?:{_any_of('suffixes')})(?:微信公众号|微信)?")


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fff]+(?:{_any_of('offices')})")


@cache
def _known_by_place() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·]{{0,16}}(?:{_any_of('suffixes', 'weak_suffixes')})")


@cache
def _dateline() -> re.Pattern[str]:
    """某某日报讯, 某某日报7月1日讯, 新华社北京7月1日电, 某某商报消息; a place may stand before the date."""
    return re.compile(
        rf"[“《]?(?P<outlet>[\u4e00-\u9fff·]{{0,12}}?(?:{_any_of('suffixes', 'weak_suffixes')})+)[》”]?(?!站)"
        rf"[\u4e00-\u9fff·]{{0,10}}?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:消息|讯|电)(?=[\s（：，\d])"
    )


def publisher_of(value: str) -> str | None:
    """The medium that a source label's value names, without web address; ``None`` for 本站, 网络 and the like."""
    name = REST.split(DOMAIN.sub("", value))[0]
    name = name.strip(' \t《》“”"【】[]（）()，、。：:-—|｜')
    name = name.split(" ")[0] if len(name) > 20 else name
    name = _FROM.sub(r"\1", name)
    if not name or name.lower() in _words()["none"] or len(name) > LONGEST:
        return None
    if not re.search(r"[\u4e00-\u9fff]", name):
        return None
    return name.removesuffix("社") if name.endswith("报社") else name


def is_outlet(line: str) -> bool:
    """Whether a short line is the name of a medium and nothing else."""
    return 2 < len(line) <= 20 and bool(_outlet().fullmatch(line)) and line not in navigation_words()


def is_office(name: str) -> bool:
    """Whether a name is that of an office that publishes on its own: 某某市科技局, 某某中心."""
    return 3 < len(name) <= 20 and bool(_office().fullmatch(name))


def site_of(line: str) -> str | None:
    """The medium, office or place whose site a page's first line names: 某某高新区, 某某网 > 要闻, 欢迎访问某某网站."""
    name = WELCOME.sub("", re.split(r"\s?[>»|｜]", line)[0].strip().split(" ")[0]).rstrip("！!。")
    name = _EDITION.sub("", name)
    if 3 <= len(name) <= 20 and (is_outlet(name) or is_office(name) or re.fullmatch(rf"[\u4e00-\u9fff]+{PLACE}", name)):
        return publisher_of(name)
    return None


def outlet_at_end(text: str) -> str | None:
    """The medium whose name ends ``text``, as 湖南日报 before 记者; 本报 and its like name none."""
    word = re.split(r"[\s（(【\[、，,。；;：:/／|]", text.rstrip())[-1]
    for own in _words()["own"]:
        word = word.removesuffix(own)
    known = 1 < len(word) <= 20 and _known_by_place().fullmatch(word)
    return publisher_of(word) if known and word not in _words()["own"] else None


def outlet_of_dateline(paragraph: str) -> str | None:
    """The medium that an article's own beginning names: 某某日报讯, 新华社北京7月1日电."""
    match = _dateline().match(paragraph)
    if not match or match["outlet"].startswith(tuple(_words()["own"])):
        return None
    return publisher_of(match["outlet"])
