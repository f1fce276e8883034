"""From a page to its article: title, date, source and text are found, and everything around them goes."""

from __future__ import annotations

import pytest

from kg.model import Article
from kg.reading import parse_text
from kg.reading.page import page_text

TITLE = "丙丁市委书记甲乙山调研高新区"
FIRST = "3月4日，丙丁市委书记甲乙山率队到高新区调研，强调要加快创新平台建设，推动产业转型升级。"
SECOND = "在丁丁公司，甲乙山详细了解企业研发情况，要求有关部门做好服务，帮助企业解决难题。"
TEXT = f"{FIRST}\n{SECOND}"


def article(page: str) -> Article:
    return parse_text(page, "a.txt", "0" * 64)


def body(page: str) -> str:
    return article(page).body


# --- title, date, publisher


@pytest.mark.parametrize(
    ("line", "published", "publisher"),
    [
        ("2021-03-05 11:38:35 来源：丙丁日报", "2021-03-05", "丙丁日报"),
        ("2021年3月5日08:25 来源：丙丁日报 点击：23次 字号：大 中 小", "2021-03-05", "丙丁日报"),
        ("发布时间：2021/3/5 信息来源：丙丁市科技局 浏览次数：1", "2021-03-05", "丙丁市科技局"),
        ("来源：高新院 achie.org 日期：2021.03.05 点击：次", "2021-03-05", "高新院"),
        ("来源：www.example.com 时间：2021-03-05", "2021-03-05", None),
        ("时间 : 2021-03-05 04:07:47 来源 : 丙丁市科技局 【字体: 大 小】 【打印】", "2021-03-05", "丙丁市科技局"),
        ("来源：未知 日期：2021-03-05", "2021-03-05", None),
        ("来源：本站原创 发布日期：2021-03-05", "2021-03-05", None),
        ("[2021-03-05] [稿源：丙丁日报] [作者：]", "2021-03-05", "丙丁日报"),
        ("2021-03-05　丙丁日报", "2021-03-05", "丙丁日报"),
        ("发布：2021-03-05 13:25:26", "2021-03-05", None),
        ("05.03.2021 12:05", "2021-03-05", None),
        ("二〇二一年三月五日", "2021-03-05", None),
        ("来源：《丙丁日报》2021年03月05日 02版", "2021-03-05", "丙丁日报"),
        ("丙丁日报社\n2021-03-05 11:38:35\n0", "2021-03-05", "丙丁日报"),
        ("来源：\n丙丁日报\n发布时间：2021-03-05", "2021-03-05", "丙丁日报"),
        ("发布时间：2021-13-45 来源：丙丁日报", None, "丙丁日报"),
    ],
)
def test_the_source_line_tells_date_and_publisher(line, published, publisher):
    found = article(f"{TITLE}\n{line}\n{TEXT}")
    assert (found.title, found.published, found.publisher) == (TITLE, published, publisher)
    assert found.body.endswith(TEXT)


@pytest.mark.parametrize(
    ("start", "publisher"),
    [
        ("丙丁日报讯（记者 张三丰）", "丙丁日报"),
        ("丙丁商报消息（全媒体记者 张三丰）", "丙丁商报"),
        ("苏报讯（记者 张三丰）", "苏报"),
        ("湖南日报8月26日讯（记者 张三丰）", "湖南日报"),
        ("新华社北京7月1日电（记者 张三丰）", "新华社"),
        ("人民网北京2月26日电（记者 张三丰）", "人民网"),
        ("本报讯（记者 张三丰）", None),
        ("本报海东讯（记者 张三丰）", None),
        ("科技部网站消息，", None),
    ],
)
def test_the_beginning_of_the_text_tells_the_publisher(start, publisher):
    assert article(f"{TITLE}\n{start}{TEXT}").publisher == publisher


def test_a_line_below_the_text_tells_publisher_and_date():
    found = article(f"{TITLE}\n{TEXT}\n（来源：丙丁区人民政府网站） 2022-04-01\n")
    assert (found.published, found.publisher) == ("2022-04-01", "丙丁区人民政府网站")


def test_whose_site_it_is_counts_where_nothing_else_names_a_source():
    assert article(f"丙丁高新区\n{TITLE}\n2021-03-05\n{TEXT}").publisher == "丙丁高新区"
    assert article(f"丙丁新闻网 > 要闻\n{TITLE}\n2021-03-05\n{TEXT}").publisher == "丙丁新闻网"


def test_the_source_line_stays_where_it_names_an_outlet_or_an_author():
    assert body(f"{TITLE}\n来源:高新院 achie.org 日期:2021-03-05 点击:次\n{TEXT}") == f"{TITLE}\n来源：高新院\n{TEXT}"
    page = f"{TITLE}\n来源：丙丁日报 作者：张三丰 时间：2021-03-05\n{TEXT}"
    assert body(page) == f"{TITLE}\n来源：丙丁日报 作者：张三丰\n{TEXT}"
    assert body(f"{TITLE}\n来源：未知 2021-03-05\n{TEXT}") == f"{TITLE}\n{TEXT}"


