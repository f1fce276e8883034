"""The grammar of posts: 市委副书记、市长某某; 省科技厅党组成员、副厅长某某; 市科委主任甲、副主任乙.

Read from the person's name to the left: a post, perhaps the body in front of it, a mark of enumeration, the next post.
A post without a body takes it from the post before, else from the person before, else from the article's home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extraction.context import Context, main_zone
from kg.extraction.titles import title_ending, titles
from kg.model import Claim, LeftOut, Mention, Modality
from kg.ontology import group

RULE = "worksFor.post-before-name"
RULE_LIST = "worksFor.leaders-listed"
#: Rule ids of this module, with what they say, for listings.
RULES = {
    RULE: "市委副书记、市长某某: the posts in front of a name, each with its body, named or taken from the one before",
    RULE_LIST: "市领导甲、乙、丙: the names behind 市领导 are leaders of the place",
}
_BYLINE_TITLES = frozenset({"记者", "首席记者", "特约记者"})
_SHORTEST = 2  # characters of 部长, 市长, 局长
_ASIDE = re.compile("（[^（）]{1,14}）$")
_JOINT = "、，,兼和及 "
_LEADERS = re.compile(r"(?P<level>省|市|县|区|州)(?:[市县区]{0,2}|级|厅级)领导(?:同志)?$")
#: Behind a name: who held the posts in front of it holds them no more.
_LEFT_OFFICE = re.compile(
    "(?:同志|先生|女士)?(?:已|已经|日前|近日|因[^，。；]{1,12})?"
    "(?:被免职|被撤职|被停职|被双规|被双开|被查|被立案|落马|引咎辞职|辞职|去职|卸任|离任|去世|逝世|病逝)"
)
_OF_LEVEL = {
    "省长": "省", "主席": "自治区", "市长": "市", "县长": "县", "区长": "区",
    "州长": "州", "旗长": "旗", "盟长": "盟", "镇长": "镇", "乡长": "乡",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """One post read in the text: where it starts, its title, the mention of its body or None where it is elided."""

    start: int
    title: str
    body: int | None
    modality: Modality = Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class Phrase:
    """A person with the posts in front of the name: characters, the person's mention, the posts in order."""

    start: int
    end: int
    person: int
    posts: tuple[Post, ...]


def read_posts(context: Context) -> tuple[list[Phrase], list[Claim]]:
    """The person phrases of an article and the ``worksFor`` claims that they make, sentence bounds unset (0, 0)."""
    ends = _bodies_by_end(context.mentions)
    phrases: list[Phrase] = []
    for index, mention in enumerate(context.mentions):
        if group(mention.type) == "person":
            previous = phrases[-1] if phrases else None
            phrases.append(_phrase(context, index, ends, previous))
    return phrases, [c for p in phrases for c in _claims_before(context, p)]


def _bodies_by_end(mentions: Sequence[Mention]) -> dict[int, int]:
    """The longest body, place or zone that ends at each position."""
    ends: dict[int, int] = {}
    for index, mention in enumerate(mentions):
        if group(mention.type) in ("org", "place", "zone", "facility") and mention.end not in ends:
            ends[mention.end] = index
    return ends


def _phrase(context: Context, person: int, ends: dict[int, int], previous: Phrase | None) -> Phrase:
    body = context.article.body
    mention = context.mentions[person]
    posts: list[Post] = []
    position = mention.start
    while (post := _post_before(context, position, ends)) is not None:
        if posts and post.title in titles().unnamed:
            break
        posts.insert(0, post)
        posts[:0] = _shared(context, post, ends)
        position = posts[0].start
        joint = position
        while joint > 0 and body[joint - 1] in _JOINT and position - joint < 2:
            joint -= 1
        if joint == position or not title_ending(body, joint) or _is_of_another(body[joint:position], post):
            break
        position = joint
    if not posts:
        return _listed(context, person, previous)
    start = posts[0].start
    posts = _all_over(context, mention.end, posts)
    return Phrase(start, mention.end, person, tuple(_with_bodies(context, posts, previous, start)))


def _all_over(context: Context, end: int, posts: list[Post]) -> list[Post]:
    """原甲市委副书记、市长某某 holds neither post any more, 某局局长某某被免职 not that one."""
    if _LEFT_OFFICE.match(context.article.body, end):
        return [replace(post, modality=Modality.FORMER) for post in posts]
    over = False
    found: list[Post] = []
    for post in posts:
        over = post.modality is Modality.FORMER or (over and post.modality is Modality.ASSERTED)
        found.append(replace(post, modality=Modality.FORMER) if over else post)
    return found


def _is_of_another(joint: str, post: Post) -> bool:
    """Whether a comma parts this post from one of somebody else: 甲任某市委书记，原某市市长乙…."""
    return "，" in joint and post.modality is Modality.FORMER


