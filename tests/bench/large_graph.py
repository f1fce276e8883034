"""A large graph of the product's model without any text to be read: invented people and bodies in listed places.

What an article of the genre says is drawn by chance from a seed: who serves where, who visited which zone with whom,
what was issued, built and developed. Posts change hands over the years, so that there are successions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kg.graph import Counts, write
from kg.graph.gazetteer import Gazetteer
from kg.graph.terms import Iris
from kg.model import Article, Claim, Entity, Extraction, Mention, Modality
from kg.resources import load_csv

QUADS_AN_ARTICLE = 330  # measured: how many articles a wanted number of quads takes
FAMILY = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
GIVEN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
BODIES = ("科技局", "发改委", "财政局", "教育局", "工信局", "商务局", "人社局", "市场监管局", "统计局", "农业农村局")
INDUSTRIES = (
    "新材料",
    "生物医药",
    "集成电路",
    "人工智能",
    "新能源汽车",
    "航空航天",
    "高端装备",
    "数字经济",
    "光电子",
    "智能制造",
)
HONOURS = ("国家创新型城市", "国家知识产权示范城市", "国家双创示范基地", "省级创新平台", "火炬特色产业基地")
FIRST_DAY, DAYS = date(2018, 1, 1), 2500


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as a mention names it."""

    type: str
    name: str
    context: str = ""


@dataclass(frozen=True)
class City:
    """A city with its bodies, zones, firms; who holds a post changes with the year."""

    code: str
    name: str
    zones: tuple[Thing, ...]

    @cached_property
    def place(self) -> Thing:
        """The city itself."""
        return Thing("City", self.name, self.code)

    @cached_property
    def bodies(self) -> tuple[Thing, ...]:
        """Its offices."""
        return tuple(Thing("GovernmentBody", self.name + body, self.code) for body in BODIES)

    def holder(self, post: int, year: int) -> Thing:
        """Who holds one of its posts in a year: every few years somebody else."""
        chance = random.Random(f"{self.code} {post} {(year + post) // 3}")
        name = chance.choice(FAMILY) + chance.choice(GIVEN) + chance.choice(GIVEN)
        return Thing("Official", name, self.code)

    def made(self, kind: str, ending: str, number: int) -> Thing:
        """One of the firms, sites or documents of the city."""
        chance = random.Random(f"{self.code} {kind} {ending} {number}")
        return Thing(kind, self.name[:2] + "".join(chance.choices(GIVEN, k=2)) + ending, self.code)


@dataclass(slots=True)
class Draft:
    """An article under way."""

    body: str = ""
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def say(self, subject: Thing, predicate: str, object_: Thing, word: str, **more: object) -> None:
        """A sentence with one relation."""
        start, at = len(self.body), len(self.mentions)
        for thing, behind in ((subject, word), (object_, "，当地有关负责人介绍了近年来的工作情况。")):
            position = len(self.body)
            self.mentions.append(Mention(position, position + len(thing.name), thing.type, thing.name, thing.context))
            self.body += thing.name + behind
        rule = f"{predicate}.made"
        self.claims.append(Claim(at, predicate, at + 1, start, len(self.body), rule, 0.9, **more))  # type: ignore[arg-type]


class ByKey:
    """A resolution for which a mention is its own key."""

    def __init__(self, iris: Iris) -> None:
        self._iris = iris
        self._known: dict[tuple[str, str, str], Entity] = {}

    def entity(self, article_id: str, mention: Mention) -> Entity:
        """The entity of its class, name and context; every twentieth has another form."""
        key = mention.type, mention.name, mention.context
        if key not in self._known:
            aliases = (mention.name[:-1],) if len(mention.name) > 4 and len(self._known) % 20 == 0 else ()
            self._known[key] = Entity(self._iris.entity(*key), mention.type, mention.name, aliases)
        return self._known[key]

    def entities(self) -> list[Entity]:
        """All that were asked for."""
        return sorted({entity.iri: entity for entity in self._known.values()}.values(), key=lambda e: e.iri)


