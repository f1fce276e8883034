"""Training sentences in the manner of government news, made from the patterns of ``genre.toml``.

The annotated corpora are the People's Daily of the nineties; this product reads county reports of today, with their
chains of posts before a name and their rows of names. What fills a slot is invented: names from the surnames and given
names of the corpora, bodies and firms from the parts listed in the patterns, places from the gazetteer.
"""

from __future__ import annotations

import csv
import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.learn.corpora import Sentence, Span

SLOT = re.compile(r"\{(\w+)\}")
COMMITTEE = re.compile(r"^([省市县区]委)(?=[书副常])")
BODY = re.compile(r"\[([一-鿿]+)\]")
WORDS = 0.08  # share of persons whose name is a word
ENTITY = re.compile(r"\x02(PER|LOC|ORG)\x03(.*?)\x04", re.S)
PATTERNS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("genre.toml").read_text(encoding="utf-8"))


class Names:
    """Invented persons, after the surnames and given names of real ones.

    ``persons`` are the names that the corpora mark. Four in five given names are drawn from their characters, the rest
    from all characters given, so that a name need not look like one the corpora hold. ``words`` are names, too, that
    are words of the language (高峰, 时代): for them the sentence must tell.
    """

    def __init__(
        self, persons: Iterable[str], surnames: Sequence[str], chance: random.Random, words: Sequence[str] = ()
    ) -> None:
        single = sorted({surname for surname in surnames if len(surname) == 1})
        family, first, second, alone = Counter(single), Counter[str](), Counter[str](), Counter[str]()
        for person in persons:
            if len(person) not in (2, 3) or person[0] not in single or not all("一" <= c <= "鿿" for c in person):
                continue
            family[person[0]] += 1
            if len(person) == 2:
                alone[person[1]] += 1
            else:
                first[person[1]] += 1
                second[person[2]] += 1
        self._chance, self._surnames, self._words = chance, single, words
        self._parts = [(list(part), list(part.values())) for part in (family, first, second, alone)]
        self._rare = sorted(set(first) | set(second) | set(alone))

    def surname(self) -> str:
        """A surname; one in thirty is a compound, one in five taken from the list regardless of how common it is."""
        lot = self._chance.random()
        if lot < 0.033:
            return str(self._chance.choice(PATTERNS["names"]["compound"]))
        return self._chance.choice(self._surnames) if lot < 0.233 else self._pick(0)

    def foreigner(self) -> str:
        """A transliterated name, its parts joined by a point."""
        known = PATTERNS["names"]
        return f"{self._chance.choice(known['foreign_first'])}·{self._chance.choice(known['foreign_last'])}"

    def person(self) -> str:
        """A full name: mostly two given characters, often one; now and then that of a minority, or a word."""
        known, lot = PATTERNS["names"], self._chance.random()
        if lot < 0.015:
            return f"{self._chance.choice(known['minority_first'])}·{self._chance.choice(known['minority_last'])}"
        if lot < 0.03:
            return "".join(self._chance.sample(known[self._chance.choice(("tibetan", "mongol"))], 2))
        if lot < 0.03 + WORDS and self._words:
            return self._chance.choice(self._words)
        return self.surname() + (self._given(3) if lot < 0.38 else self._given(1) + self._given(2))

    def _given(self, place: int) -> str:
        return self._chance.choice(self._rare) if self._chance.random() < 0.2 else self._pick(place)

    def _pick(self, part: int) -> str:
        values, weights = self._parts[part]
        return self._chance.choices(values, weights)[0]


class Gazetteer:
    """The divisions, surnames and posts of the data directory, as far as the patterns ask for them."""

    def __init__(self, data: Path) -> None:
        divisions = _rows(data / "admin_flat.csv")
        self.provinces = [row["name"] for row in divisions if row["level"] == "province"]
        self.cities = [(row["name"], row["short"]) for row in divisions if row["level"] == "city"]
        self.counties = [(row["name"], row["short"]) for row in divisions if row["level"] == "county"]
        zones = _rows(data / "zones.csv")
        self.zones = [name for row in zones for name in (row["name"], *row["aliases"].split("|")) if name]
        self.prefectures = [name for name, _ in self.cities if not name.endswith("市")]
        self.surnames = [row["surname"] for row in _rows(data / "surnames.csv")]
        self.posts = [COMMITTEE.sub(r"[\1]", row["title"]) for row in _rows(data / "post_titles.csv")]


