"""Known names: divisions, zones, regions, central bodies, media, programmes and industries found in the text.

Sources and how to add a row: the head comments of ``resources/gazetteer`` and ``resources/lexicon``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hanlp_trie.trie import Trie
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extraction.bodies import shorten
from kg.resources import load_csv, load_toml

#: A national zone's name without its city's is one where it has this many characters and begins with no mere kind.
_OWN_NAME, _KINDS = (
    5,
    (
        "新区",
        "经开",
        "国家",
        "未来",
        "国际",
        "高新",
        "经济",
        "综合",
        "医药",
        "农业",
        "工业",
        "旅游",
        "保税",
        "空港",
        "临空",
        "自由",
        "出口",
        "化工",
        "循环",
    ),
)
#: What the grammar of zones reads wherever a place stands in front.
_READ = ("开发区", "园区", "产业园", "工业园", "集聚区", "集中区", "工业区")
#: Tables of names and other names, and the class of what they name.
_TABLES = {"regions": "Region", "media": "MediaOutlet", "firms": "Company", "institutes": "ResearchInstitution"}
#: Levels of a division from the top; a child's level is further right.
LEVELS = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division: ``code`` of GB/T 2260, ``parent`` the code above it or ``""``."""

    code: str
    name: str
    short: str
    type: str
    level: str
    parent: str
    abbr: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A known thing by one of its names. ``key`` is the GB/T 2260 code of a division or of a zone's place."""

    type: str
    name: str
    key: str
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All known names: ``by_name`` may hold several things of one name (鼓楼区 stands in four cities)."""

    divisions: dict[str, Division]
    by_name: dict[str, tuple[Known, ...]]
    trie: Any

    def ancestors(self, code: str) -> list[Division]:
        """The divisions that contain ``code``, nearest first."""
        found = []
        while code in self.divisions and self.divisions[code].parent:
            code = self.divisions[code].parent
            found.append(self.divisions[code])
        return found

    def contains(self, outer: str, inner: str) -> bool:
        """Whether ``outer`` is ``inner`` or a division that contains it."""
        return outer == inner or any(d.code == outer for d in self.ancestors(inner))


def _names_of(row: dict[str, str], *columns: str) -> list[str]:
    return [name for column in columns for name in (row.get(column) or "").split("|") if name]


def _earlier_names(division: Division) -> list[str]:
    """What a county-level division was called before it became a district or a city."""
    if division.level != "county" or not division.short:
        return []
    earlier = {"区": ("县", "市"), "市": ("县",)}.get(division.name[-1], ())
    return [division.short + level for level in earlier]


def _own_name(short: str, place: Division) -> str:
    """稀土高新区 for 包头稀土高新区; empty where its place's name is not in front or a kind is all that is left."""
    own = short.removeprefix(place.short) if place.short else short
    named = own != short and len(own) >= _OWN_NAME and own[0].isalpha() and not own.startswith(_KINDS)
    return own if named else ""


def usual_status(name: str) -> str:
    """国家级高新技术产业开发区 is 国家高新区."""
    for long, short in load_toml("lexicon/programmes.toml")["usual"].items():
        name = name.replace(long, short)
    return name


@cache
def words_too() -> frozenset[str]:
    """Names of places that are words as well, and count only where the recogniser hears a place."""
    return frozenset(load_toml("lexicon/names.toml")["words_too"])


