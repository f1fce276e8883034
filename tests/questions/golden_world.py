"""A small invented corpus in which every question has an answer, and every kind of contradiction occurs."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stages"))

from small_worlds import DIVISIONS, ZONES, build, says, told

from kg.graph.gazetteer import Gazetteer
from kg.model import Modality

_TWICE = {
    "name": "郴州高新技术产业园区",
    "short": "郴州高新区",
    "type": "HiTechZone",
    "place_code": "431000",
    "year": "",
}
GAZETTEER = Gazetteer(DIVISIONS, (*ZONES, *({**_TWICE, "level": level} for level in ("national", "provincial"))))
BUREAU = "[市科技局](GovernmentBody=衡阳市科技局~430400)"

ARTICLES = [
    told(
        "3月5日，湖南省副省长[石敬之](Official~430000)到[衡阳高新区](HiTechZone~430400)调研，察看[创新中心](Facility~430400)。"
        "[湖南省](Province~430000)科技厅厅长[易水寒](Official~430000)一同调研。"
        "市长[何为](Official~430400)陪同。[衡阳高新区](HiTechZone~430400)位于[衡阳市](City~430400)。"
        "[创新中心](Facility~430400)位于园区。[智能制造](Industry)是其主导产业。",
        says("石敬之 visited 衡阳高新区", date="2024-03-05"),
        "石敬之 visited 创新中心",
        "易水寒 visited 衡阳高新区",
        says("石敬之 worksFor 湖南省", title="副省长"),
        "何为 accompanied 石敬之",
        says("何为 worksFor 衡阳市", title="市长"),
        "衡阳高新区 locatedIn 衡阳市",
        "创新中心 locatedIn 衡阳高新区",
        "衡阳高新区 develops 智能制造",
        id="g1",
        title="副省长到衡阳高新区调研",
        published="2024-03-06",
        publisher="衡阳日报",
    ),
    told(
        "[衡阳市](City~430400)出台[《衡阳人才办法》](Policy=衡阳人才办法~430400)，发展[数字经济](Industry)。"
        f"{BUREAU}隶属于市政府。市科技局局长[赵子昂](Official~430400)在[推进会](Event~4304002024)讲话，"
        "市长[何为](Official~430400)主持。[甲公司](Company~430400)与[乙大学](ResearchInstitution~430400)签约。"
        "[乙大学](ResearchInstitution~430400)位于[衡阳高新区](HiTechZone~430400)。"
        "[衡阳](City=衡阳市~430400)获批[国家创新型城市](Programme)。"
        "[市里](City=衡阳市~430400)[技术合同交易额达11.5亿元](Indicator=技术合同交易额 11.5亿元~430400)。"
        "[李建军](Person~衡阳日报)报道。",
        says("衡阳市 issued 《衡阳人才办法》", date="2024-03"),
        "《衡阳人才办法》 appliesTo 衡阳市",
        "衡阳市 develops 数字经济",
        "市科技局 partOf 衡阳市",
        says("赵子昂 worksFor 市科技局", title="局长"),
        says("何为 worksFor 衡阳市", title="市长"),
        "赵子昂 spokeAt 推进会",
        "何为 chaired 推进会",
        "甲公司 cooperatesWith 乙大学",
        "乙大学 locatedIn 衡阳高新区",
        says("衡阳 designatedAs 国家创新型城市", date="2022"),
        says("市里 hasIndicator 技术合同交易额达11.5亿元", value=Decimal("11.5"), unit="亿元", date="2023"),
        says("何为 visited 衡阳高新区", modality=Modality.PLANNED),
        "李建军 authorOf ARTICLE",
        id="g2",
        title="衡阳出台人才办法",
        published="2024-04-01",
    ),
    told(
        f"{BUREAU}局长[赵子昂](Official~430400)、局长[孙二平](Official~430400)出席。"
        "[郴州市财政局](GovernmentBody~431000)局长[赵子昂](Official~430400)到会。"
        "[衡阳高新区](HiTechZone~430400)位于[郴州市](City~431000)。[甲公司](ResearchInstitution~430400)也在。"
        "[衡阳市](City~430400)去年出台[《衡阳人才办法》](Policy=衡阳人才办法~430400)。"
        "[市里](City=衡阳市~430400)[技术合同交易额达13亿元](Indicator=技术合同交易额 13亿元~430400)。"
        "[郴州高新区](HiTechZone~431000)同日挂牌。",
        says("赵子昂 worksFor 市科技局", title="局长"),
        says("孙二平 worksFor 市科技局", title="局长"),
        says("赵子昂 worksFor 郴州市财政局", title="局长"),
        "衡阳高新区 locatedIn 郴州市",
        says("衡阳市 issued 《衡阳人才办法》", date="2023-11"),
        says("市里 hasIndicator 技术合同交易额达13亿元", value=Decimal("13"), unit="亿元", date="2023"),
        id="g3",
        title="一篇多有出入的报道",
        published="2024-05-20",
    ),
    told(
        "[钱一鸣](Official~430400)接替[何为](Official~430400)任[衡阳市](City~430400)市长，[何为](Official~430400)不再担任市长。"
        f"免去[周冬青](Official~430400)的{BUREAU}副局长职务。[吴清源](Official~430400)任{BUREAU}书记。"
        "[湘南新区](NewArea~430400)开园。",
        says("钱一鸣 worksFor 衡阳市", title="市长"),
        "钱一鸣 succeeded 何为",
        says("周冬青 worksFor 市科技局", title="副局长", modality=Modality.FORMER),
        says("吴清源 worksFor 市科技局", title="书记", date="2024-12"),
        id="g4",
        title="衡阳市人事任免",
        published="2024-09-10",
        publisher="衡阳日报",
    ),
    told(
        f"{BUREAU}副局长[周冬青](Official~430400)、书记[吴清源](Official~430400)参加。"
        "[何为](Official~430400)曾接替[钱一鸣](Official~430400)。[李建军](Person~500000)是记者。",
        says("周冬青 worksFor 市科技局", title="副局长"),
        says("吴清源 worksFor 市科技局", title="书记"),
        "何为 succeeded 钱一鸣",
        id="g5",
        title="市科技局开会",
        published="2024-10-08",
    ),
    told(
        "3月5日，湖南省副省长[石敬之](Official~430000)到[衡阳高新区](HiTechZone~430400)调研。",
        says("石敬之 visited 衡阳高新区", date="2024-03-05"),
        id="g6",
        title="石敬之到衡阳高新区调研（转载）",
        published="2024-03-07",
        publisher="湘江新闻",
    ),
]


def write(folder: Path) -> None:
    """The graph of the corpus."""
    build(folder, ARTICLES, GAZETTEER, texts={"g6": "g1"})
