"""What a careful reader takes from a sentence: posts and their bodies, what bare names mean, and what is left out."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.model import Extraction
from kg.reading import parse_text

EXTRACTOR = Extractor()
HOME = "株洲市科技创新工作情况。株洲市近年来成效明显，株洲市将继续努力。"


def extract(text: str) -> Extraction:
    return EXTRACTOR.extract(parse_text(HOME + text, "x.txt", "0" * 64))


def claims(text: str, predicate: str) -> set[tuple[str, ...]]:
    found = extract(text)
    name = [m.name for m in found.mentions]
    return {
        tuple(filter(None, (name[c.subject], name[c.object], c.title)))
        for c in found.claims
        if c.predicate == predicate and c.modality == "asserted"
    }


def names(text: str, kind: str) -> set[str]:
    return {m.name for m in extract(text).mentions if m.type == kind}


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("市委副书记、市长秦若川出席。", {("秦若川", "株洲市委", "副书记"), ("秦若川", "株洲市", "市长")}),
        (
            "市科技局党组书记、局长罗景行参加。",
            {("罗景行", "株洲市科技局", "党组书记"), ("罗景行", "株洲市科技局", "局长")},
        ),
        (
            "市科委主任卞书航、副主任葛新棠参加。",
            {("卞书航", "株洲市科委", "主任"), ("葛新棠", "株洲市科委", "副主任")},
        ),
        ("市领导何慕白、葛新棠参加。", {("何慕白", "株洲市", "市领导"), ("葛新棠", "株洲市", "市领导")}),
        ("株洲市政府副市长何慕白主持会议。", {("何慕白", "株洲市", "副市长")}),
        ("会议决定任命葛新棠为株洲市副市长。", {("葛新棠", "株洲市", "副市长")}),
        ("湖南楚芯微电子有限公司董事长车明轩介绍情况。", {("车明轩", "湖南楚芯微电子有限公司", "董事长")}),
        (
            "科技部高新司副司长沈砚青、农村司巡视员欧阳蔚参加。",
            {("沈砚青", "科技部高新司", "副司长"), ("欧阳蔚", "科技部农村司", "巡视员")},
        ),
        ("株洲高新区党工委书记段云舟讲话。", {("段云舟", "株洲高新区党工委", "书记")}),
    ],
)
def test_a_person_holds_the_posts_that_stand_in_front_of_the_name(text, posts):
    assert claims(text, "worksFor") == posts


def test_a_former_post_is_not_asserted():
    found = extract("原株洲市科技局局长罗景行参加。")
    assert {(c.title, str(c.modality)) for c in found.claims if c.predicate == "worksFor"} == {("局长", "former")}


def test_a_post_whose_body_is_not_told_is_left_out_and_listed():
    found = extract("处长罗景行参加。")
    assert not [c for c in found.claims if c.predicate == "worksFor"]
    assert any("处长" in left.reason for left in found.left_out)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("省科技厅给予支持。", "GovernmentBody", "湖南省科技厅"),
        ("市委、市政府高度重视。", "GovernmentBody", "株洲市政府"),
        ("株洲市发展和改革委员会印发通知。", "GovernmentBody", "株洲市发改委"),
        ("株洲国家高新技术产业开发区发展迅速。", "HiTechZone", "株洲高新区"),
        ("高新区管委会主任段云舟介绍情况。", "GovernmentBody", "株洲高新区管委会"),
        ("获批国家创新型城市。", "Programme", "国家创新型城市"),
        ("印发《株洲市支持研发若干措施》。", "Policy", "株洲市支持研发若干措施"),
        ("实施“1133”工程。", "Programme", "“1133”工程"),
    ],
)
def test_names_are_given_in_full_and_in_their_usual_form(text, kind, name):
    assert name in names(text, kind)


@pytest.mark.parametrize("text", ["考察了国家级众创空间。", "高新技术企业达到三百家。", "大学生就业形势良好。"])
def test_words_for_a_kind_name_nothing(text):
    kinds = ("Facility", "Company", "ResearchInstitution", "HiTechZone", "IndustrialPark")
    assert not [m for m in extract(text).mentions if m.type in kinds]


def test_every_named_visitor_visits_every_site_of_the_list():
    text = "沈砚青、欧阳蔚先后考察了株洲高新区创新中心、航凌电路、天元智造产业园等地。"
    sites = ("株洲高新区创新中心", "航凌电路", "天元智造产业园")
    assert claims(text, "visited") == {(who, site) for who in ("沈砚青", "欧阳蔚") for site in sites}


def test_hosts_accompany_and_do_not_visit():
    text = "湖南省科技厅副厅长沈砚青到醴陵市调研。株洲市副市长何慕白陪同调研。"
    assert claims(text, "accompanied") == {("何慕白", "沈砚青")}
    assert claims(text, "visited") == {("沈砚青", "醴陵市")}


def test_a_quoted_leader_does_not_attend_the_meeting():
    text = "株洲市科技创新大会召开。习近平总书记指出，创新是第一动力。"
    assert not claims(text, "spokeAt")


def test_a_body_is_part_of_the_place_or_body_that_its_name_holds():
    found = claims("株洲市委宣传部部长葛新棠参加。株洲市委要求抓好落实。", "partOf")
    assert found == {("株洲市委宣传部", "株洲市委"), ("株洲市委", "株洲市")}


def test_a_government_named_only_inside_its_department_is_not_spoken_of():
    assert claims("株洲市政府办公室主任葛新棠参加。", "partOf") == {("株洲市政府办公室", "株洲市")}


def test_a_department_of_the_party_is_part_of_its_committee():
    said = claims("株洲市委宣传部部长葛新棠参加。", "partOf")
    assert said == {("株洲市委宣传部", "株洲市委"), ("株洲市委", "株洲市")}


def test_a_company_named_after_a_province_is_not_placed_there():
    assert not claims("湖南楚芯微电子有限公司投产。", "locatedIn")


def test_the_same_article_gives_the_same_extraction_alone_and_in_a_batch():
    texts = ["市委书记邹怀谷讲话。", "市长秦若川主持会议。", "省科技厅副厅长沈砚青到株洲高新区调研。"]
    articles = [parse_text(HOME + text, f"{i}.txt", str(i) * 64) for i, text in enumerate(texts)]
    assert [e for _, e in EXTRACTOR.extract_all(articles)] == [EXTRACTOR.extract(a) for a in articles]


def test_a_colleague_who_takes_part_in_a_visit_is_no_host():
    text = "湖南省科技厅副厅长沈砚青到醴陵市调研。省科技厅高新处处长尤景澄，醴陵市市长卞书航参加调研。"
    assert claims(text, "accompanied") == {("卞书航", "沈砚青")}


def test_a_surname_that_is_a_cue_makes_no_past():
    assert claims("曾广贤一行来到衡阳高新区调研。", "visited") == {("曾广贤", "衡阳高新区")}
    assert not claims("霍广贤曾到衡阳高新区调研。", "visited")


def test_somebody_unnamed_in_a_list_gives_no_post_to_the_next():
    text = "衡阳市财政局负责人、衡阳市科技局局长常念安列席会议。"
    assert claims(text, "worksFor") == {("常念安", "衡阳市科技局", "局长")}
    assert claims("衡阳市科技局负责人常念安说。", "worksFor") == {("常念安", "衡阳市科技局", "负责人")}


def test_an_office_away_from_home_is_no_body_of_the_place_it_stands_in():
    for office in ("招商局局长", "招商联络处处长"):
        found = names(f"衡阳市驻长沙{office}常念安到会。", "GovernmentBody")
        assert not [name for name in found if name.startswith("长沙市招商")]
    assert "长沙市招商局" in names("长沙招商局局长常念安到会。", "GovernmentBody")


def test_a_name_without_a_chinese_surname_is_a_person_behind_a_title():
    found = claims("玉树州州长索朗多吉到会。索朗多吉说，要抓紧。", "worksFor")
    assert found == {("索朗多吉", "玉树藏族自治州", "州长")}


def test_at_a_visit_told_by_nobody_in_particular_the_bare_bodies_are_not_the_guests():
    lead = "6月24日，邵阳市科技局副局长常念安一行赴娄底市考察，邵阳市和邵阳县的代表随行。"
    body = "市科协副主席乐思源陪同调研。邵阳市的科普工作有特色。"
    article = parse_text(f"邵阳市科协系统赴娄底调研\n{lead}\n{body}", "x.txt", "0" * 64)
    found = EXTRACTOR.extract(article)
    assert "邵阳市科协" not in {m.name for m in found.mentions if article.body[m.start : m.end] == "市科协"}


def test_a_firm_named_after_a_city_stands_in_the_zone_that_the_whole_article_is_about():
    text = "株洲高新区新开工二十个项目\n株洲高新区产业项目集中开工。株洲楚芯微电子有限公司专业生产芯片。"
    found = EXTRACTOR.extract(parse_text(text, "x.txt", "0" * 64))
    name = [m.name for m in found.mentions]
    placed = {(name[c.subject], name[c.object]) for c in found.claims if c.predicate == "locatedIn"}
    assert ("株洲楚芯微电子有限公司", "株洲高新区") in placed
    assert ("株洲楚芯微电子有限公司", "株洲市") not in placed


def test_a_zone_has_one_name_though_the_text_leaves_a_word_of_its_kind_out():
    assert names("株洲农业科技园区很大。大家参观株洲农业园区。", "IndustrialPark") == {"株洲农业科技园区"}
    assert len(names("株洲城西工业园区很大。大家参观株洲工业园区。", "IndustrialPark")) == 2


def test_what_nobody_is_said_to_develop_the_home_place_does_unless_a_contest_is_about_it():
    assert claims("签约项目涵盖了新能源、轨道交通等行业。", "develops") == {
        ("株洲市", "新能源"),
        ("株洲市", "轨道交通"),
    }
    assert not claims("创新创业大赛启动，聚焦新能源、轨道交通等领域。", "develops")


def test_what_was_once_issued_is_issued():
    assert claims("市政府曾于2018年印发《株洲市人才办法》。", "issued") == {("株洲市政府", "株洲市人才办法")}


def test_who_is_said_to_be_out_of_office_holds_no_post():
    assert not claims("原市委副书记、市长秦若川任省科技厅厅长。", "worksFor") & {
        ("秦若川", "株洲市委", "副书记"),
        ("秦若川", "株洲市", "市长"),
    }
    assert not claims("市科技局局长罗景行被免职。", "worksFor")


def test_a_comma_before_a_former_post_parts_two_people():
    said = claims("贺知远任株洲市委书记，原市委书记董怀谷另有任用。", "worksFor")
    assert ("贺知远", "株洲市委", "书记") in said
    assert not any(who == "董怀谷" for who, *_ in said)


def test_a_title_behind_a_name_is_of_the_body_in_front_of_it():
    assert claims("株洲高新区管委会罗景行主任介绍了情况。", "worksFor") == {("罗景行", "株洲高新区管委会", "主任")}


def test_leaders_of_city_and_counties_are_the_citys():
    assert ("何慕白", "株洲市", "市县领导") in claims("株洲市县领导何慕白、葛新棠参加活动。", "worksFor")


def test_a_department_may_be_called_by_any_word():
    said = claims("省科技厅发展规划处处长贺知远参加。", "worksFor")
    assert said == {("贺知远", "湖南省科技厅发展规划处", "处长")}


@pytest.mark.parametrize(
    "second",
    [
        "秦市长一行还考察了楚芯微电子有限公司。",
        "随后，他考察了楚芯微电子有限公司。",
        "若川市长还考察了楚芯微电子有限公司。",
    ],
)
def test_surname_and_title_or_he_mean_who_was_named(second):
    said = claims("市长秦若川到株洲高新区调研。" + second, "visited")
    assert ("秦若川", "楚芯微电子有限公司") in said


def test_he_means_nobody_where_two_acted():
    said = claims("市长秦若川、市政协主席聂知秋出席会议。随后，他考察了楚芯微电子有限公司。", "visited")
    assert not said


def test_a_pronoun_is_nobodys_name():
    found = extract("市长秦若川到株洲高新区调研。他强调，要加快发展。")
    assert {m.name for m in found.mentions if m.type == "Official"} == {"秦若川"}


def test_groups_without_names_part_no_list_of_persons():
    text = "座谈会在株洲举行。市领导何慕白、葛新棠，市直有关部门负责人，楚芯微电子有限公司董事长车明轩参加座谈会。"
    assert {who for who, _ in claims(text, "attended")} == {"何慕白", "葛新棠", "车明轩"}


def test_what_a_part_of_a_site_is_called_parts_no_list_of_sites():
    text = "市长秦若川先后考察了楚芯微电子有限公司总装车间、天元智造有限公司年产万台机器人项目、株洲高新区。"
    assert {where for _, where in claims(text, "visited")} == {"楚芯微电子有限公司", "天元智造有限公司", "株洲高新区"}


def test_what_is_looked_into_is_not_visited():
    said = claims("省科技厅厅长贺知远一行到醴陵市就株洲高新区建设情况进行调研。", "visited")
    assert said == {("贺知远", "醴陵市")}


def test_what_is_still_to_come_is_no_visit():
    said = claims("省科技厅厅长贺知远考察了株洲高新区。据悉，贺知远一行将转赴湘潭市，考察湘潭高新区。", "visited")
    assert ("贺知远", "湘潭高新区") not in said


def test_members_of_a_delegation_that_only_its_home_names():
    text = "湘潭市党政代表团来我市考察。湘潭市委书记贺知远，株洲市市长秦若川参加。代表团先后来到株洲高新区、楚芯公司。"
    assert {who for who, _ in claims(text, "visited")} == {"贺知远"}
    assert claims(text, "accompanied") == {("秦若川", "贺知远")}


def test_a_meeting_of_which_only_the_spirit_is_told_is_not_attended():
    text = "株洲高新区党工委召开会议，学习贯彻全省科技创新大会精神。高新区党工委书记罗景行主持会议。"
    assert claims(text, "chaired") == {("罗景行", "株洲高新区党工委会议")}


def test_guests_whom_a_meeting_describes_are_not_said_to_be_there():
    text = "推介会在株洲举行，市长秦若川，以及参加高交会的客商出席推介会。"
    assert all("高交会" not in what for _, what in claims(text, "attended"))


@pytest.mark.parametrize(
    "text",
    [
        "株洲高新区推进“石峰区提升、荷塘区开发”，重点发展新材料产业。",
        "荷塘区的某某重点企业不断涌现，重点发展新材料产业。",
        "以湖南楚芯微电子有限公司为链主，重点发展新材料产业。",
        "石峰区的新材料以及荷塘区的光通信已经形成一定规模。",
    ],
)
def test_who_only_stands_in_front_of_an_industry_does_not_develop_it(text):
    developed = claims(text, "develops")
    others = {("荷塘区", "新材料"), ("石峰区", "光通信"), ("湖南楚芯微电子有限公司", "新材料")}
    assert not developed & others


def test_of_what_nobody_knows_the_topic_is_not_told():
    known = "荷塘区近年来重点发展轨道交通。"
    assert ("荷塘区", "新材料") in claims(known + "目前重点发展新材料、电子信息产业。", "develops")
    assert ("荷塘区", "新材料") not in claims(known + "某某镇重点发展新材料、电子信息产业。", "develops")


def test_a_status_has_no_count_and_each_of_a_list_is_one():
    text = "株洲高新区成为湖南省第3个国家创新型特色园区。株洲市先后创成国家科技富民试点区、国家“双创”示范基地。"
    assert claims(text, "designatedAs") == {
        ("株洲高新区", "国家创新型特色园区"),
        ("株洲市", "国家科技富民试点区"),
        ("株洲市", "国家“双创”示范基地"),
    }


def test_being_allowed_to_strive_for_a_status_is_not_having_it():
    assert not claims("株洲高新区获批创建省级高新区。", "designatedAs")
    assert claims("株洲高新区获批省级高新技术产业园区。", "designatedAs") == {("株洲高新区", "省级高新区")}


def test_a_matter_that_is_talked_over_is_no_fact():
    assert not claims("双方就楚芯创新研究院落户株洲高新区事宜交换意见。", "locatedIn") & {
        ("楚芯创新研究院", "株洲高新区")
    }


def test_a_numbered_short_name_in_brackets_is_the_document_in_front_of_it():
    text = "株洲市印发《关于支持科技创新推动高质量发展的意见》（简称“科技创新26条”）。大家学习“科技创新26条”。"
    assert names(text, "Policy") == {"关于支持科技创新推动高质量发展的意见"}


def test_a_decision_on_one_matter_applies_to_no_place():
    assert not claims("会议通过了《株洲市人民政府关于召开科技大会的决定》。", "appliesTo")
    assert claims("会议通过了《株洲市人民政府关于促进科技创新的决定》。", "appliesTo")


def test_industries_of_which_a_number_of_platforms_are_name_none():
    assert not names("株洲市建成先进陶瓷、高分子材料等5家孵化器。", "Facility")


def test_a_short_name_may_stand_behind_two_brackets():
    text = "株洲高新技术产业开发区（株洲天元工业区）（以下简称“开发区”）干劲足。开发区重点发展新材料产业。"
    assert ("株洲高新区", "新材料") in claims(text, "develops")


def test_that_district_is_the_zone_of_which_it_was_just_said():
    text = "荷塘区的株洲高新区很大。作为2012年升级的国家高新区，该区重点发展新材料产业。"
    assert claims(text, "develops") == {("株洲高新区", "新材料")}


def test_that_county_is_the_one_named_last():
    text = "醴陵市和攸县都很热闹。攸县干劲足，楚芯创新中心就设在该县。"
    assert ("楚芯创新中心", "攸县") in claims(text, "locatedIn")


def test_a_city_is_no_incubator_and_a_park_no_model_city():
    assert not claims("株洲市干劲足，被备案为国家级科技企业孵化器。", "designatedAs")
    assert not claims("株洲高新区获评全国文明城市。", "designatedAs")
    assert claims("株洲市获评全国文明城市。", "designatedAs") == {("株洲市", "全国文明城市")}


def test_a_way_of_working_is_no_firm():
    assert not names("株洲高新区实行“管委会+公司”机制。", "Company")


def test_what_a_visit_is_about_makes_it_no_plan():
    said = claims("省科技厅厅长贺知远一行到株洲高新区，就申报国家级平台工作进行考察调研。", "visited")
    assert said == {("贺知远", "株洲高新区")}


def test_bodies_of_a_district_that_no_list_has():
    text = "南通市港闸区委书记贺知远带领港闸区党政代表团到株洲高新区考察。"
    assert ("贺知远", "港闸区委", "书记") in claims(text, "worksFor")
