"""The article's home: the province, city and county that "我市", "市委" and "全省" mean in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.extraction.found import Found
from kg.extraction.gazetteer import Division, Gazetteer, Known
from kg.model import Article
from kg.ontology import group

#: Weights of a mention by where it stands. Swept on own articles; the order matters, the exact values hardly do.
IN_TITLE, IN_LEAD, ELSEWHERE, PUBLISHER = 4.0, 2.0, 1.0, 5.0
#: A mention of a county speaks for its city, one of a city for its province, by this much.
UPWARD = 0.6
#: 新华社北京9月29日电 tells where the agency sits, not what the article is about.
_DATELINE = re.compile(
    r"(?:新华社|新华网|中新社|中新网|人民网|中国[\u4e00-\u9fff]{1,3}[网社报]|科技日报|经济日报|光明日报|央视网|央广网|中评社|澎湃新闻)"
    r"(?P<place>[\u4e00-\u9fff]{2,4})(?:\d{1,2}月)?\d{1,2}日"
)
_COMES, _VISITS = (
    re.compile("[来莅]"),
    re.compile("[市省区县州]?(?:调研|考察|视察|访问|参观|指导|学习|检查|投资|洽谈|开展)"),
)
_COME_TO_US = re.compile(
    "[来到赴莅抵在]我[市县区州](?:进行|开展|实地)?(?:考察|调研|参观|学习|访问|洽谈|视察|检查|开展)"
)
#: 我市代表团赴某市: wherever they go, it is not 我市.
_WE_GO = re.compile("我[省市县区州](?:党政)?(?:代表团|考察团|学习团|招商团|团)[赴到]")
_GOES_TO = re.compile("[赴莅抵来到]$")
#: What the name of a local medium or office goes on with, behind the place.
_OF_A_PLACE = re.compile(
    "[省市县区州旗盟]|[日晚早晨时商]?报|都市|新闻|广播|电视|发布|融媒|网|之窗|在线|传媒|党政|政府|人民|高新|经开|开发|新区|科技|工信|发改|市委|组织|宣传|红网|政务|$"
)
#: The home city must outweigh the next by this factor, else the article has none.
MARGIN = 1.25


@dataclass(frozen=True, slots=True)
class Home:
    """The divisions that the article is about, by level; ``None`` where the text does not tell.

    ``own`` is the one that the publisher speaks from; ``ranked`` are all divisions that the text names, the weightiest
    first, with their weights.
    """

    province: Division | None = None
    own: Division | None = None
    city: Division | None = None
    county: Division | None = None
    ranked: tuple[tuple[Division, float], ...] = ()

    def of_level(self, level: str) -> Division | None:
        """The division that a bare 省, 市, 县, 区 … means in this article."""
        if level in ("省", "自治区"):
            return self.province if self.province and self.province.type == "Province" else None
        for own in (self.own, self.city, self.county):
            if own and own.name.endswith(level):
                return own
        fitting = [(d, w) for d, w in self.ranked if d.name.endswith(level)]
        if not fitting or (len(fitting) > 1 and fitting[0][1] < fitting[1][1] * MARGIN):
            return None
        return fitting[0][0]

    @property
    def place(self) -> Division | None:
        """The division that the whole article is about: its city, or the county that it speaks of more."""
        weights = {division.code: weight for division, weight in self.ranked}
        if self.city and self.county and weights.get(self.county.code, 0) > weights.get(self.city.code, 0):
            return self.county
        return self.city or self.county or self.province

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the home divisions, smallest first."""
        return tuple(d.code for d in (self.county, self.city, self.province) if d)


def find_home(article: Article, places: Sequence[Found], gazetteer: Gazetteer) -> Home:
    """Weigh every mention of a division, and of the zones and bodies named after one; where these tell nothing, of the
    meetings too."""
    others = [place for place in places if place.type != "Event"]
    home = _weigh(article, others, gazetteer)
    return home if home.city or home.county else _weigh(article, places, gazetteer)


