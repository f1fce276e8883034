"""One thing by one name within an article: 骏腾公司 for the 骏腾新能源汽车电机有限公司 that it also names."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from kg.extraction.edges import is_generic
from kg.extraction.events import GENERIC
from kg.model import Mention
from kg.ontology import group

SHORTEST_EVENT = 5  # characters of a meeting's name that tell it from others of its kind
SHORTEST_ZONE = 5  # characters of a zone's name that tell it from others
LONGEST_PLACE = 4  # characters of a place's name in front of a zone's
LONGEST_FIRM = 10  # characters of a firm's short name
_FIRM_BEGINS = 9  # characters of a firm's full name, its place among them, in which its short name stands
_ANY_ZONE, _KINDS_OF_ZONE = "开发区", ("经开区", "经济区", "综合保税区", "产业开发区", "技术开发区")
_FIRM_ENDING = re.compile(r"(?:集团|股份|有限|公司|科技)+$")


def name_in_full(mentions: list[Mention], parents: Collection[str] = ()) -> None:
    """Give meetings, firms and zones, in place, the longest name under which the article knows them."""
    _name_events_in_full(mentions)
    _name_firms_in_full(mentions, parents)
    _name_zones_in_full(mentions)
    _name_parks_in_full(mentions)


def _name_events_in_full(mentions: list[Mention]) -> None:
    """招商工作会议 is the 文峰区招商工作会议 that the same text names."""
    names = {m.name: m for m in mentions if m.type == "Event" and m.name not in GENERIC}
    for index, mention in enumerate(mentions):
        if mention.type != "Event" or len(mention.name) < SHORTEST_EVENT:
            continue
        longer = [name for name in names if name.endswith(mention.name)]
        full = names[max(longer, key=len)]
        mentions[index] = replace(mention, name=full.name, context=full.context)


def _name_firms_in_full(mentions: list[Mention], parents: Collection[str]) -> None:
    """骏腾公司 is the 骏腾新能源汽车电机有限公司 that the same text names, where no other begins so."""
    firms = {m.name: m for m in mentions if m.type in ("Company", "ResearchInstitution")}
    for index, mention in enumerate(mentions):
        short = _FIRM_ENDING.sub("", mention.name)
        if (
            mention.name not in firms
            or mention.name in parents
            or mention.type != "Company"
            or not 2 <= len(short) <= LONGEST_FIRM
        ):
            continue
        longer = {
            n
            for n, m in firms.items()
            if m.type == mention.type and len(n) > len(mention.name) and short in n[: max(_FIRM_BEGINS, len(short) + 4)]
        }
        if len(longer) == 1:
            full = firms[longer.pop()]
            mentions[index] = replace(mention, name=full.name, context=full.context)


def _name_zones_in_full(mentions: list[Mention]) -> None:
    """忻州开发区 is the 忻州经开区 that the same text names, where it names no other zone of that kind there."""
    zones = {m.name: m for m in mentions if m.type == "EconomicDevelopmentZone"}
    for index, mention in enumerate(mentions):
        if mention.name in zones and mention.name.endswith(_ANY_ZONE) and not mention.name.endswith(_KINDS_OF_ZONE):
            place = mention.name.removesuffix(_ANY_ZONE)
            fuller = [m for name, m in zones.items() if name.startswith(place) and name.endswith(_KINDS_OF_ZONE)]
            if len(fuller) == 1:
                mentions[index] = replace(mention, name=fuller[0].name, context=fuller[0].context)


def _name_parks_in_full(mentions: list[Mention]) -> None:
    """内江农业园区 is the 内江农业科技园区 that the same text names: but for a word that tells only a kind."""
    zones = {(m.name, m.context): m for m in mentions if group(m.type) == "zone"}
    for index, mention in enumerate(mentions):
        if (mention.name, mention.context) not in zones:
            continue
        longer = [
            m
            for m in zones.values()
            if (m.context == mention.context and _is_short_for(mention.name, m.name))
            or (m.type == mention.type and len(mention.name) >= SHORTEST_ZONE and _is_end_of(mention.name, m.name))
        ]
        if len(longer) == 1:
            full = longer[0]
            mentions[index] = replace(mention, name=full.name, type=full.type, context=full.context)


def _is_end_of(short: str, full: str) -> bool:
    """Whether a zone's name is another without the place in front of it: 新站高新区 of 合肥新站高新区."""
    return full.endswith(short) and 2 <= len(full) - len(short) <= LONGEST_PLACE


def _is_short_for(short: str, full: str) -> bool:
    """Whether a name is another without one word inside it that tells only a kind."""
    more = len(full) - len(short)
    return more > 1 and any(
        short == full[:at] + full[at + more :] and is_generic(full[at : at + more]) for at in range(2, len(short))
    )
