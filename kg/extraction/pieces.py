"""A text cut into the pieces that the rules see whole: persons with the posts in front of them, other names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.chips import Piece
from kg.extraction.posts import Phrase
from kg.extraction.titles import title_ending
from kg.model import Mention
from kg.ontology import group

#: Between two persons of a list, and what no body's name holds.
_JOINT = re.compile("[、，]?(?:以及|和|及)?|[、，]")
_CLAUSE = re.compile("[，。；、：！？“”在到赴于对就的了着是说]|主持|出席|参加|陪同|表示|指出|强调|介绍|会见")
LONGEST_BODY = 16  # characters of a body's name in front of a title
LONGEST_POSTS = 40  # characters of the posts between two persons of a list whose bodies nobody knows


def pieces(text: str, mentions: Sequence[Mention], phrases: Sequence[Phrase]) -> list[Piece]:
    """The chips that are no plain text: persons with their posts, then every other outermost mention; where a city's
    name stands for its zone, the zone."""
    pieces = []
    for phrase, before in zip(phrases, [None, *phrases], strict=False):
        start = _reach_back(text, phrase, before.end if before else 0)
        pieces.append(Piece(start, phrase.end, mentions[phrase.person].type, (phrase.person,)))
    taken = {i for p in pieces for i in range(p.start, p.end)}
    for index, mention in sorted(
        enumerate(mentions), key=lambda im: (im[1].start - im[1].end, group(im[1].type) == "place")
    ):
        span = range(mention.start, mention.end)
        if group(mention.type) != "person" and taken.isdisjoint(span):
            taken.update(span)
            pieces.append(Piece(mention.start, mention.end, mention.type, (index,)))
    return sorted(pieces, key=lambda p: p.start)


def _reach_back(text: str, phrase: Phrase, end_before: int) -> int:
    """Where a person's part of a list begins: 、火炬中心副主任某某 is one member, also where nobody knows the body."""
    between = text[end_before : phrase.start]
    joint = _JOINT.match(between)
    if not (phrase.posts and joint and joint.end() and len(between) <= LONGEST_POSTS):
        return phrase.start
    *chained, last = re.split("[、兼]", between[joint.end() :])
    titled = all(title_ending(post, len(post)) for post in chained)
    named = titled and len(last) <= LONGEST_BODY and not any(_CLAUSE.search(post) for post in (*chained, last))
    return end_before + joint.end() if named else phrase.start
