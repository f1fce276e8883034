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
    assert not names("成立了由市长任组长的工作领导小组，市重视甲乙工作小组建设。", "GovernmentBody")


def test_a_site_that_no_list_has_is_a_medium_where_the_article_is_from_it():
    def media(text: str) -> set[str]:
        extraction = EXTRACTOR.extract(parse_text(text, "x.txt", "0" * 64))
        return {m.name for m in extraction.mentions if m.type == "MediaOutlet"}

    assert media("丙丁网讯 近日，株洲市召开会议。\n株洲市加快发展。") == {"丙丁网"}
    assert media("丙丁发布客户端讯（记者 葛新棠）近日，株洲市召开会议。\n株洲市加快发展。") == {"丙丁发布"}
    assert not media("丙丁政务网讯 近日，株洲市召开会议。\n株洲市加快发展。")


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
        ("衡东开发区和衡东经济开发区都来了。", "EconomicDevelopmentZone", {"衡东经济开发区"}),
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
        ("株洲市立足开发区，盘点开发区成绩，与省外高新区合作。", "EconomicDevelopmentZone", set()),
        ("我院研究所制定众创空间政策。", "ResearchInstitution", set()),
        ("建设双创引领示范区和高新产业聚集区。", "DemonstrationZone", set()),
        ("推进东区开发、西区提升。", "County", set()),
        ("攀枝花市东区的企业来了。", "County", {"东区"}),
        ("调研组一行先后参观考察了甲乙实训基地和丙丁展览馆、乙丙镇戊己集团等单位。", "Company", {"戊己集团"}),
        ("调研组先后考察了甲乙展览馆、企业陈列室、丙丁天桥等处。", "Facility", {"甲乙展览馆", "丙丁天桥"}),
        ("参观中科院株洲中心、甲乙展览馆等处。", "ResearchInstitution", {"中国科学院", "中国科学院株洲中心"}),
        ("上海市投资促进服务中心负责人到场。", "GovernmentBody", {"上海市投资促进服务中心"}),
        ("中共中央对外联络部到访。", "GovernmentBody", {"中央对外联络部"}),
        ("科学技术部火炬高技术产业开发中心主任到场。", "GovernmentBody", {"科技部", "科技部火炬中心"}),
        ("甲乙大学管理学院院长葛新棠致辞。柳若水 摄", "Person", {"葛新棠"}),
        ("以葛新棠同志为核心的党中央作出决定。", "Official", {"葛新棠"}),
        ("株洲9家高新区加速崛起，举行集中入园暨新区成立活动。", "HiTechZone", set()),
        ("举行集中入园暨新区成立活动。", "NewArea", set()),
        ("先后建成先进陶瓷、高分子材料等5家孵化器，设立株洲2处海外孵化器。", "Facility", set()),
        ("走进学术酒店，建成高楼大厦。", "Facility", set()),
        ("接受葛新棠辞去株洲市第十五届人民代表大会代表职务的请求。", "Event", set()),
        ("甲乙高新区微信公众号发布消息，医药类、电子类等企业参加。", "Company", set()),
        ("形成102吉瓦单晶硅、5.6吉瓦切片等产能。", "Company", set()),
        ("这里是城市群的交汇点。", "MediaOutlet", set()),
        (
            "株洲高新区党工委书记葛新棠到场。甲乙产业园开工，管委会副主任沈砚青致辞。",
            "GovernmentBody",
            {"株洲高新区党工委", "株洲高新区管委会"},
        ),
        ("出席第四届甲乙科技成果博览会。", "Event", {"第四届甲乙科技成果博览会"}),
    ],
)
def test_a_name_is_found_with_its_bounds_or_not_at_all(text, kind, found):
    assert names(text, kind) == found


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("中科院岳阳分院参加。", "中国科学院岳阳分院", "中国科学院"),
        ("中国科学院甲乙先进技术研究院碳中和技术研究所参加。", "中国科学院甲乙先进技术研究院", "中国科学院"),
        ("中国电子科技集团第38研究所参加。", "中国电子科技集团第38研究所", "中国电科"),
        ("中国移动岳阳分公司参加。", "中国移动岳阳分公司", "中国移动"),
    ],
)
def test_an_institute_or_branch_is_part_of_the_organisation_in_its_name(text, part, whole):
    assert (part, whole) in claims(text, "partOf")


def test_what_a_level_of_place_begins_is_called_by_the_place():
    assert names("参观市规划馆，前往市中心医院。", "Facility") == {"株洲市规划馆", "株洲市中心医院"}
    assert not names("县域创新平台、市级孵化器、市广场都好。", "Facility")


def test_the_youth_league_is_not_the_party():
    assert names("团市委、市妇联主办。", "Association") == {"株洲市团委", "株洲市妇联"}
    assert not names("团市委、市妇联主办。", "GovernmentBody")


def test_a_party_committee_of_a_place_is_no_part_of_it():
    assert names("民盟甲地省委会副主委参加。", "GovernmentBody") == {"民盟甲地省委会"}
    assert not claims("民盟甲地省委会副主委参加。", "partOf")


def test_a_short_name_of_a_zone_counts_where_its_city_is_named():
    assert names("武汉市的光谷很有名，他考察光谷。", "HiTechZone") <= {"武汉东湖高新区"}
    assert not names("这里要建成北方的光谷。", "HiTechZone")


def test_a_place_inside_the_name_of_a_meeting_is_spoken_of():
    assert "岳阳市" in names("出席第四届岳阳科技成果博览会。", "City")


def test_a_firm_behind_an_aside_begins_after_it():
    text = "签约仪式上，株洲高新区（经开区）甲宁马集团与乙远电气有限公司签订了合作协议。"
    assert names(text, "Company") == {"甲宁马集团", "乙远电气有限公司"}


def test_a_zone_that_is_visited_does_not_lie_where_its_visitors_come_from():
    found = claims("5月6日，株洲市副市长容其昌率队到德阳高新区考察。", "locatedIn")
    assert ("德阳高新区", "株洲市") not in found
    assert ("甲乙软件园", "株洲市") in claims("5月6日，株洲市副市长容其昌到甲乙软件园调研。", "locatedIn")


def test_an_industry_begins_behind_all_verbs_that_say_that_it_grows():
    text = "株洲高新区要求企业做强做优丙丁储能产业。株洲高新区重点发展壮大甲乙材料产业。"
    assert {"丙丁储能", "甲乙材料"} <= names(text, "Industry")
    assert not {name for name in names(text, "Industry") if name.startswith(("做", "壮"))}
