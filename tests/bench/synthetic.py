"""A made-up world whose truth is known, and the articles that tell of it: posts, holders in turn, namesakes.

Persons are promoted within a city, move to another by a succession that the articles tell, and share names with persons
of other cities. Zones and bodies are named in long and short words. :func:`score` compares a graph with the truth.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from articles import CITIES, GIVEN, SURNAMES

START, END = date(2019, 1, 1), date(2024, 12, 31)
TERM = (400, 1100)  # days that a holder stays
MOVES = 0.25  # share of mayors who take a post in another city of their province
NAMESAKES = 0.15  # share of names that somebody elsewhere bears too
#: Title, body with its place, and the other words for the body that articles use.
POSTS = (
    ("市长", "{city}市", ("{city}市",)),
    ("局长", "{city}市科技局", ("{city}市科技局", "{city}市科学技术局")),
    ("局长", "{city}市工信局", ("{city}市工信局", "{city}市工业和信息化局")),
    ("主任", "{city}高新区管委会", ("{city}高新区管委会", "{city}高新技术产业开发区管委会")),
)
ZONES = ("{city}高新区", "{city}高新技术产业开发区", "{city}国家高新区")
FOCUS = ("科技创新", "项目建设", "招商引资", "成果转化", "营商环境", "安全生产", "人才引进", "园区建设")


@dataclass(frozen=True)
class Term:
    """Who held which post, from when to when, and where he came from if the articles tell."""

    person: int
    title: str
    body: str
    words: tuple[str, ...]
    city: str
    since: date
    until: date
    former: str = ""


@dataclass
class Truth:
    """What the articles say: the names of persons, and of each tenure the first and last date at which it is seen."""

    names: dict[int, str] = field(default_factory=dict)
    tenures: dict[tuple[int, str, str], tuple[str, str]] = field(default_factory=dict)
    zones: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)

    def persons(self) -> set[tuple[str, frozenset[tuple[str, str]]]]:
        """Each person as a name with all posts in which the articles show him."""
        posts: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for person, title, body in self.tenures:
            posts[person].add((title, body))
        return {(self.names[person], frozenset(held)) for person, held in posts.items()}


def world(count: int, seed: int = 11) -> tuple[list[str], Truth]:
    """``count`` articles, always the same for a seed, and their truth. More articles tell of more cities and years."""
    chance = random.Random(seed)
    terms = _terms(chance, max(6, count // 40))
    truth = Truth(_names(chance, terms))
    by_city: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        by_city[term.city].append(term)
    return [_article(chance, by_city, truth) for _ in range(count)], truth


def _cities(wanted: int) -> list[tuple[str, str]]:
    """Cities with their provinces: those of the other benchmarks, then all others of the list of divisions."""
    from kg.resources import load_csv

    first = [(province, city) for province, cities in CITIES.items() for city in cities.split()]
    rows = {row["code"]: row for row in load_csv("gazetteer/divisions.csv")}
    cities = [row for row in rows.values() if row["type"] == "City" and row["name"] == f"{row['short']}市"]
    listed = [(rows[row["parent_code"]]["name"], row["short"]) for row in cities if row["parent_code"] in rows]
    return [*first, *(city for city in listed if city not in first)][:wanted]


def _terms(chance: random.Random, wanted: int) -> list[Term]:
    """The holders of every post in turn; some mayors come from another city of the province."""
    found: list[Term] = []
    person = 0
    leaving: dict[str, list[Term]] = defaultdict(list)
    for province, city in _cities(wanted):
        for title, body, words in POSTS:
            since = START + timedelta(chance.randint(0, 60))
            while since < END:
                until = min(END, since + timedelta(chance.randint(*TERM)))
                known = tuple(word.format(city=city) for word in words)
                mover = next((t for t in leaving[province] if 0 < (since - t.until).days < 200), None)
                if title == "市长" and mover and chance.random() < MOVES * 2:
                    leaving[province].remove(mover)
                    who, former = mover.person, f"{mover.city}市市长"
                else:
                    who, former, person = person, "", person + 1
                found.append(Term(who, title, body.format(city=city), known, city, since, until, former))
                if title == "市长":
                    leaving[province].append(found[-1])
                since = until + timedelta(chance.randint(5, 40))
    return found


def _names(chance: random.Random, terms: list[Term]) -> dict[int, str]:
    """A name for each person; some are borne by two, in two provinces' cities."""
    names: dict[int, str] = {}
    homes: dict[str, set[str]] = defaultdict(set)
    provinces = {city: province for province, city in _cities(len(terms))}
    for term in terms:
        if term.person not in names:
            elsewhere = [n for n, homes_of in sorted(homes.items()) if provinces[term.city] not in homes_of]
            shared = elsewhere and chance.random() < NAMESAKES
            name = chance.choice(elsewhere) if shared else _fresh(chance, homes)
            names[term.person] = name
        homes[names[term.person]].add(provinces[term.city])
    return names