def _shared(context: Context, post: Post, ends: dict[int, int]) -> list[Post]:
    """The other bodies of one post: 甲管委会、乙管委会主任; 市委、市政府领导."""
    text = context.article.body
    found: list[Post] = []
    start, body = post.start, post.body
    while body is not None and start > 1 and text[start - 1] in "、和":
        other = ends.get(start - 1)
        kinds = [context.stems.get(i, "") for i in (body, other) if i is not None]
        if other is None or not kinds[0] or (kinds[0] != kinds[-1] and set(kinds) != {"委", "政府"}):
            break
        start = context.mentions[other].start
        found.insert(0, replace(post, start=start, body=other))
    return found


def _title_behind_body(context: Context, end: int, ends: dict[int, int]) -> str:
    """The title in front of which a body ends: in 党工委书记 it is 书记, where 党工委 is a body of the text."""
    text = context.article.body
    words = titles()
    for size in range(2, min(words.longest, end) + 1):
        body = ends.get(end - size)
        if text[end - size : end] in words.all and body is not None and group(context.mentions[body].type) == "org":
            return text[end - size : end]
    return ""


def _post_before(context: Context, end: int, ends: dict[int, int]) -> Post | None:
    text = context.article.body
    words = titles()
    before_name = end
    if text[end - 1 : end] == "为" and title_ending(text, end - 1):
        end -= 1  # 管委会主任为某某
    while end > 0 and text[end - 1] == " ":
        end -= 1
    aside = _ASIDE.search(text, max(0, end - 8), end)
    end = aside.start() if aside else end  # 局长（兼）某某
    modality = Modality.ASSERTED
    suffix = next((s for s in words.after if text.endswith(s, 0, end)), "")
    title = _title_behind_body(context, end - len(suffix), ends) or title_ending(text, end - len(suffix))
    if not title:
        return None
    shared = ends.get(end - len(suffix) - len(title) + 1)
    if shared is not None and len(title) == _SHORTEST and context.mentions[shared].name.endswith(title[0]):
        # 组织部长, 白银市长: the last character of the body is the first of the title
        return Post(context.mentions[shared].start, title + suffix, shared)
    start = end - len(suffix) - len(title)
    before = next((q for q in (*words.former, *words.coming) if text.endswith(q, 0, start)), "")
    inner = start - len(before)
    aside = _ASIDE.search(text, max(0, start - 16), start)
    if aside and start not in ends:
        start = aside.start()  # 科技局（知识产权局）局长
    body = ends.get(start, ends.get(inner))
    if body is not None:
        start = context.mentions[body].start
        before = before or next((q for q in words.former if text.endswith(q, 0, start)), "")
        start -= len(before) if text.endswith(before, 0, start) else 0
    else:
        start = inner
    if end < before_name and any(text.endswith(verb, 0, start) for verb in words.verbs if len(verb) > 1):
        return None  # 甲当选市长 乙…: in a headline a blank parts what two people do
    if before in words.former:
        modality = Modality.FORMER
    elif before in words.coming or suffix in words.nominated:
        modality = Modality.PLANNED
    return Post(start, title + suffix, body, modality)


def _with_bodies(context: Context, posts: list[Post], previous: Phrase | None, start: int) -> Iterator[Post]:
    """Fill in the bodies that the text leaves out."""
    body: int | None = None
    earlier: int | None = None
    if previous and _same_sentence(context, previous.end, start):
        earlier = next((p.body for p in reversed(previous.posts) if p.body is not None), None)
    for post in posts:
        beside = body if body is not None else earlier
        own = place_governed(context, post) if post.body is not None else body_of_title(context, post, beside, start)
        if own is None and body is not None and post.title.endswith("主任"):
            own = _committee_beside(context, body)
        if own is None and body is not None:
            own = body
        if own is None and _level_of(post.title) is None:
            own = earlier  # 副市长 behind somebody of the 人大常委会 is not the 人大's
        if own is None:
            own = _called_by_kind(context, post)
        if own is None:
            own = _firm_spoken_of(context, post)
        yield replace(post, body=own)
        body = own if own is not None else body


def _called_by_kind(context: Context, post: Post) -> int | None:
    """协会秘书长, 学校党委书记: the one association, the one school that the article names; 企业负责人: the firm that
    the paragraph named last."""
    text = context.article.body
    word = next((w for w in titles().kinds if text.endswith(w, 0, post.start)), "")
    named = [i for i, m in enumerate(context.mentions) if word and m.type == titles().kinds[word]]
    known = {context.mentions[i].name for i in named}
    line = text.rfind("\n", 0, post.start)
    here = [i for i in named if line < context.mentions[i].start < post.start]
    if word and here and titles().kinds[word] == "Company":
        return here[-1]  # 企业负责人: of the firm just visited
    return named[0] if len(known) == 1 else None


