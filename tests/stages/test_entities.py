"""Which names a text holds, where they begin and end, and what they are part of."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("考察株洲市芦淞区甲乙科技大厦。", "Facility", {"甲乙科技大厦"}),
        ("参观株洲·甲乙创新中心。", "Facility", {"株洲·甲乙创新中心"}),
        ("建成一批电化学储能电站，打造先进的阀门生产基地。", "Facility", set()),
        ("省级以上创新平台达到30个。", "Facility", set()),
        ("高科技公司大量涌现，石墨烯研究院很多，鼓励企业组建储能集团。", "Company", set()),
        ("建设重点实验室、“双一流”大学，走进一个个实验室。", "ResearchInstitution", set()),
        ("考察丙丁镇甲乙集团。", "Company", {"甲乙集团"}),
        ("株洲高新区集成电路产业园开工。", "IndustrialPark", {"株洲高新区集成电路产业园"}),
        ("建设农业科技示范区、城乡统筹发展先行区。", "DemonstrationZone", set()),
        ("高标准建设一批新型储能产业园区。", "IndustrialPark", set()),
        ("衡东开发区和衡东经济开发区都来了。", "EconomicDevelopmentZone", {"衡东经开区"}),
        ("兰白国家自创区揭牌。", "DemonstrationZone", {"兰白自创区"}),
        ("浦东新区与株洲市合作。", "County", {"浦东新区"}),
        (
            "5月6日，株洲市与中南大学合作协议签约仪式在株洲举行。",
            "Event",
            {"株洲市与中南大学合作协议签约仪式"},
        ),
        ("会议强调，要贯彻党的二十大精神。", "Event", {"党的二十大"}),
        ("要落实省第十二次党代会部署。", "Event", {"湖南省第十二次党代会"}),
        ("三名议会议员参加五大赛道比拼，落实联席会议制度，开展招商推介活动。", "Event", set()),
        ("出席第四届甲乙科技成果博览会。", "Event", {"第四届甲乙科技成果博览会"}),
    ],
)
def test_a_name_is_found_with_its_bounds_or_not_at_all(text, kind, found):
    assert names(text, kind) == found


def test_a_place_inside_the_name_of_a_meeting_is_spoken_of():
    assert "岳阳市" in names("出席第四届岳阳科技成果博览会。", "City")
