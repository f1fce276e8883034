"""Characters of a body: glosses, script, punctuation, and where all of it stays as the page has it."""

from __future__ import annotations

import unicodedata

import pytest

from kg.reading import parse_text


def line(text: str) -> str:
    """The body of an article that is one sentence."""
    return parse_text(text, "a.txt", "0" * 64).body


# --- pinyin glosses


@pytest.mark.parametrize(
    "glossed",
    [
        "市長視察高新區(qū)創(chuàng)新中心。",
        "市長視察高新區（qū）創（chuàng）新中心。",
        "市長視察高新區(QŪ)創(Chuàng)新中心。",
        "市長視察高新區(qu)創(chuang)新中心。",
        "市長視察高新區(qu1)創(chuang4)新中心。",
        "市長視察高新區(qu\u0304)創(chua\u0300ng)新中心。",
        "市長視察高新區(ㄑㄩ)創(ㄔㄨㄤˋ)新中心。",
        "市長(zhǎng)視(shì)察高新區( qū )創 (chuàng)新中心。",
        "市長(zhɑ̌nɡ)視察高新區(qū)創新中心。",
    ],
)
def test_a_gloss_goes_in_every_spelling(glossed):
    assert line(glossed) == "市长视察高新区创新中心。"


def test_any_reading_of_a_character_is_its_gloss():
    assert (
        line("行(háng)業(yè)與行(xíng)動，重(chóng)慶與重(zhòng)點，綠(lǜ)色、女(nǚ)性。")
        == "行业与行动，重庆与重点，绿色、女性。"
    )


@pytest.mark.parametrize(
    "kept",
    [
        "新材料（PE）产业。",
        "首都北京（Beijing）的园区。",
        "人工智能（AI）大会。",
        "企业资源（ERP）系统。",
        "高新区（gao）很远。",
    ],
)
def test_brackets_that_are_no_reading_of_the_character_before_stay(kept):
    expected = kept.replace("（gao）", "（gao）")
    assert line(kept) == expected


# --- script


def test_names_of_people_and_places_are_simplified_too():
    assert line("臺州市副市長鍾麗雲、瀋陽市嶽麓路葉劍鋒參加。") == "台州市副市长钟丽云、沈阳市岳麓路叶剑锋参加。"


@pytest.mark.parametrize(
    "simplified",
    [
        "《瞭望》周刊记者於先生到乾县采访。",
        "宫商角徵羽，音乐之源。",
        "皇后大道以后，里程十里，他著书立说，十分著名。",
        "山谷幽谷，干部干净，征求意见，余下的由余先生负责。",
    ],
)
def test_simplified_text_stays_as_it_is(simplified):
    assert line(simplified) == simplified


def test_a_page_converted_character_by_character_keeps_its_simplified_remains():
    assert line("現場調研后，他對於干部作風建設表示瞭解。") == "现场调研后，他对于干部作风建设表示了解。"


# --- punctuation


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("市长说,要抓项目;要抓创新:快!真的?", "市长说，要抓项目；要抓创新：快！真的？"),
        ("高新区(园区)与新材料(PE)产业。", "高新区（园区）与新材料（PE）产业。"),
        ('实施"创新引领"战略,打造"四新"经济。', "实施“创新引领”战略，打造“四新”经济。"),
        ("實施「創新引領」戰略與『四新』經濟。", "实施“创新引领”战略与‘四新’经济。"),
        ("投资１２．５亿元，引进ＡＢＣ公司。", "投资12.5亿元，引进ABC公司。"),
        ("会议于14:30开始,投资1,000万元。", "会议于14:30开始，投资1,000万元。"),
        ("详见http://www.example.org/a?b=c,谢谢。", "详见http://www.example.org/a?b=c，谢谢。"),
        ("2025 年 6 月 10 日,第 3 届大会召开。", "2025年6月10日，第3届大会召开。"),
        ("他说 , 好 。 走 ！", "他说，好。走！"),
        ("会\u200b议\ufeff要\u00ad求抓好项目。", "会议要求抓好项目。"),
        ("工作取得成效......大家满意。", "工作取得成效……大家满意。"),
        ("⼈民政府召开会议。", "人民政府召开会议。"),
        ("&ldquo;创新&rdquo;&nbsp;与&amp;发展并重。", "“创新” 与&发展并重。"),
        ("The city, and its plan (2020): good? 市长如是说。", "The city, and its plan (2020): good? 市长如是说。"),
    ],
)
def test_the_body_keeps_one_convention(given, cleaned):
    assert line(given) == cleaned


def test_a_damaged_gloss_is_no_question():
    assert line("以?xún)?yōu)異成績迎接大會召開。") == "以?xún)?yōu)异成绩迎接大会召开。"


def test_only_what_nfkc_holds_equal_is_exchanged_besides_quotation_marks():
    given = '市长说,"要抓项目"(第1批);要 快!真的?投资:１２亿元...好'

    def flat(text: str) -> str:
        kept = unicodedata.normalize("NFKC", text)
        return "".join(char for char in kept if not char.isspace() and char not in "“”\"'‘’")

    assert flat(line(given)) == flat(given)
