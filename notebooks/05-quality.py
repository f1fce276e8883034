# %% [markdown]
# # Quality, and how to add a rule 质量与添加规则
#
# **What you will learn**
#
# * how good kg is on articles that a careful reader has annotated, and how sure the figures are;
# * how to see what it misses, and why a relation that you expected is not there;
# * how to write a rule of your own, as data with its own tests, and see the new relation in the graph.
#
# 你将学到：kg 在人工标注的文章上有多准、误差多大；怎样查看漏掉和多出的关系；
# 怎样写一条自带测试的规则，并在图里看到新的关系。

# %%
import json
import shutil
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import kg
import kg.notebook
from kg import resources
from kg.cli.app import app
from kg.ontology import PREDICATES
from kg.view.theme import group_of

plt.rcParams["font.family"] = [kg.notebook.chinese_font(), "DejaVu Sans"]
folder = Path(tempfile.mkdtemp())


def command(*words):
    """What ``kg`` prints: here, without a terminal and a process of its own, which would take its seconds to start."""
    with redirect_stderr(StringIO()), redirect_stdout(StringIO()) as printed:
        app([str(word) for word in words], standalone_mode=False)
    return printed.getvalue()


# %% [markdown]
# ## How good is it? 有多准
#
# `kg eval` compares what kg reads with what an annotator put down. The rules were never tuned on the half `unseen`.
# Here are five of its articles, to be quick: so the intervals are wide. `kg eval` alone takes all.
#
# `kg eval` 把 kg 读出来的和标注的对比。这里为了快只取 5 篇从未用来调规则的文章，所以区间很宽；不带参数就是全部。

# %%
gold = folder / "gold"
gold.mkdir()
for file in sorted(resources.path("gold/unseen").glob("*.gold.json"))[:5]:
    for part in (file, file.with_name(file.name.replace(".gold.json", ".txt"))):
        shutil.copy(part, gold)
scores = json.loads(command("eval", "--gold", gold, "--errors", "--json"))["gold"]
shares = ["p", "r", "f1"]
pd.DataFrame({name: scores[name] for name in ("entities", "relations")}).T[[*shares, "gold", "found", "right"]]

# %% [markdown]
# *Precision* is how much of what was found is right, *recall* how much of what is there was found, F1 is between them.
# kg is made for precision: what a graph says should hold. Each bar has its 95 % interval, from resampling the articles.
#
# 精确率：找到的有多少是对的；召回率：该有的找到了多少。kg 宁缺毋滥。横线是 95% 置信区间。


# %%
def bars(axes, table, label, colour):
    """Precision of each row with its interval; how many were annotated stands beside it."""
    rows = sorted(table.items(), key=lambda row: row[1]["gold"])
    middle = [score["p"] for _, score in rows]
    ends = [[score["p"] - score["p_interval"][0] for _, score in rows],
            [score["p_interval"][1] - score["p"] for _, score in rows]]  # fmt: skip
    names = [f"{label(name)} ({score['gold']})" for name, score in rows]
    axes.barh(names, middle, xerr=ends, color=colour, alpha=0.85, error_kw={"ecolor": "#475467", "capsize": 3})
    axes.plot([score["r"] for _, score in rows], names, "D", color="black", markersize=4)
    axes.set_xlim(0, 1.02)
    axes.spines[["top", "right"]].set_visible(False)


figure, (left, right) = plt.subplots(1, 2, figsize=(11, 5), layout="constrained")
groups = {name: score for name, score in scores["entities_by_group"].items() if score["gold"]}
relations = {
    name: score for name, score in scores["relations_by_predicate"].items() if score["gold"] and score["found"]
}
bars(left, groups, lambda name: group_of(name).zh, "#1f77c4")
bars(right, relations, lambda name: PREDICATES[name].zh, "#d1560a")
left.set_title("things 事物")
right.set_title("relations 关系")
figure.supxlabel("bar: precision 精确率   ◆ recall 召回率   (annotated 标注数)")
plt.show()

# %% [markdown]
# ## What goes wrong? 错在哪
#
# Each fault has its article, its sentence and its rule. `kg eval --errors` prints them all; here are some.

