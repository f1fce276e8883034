"""Posts over time: when they were seen, when the texts say that they began and ended, and who came after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kg.model import Article, Claim, Mention, Modality
from kg.resources import load_toml

_REACH = 8  # characters beside a name in which a word says that the post is over


class Tenure(NamedTuple):
    """Who holds which post where; the ends are IRIs."""

    holder: str
    body: str
    title: str


@dataclass(slots=True)
class Span:
    """What the articles tell of the time of a tenure: publication dates at which it was held, and said dates."""

    seen: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def add(self, other: Span) -> None:
        """Add what another article tells; only the ends are kept."""
        self.seen = _ends([*self.seen, *other.seen])
        self.begun = _ends([*self.begun, *other.begun])
        self.ended = _ends([*self.ended, *other.ended])

    @property
    def first(self) -> str:
        """The earliest date known of the tenure; ``""`` where there is none."""
        return min([*self.seen, *self.begun], default="")

    @property
    def last(self) -> str:
        """The latest date at which it was held."""
        return max([*self.seen, *self.begun], default="")


def _ends(dates: list[str]) -> list[str]:
    return [min(dates), max(dates)] if dates else []


def span_of(article: Article, claim: Claim, holder: Mention) -> Span | None:
    """What one claim of a post tells of its time; None where it is neither held nor told to be over."""
    published = [article.published] if article.published else []
    said = [claim.date] if claim.date else []
    if claim.modality is Modality.ASSERTED:
        return Span(seen=published, begun=said)
    if claim.modality is Modality.FORMER and _is_over(article.body, holder):
        return Span(ended=said or published)
    return None


def _is_over(text: str, holder: Mention) -> bool:
    """Whether the words beside a name say that a post ends now: 免去某某的局长职务."""
    words = load_toml("lexicon/tenures.toml")
    before, behind = text[max(0, holder.start - _REACH) : holder.start], text[holder.end : holder.end + _REACH]
    return any(word in before for word in words["over_before"]) or any(word in behind for word in words["over_behind"])


def is_single(title: str) -> bool:
    """Whether one person at a time holds a post of this title."""
    return title.endswith(tuple(load_toml("lexicon/tenures.toml")["single"])) and "副" not in title


def successors(spans: Mapping[Tenure, Span]) -> dict[Tenure, Tenure]:
    """Each tenure to the one that follows it in its post: no longer seen when the next holder first was.

    A post whose holders are seen by turns has no succession: two offices may go by one name.
    """
    posts: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure, span in spans.items():
        if is_single(tenure.title) and span.first:
            posts[tenure.body, tenure.title].append(tenure)
    return dict(pair for held in posts.values() for pair in _in_turn(held, spans))


def _in_turn(held: Iterable[Tenure], spans: Mapping[Tenure, Span]) -> Iterator[tuple[Tenure, Tenure]]:
    ordered = sorted(held, key=lambda tenure: (spans[tenure].first, tenure))
    for one, following in pairwise(ordered):
        if spans[one].last < spans[following].first:
            yield one, following