def test_parts_of_a_source_line_that_stand_apart_can_each_be_quoted():
    page = f"{TITLE}\n来源：丙丁日报 2021-03-05 记者：张三丰\n{TEXT}"
    assert body(page) == f"{TITLE}\n来源：丙丁日报\n记者：张三丰\n{TEXT}"


def test_a_title_that_the_page_cut_stays_as_it_is():
    assert article(f"{TITLE} 强调加快创新平台 ...\n2021-03-05\n{TEXT}").title == f"{TITLE} 强调加快创新平台…"


def test_a_subtitle_below_the_source_line_is_text():
    assert (
        body(f"{TITLE}\n2021-03-05\n甲乙山强调加快创新平台建设\n{TEXT}").split("\n")[1] == "甲乙山强调加快创新平台建设"
    )


def test_text_without_a_title_has_none():
    found = article(TEXT)
    assert (found.title, found.body) == ("", TEXT)


def test_a_known_title_is_not_said_twice():
    found = parse_text(f"首页 > 要闻\n{TITLE}\n2021-03-05\n{TEXT}", "a", "0" * 64, title=TITLE)
    assert found.body == f"{TITLE}\n{TEXT}"


# --- what stands around the article

ABOVE = [
    "当前位置：首页 > 新闻中心 > 要闻",
    "您现在的位置: 首页>>新闻",
    "大丙丁 首页 新闻资讯 政务信息 查看内容",
    "网站首页\n新闻中心\n政务公开\n互动交流",
    "- 高新院新闻\n- 政策解读\n- 园区规划\n- 智慧城市news",
    "新闻资讯\n栏目导航\n-\n子公司动态\n-\n集团新闻\n推荐新闻",
    "欢迎访问丙丁政府网！今天是：2023年1月1日 星期日",
]
BELOW = [
    "相关内容\n\n南城医院帮助消防队...\n近日，南城医院到消防队开展急救培训，提升救援能力。\n2025-06-27 09:53:03",
    "热门资讯\n\n高新区又添平台... 高新区创新中心近日揭牌，副市长丁卯出席。",
    "上一篇：全市招商大会召开\n下一篇：我市出台新政",
    "上一条：无\n下一条：没有了\n【打印】 【关闭】",
    "分享到：\n微信\nQQ空间\n扫一扫在手机打开当前页",
    "路过\n\n雷人\n\n鲜花\n\n最新评论\n\n请登录后发表评论",
    "图文推荐\n\n  • 为高考学生加油！\n\n    7月7日，是今年全国高考的第一天，考生们迎来了人生的第一场大考。",
    "相关文章推荐：",
    "地 址：某省丙丁市高新区华新大道11号 E-MAIL：a@example.com TEL：+86 1234",
    "版权所有 丙丁市人民政府 备案号：湘ICP备12345678号\n技术支持：某某公司",
    "Copyright © 2020 All Rights Reserved",
    "返回顶部",
    "声明：以上内容来源于网络，如有侵权请联系我们删除！",
    "关键词：高新区 调研",
    '< img src=" "/>\n9925024',
    "来源：丙丁日报\n县委常委会召开 丁卯主持\n县政府常务会议召开 戊辰主持",
]


@pytest.mark.parametrize("above", ABOVE)
def test_navigation_above_the_article_goes(above):
    found = article(f"{above}\n{TITLE}\n2021-03-05\n{TEXT}")
    assert (found.title, found.body) == (TITLE, f"{TITLE}\n{TEXT}")


@pytest.mark.parametrize("below", BELOW)
def test_everything_below_the_article_goes(below):
    assert body(f"{TITLE}\n2021-03-05\n{TEXT}\n\n{below}").removesuffix("\n来源：丙丁日报") == f"{TITLE}\n{TEXT}"


def test_related_news_beside_the_article_does_not_end_it():
    page = f"相关新闻\n全市招商大会召开\n{TITLE}\n2021-03-05\n{FIRST}\n相关阅读\n{SECOND * 6}"
    assert body(page).endswith(SECOND * 6)


def test_credits_below_the_text_stay():
    assert body(f"{TITLE}\n{TEXT}\n责任编辑：李四海\n打印\n关闭").endswith(f"{SECOND}\n责任编辑：李四海")


@pytest.mark.parametrize(
    "kept",
    [
        "一、总体要求",
        "打造科创高地",
        "会议指出：",
        "时间：2021年9月1日 地点：会议中心",
        "联系我们的企业家说，高新区的服务越来越好。",
        "关闭落后产能",
        "2022年8月17日",
        "中共丙丁市委办公室",
    ],
)
def test_short_lines_of_the_text_are_not_taken_for_chrome(kept):
    assert kept in body(f"{TITLE}\n2021-03-05\n{FIRST}\n{kept}\n{SECOND}").split("\n")


# --- leads and repeats


@pytest.mark.parametrize(
    "lead",
    [
        f"核心提示\n\n{FIRST[:30]}",
        f"摘要: {FIRST[:30]} ...",
        f"导读：{FIRST}",
        f"{FIRST[:40]}……",
        FIRST,
    ],
)
def test_a_lead_that_the_text_repeats_goes(lead):
    assert body(f"{TITLE}\n2021-03-05\n{lead}\n\n{TEXT}") == f"{TITLE}\n{TEXT}"