# %%
faults = scores["errors"]
extra = [fault for article in faults for fault in article["extra_relations"]]
missing = [relation for article in faults for relation in article["missing_relations"]]
pd.DataFrame(extra).head(5)

# %%
missing[:5]

# %% [markdown]
# ## A relation that is not there 缺了一条关系
#
# Here is an article in which one zone mentors another, 结对帮扶. To a reader that is cooperation; kg does not know it.
#
# 一个园区“结对帮扶”另一个园区，读者知道这是合作，kg 还不知道。

# %%
news = folder / "mentor.txt"
news.write_text(
    "衡阳高新区与祁东经开区结对\n2024-03-18 来源：衡阳日报\n"
    "3月18日，衡阳市副市长石敬之到衡阳高新区调研。衡阳高新区结对帮扶祁东经开区。\n",
    encoding="utf-8",
)
out = folder / "graph"
kg.build([news], out)
len(kg.load(out).query("cooperation"))

# %% [markdown]
# `kg whynot` names the rule that came nearest, and what it lacked.

# %%
print(command("whynot", "衡阳高新区", "cooperatesWith", "祁东经开区", "-o", out))

# %% [markdown]
# `kg rules try` puts one rule to a sentence of yours. Things are marked as `[text](Class)`, so no recogniser is needed.

# %%
SENTENCE = "[丙丁高新区](HiTechZone)结对帮扶[戊亥经开区](EconomicDevelopmentZone)。"
print(command("rules", "try", "cooperatesWith.signs-with", SENTENCE))

# %% [markdown]
# ## Write the rule 写规则
#
# A rule reads like the sentence that it finds: a slot for a thing, a word of a list, a slot. It brings sentences that
# it must find, and sentences that it must leave alone. Lists of words of your own lengthen those of kg.
#
# 规则读起来就像它要找的句子，并自带正例和反例；自己的词表会并入 kg 的词表。

# %%
mine = folder / "my-rules"
mine.mkdir()
(mine / "words.toml").write_text('mentors = ["结对帮扶", "对口帮扶"]\n', encoding="utf-8")
(mine / "mentors.toml").write_text(
    """
[[rule]]
id = "cooperatesWith.mentors"
says = "甲结对帮扶乙"
when = "{one:Zone} <mentors> {other:Zone}"
gives = "one cooperatesWith other"
yes = [
  "[丙丁高新区](one:HiTechZone)结对帮扶[戊亥经开区](other:EconomicDevelopmentZone)。",
  "[丙丁新区](one:NewArea)对口帮扶[戊亥产业园](other:IndustrialPark)。",
]
no = [
  "[丙丁高新区](HiTechZone)参观[戊亥经开区](EconomicDevelopmentZone)。",
  "[丙丁高新区](HiTechZone)拟结对帮扶[戊亥经开区](EconomicDevelopmentZone)。",
]
""",
    encoding="utf-8",
)
print(command("rules", "test", mine))

# %% [markdown]
# The last *no* is a plan (拟): no rule has to say so, plans and denials are kept apart for all rules. `kg rules holes`
# would tell which part of a rule no example holds.
#
# 最后一个反例是“拟”——计划不算事实，这一点对所有规则都成立，不用写进规则。
#
# ## See the new relation 看到新的关系
#
# The graph is built anew with the rule beside those of kg. The articles need not be given again.

# %%
kg.build([], out, rules=mine)
graph = kg.load(out)
graph.path("衡阳高新区", "祁东经开区", predicates=["cooperatesWith"])

# %% [markdown]
# Every relation says by which rule it is there, so what a rule of yours adds can be looked at, one by one.

# %%
graph.query("""
SELECT ?one ?other ?rule ?confidence ?quote WHERE {
  GRAPH ?article { ?claim kg:rule ?rule ; rdf:subject ?s ; rdf:object ?o ; kg:confidence ?confidence ; kg:quote ?quote }
  FILTER(?rule = "cooperatesWith.mentors")
  ?s skos:prefLabel ?one . ?o skos:prefLabel ?other .
}
""")
