"""Which names a text holds, where they begin and end, and what they are part of."""

from __future__ import annotations

from kg.extraction import Extractor
from kg.model import Extraction
from kg.reading import parse_text

EXTRACTOR = Extractor()
HOME = "株洲市科技创新工作情况。株洲市近年来成效明显，株洲市将继续努力。"


def extract(text: str) -> Extraction:
    return EXTRACTOR.extract(parse_text(HOME + text, "x.txt", "0" * 64))


def claims(text: str, predicate: str) -> set[tuple[str, str]]:
    found = extract(text)
    name = [m.name for m in found.mentions]
    return {(name[c.subject], name[c.object]) for c in found.claims if c.predicate == predicate}


def names(text: str, kind: str) -> set[str]:
    return {m.name for m in extract(text).mentions if m.type == kind}


def test_a_body_set_up_for_a_task_is_part_of_what_it_is_named_after():
    text = "省甲乙创新发展领导小组办公室主任葛新棠、株洲市驻沪办主任沈砚青、市委人才工作领导小组副组长容其昌参加。"
    found = claims(f"湖南省株洲市召开会议。{text}", "partOf")
    assert ("湖南省甲乙创新发展领导小组办公室", "湖南省") in found
    assert ("株洲市驻沪办", "株洲市") in found
    assert ("株洲市委人才工作领导小组", "株洲市委") in found


def test_a_body_that_no_list_has_is_told_by_its_neighbours():
    found = claims("株洲市召开会议，市科技局、市稀土办、市工信局参加。", "partOf")
    assert ("株洲市稀土办", "株洲市") in found
    assert not claims("株洲市召开会议，市民办、市场里办的事都好。", "partOf")


def test_a_committee_of_a_conference_is_part_of_it():
    found = claims("株洲市政协社会和法制委员会主任葛新棠和株洲市政协领导参加。", "partOf")
    assert ("株洲市政协社会和法制委员会", "株洲市政协") in found


def test_a_known_firm_is_found_where_it_stands_apart():
    assert names("株洲市与华为、京东方签约。", "Company") == {"华为", "京东方"}
    assert not names("株洲市发展中国电子商务，采购东北大豆。", "Company")
    assert not names("株洲市发展中国电子商务，采购东北大豆。", "ResearchInstitution")