class Genre:
    """Makes sentences from the patterns. The same seed and data make the same sentences."""

    def __init__(self, gazetteer: Gazetteer, persons: Iterable[str], seed: int, words: Sequence[str] = ()) -> None:
        self._lists: dict[str, list[str]] = PATTERNS["lists"]
        self._sentences: list[str] = PATTERNS["patterns"]["sentences"]
        self._gazetteer = gazetteer
        self._chance = random.Random(seed)
        self._names = Names(persons, gazetteer.surnames, self._chance, words)
        self._brand = sorted({c for person in persons for c in person if "一" <= c <= "鿿"})
        self._whole_places = [*gazetteer.provinces, *(name for name, _ in [*gazetteer.cities, *gazetteer.counties])]
        self._slots: dict[str, Callable[[], str]] = {
            "per": lambda: _mark("PER", self._names.person()),
            "sur": lambda: _mark("PER", self._names.surname()),
            "names": self._row_of_names,
            "province": lambda: _mark("LOC", self._province()),
            "city": lambda: _mark("LOC", self._city()),
            "cityshort": lambda: _mark("LOC", self._chance.choice(gazetteer.cities)[1]),
            "county": lambda: _mark("LOC", self._county()),
            "town": lambda: _mark("LOC", self._new_word() + self._town_end()),
            "city_post": lambda: self._placed(self._chance.choice(gazetteer.cities), "{local_post}"),
            "county_full_post": lambda: self._placed(self._chance.choice(gazetteer.counties), "{county_post}"),
            "province_full_post": lambda: self._placed((self._province(), ""), "{province_post}"),
            "prefecture": lambda: _mark("LOC", self._chance.choice(gazetteer.prefectures)),
            "foreigner": lambda: _mark("PER", self._names.foreigner()),
            "foreign_place": lambda: _mark("LOC", self._chance.choice(PATTERNS["names"]["foreign_places"])),
            "bare": lambda: _mark("ORG", self._pick("市", "县", "区", "省", "") + self.fill("{bureau}")),
            "tax": lambda: _mark("ORG", "国家税务总局" + self._chance.choice(self._whole_places) + "税务局"),
            "company_branch": lambda: _mark("ORG", self._company() + self._place_in_name() + "分公司"),
            "place": lambda: self._any("city", "county", "zone", "province"),
            "zone": lambda: _mark("LOC", self._zone()),
            "zone_office": lambda: _mark("ORG", self._zone() + self._pick("管委会", "党工委")),
            "zone_head": lambda: self._pick("主任", "副主任", "书记", "调研员", "副书记"),
            "body": lambda: _mark("ORG", self._body()),
            "bureau_full": lambda: self.fill("{bureau}"),
            "national_body": lambda: _mark("ORG", self.fill("{national}")),
            "company": lambda: _mark("ORG", self._company()),
            "institute": lambda: _mark("ORG", self._institute()),
            "media": lambda: _mark("ORG", self._place_in_name() + self.fill("{paper_end}")),
            "post": lambda: self.fill(self._chance.choice(gazetteer.posts)),
            "headone": lambda: self._pick("局长", "主任", "副局长", "厅长", "副厅长", "党组书记", "处长", "副主任"),
        }

    def sentence(self) -> Sentence:
        """One sentence, two in five joined to another, with half-width or full-width punctuation."""
        text = self.fill(self._chance.choice(self._sentences))
        if self._chance.random() < 0.4:
            text += self.fill(self._chance.choice(self._sentences))
        if self._chance.random() < 0.6:
            text = text.translate(str.maketrans(",:()", "，：（）"))
        return _sentence(text)

    def fill(self, pattern: str) -> str:
        """The pattern with its slots filled, entities still marked."""
        marked = BODY.sub(lambda body: _mark("ORG", body.group(1)), pattern)
        return SLOT.sub(lambda slot: self._fill_one(slot.group(1)), marked)

    def _placed(self, place: tuple[str, str], post: str) -> str:
        """A place's full or short name with a post in it: 衡阳市副市长, 衡阳市委书记 (never 衡阳市市委)."""
        name, short = place
        filled = self.fill(post)
        if filled.startswith("\x02ORG\x03"):
            return f"\x02ORG\x03{short or name.removesuffix('省')}{filled[5:]}"
        return _mark("LOC", name if self._chance.random() < 0.7 or len(short) < 2 else short) + filled

    def _fill_one(self, slot: str) -> str:
        if slot in self._slots:
            return self._slots[slot]()
        return self.fill(self._chance.choice(self._lists[slot]))

    def _pick(self, *options: str) -> str:
        return self._chance.choice(options)

    def _any(self, *slots: str) -> str:
        return self._slots[self._pick(*slots)]()

    def _row_of_names(self) -> str:
        names = [_mark("PER", self._names.person()) for _ in range(self._chance.randint(2, 5))]
        mark = self._pick("、", "、", "、", ",", " ", "和")
        return mark.join(names[:-1]) + self._pick(mark, mark, "和") + names[-1]

    def _province(self) -> str:
        name = self._chance.choice(self._gazetteer.provinces)
        return name if self._chance.random() < 0.6 else name.removesuffix("省").removesuffix("市")

    def _city(self) -> str:
        name, short = self._chance.choice(self._gazetteer.cities)
        return name if self._chance.random() < 0.6 else short

    def _county(self) -> str:
        name, short = self._chance.choice(self._gazetteer.counties)
        return short if len(short) > 1 and self._chance.random() < 0.3 else name

    def _new_word(self) -> str:
        return "".join(self._chance.choices(self._brand, k=2))

    def _town_end(self) -> str:
        return self._pick("", "", "口", "桥", "坪", "铺", "冲", "湾") + self._pick("镇", "乡", "村", "社区", "街道")

    def _place_in_name(self) -> str:
        city, short = self._chance.choice(self._gazetteer.cities)
        return self._pick(short, short, city, self._province(), self._county())

    def _zone(self) -> str:
        if self._chance.random() < 0.4:
            return self._chance.choice(self._gazetteer.zones)
        return self._place_in_name() + self.fill("{zone_end}")

    def _body(self) -> str:
        lot = self._chance.random()
        if lot < 0.25:
            return self._pick(self._chance.choice(self._gazetteer.provinces), "省", "省") + self.fill("{office}")
        if lot < 0.6:
            return self._pick(self._chance.choice(self._gazetteer.cities)[0], "市", "市") + self.fill("{bureau}")
        if lot < 0.9:
            return self._pick(self._chance.choice(self._gazetteer.counties)[0], "县", "区") + self.fill("{bureau}")
        return self.fill("{national}")

    def _company(self) -> str:
        place = self._place_in_name() if self._chance.random() < 0.6 else ""
        return (
            place + self._new_word() + self.fill("{field}{firm_end}" if self._chance.random() < 0.8 else "{firm_end}")
        )

    def _institute(self) -> str:
        ending = "{school_end}" if self._chance.random() < 0.5 else "{lab_field}{lab_end}"
        return self._place_in_name() + self.fill(ending)


def _mark(label: str, text: str) -> str:
    return f"\x02{label}\x03{text}\x04"


def _sentence(marked: str) -> Sentence:
    text, last = "", 0
    spans: list[Span] = []
    for found in ENTITY.finditer(marked):
        text += marked[last : found.start()]
        spans.append((len(text), len(text) + len(found.group(2)), found.group(1)))
        text += found.group(2)
        last = found.end()
    return Sentence(text + marked[last:], tuple(spans))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
