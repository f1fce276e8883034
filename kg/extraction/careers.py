"""Posts told behind a name: 任命某某为某局局长, 某某任某市副市长, 免去某某的某委主任职务, 甲、乙等7人当选副市长.

The verbs and what they say of the post (held, not yet, no longer): ``[verbs]`` in ``resources/lexicon/titles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.extraction.context import Context
from kg.extraction.dates import find_dates
from kg.extraction.posts import Phrase, Post, body_of_title, place_governed
from kg.extraction.titles import title_starting, titles
from kg.model import Claim, Modality
from kg.ontology import group

RULE = "worksFor.post-after-name"
#: Rule ids of this module, with what they say, for listings.
RULES = {RULE: "任命某某为某局局长; 某某当选副市长; 免去某某的主任职务: posts told behind a name"}
_APPOINTED = re.compile(r"(?:任命|决定任命|选举|推选|聘任|聘请|推举|提名)$")
_DISMISSED = re.compile(r"(?:免去|免除|接受)$")
_DISMISSED_FROM = re.compile("(?:同志)?的?")
#: Behind a date that is none of a post's: 1972年9月生, 1994年8月参加工作.
_OF_A_LIFE = ("生", "出生", "参加", "加入", "毕业", "入党")
#: Verbs that give a post only to whom 选举 or 任命 stands before.
_BARE = frozenset({"为", "主持"})
_OF_THE_NEXT = re.compile("[^。；，]*的")
_SENTENCE_END = re.compile(r"[。；\n]")
#: Between a name, or the names of a list, and the verb.
_BETWEEN = (
    r"(?:同志|先生|女士|（[^（）]{0,20}）|等[\d一二三四五六七八九十]+[人名位]"
    r"|已经|已|现|日前|近日|继续|正式|均|分别)*"
)
_LISTED = re.compile(r"（?[^（），。；]{0,12}）?[、和及]|[、和及]")


@cache
def _verb() -> re.Pattern[str]:
    """A verb behind the name, or behind a comma, with or without a date: ，2016年7月任…."""
    verbs = "|".join(map(re.escape, sorted(titles().verbs, key=len, reverse=True)))
    return re.compile(
        rf"(?:^{_BETWEEN}|[，、](?:并|同时|其|他|她|且|后)?(?:已|现)?(?:于)?(?:\d{{4}}年|去年|今年)?(?:\d{{1,2}}月)?(?:起)?)(?P<verb>{verbs})"
    )


@cache
def _verb_at_start() -> re.Pattern[str]:
    """A verb that begins a sentence, with or without a date."""
    verbs = "|".join(map(re.escape, sorted(titles().verbs.keys() - _BARE, key=len, reverse=True)))
    return re.compile(rf"(?<=[。；])(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:起|后)?，?(?P<verb>{verbs})")


def claims_behind(context: Context, phrases: Sequence[Phrase]) -> Iterator[Claim]:
    """``worksFor`` of the posts that the text tells behind a name, sentence bounds unset (0, 0)."""
    text = context.article.body
    told = {(context.mentions[p.person].name, post.title) for p in phrases for post in p.posts}
    for position, phrase in enumerate(phrases):
        yield from (
            c for c in _title_behind(context, phrase) if (context.mentions[c.subject].name, c.title) not in told
        )
        listed = _listed_from(text, phrases, position)
        end = listed[-1].end
        stop = _stop(text, end, phrases[position + len(listed) :])
        said = text[end:stop]
        for verb, start in _verbs(text, phrase, said):
            posts = list(_posts(context, end + start, stop, phrase))
            each = len(listed) > 1 and len(listed) == len(posts) and "分别" in said[:start]
            for index, person in enumerate(listed):
                yield from _claims(context, person, verb, posts[index : index + 1] if each else posts, end + start)
        later = phrases[position + len(listed) :]
        told_later: list[Claim] = []
        for verb, start in _verbs_of_later_sentences(text, stop, later):
            posts = list(_posts(context, start, _stop(text, start, later), phrase))
            told_later += _claims(context, phrase, verb, posts, start)
        yield from _only_last_held(told_later, _since_when(context, end, later))


def _claims(
    context: Context, person: Phrase, verb: str, posts: Sequence[tuple[str, int, Modality | None]], start: int
) -> Iterator[Claim]:
    mood = titles().verbs.get(verb, Modality.ASSERTED)
    for title, body, title_mood in posts:
        date = _date(context, start)
        yield Claim(person.person, "worksFor", body, 0, 0, RULE, 0.85, title_mood or mood, title, date)


def _only_last_held(claims: Sequence[Claim], since: str | None) -> Iterator[Claim]:
    """Of a career told by dates, the last post is held: 2016年3月任甲局局长；2018年5月任乙局局长. ``since`` is the date
    of 任现职, if the text has it."""
    dates = [c.date for c in claims if c.date and c.modality is Modality.ASSERTED]
    last = max([*dates, since or ""], default="")
    for claim in claims:
        over = claim.date and claim.date < last and claim.modality is Modality.ASSERTED
        yield replace(claim, modality=Modality.FORMER) if over else claim


def _since_when(context: Context, end: int, later: Sequence[Phrase]) -> str | None:
    text = context.article.body
    line = text.find("\n", end)
    stop = min([line if line >= 0 else len(text), *(p.start for p in later[:1])])
    now = text.find("任现职", end, stop)
    return _date(context, now) if now >= 0 else None


def _verbs_of_later_sentences(text: str, end: int, later: Sequence[Phrase]) -> Iterator[tuple[str, int]]:
    """The verbs that begin the next sentences of the paragraph, which leave the person out: 2015年7月出任…."""
    line = text.find("\n", end)
    stop = min([line if line >= 0 else len(text), *(p.start for p in later[:1])])
    for first in _verb_at_start().finditer(text, end, stop):
        if later and _OF_THE_NEXT.fullmatch(text, first.end(), later[0].start):
            return  # 此前任某市市长的乙，…
        yield first["verb"], first.end()
        sentence = text[first.end() : min(stop, _stop(text, first.end(), later))]
        for match in _verb().finditer(sentence):
            if match["verb"] not in _BARE:
                yield match["verb"], first.end() + match.end()


def _title_behind(context: Context, phrase: Phrase) -> Iterator[Claim]:
    """张某某副省长, 某区管委会李某主任: the title behind the name, of an office that only one kind of place has, or of
    the body that stands in front of the name."""
    text = context.article.body
    title = title_starting(text, phrase.end)
    if not title or phrase.posts:
        return
    in_front = _body_before(context, phrase.start)
    if in_front is not None:
        body = place_governed(context, Post(phrase.end, title, in_front))
    elif title in titles().public:
        body = body_of_title(context, Post(phrase.end, title, None), None, phrase.start)
    else:
        return
    if body is not None:
        yield Claim(phrase.person, "worksFor", body, 0, 0, RULE, 0.8, Modality.ASSERTED, title)


def _body_before(context: Context, position: int) -> int | None:
    """The longest body or organisation that ends right in front of a name."""
    found = [i for i, m in enumerate(context.mentions) if m.end == position > m.start and group(m.type) == "org"]
    return min(found, key=lambda i: context.mentions[i].start, default=None)


def _listed_from(text: str, phrases: Sequence[Phrase], position: int) -> list[Phrase]:
    """A person and those listed behind: 甲、乙和丙."""
    listed = [phrases[position]]
    for phrase in phrases[position + 1 :]:
        if not _LISTED.fullmatch(text[listed[-1].end : phrase.start]) or phrase.posts:
            break
        listed.append(phrase)
    return listed


def _stop(text: str, end: int, later: Sequence[Phrase]) -> int:
    match = _SENTENCE_END.search(text, end)
    stop = match.start() if match else len(text)
    return min([stop, *(p.start for p in later[:1])])


def _verbs(text: str, phrase: Phrase, said: str) -> Iterator[tuple[str, int]]:
    """The verbs in what is said behind a name, each with where its posts start."""
    before = text[max(0, phrase.start - 4) : phrase.start]
    dismissed = _DISMISSED_FROM.match(said) if _DISMISSED.search(before) else None
    if dismissed:
        yield "免去", dismissed.end()
    for match in _verb().finditer(said):
        bare = match["verb"] in _BARE
        appointed = match["verb"] == "为" and match.start("verb") == 0 and _is_appointed(text, phrase, before)
        if not bare or appointed:
            yield match["verb"], match.end()


def _is_appointed(text: str, phrase: Phrase, before: str) -> bool:
    """选举甲为主席，乙、丙为副主席: the verb stands in front of the first of them."""
    if _APPOINTED.search(before):
        return True
    begin = max(text.rfind(mark, 0, phrase.start) for mark in "。；\n") + 1
    elected = re.search("任命|选举|推选|补选", text[begin : phrase.start])
    return bool(elected) and before.endswith(("，", "、"))


def _posts(context: Context, position: int, stop: int, phrase: Phrase) -> Iterator[tuple[str, int, Modality | None]]:
    """The posts listed from ``position`` on: title, body, and the modality that the title itself gives."""
    text = context.article.body
    body: int | None = None
    while position < stop:
        position += len("中共") if text.startswith("中共", position) else 0
        together: list[int | None] = []
        while (inside := _body_at(context, position)) is not None:
            body, position = inside, context.mentions[inside].end
            together.append(inside)
            if text[position] not in "、和" or _body_at(context, position + 1) is None:
                break
            position += 1  # 甲管委会、乙管委会主任
        title = title_starting(text, position)
        if not title:
            return
        owns = [_own(context, Post(position, title, each), phrase) for each in together]
        owns = owns or [_own_without_body(context, Post(position, title, None), phrase, body)]
        position += len(title)
        suffix = next((s for s in titles().nominated if text.startswith(s, position)), "")
        position += len(suffix)
        for own in owns:
            if own is not None:
                yield title + suffix, own, Modality.PLANNED if suffix else None
                body = body if body is not None else own
        joint = re.match(r"[、和兼，]{1,2}", text[position : position + 2])
        if not joint:
            return
        position += joint.end()


def _own_without_body(context: Context, post: Post, phrase: Phrase, before: int | None) -> int | None:
    """市长 behind 市委副书记 is of the city; another post without a body is of the body ``before``."""
    governed = body_of_title(context, post, before, post.start)
    if governed is not None or before is None:
        return governed if governed is not None else _own(context, post, phrase)
    return before


def _own(context: Context, post: Post, phrase: Phrase) -> int | None:
    """The body of a post: named, or the place that a 市长 heads, or that of the post in front of the name."""
    if post.body is not None:
        return place_governed(context, post)
    before = [p.body for p in phrase.posts if p.body is not None]
    last = _last_body(context, post.start)
    governed = body_of_title(context, post, last, post.start)
    if governed is not None:
        return governed
    if before:
        return before[-1]
    of_body = last is not None and group(context.mentions[last].type) == "org"
    return last if of_body and post.title in titles().shared else None  # 甲补选为市政协主席，乙、丙补选为副主席


def _last_body(context: Context, position: int) -> int | None:
    """The last body or place named before in the sentence: 选举甲为某市市长，乙、丙当选副市长."""
    text = context.article.body
    begin = max(text.rfind(mark, 0, position) for mark in "。；\n") + 1
    named = [
        i
        for i, m in enumerate(context.mentions)
        if begin <= m.start and m.end <= position and group(m.type) in ("org", "place")
    ]
    return max(named, key=lambda i: (context.mentions[i].end, -context.mentions[i].start), default=None)


def _body_at(context: Context, position: int) -> int | None:
    """The longest body, place or zone that starts at a position."""
    found = [
        i
        for i, m in enumerate(context.mentions)
        if m.start == position and group(m.type) in ("org", "place", "zone", "facility")
    ]
    return max(found, key=lambda i: context.mentions[i].end, default=None)


def _date(context: Context, position: int) -> str | None:
    """The date that stands nearest before the post, in its sentence."""
    text = context.article.body
    begin = max(text.rfind(mark, 0, position) for mark in "。；\n") + 1
    found = [d for d in find_dates(text[begin:position], context.article.published, begin) if len(d.iso) > 4]
    found = [d for d in found if not text.startswith(_OF_A_LIFE, d.end)]
    return found[-1].iso if found else None