def test_a_lead_that_says_something_of_its_own_stays():
    lead = "丙丁高新区是国家级园区，去年实现产值百亿元。"
    assert body(f"{TITLE}\n2021-03-05\n核心提示：{lead}\n{TEXT}") == f"{TITLE}\n{lead}\n{TEXT}"


def test_the_source_may_stand_below_the_summary():
    found = article(f"{TITLE}\n摘要：{FIRST[:30]}...\n2021-03-05 来源：丙丁日报\n{TEXT}")
    assert found.body == f"{TITLE}\n来源：丙丁日报\n{TEXT}"
    assert found.published == "2021-03-05"


def test_a_headline_that_ends_in_a_cry_is_a_headline():
    title = "奋进新征程，建功新时代，高新区再添十个大项目！"
    assert article(f"{title}\n2021-03-05\n{TEXT}").title == title


def test_a_headline_repeated_below_the_text_goes():
    assert body(f"{TITLE}\n2021-03-05\n{TEXT}\n\n{TITLE}\n\n{TITLE}") == f"{TITLE}\n{TEXT}"


# --- lines and paragraphs


def test_a_sentence_broken_by_links_is_one_paragraph():
    broken = TEXT.replace("甲乙山率队", "\n甲乙山\n率队").replace("，推动", "\n，推动")
    assert (
        body(f"{TITLE}\n2021-03-05\n3月4日，由\n丁卯\n、戊辰等参加，甲乙山主持的会议在丙丁市召开。\n{SECOND}").count(
            "\n"
        )
        == 2
    )
    assert broken.count("\n") > TEXT.count("\n")


def test_text_wrapped_at_a_column_is_put_together_again():
    paragraphs = [FIRST + SECOND, SECOND + FIRST]
    wrapped = "\n\n".join("\n".join(text[at : at + 30] for at in range(0, len(text), 30)) for text in paragraphs)
    assert body(f"{TITLE}\n2021-03-05\n\n{wrapped}") == "\n".join([TITLE, *paragraphs])


def test_a_page_that_came_as_one_line_is_taken_apart():
    page = (
        f"当前位置:首页>新闻>要闻 {TITLE} 2021-03-05 09:12 来源：丙丁日报 作者：李四海 点击：23次 字号：大 中 小"
        f" 　　{FIRST} 　　{SECOND}(记者 李四海) 上一篇：全市招商大会召开 下一篇：我市出台新政 版权所有 丙丁日报社"
    )
    found = article(page)
    assert found.body == f"{TITLE}\n来源：丙丁日报 作者：李四海\n{FIRST}\n{SECOND}（记者 李四海）"
    assert (found.published, found.publisher) == ("2021-03-05", "丙丁日报")


def test_bullets_are_no_text():
    assert body(f"{TITLE}\n2021-03-05\n■ {FIRST}\n• {SECOND}") == f"{TITLE}\n{TEXT}"


# --- html

PAGE = f"""<html><head><title>{TITLE}_丙丁日报网</title>
<meta name="PubDate" content="2021-03-05 10:00"><meta name="ContentSource" content="丙丁日报"></head>
<body><div class="nav"><a href="/">首页</a> &gt; <a href="/n">新闻</a></div><h1>{TITLE}</h1>
<div class="info">时间：2021-03-05 来源：丙丁日报</div>
<div class="content"><p>　　{FIRST}</p><p>　　{SECOND}</p></div>
<div class="share">分享到：</div><div class="footer">版权所有 丙丁日报社 湘ICP备123号</div></body></html>"""


def test_a_page_gives_title_date_source_and_text():
    text, known = page_text(PAGE, "a.html")
    found = parse_text(text, "a.html", "0" * 64, known.title, known.published, known.publisher, known.author)
    assert found.body == f"{TITLE}\n来源：丙丁日报\n{TEXT}"
    assert (found.title, found.published, found.publisher) == (TITLE, "2021-03-05", "丙丁日报")


def test_a_page_without_meta_facts_tells_them_in_its_source_line():
    bare = "".join(line for line in PAGE.splitlines(keepends=True) if "<meta" not in line).replace(
        "<body>", "</head><body>"
    )
    text, known = page_text(bare, "a.html")
    found = parse_text(text, "a.html", "0" * 64, known.title, known.published, known.publisher)
    assert (found.published, found.publisher) == ("2021-03-05", "丙丁日报")


@pytest.mark.parametrize(
    "site", ["_丙丁日报网", " - 丙丁市人民政府", "_要闻_丙丁新闻网", "|丙丁在线", "--丙丁频道--人民网"]
)
def test_the_name_of_the_site_is_no_part_of_the_title(site):
    _, known = page_text(f"<html><head><title>{TITLE}{site}</title></head><body><p>{FIRST}</p></body></html>", "a")
    assert known.title == TITLE


def test_a_dash_inside_a_title_stays():
    title = "丙丁高新区—一座新城的成长"
    _, known = page_text(f"<html><head><title>{title}</title></head><body><p>{FIRST}</p></body></html>", "a")
    assert known.title == title
