"""Mentions of one thing become one entity, over all articles; what could be two things stays two."""

from __future__ import annotations

from itertools import permutations

from small_worlds import resolved, told

from kg.model import Mention


def entity_of(articles, number, form):
    """What a form means in an article, by its number among the articles."""
    article, extraction = articles[number]
    mention = next(m for m in extraction.mentions if article.body[m.start : m.end] == form)
    return resolved(articles).entity(article.id, mention)


def same(articles, form, first=0, second=1):
    return entity_of(articles, first, form).iri == entity_of(articles, second, form).iri


def test_two_articles_that_name_one_official_name_one_person():
    articles = [
        told("衡阳市市长[石敬之](Official~430400)讲话。"),
        told("市长[石敬之](Official~430400)到企业调研。"),
    ]
    assert same(articles, "石敬之")


def test_namesakes_in_two_cities_stay_apart():
    articles = [
        told("衡阳市副市长[李建军](Official~430400)讲话。"),
        told("郴州市副市长[李建军](Official~431000)讲话。"),
    ]
    assert not same(articles, "李建军")


def test_an_official_seen_in_the_province_and_in_one_city_of_it_is_one():
    articles = [
        told("湖南省副省长[石敬之](Official~430000)讲话。"),
        told("衡阳市委书记[石敬之](Official~430400)讲话。"),
    ]
    assert same(articles, "石敬之")


def test_an_official_of_the_province_with_namesakes_in_two_cities_is_a_third():
    articles = [
        told("湖南省副省长[李建军](Official~430000)讲话。"),
        told("衡阳市副市长[李建军](Official~430400)讲话。"),
        told("郴州市副市长[李建军](Official~431000)讲话。"),
    ]
    assert len({entity_of(articles, n, "李建军").iri for n in range(3)}) == 3


def test_an_official_of_another_province_is_another():
    articles = [
        told("湖南省副省长[李建军](Official~430000)讲话。"),
        told("重庆市副市长[李建军](Official~500000)讲话。"),
    ]
    assert not same(articles, "李建军")


def test_a_reporter_is_no_official_of_the_same_name():
    articles = [
        told("衡阳日报记者[李建军](Person~衡阳日报)报道。"),
        told("衡阳市副市长[李建军](Official~430400)讲话。"),
    ]
    assert not same(articles, "李建军")


def test_a_person_without_context_is_the_only_one_of_the_name():
    articles = [told("[石敬之](Person)讲话。"), told("衡阳市市长[石敬之](Official~430400)讲话。")]
    assert same(articles, "石敬之")
    assert entity_of(articles, 0, "石敬之").type == "Official"


def test_a_person_without_context_stands_apart_where_two_bear_the_name():
    articles = [
        told("[李建军](Person)讲话。"),
        told("[李建军](Person)到会。"),
        told("衡阳市副市长[李建军](Official~430400)讲话。"),
        told("郴州市副市长[李建军](Official~431000)讲话。"),
    ]
    assert len({entity_of(articles, n, "李建军").iri for n in range(4)}) == 4


def test_a_body_without_context_is_the_only_one_of_the_name():
    articles = [told("[湘南研究院](ResearchInstitution)成立。"), told("[湘南研究院](ResearchInstitution~430400)挂牌。")]
    assert same(articles, "湘南研究院")


def test_a_body_without_context_is_neither_of_two():
    articles = [
        told("[人民医院](Organization)成立。"),
        told("[人民医院](Organization~430400)挂牌。"),
        told("[人民医院](Organization~430000)揭牌。"),
    ]
    assert len({entity_of(articles, n, "人民医院").iri for n in range(3)}) == 3


def test_a_town_is_not_the_city_that_it_lies_in():
    article = told("[衡阳市](City~430400)[界牌镇](Township~430400)招商。")
    assert entity_of([article], 0, "衡阳市").iri != entity_of([article], 0, "界牌镇").iri