def _firm_spoken_of(context: Context, post: Post) -> int | None:
    """在骏腾公司，董事长某某介绍: the head of the one firm that the sentence has named."""
    kind = next((kind for kind, words in titles().heads.items() if post.title.endswith(words)), None)
    text = context.article.body
    begin = max(text.rfind(mark, 0, post.start) for mark in "。；\n") + 1
    named = [i for i, m in enumerate(context.mentions) if begin <= m.start < m.end <= post.start and m.type == kind]
    if not named and begin == post.start:  # 某公司位于…。董事长某某介绍
        line = text.rfind("\n", 0, post.start)
        named = [i for i, m in enumerate(context.mentions) if line < m.start < m.end <= post.start and m.type == kind]
    if not named and kind == "Association":  # 副理事长某某, where the article is about one association
        named = [i for i, m in enumerate(context.mentions) if m.type == kind]
    return named[-1] if len({context.mentions[i].name for i in named}) == 1 else None


def _committee_beside(context: Context, body: int) -> int | None:
    """党工委委员、副主任: the 主任 is of the 管委会 beside the 党工委, or, where the text names none, of the zone."""
    name = context.mentions[body].name
    beside = name.removesuffix("党工委") + "管委会"
    if not name.endswith("党工委"):
        return None
    named = next((i for i, m in enumerate(context.mentions) if m.name == beside), None)
    return named if named is not None else context.heads.get(body)


def place_governed(context: Context, post: Post) -> int | None:
    """衡阳市政府副市长 is of the city: a mayor heads the place, not its government."""
    body = post.body
    if body is not None and _level_of(post.title) and context.stems.get(body, "").startswith("政府"):
        return context.heads.get(body, body)
    return body


def _level_of(title: str) -> str | None:
    for suffix in titles().after:
        title = title.removesuffix(suffix)
    return next((level for ending, level in _OF_LEVEL.items() if title.endswith(ending) and ending != "主席"), None)


def _same_sentence(context: Context, end: int, start: int) -> bool:
    between = context.article.body[end:start]
    return 0 < len(between) <= 3 and not set(between) & set("。；\n")


def body_of_title(context: Context, post: Post, before: int | None, position: int) -> int | None:
    """市长 is of a city, 省长 of a province: the place of the body before, else the article's."""
    level = _level_of(post.title)
    if level is None:
        return None
    code = context.mentions[before].context if before is not None else ""
    division = context.gazetteer.divisions.get(code)
    if division is None or not division.name.endswith(level):
        division = context.home.of_level(level)
    if division is None:
        return None
    return _mention_of(context, division.code, position)


def _mention_of(context: Context, code: str, position: int) -> int | None:
    """The mention of a division nearest before ``position``, else the first after."""
    places = [i for i, m in enumerate(context.mentions) if m.context == code and group(m.type) == "place"]
    before = [i for i in places if context.mentions[i].start <= position]
    return before[-1] if before else places[0] if places else None


def _listed(context: Context, person: int, previous: Phrase | None) -> Phrase:
    """A bare name: after 市领导 it holds that title; after 副市长甲、 it shares the post of the one before."""
    text = context.article.body
    mention = context.mentions[person]
    leaders = _LEADERS.search(text, max(0, mention.start - 6), mention.start)
    if leaders:
        named = next((i for i, m in enumerate(context.mentions) if m.end == leaders.start() + 1 > m.start + 1), None)
        division = context.home.of_level(leaders["level"])
        body = named if named is not None or not division else _mention_of(context, division.code, mention.start)
        if body is None and leaders["level"] == "区":
            body = main_zone(context)
        return Phrase(leaders.start(), mention.end, person, (Post(leaders.start(), leaders.group(), body),))
    shares = previous and text[previous.end : mention.start] in ("、", " ", "和", "及")
    if previous and shares and previous.posts:
        last = previous.posts[-1]
        if _LEADERS.search(last.title) or all(p.title in titles().shared for p in previous.posts):
            shared = tuple(replace(p, start=mention.start) for p in previous.posts)
            return Phrase(mention.start, mention.end, person, shared)
    return Phrase(mention.start, mention.end, person, ())


def _claims_before(context: Context, phrase: Phrase) -> Iterator[Claim]:
    for post in phrase.posts:
        if post.body is None and post.title in _BYLINE_TITLES:
            continue  # the byline says whose reporter this is
        if post.body is None:
            reason = f"{post.title}: the text does not say of which body"
            context.left_out.append(LeftOut(post.start, phrase.end, reason))
            continue
        rule = RULE_LIST if _LEADERS.search(post.title) else RULE
        yield Claim(phrase.person, "worksFor", post.body, 0, 0, rule, 0.9, post.modality, post.title)
