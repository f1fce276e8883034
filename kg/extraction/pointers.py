"""Words that take up what a text named before: 该区, 该公司, 全区 of a zone, short names that it says it will use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extraction import names
from kg.extraction.found import Found
from kg.ontology import group

_SHORT_FOR = re.compile(r"（[^（）]{0,12}?(?:以下|下)?简称(?:为|：)?[“《]?(?P<short>[^“”《》（）]{2,12})[”》]?）")
_ZONE_KINDS = (*names.ZONES, "County")
#: 该…, and the classes of what may be meant.
_POINTED: Mapping[str, Sequence[str]] = {
    "区": _ZONE_KINDS,
    "园区": names.ZONES,
    "产业园": ("IndustrialPark",),
    "科技园": ("IndustrialPark",),
    "公司": ("Company",),
    "企业": ("Company",),
    "集团": ("Company",),
    "大学": ("ResearchInstitution",),
    "校": ("ResearchInstitution",),
    "学院": ("ResearchInstitution",),
    "研究院": ("ResearchInstitution",),
    "院": ("ResearchInstitution",),
    "中心": ("Facility", "ResearchInstitution"),
    "孵化器": ("Facility",),
    "平台": ("Facility",),
    "基地": ("Facility", "IndustrialPark"),
}
BEGINNING = 120  # characters at the beginning of an article, in which it says what it is about
#: In front of 该区: it is the zone of which this is said. 作为国家高新区，该区….
_AS_A_ZONE: Mapping[str, Sequence[str]] = {
    "高新区，": ("HiTechZone",),
    "经开区，": ("EconomicDevelopmentZone",),
    "开发区，": ("HiTechZone", "EconomicDevelopmentZone"),
    "示范区，": ("DemonstrationZone",),
}
_WHOLE_ZONE = re.compile("[全我]区(?![委域内级长])|(?<=[，。；：“\n])园区(?=[\u4e00-\u9fff])(?![和与及等])")
_POINTS = re.compile(
    f"(?:该(?P<kind>{'|'.join(sorted(_POINTED, key=len, reverse=True))})(?![委域内级])"
    "|(?<=[，。；：“])(?P<bare>公司|园区)(?=[\u4e00-\u9fff])(?![的内里区和与及等有]))"
)


def _the_zone(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """全区 and 我区 in an article on a zone, of which the title or the beginning speaks, mean the zone."""
    zones = [f for f in found if f.type in names.ZONES[:2] and f.head is not None]
    counties = [f for f in found if f.type == "County"]
    if not zones or zones[0].start > BEGINNING or len(zones) <= 2 * len(counties):
        return
    named = {text[z.start : z.end] for z in zones}
    if len({name[:2] for name in named}) == 1:
        for match in _WHOLE_ZONE.finditer(text):
            if match.start() > zones[0].start:
                yield Found(match.start(), match.end(), zones[0].type, "same", head=zones[0])


def is_of_a_zone(text: str, pointer: re.Match[str]) -> bool:
    """Whether 该区 takes up what is said of a zone right in front of it."""
    return pointer.group().startswith("该区") and text.endswith(tuple(_AS_A_ZONE), 0, pointer.start())


def _pointed_at(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """该区, 该产业园, 该公司: the thing of that kind that the text named last, in this line or the one before; a clause
    that begins with 公司 or 园区 speaks of the one that its line named last."""
    for match in _POINTS.finditer(text):
        kind = match["kind"] or match["bare"]
        line = text.rfind("\n", 0, match.start())
        line = text.rfind("\n", 0, max(0, line)) if match["kind"] else line
        kinds = _POINTED[kind]
        if is_of_a_zone(text, match):
            line, kinds = -1, _AS_A_ZONE[text[match.start() - 4 : match.start()]]
        named = [
            f
            for f in found
            if line < f.start < f.end <= match.start()
            and f.type in kinds
            and (f.type == "Company" or text[f.start : f.end].endswith(kind[-1]))
        ]
        if named:
            yield Found(match.start(), match.end(), named[-1].type, "same", head=named[-1])


def _before_asides(text: str, end: int) -> int:
    """Where the name ends that asides stand behind: 某开发区（某高新区）（以下简称“开发区”）."""
    while text.endswith("）", 0, end) and (begin := text.rfind("（", 0, end)) > 0:
        end = begin
    return end


def _called(text: str, found: Sequence[Found]) -> list[Found]:
    """Every place of the short name of which the text says 以下简称, as the thing that it is short for."""
    by_end = {f.end: f for f in reversed(found) if group(f.type) in ("org", "zone", "facility")}
    ends = [(m["short"], _before_asides(text, m.start())) for m in _SHORT_FOR.finditer(text)]
    named = {short: by_end[end] for short, end in ends if end in by_end}
    return [
        Found(m.start(), m.end(), full.type, "gazetteer", name=full.name or text[full.start : full.end])
        for short, full in sorted(named.items())
        for m in re.finditer(re.escape(short), text)
    ]


def find_pointers(text: str, found: Sequence[Found], others: Sequence[Found]) -> list[Found]:
    """Every word of a text that takes up one of the names ``found`` in it; ``others`` are names inside these, which the
    text may shorten too."""
    taken = {(f.start, f.end) for f in found}
    full = [*found, *(f for f in others if (f.start, f.end) not in taken)]
    return [*_called(text, full), *_pointed_at(text, found), *_the_zone(text, found)]