def cities() -> list[City]:
    """The cities of the gazetteer that have zones."""
    divisions = {row["code"]: row for row in load_csv("gazetteer/divisions.csv") if row["type"] == "City"}
    zones: dict[str, list[Thing]] = {}
    for row in load_csv("gazetteer/zones.csv"):
        if row["place_code"] in divisions:
            zone = Thing(row["type"], row["short"] or row["name"], row["place_code"])
            zones.setdefault(row["place_code"], []).append(zone)
    return [City(code, divisions[code]["name"], tuple(found)) for code, found in sorted(zones.items())]


def article(number: int, known: Sequence[City]) -> tuple[Article, Extraction]:
    """The article of a number, always the same."""
    chance = random.Random(number)
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    # Some cities are in the news more than others.
    city = known[min(int(chance.expovariate(1 / 40)), len(known) - 1)]
    guest = known[chance.randrange(len(known))]
    draft = Draft()
    _posts(draft, chance, city, day)
    _visit(draft, chance, city, guest, day)
    _matters(draft, chance, city, day)
    digest = sha256(f"{number}".encode()).hexdigest()
    made = Article(
        digest[:16], f"{digest[:8]}.txt", digest, f"{city.name}新闻{number}", draft.body, day.isoformat(), "某日报"
    )
    return made, Extraction(made.id, tuple(draft.mentions), tuple(draft.claims))


def _posts(draft: Draft, chance: random.Random, city: City, day: date) -> None:
    draft.say(city.holder(0, day.year), "worksFor", city.place, "任职于", title="市长")
    for post in chance.sample(range(len(BODIES)), 2):
        draft.say(city.holder(post + 1, day.year), "worksFor", city.bodies[post], "任职于", title="局长")
        draft.say(city.bodies[post], "partOf", city.place, "隶属于")


def _visit(draft: Draft, chance: random.Random, city: City, guest: City, day: date) -> None:
    visitor, zone = guest.holder(chance.randrange(10), day.year), chance.choice(city.zones)
    firm = city.made("Company", "精工有限公司", chance.randrange(60))
    modality = Modality.PLANNED if chance.random() < 0.05 else Modality.ASSERTED
    draft.say(visitor, "visited", zone, "调研", date=day.isoformat(), modality=modality)
    draft.say(visitor, "visited", firm, "走访")
    draft.say(firm, "locatedIn", zone, "位于")
    draft.say(city.holder(chance.randrange(10), day.year), "accompanied", visitor, "陪同")
    meeting = Thing("Event", f"{city.name}{day.year}年{day.month}月座谈会", city.code)
    draft.say(visitor, "spokeAt", meeting, "讲话于")
    draft.say(city.holder(0, day.year), "chaired", meeting, "主持")


def _matters(draft: Draft, chance: random.Random, city: City, day: date) -> None:
    zone = chance.choice(city.zones)
    policy = city.made("Policy", f"{day.year}年若干措施", chance.randrange(12))
    draft.say(chance.choice(city.bodies), "issued", policy, "印发", date=f"{day.year}-{day.month:02}")
    draft.say(policy, "appliesTo", city.place, "适用于")
    draft.say(city.made("Facility", "孵化器", chance.randrange(8)), "locatedIn", zone, "位于")
    draft.say(zone, "develops", Thing("Industry", chance.choice(INDUSTRIES)), "发展")
    if chance.random() < 0.3:
        draft.say(zone, "designatedAs", Thing("Programme", chance.choice(HONOURS)), "获批", date=str(day.year))
        draft.say(city.made("Company", "精工有限公司", chance.randrange(60)), "cooperatesWith", zone, "合作")
    value = Decimal(chance.randrange(10, 900))
    indicator = Thing("Indicator", f"技术合同交易额 {value}亿元", city.code)
    draft.say(
        city.place, "hasIndicator", indicator, "技术合同交易额达", value=value, unit="亿元", date=str(day.year - 1)
    )


def build(folder: Path, quads: int) -> Counts:
    """Write a graph of about so many quads into a folder."""
    known, iris = cities(), Iris()
    numbers = range(quads // QUADS_AN_ARTICLE)
    ids = sorted(numbers, key=lambda number: sha256(f"{number}".encode()).hexdigest())

    def items() -> Iterator[tuple[Article, Extraction]]:
        return (article(number, known) for number in ids)

    folder.mkdir(parents=True, exist_ok=True)
    return write(folder, items, ByKey(iris), gazetteer=Gazetteer.shipped())