def _add_zones(names: dict[str, list[Known]], divisions: dict[str, Division]) -> set[str]:
    """Add the zones under all their names. Returns those that are not looked for, but read by the grammar of zones:
    甘泉工业园区 is the one of 甘泉县 only where the text is about that county."""
    usual = load_toml("lexicon/organs.toml")["canonical"]
    usual = {long: short for long, short in usual.items() if long.endswith("区")}
    own_names: dict[str, list[Known]] = defaultdict(list)
    read: set[str] = set()
    for row in load_csv("gazetteer/zones.csv"):
        district = next((k for k in names.get(row["name"], ()) if k.type == "County" and not k.is_short), None)
        if district is not None:  # 上海浦东新区 is the 浦东新区
            for name in _names_of(row, "short", "aliases"):
                names[name] = names[name] or [district]
            continue
        zone = Known(row["type"], row["short"] or row["name"], row["place_code"])
        written = [row["name"], *_names_of(row, "short", "aliases")]
        if row["level"] == "provincial" and row["name"].endswith(_READ):
            written += _without_province(row, divisions, usual)
            headed = {name for name in written if _begins_with_place(name, names)}
            written = [name for name in written if name in headed or name in row.values()]
            read |= {name for name in headed if name not in names}
        for name in dict.fromkeys(written):
            if any(known.type == "County" and not known.is_short for known in names.get(name, ())):
                continue  # 滨海新区 is a county, and other provinces have zones of that name
            names[name].append(zone)
        place = divisions.get(row["place_code"])
        if row["level"] == "national" and place is not None and (own := _own_name(row["short"], place)):
            own_names[own].append(zone)
    for name, zones in own_names.items():
        if len(zones) == 1 and name not in names:
            names[name].extend(zones)
    return read


def _without_province(row: dict[str, str], divisions: dict[str, Division], usual: dict[str, str]) -> list[str]:
    """永清经济开发区 and 永清经开区 of 河北永清经济开发区."""
    province = divisions.get(row["place_code"][:2].ljust(6, "0"))
    bare = row["name"].removeprefix(province.name).removeprefix(province.short) if province else row["name"]
    return [form for name in (bare, row["short"]) for form in (name, shorten(name, usual))]


def _begins_with_place(name: str, names: Mapping[str, Sequence[Known]]) -> bool:
    """Whether the name of a city or county stands in front."""
    known = (known for size in range(2, min(len(name), 8)) for known in names.get(name[:size], ()))
    return any(known.type in ("City", "County") for known in known)


@cache
def load_gazetteer() -> Gazetteer:
    """Read the shipped gazetteers once."""
    names: dict[str, list[Known]] = defaultdict(list)
    divisions: dict[str, Division] = {}
    for row in load_csv("gazetteer/divisions.csv"):
        division = Division(
            row["code"], row["name"], row["short"], row["type"], row["level"], row["parent_code"], row.get("abbr") or ""
        )
        divisions[division.code] = division
        names[division.name].append(Known(division.type, division.name, division.code))
        for former in _names_of(row, "former"):
            names[former].append(Known(division.type, division.name, division.code))
        for ending in ("自治州", "自治县"):  # 黔西南州, 城步县: how the news calls them
            if division.short and division.name.endswith(ending):
                names[division.short + ending[-1]].append(Known(division.type, division.name, division.code))
        if division.short and division.short != division.name:
            names[division.short].append(Known(division.type, division.name, division.code, is_short=True))
    for division in divisions.values():
        for old in _earlier_names(division):  # 临安市 is now 临安区
            if old not in names:
                names[old].append(Known(division.type, division.name, division.code))
    read = _add_zones(names, divisions)
    for row in load_csv("gazetteer/central_orgs.csv"):
        for name in [row["name"], *_names_of(row, "aliases")]:
            names[name].append(Known(row["type"], row["name"], "100000"))
    for table, kind in _TABLES.items():
        for row in load_csv(f"gazetteer/{table}.csv"):
            for name in [row["name"], *_names_of(row, "aliases")]:
                names[name].append(Known(kind, row["name"], ""))
    for name in load_toml("lexicon/programmes.toml")["statuses"] + load_toml("lexicon/programmes.toml")["strategies"]:
        names[name].append(Known("Programme", usual_status(name), ""))
    for name in load_toml("lexicon/industries.toml")["industries"]:
        names[name].append(Known("Industry", name, ""))
    by_name = {name: tuple(known) for name, known in names.items() if len(name) > 1}
    return Gazetteer(divisions, by_name, Trie({name: name for name in by_name if name not in read}))


@Language.component("kg_gazetteer", assigns=["doc.spans"])
def annotate_gazetteer(doc: Doc) -> Doc:
    """Write every known name, longest first, to ``doc.spans["gazetteer"]``, labelled with its class."""
    gazetteer = load_gazetteer()
    found = []
    for start, end, name in gazetteer.trie.parse_longest(doc.text):
        found.append(Span(doc, start, end, label=gazetteer.by_name[name][0].type))
    doc.spans["gazetteer"] = found
    return doc
