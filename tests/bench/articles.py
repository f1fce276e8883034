"""Made-up news articles for measuring: true to the genre, of one length, and all different in names and places."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle

LENGTH = 1000  # characters: what the speed that is promised counts by

CITIES = {
    "湖南省": "衡阳 岳阳 湘潭 株洲 常德 益阳", "湖北省": "宜昌 襄阳 荆门 孝感", "江西省": "赣州 新余 鹰潭 吉安",
    "安徽省": "芜湖 蚌埠 滁州", "江苏省": "常州 泰州 盐城", "浙江省": "绍兴 温州 衢州", "山东省": "潍坊 淄博 济宁",
    "河南省": "洛阳 新乡 南阳", "四川省": "绵阳 德阳 自贡", "陕西省": "宝鸡 咸阳 渭南", "广东省": "佛山 惠州 江门",
    "福建省": "泉州 漳州 莆田", "辽宁省": "鞍山 本溪 锦州", "河北省": "保定 承德 唐山",
}  # fmt: skip
SURNAMES = "石常容乐方卢秦许沈韩杨朱尤何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎"
GIVEN = "敬之知远思源念安其昌明德志宏建业文渊立群晓峰子墨嘉树承泽怀瑾若水云舒景行维桢"
BODIES = ("科技局", "工业和信息化局", "发展和改革委员会", "教育局", "商务局", "农业农村局", "生态环境局", "统计局")
POSTS = ("副市长", "市长", "委书记", "委常委", "人大常委会主任")
FIELDS = ("新能源", "生物医药", "新材料", "电子信息", "高端装备制造", "人工智能", "现代物流", "轨道交通")

OPENINGS = (
    "{day}，{city}{post}{p1}率队到{zone}调研。{city}{body}局长{p2}陪同调研。",
    "{day}，{city}{body}在{zone}召开{field}产业工作会议。{city}{post}{p1}出席会议并讲话，{p2}主持会议。",
    "{day}，{province}副省长{p1}赴{city}考察{field}产业发展情况，{city}{post}{p2}参加。",
)
PARAGRAPHS = (
    "在{company}，{p1}走进生产车间，详细了解企业的生产经营、技术研发和市场开拓情况，要求企业加大研发投入，做强做优{field}产业。",
    "{p1}指出，近年来{zone}坚持创新驱动，聚集{field}企业{n}家，去年实现产值{n}亿元，同比增长百分之{m}，成绩来之不易。",
    "{city}人民政府近日印发《{city}{field}产业发展三年行动方案》，明确到二〇二七年全市建成{field}研发平台{m}个。",
    "据了解，{zone}位于{city}，已被认定为国家级高新技术产业开发区，先后引进{company}等龙头企业，形成较为完整的产业链条。",
    "会上，{university}与{company}签署合作协议，双方将共建{field}联合实验室，开展关键技术攻关和人才联合培养。",
    "{city}{body}局长{p3}表示，将持续优化营商环境，落实各项惠企政策，为企业发展提供全方位的服务和保障。",
    "{p2}介绍，园区正在推进标准厂房二期、污水处理厂等项目建设，预计年底前可以交付使用，届时可容纳企业{m}家入驻。",
    "座谈会上，与会人员围绕如何推动科技成果转化、加快培育新质生产力进行了深入交流，并提出了许多好的意见和建议。",
)


def articles(count: int, seed: int = 7) -> Iterator[str]:
    """``count`` articles of :data:`LENGTH` characters each, always the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _article(chance)


def _article(chance: random.Random) -> str:
    facts = _facts(chance)
    head = f"{facts['city']}：{facts['field']}产业迈出新步伐\n{facts['date']} 来源：{facts['short']}日报\n"
    lead = f"本报讯（记者 {facts['p4']}）" + chance.choice(OPENINGS).format(**facts) + "\n"
    text = head + lead
    for paragraph in cycle(chance.sample(PARAGRAPHS, len(PARAGRAPHS))):
        if len(text) >= LENGTH:
            return text[:LENGTH]
        same = {name: facts[name] for name in ("city", "zone", "p1", "p2")}
        text += paragraph.format(**{**_facts(chance), **same}) + "\n"
    raise AssertionError("a cycle does not end")


def _facts(chance: random.Random) -> dict[str, object]:
    province = chance.choice(list(CITIES))
    short = chance.choice(CITIES[province].split())
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    field = chance.choice(FIELDS)
    persons = {f"p{number}": _person(chance) for number in range(1, 5)}
    return {
        "province": province,
        "city": f"{short}市",
        "short": short,
        "zone": f"{short}高新技术产业开发区",
        "company": f"{short}{chance.choice(GIVEN)}{chance.choice(GIVEN)}{field}科技有限公司",
        "university": f"{short}理工学院",
        "body": chance.choice(BODIES),
        "post": chance.choice(POSTS),
        "field": field,
        "date": f"2024-{month:02}-{day:02}",
        "day": f"{month}月{day}日",
        "n": chance.randint(20, 900),
        "m": chance.randint(3, 40),
        **persons,
    }


def _person(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