def _fresh(chance: random.Random, taken: dict[str, Any]) -> str:
    while True:
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
        if name not in taken:
            return name


def _article(chance: random.Random, by_city: dict[str, list[Term]], truth: Truth) -> str:
    city = chance.choice(sorted(by_city))
    day = START + timedelta(chance.randint(60, (END - START).days))
    here = [term for term in by_city[city] if term.since <= day <= term.until]
    zone = chance.choice(ZONES).format(city=city)
    if not here:
        return _article(chance, by_city, truth)
    chosen = chance.sample(here, min(len(here), chance.randint(1, 3)))
    chosen.sort(key=lambda term: [title for title, *_ in POSTS].index(term.title))
    for term in chosen:
        _see(truth, term, day)
    truth.zones.add(f"{city}高新区")
    lead, *others = chosen
    said = [_told(chance, truth, lead) + f"到{zone}调研，强调要抓好{chance.choice(FOCUS)}。"]
    if others:
        said.append("、".join(_told(chance, truth, term) for term in others) + "陪同调研。")
    said += [f"{truth.names[term.person]}曾任{term.former}。" for term in chosen if term.former]
    text = f"{truth.names[lead.person]}到{zone}调研\n{day.isoformat()} 来源：{city}日报\n"
    said.append(f"调研中，一行人围绕{chance.choice(FOCUS)}交换了意见。")
    return f"{text}{day.month}月{day.day}日，" + "\n".join(said) + "\n"


def _told(chance: random.Random, truth: Truth, term: Term) -> str:
    return f"{chance.choice(term.words)}{term.title}{truth.names[term.person]}"


def _see(truth: Truth, term: Term, day: date) -> None:
    key, seen = (term.person, term.title, term.body), day.isoformat()
    first, last = truth.tenures.get(key, (seen, seen))
    truth.tenures[key] = min(first, seen), max(last, seen)
    if term.title != "市长":
        truth.bodies.add(term.body)


@dataclass(frozen=True)
class Recovered:
    """How much of the truth a graph has, and how much of the graph is true."""

    what: str
    precision: float
    recall: float


def score(graph: Any, truth: Truth) -> Iterator[Recovered]:
    """Compare a graph with the truth: persons with all their posts, tenures with their dates, zones, bodies."""
    asked = """SELECT ?p ?name ?title ?body ?first ?last { ?t kg:holder ?p ; kg:title ?title ; kg:firstSeen ?first ;
        kg:body/skos:prefLabel ?body ; kg:lastSeen ?last . ?p skos:prefLabel ?name }"""
    rows = [row for row in graph.query(asked).rows if row[2] in {title for title, *_ in POSTS}]
    posts: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for person, name, title, body, *_ in rows:
        posts[person, name].add((title, body))
    yield _compared("persons", {(name, frozenset(held)) for (_, name), held in posts.items()}, truth.persons())
    told = {(truth.names[who], title, body, *dates) for (who, title, body), dates in truth.tenures.items()}
    yield _compared("tenures with dates", {row[1:] for row in rows}, told)
    for what, kind, known in (("zones", "HiTechZone", truth.zones), ("bodies", "GovernmentBody", truth.bodies)):
        names = graph.query(f"SELECT ?name {{ ?x a kg:{kind} ; kg:articles ?n ; skos:prefLabel ?name }}").rows
        found = [name for (name,) in names]
        yield Recovered(what, sum(n in known for n in found) / len(found), len(known & set(found)) / len(known))


def _compared(what: str, found: set[Any], known: set[Any]) -> Recovered:
    both = len(found & known)
    return Recovered(what, both / len(found), both / len(known))