def _weigh(article: Article, places: Sequence[Found], gazetteer: Gazetteer) -> Home:
    votes: dict[str, float] = defaultdict(float)
    ambiguous: list[tuple[float, Sequence[Known]]] = []
    for weight, known in _weighted(article, places, gazetteer):
        codes = {k.key for k in known if k.key in gazetteer.divisions}
        if len(codes) == 1:
            votes[codes.pop()] += weight
        elif codes:
            ambiguous.append((weight, known))
    totals = _with_ancestors(votes, gazetteer)
    for weight, known in ambiguous:
        best = choose(known, totals, gazetteer)
        if best:
            votes[best.key] += weight
    told = _of_publisher(article, gazetteer)
    for code in (*_of_guests(article, places, gazetteer), *_of_hosts(article, places, gazetteer)):
        votes = {named: weight for named, weight in votes.items() if not gazetteer.contains(code, named)}
    if told:
        votes[told.code] += PUBLISHER
    home = _pick(votes, _with_ancestors(votes, gazetteer), gazetteer, told)
    visited = _visited(article, places, gazetteer)
    if home.city and visited and not told and not any(gazetteer.contains(home.city.code, code) for code in visited):
        return replace(home, city=None, county=None, ranked=tuple((division, 1.0) for division, _ in home.ranked))
    return home


def _visited(article: Article, places: Sequence[Found], gazetteer: Gazetteer) -> set[str]:
    """The divisions that the title says somebody goes to.

    Of a visit whose reporter is unknown nobody can tell on which side 市科技局 is, unless most of the article is about
    the place visited.
    """
    title = article.title if article.body.startswith(article.title) else ""
    within = [place for place in places if place.end <= len(title) and _GOES_TO.search(title, 0, place.start)]
    known = [found for place in within for found in gazetteer.by_name.get(title[place.start : place.end], ())]
    return {found.key for found in known if found.key in gazetteer.divisions}


def choose(known: Sequence[Known], totals: dict[str, float], gazetteer: Gazetteer) -> Known | None:
    """Of several divisions of one name, the one whose city or province the article speaks of; None if unclear."""
    ranked = sorted(known, key=lambda k: (-_standing(k.key, totals, gazetteer), k.is_short, len(k.key), k.key))
    if len(known) == 1:
        return known[0]
    outer = [k for k in known if all(gazetteer.contains(k.key, other.key) for other in known)]
    if outer:
        return outer[0]
    first, second = ranked[0], ranked[1]
    if _standing(first.key, totals, gazetteer) > _standing(second.key, totals, gazetteer):
        return first
    levels = {gazetteer.divisions[k.key].level for k in known if k.key in gazetteer.divisions}
    return first if len(levels) > 1 and _is_higher(first, second, gazetteer) else None


def _is_higher(first: Known, second: Known, gazetteer: Gazetteer) -> bool:
    """衡阳 means the city of that name before the county."""
    order = ("province", "city", "county")
    return order.index(gazetteer.divisions[first.key].level) < order.index(gazetteer.divisions[second.key].level)


def _standing(code: str, totals: dict[str, float], gazetteer: Gazetteer) -> float:
    above = gazetteer.ancestors(code)
    return totals.get(code, 0.0) + sum(totals.get(d.code, 0.0) for d in above)


def _weighted(
    article: Article, places: Sequence[Found], gazetteer: Gazetteer
) -> Iterable[tuple[float, Sequence[Known]]]:
    title_end = len(article.title) if article.body.startswith(article.title) else 0
    lead_end = article.body.find("\n", title_end + 120)
    datelines = {i for m in _DATELINE.finditer(article.body) for i in range(m.start("place"), m.end("place"))}
    for place in places:
        surface = article.body[place.start : place.end]
        if place.type == "Event":
            surface = _place_in_front(surface, gazetteer)
        known = gazetteer.by_name.get(surface) or _of_abbreviation(place, gazetteer)
        if known and _is_zone_of_county(known[0], gazetteer):
            continue
        if known and place.start not in datelines:
            weight = IN_TITLE if place.start < title_end else IN_LEAD if place.start < lead_end else ELSEWHERE
            yield weight, known
        if known and _COMES.match(article.body, max(0, place.start - 1)) and _VISITS.match(article.body, place.end):
            yield PUBLISHER, known  # who says 来潍考察 is in 潍坊


def _is_zone_of_county(known: Known, gazetteer: Gazetteer) -> bool:
    """Whether this is a zone below a city: each county has some, and a city's article names those of several."""
    division = gazetteer.divisions.get(known.key)
    return division is not None and division.level == "county" and group(known.type) == "zone"


