"""Who made an article is found where pages say so, and nowhere else."""

from __future__ import annotations

import pytest

from kg.model import Article, BylineRole
from kg.reading import parse_text

R, C, W, P, E = (
    BylineRole.REPORTER,
    BylineRole.CORRESPONDENT,
    BylineRole.CONTRIBUTOR,
    BylineRole.PHOTOGRAPHER,
    BylineRole.EDITOR,
)
TITLE = "高新区召开创新大会"
SENTENCE = "3月4日，高新区召开创新大会，要求各部门抓好平台建设，推动产业升级，服务企业发展，形成工作合力。"


def article(*lines: str) -> Article:
    found = parse_text("\n".join([TITLE, *lines]), "a.txt", "0" * 64)
    for byline in found.bylines:
        assert found.body[byline.start : byline.end] == byline.name
    return found


def makers(*lines: str) -> list[tuple[str, BylineRole]]:
    return [(byline.name, byline.role) for byline in article(*lines).bylines]


@pytest.mark.parametrize(
    ("first", "found"),
    [
        (f"本报讯（记者 张三丰）{SENTENCE}", [("张三丰", R)]),
        (f"本报讯 (记者张三丰 通讯员李四海){SENTENCE}", [("张三丰", R), ("李四海", C)]),
        (
            f"某城日报消息(全媒体记者 王小立 通讯员 莫大松 李孜然){SENTENCE}",
            [("王小立", R), ("莫大松", C), ("李孜然", C)],
        ),
        (f"某城日报讯（记者/肖文果 通讯员/符信之）{SENTENCE}", [("肖文果", R), ("符信之", C)]),
        (f"新华社北京7月1日电（记者周知远、郑明理）{SENTENCE}", [("周知远", R), ("郑明理", R)]),
        (f"新华社北京7月1日电 (周知远){SENTENCE}", [("周知远", R)]),
        (f"本报讯 (李四海){SENTENCE}", [("李四海", W)]),
        (f"本报记者 张三丰 李四海报道：{SENTENCE}", [("张三丰", R), ("李四海", R)]),
        (f"记者张三丰从市科技局获悉，{SENTENCE}", [("张三丰", R)]),
        (f"本报讯 记者张三丰李四海报道：{SENTENCE}", [("张三丰", R), ("李四海", R)]),
    ],
)
def test_makers_named_before_the_text(first, found):
    assert makers(first) == found


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ("（记者 易成文 见习记者 吕妍妍）", [("易成文", R), ("吕妍妍", R)]),
        ("（李四海）", [("李四海", W)]),
        ("（李四海 王小立）", [("李四海", W), ("王小立", W)]),
        ("本报记者 张三丰 文/图", [("张三丰", R)]),
        ("记者 张三丰 摄影报道", [("张三丰", R)]),
        ("本报记者 张三丰 摄", [("张三丰", P)]),
        ("张三丰 摄", [("张三丰", P)]),
        ("文/张三丰 图/李四海", [("张三丰", W), ("李四海", P)]),
        ("图片/某城日报全媒体记者 张三丰 摄", [("张三丰", P)]),
        ("作者：张三丰　责任编辑：李四海", [("张三丰", W), ("李四海", E)]),
        ("（供稿：张三丰 审核：李四海）", [("张三丰", W), ("李四海", E)]),
        ("通讯员：张三丰、李四海", [("张三丰", C), ("李四海", C)]),
        ("责编：周晓明一审：钟鼎文二审：熊敏", [("周晓明", E), ("钟鼎文", E), ("熊敏", E)]),
        ("[责任编辑:李四海]", [("李四海", E)]),
        ("责任编辑：\n\n李四海", [("李四海", E)]),
        ("（编辑 扎西罗布 审核 买买提·艾力）", [("扎西罗布", E), ("买买提·艾力", E)]),
        ("（通讯员 欧阳明月）", [("欧阳明月", C)]),
    ],
)
def test_makers_named_below_the_text(last, found):
    assert makers(SENTENCE, last) == found
    if "\n" not in last and last.startswith("（"):
        assert makers(SENTENCE + last) == found


def test_makers_named_in_the_source_line():
    assert makers("2021-03-05 来源：丙丁日报 作者：张三丰 编辑：李四海", SENTENCE) == [("张三丰", W), ("李四海", E)]
    assert makers("丙丁日报记者 张三丰 李四海", "2021-03-05", SENTENCE) == [("张三丰", R), ("李四海", R)]


@pytest.mark.parametrize(
    ("byline", "outlet"),
    [
        ("（湖南日报记者 张三丰）", "湖南日报"),
        ("（红网时刻记者张三丰）", "红网时刻"),
        ("（湖南日报全媒体记者 张三丰）", "湖南日报"),
        ("（本报记者 张三丰）", None),
        ("（全媒体记者 张三丰）", None),
        ("（记者 张三丰）", None),
    ],
)
def test_the_outlet_is_the_one_that_the_byline_names(byline, outlet):
    (found,) = article(SENTENCE + byline).bylines
    assert (found.name, found.outlet) == ("张三丰", outlet)


def test_each_reporter_keeps_his_own_outlet():
    found = article(SENTENCE + "（湖南日报记者 张三丰 长沙晚报记者 李四海）").bylines
    assert [(byline.name, byline.outlet) for byline in found] == [("张三丰", "湖南日报"), ("李四海", "长沙晚报")]


@pytest.mark.parametrize(
    "words",
    [
        "（完）",
        "（如图）",
        "（驻郑办）",
        "（政府办、商务局）",
        "（肇庆）",
        "（盐高新宣）",
        "他告诉记者，高新区明年还要建设三个平台。",
        "记者从市科技局获悉，高新区明年还要建设三个平台。",
        "记者在现场看到，高新区正在建设三个平台。",
        "（记者现场提问）",
    ],
)
def test_words_that_are_no_names_make_no_bylines(words):
    assert makers(SENTENCE + words) == []


def test_a_maker_named_twice_counts_once():
    assert makers(f"本报讯（记者 张三丰）{SENTENCE}", "（张三丰）") == [("张三丰", R)]