def test_a_division_goes_by_its_code_whatever_an_article_calls_it():
    articles = [
        told("[衡阳市](City~430400)很大。"),
        told("[衡阳](City~430400)很美。"),
        told("[衡阳市](City~430400)很新。"),
    ]
    assert same(articles, "衡阳市", 0, 2)
    assert entity_of(articles, 1, "衡阳") == entity_of(articles, 0, "衡阳市")
    assert entity_of(articles, 1, "衡阳").name == "衡阳市"


def test_things_of_two_groups_are_never_one():
    article = told("[未来科技城](IndustrialPark)举行[未来科技城](Event)活动。")
    resolution = resolved([article])
    park, event = (resolution.entity(article[0].id, m).iri for m in article[1].mentions[:2])
    assert park != event


def test_book_title_marks_and_wide_letters_do_not_make_another_document():
    articles = [told("出台[《衡阳市“１１３３”办法》](Policy)。"), told("贯彻[衡阳市“1133”办法](Policy)。")]
    article, extraction = articles[1]
    other = entity_of(articles, 0, "《衡阳市“１１３３”办法》")
    assert resolved(articles).entity(article.id, extraction.mentions[0]) == other


def test_the_name_is_the_form_used_most():
    articles = [
        told("出台[“数字衡阳”办法](Policy)。"),
        told("贯彻[数字衡阳办法](Policy)。"),
        told("落实[数字衡阳办法](Policy)。"),
    ]
    assert entity_of(articles, 0, "“数字衡阳”办法").name == "数字衡阳办法"


def test_forms_that_need_their_article_are_no_aliases_of_the_merge():
    article = told(
        "[衡阳市科技局](GovernmentBody~430400)、[市科技局](GovernmentBody=衡阳市科技局~430400)、"
        "[科技局](GovernmentBody=衡阳市科技局~430400)、[该局](GovernmentBody=衡阳市科技局~430400)、"
        "[衡阳科技局](GovernmentBody=衡阳市科技局~430400)到会。"
    )
    assert entity_of([article], 0, "市科技局").aliases == ("衡阳科技局",)


def test_a_surname_with_a_post_is_no_alias_of_a_person():
    article = told("[石敬之](Official~430400)到会。[石市长](Official=石敬之~430400)讲话。")
    assert entity_of([article], 0, "石敬之").aliases == ()


def test_a_kind_of_meeting_is_no_alias_of_one():
    article = told("[衡阳科技创新座谈会](Event~430400)即[对接会](Event=衡阳科技创新座谈会~430400)。")
    assert entity_of([article], 0, "对接会").aliases == ()


def test_a_form_that_means_two_things_in_two_articles_is_an_alias_of_neither():
    articles = [
        told("[数谷](IndustrialPark=衡阳大数据园~430400)开园。"),
        told("[数谷](IndustrialPark=郴州大数据园~431000)开园了。"),
    ]
    assert entity_of(articles, 0, "数谷").aliases == entity_of(articles, 1, "数谷").aliases == ()


def test_a_form_that_begins_like_a_level_but_like_the_name_too_stays():
    article = told("[区块链产业园](IndustrialPark~430400)即[区块链园](IndustrialPark=区块链产业园~430400)。")
    assert entity_of([article], 0, "区块链产业园").aliases == ("区块链园",)


def test_the_order_of_the_articles_does_not_matter():
    articles = [
        told("[李建军](Person)、[高新区](HiTechZone=衡阳高新区~430400)。"),
        told("副省长[李建军](Official~430000)、[高新区](HiTechZone=郴州高新区~431000)。"),
        told("市长[李建军](Official~430400)、[衡阳高新区](IndustrialPark~430400)。"),
        told("[李建军](Person)、[衡阳高新区](Zone~430400)。"),
    ]
    outcomes = {tuple(resolved(order).entities()) for order in permutations(articles)}
    assert len(outcomes) == 1


def test_the_article_itself_is_no_entity():
    article, extraction = told("[石敬之](Person)报道。")
    assert [e.name for e in resolved([(article, extraction)]).entities()] == ["石敬之"]
    assert isinstance(extraction.mentions[-1], Mention)
    assert extraction.mentions[-1].type == "Article"