def _place_in_front(event: str, gazetteer: Gazetteer) -> str:
    """The division that a meeting's name begins with: 衡阳市 of 衡阳市科技创新大会; else ``""``."""
    named = (event[:size] for size in range(8, 2, -1) if event[:size] in gazetteer.by_name)
    return next((name for name in named if gazetteer.by_name[name][0].key in gazetteer.divisions), "")


def _of_guests(article: Article, places: Sequence[Found], gazetteer: Gazetteer) -> set[str]:
    """The cities from which somebody 来我市考察: whichever 我市 is, it is none of them."""
    codes: set[str] = set()
    for match in _COME_TO_US.finditer(article.body):
        begin = max(article.body.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
        named = [article.body[p.start : p.end] for p in places if begin <= p.start < match.start()]
        codes |= {k.key for name in named for k in gazetteer.by_name.get(name, ()) if k.type in ("City", "County")}
    return codes


def _of_hosts(article: Article, places: Sequence[Found], gazetteer: Gazetteer) -> set[str]:
    """The city to which 我市代表团 goes, and the province around it, unless that is ours, too."""
    ends = {match.end() for match in _WE_GO.finditer(article.body)}
    names = [article.body[p.start : p.end] for p in places if p.start in ends]
    known = {k.key for name in names for k in gazetteer.by_name.get(name, ()) if k.type in ("City", "County")}
    return {above.code for code in known for above in gazetteer.ancestors(code)} | known


def _of_publisher(article: Article, gazetteer: Gazetteer) -> Division | None:
    """The division that a local medium or office speaks from: 衡阳市 for 衡阳日报. What it calls 我市 is that one."""
    named = sorted(gazetteer.trie.parse(article.publisher or ""), key=lambda hit: (hit[0], -hit[1]))
    for _, end, name in named:  # 遵义 in 遵义日报, which is a name of its own
        if all(k.is_short for k in gazetteer.by_name[name]) and not _OF_A_PLACE.match(article.publisher or "", end):
            continue  # 资源 in 资源配置与管理处
        known = [gazetteer.divisions[k.key] for k in gazetteer.by_name[name] if k.key in gazetteer.divisions]
        outer = [d for d in known if all(gazetteer.contains(d.code, other.code) for other in known)]
        if outer:
            return outer[0]
    return None


def _of_abbreviation(place: Found, gazetteer: Gazetteer) -> Sequence[Known]:
    """潍 has no entry of its own; the city that it stands for has."""
    return [k for k in gazetteer.by_name.get(place.name, ()) if place.key and k.key == place.key]


def _with_ancestors(votes: dict[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for code, weight in votes.items():
        totals[code] += weight
        for steps, above in enumerate(gazetteer.ancestors(code), 1):
            totals[above.code] += weight * UPWARD**steps
    return totals


def _pick(votes: dict[str, float], totals: dict[str, float], gazetteer: Gazetteer, told: Division | None) -> Home:
    """The weightiest division of each level; a local publisher's own is beyond doubt."""

    def best(level: str, inside: Division | None) -> Division | None:
        ranked = sorted(
            (
                (-weight, code)
                for code, weight in totals.items()
                if _level(gazetteer.divisions[code]) == level and (not inside or gazetteer.contains(inside.code, code))
            ),
        )
        if not ranked or (len(ranked) > 1 and ranked[0][0] > ranked[1][0] * MARGIN):
            return None
        return gazetteer.divisions[ranked[0][1]]

    above = {_level(d): d for d in [told, *gazetteer.ancestors(told.code)]} if told else {}
    province = above.get("province") or best("province", None)
    city = above.get("city") or best("city", above.get("province"))
    if city is None:
        city = best("city", province) if province else None
    county = above.get("county") or best("county", city)
    if county and not votes.get(county.code):
        county = None
    ranked = sorted(((gazetteer.divisions[c], w) for c, w in votes.items()), key=lambda dw: (-dw[1], dw[0].code))
    if city:
        outer = gazetteer.ancestors(city.code)
        return Home(outer[-1] if outer else city, told, city, county, tuple(ranked))
    return Home(province, told, None, county, tuple(ranked))


def _level(division: Division) -> str:
    """A municipality is a city here: 我市 in a 重庆 article is 重庆市."""
    return "city" if division.type == "City" else division.level
