# %% [markdown]
# # Building a graph from articles 从文章建图
#
# **What you will learn**
#
# * how articles become a graph: `kg.build`, and what its report counts;
# * how a graph grows: articles that come later, articles that are taken out again;
# * how articles of your own are read: text files, and records with columns of your own;
# * where to look at what came out.
#
# 你将学到：怎样从文章建图；图怎样增量更新；怎样读自己的文章；到哪里看结果。全程离线，不用大模型。

# %%
import json
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt

import kg
import kg.notebook
from kg import resources
from kg.ontology import CLASSES, PREDICATES

plt.rcParams["font.family"] = [kg.notebook.chinese_font(), "DejaVu Sans"]
folder = Path(tempfile.mkdtemp())  # a place to try things out; give yours, such as "output"

# %% [markdown]
# ## Articles 文章
#
# kg brings eight invented articles along: text files, a web page, and records. Places are real, people and companies
# are not. This is how one of them begins.
#
# 自带八篇虚构的示例文章：文本、网页和记录。地名是真的，人和企业是假的。

# %%
samples = sorted(resources.path("samples").iterdir())
print([file.name for file in samples])
print(samples[3].read_text(encoding="utf-8")[:260], "…")

# %% [markdown]
# ## Build 建图
#
# `kg.build` takes files, directories and patterns, and writes a directory. Web page chrome, pinyin glosses and
# traditional script are dealt with on the way. We begin with the text files.
#
# 输入可以是文件、目录或通配符；网页边栏、拼音注音、繁体字都会处理掉。先从文本文件开始。

# %%
out = folder / "graph"
texts = [file for file in samples if file.suffix == ".txt"]
report = kg.build(texts, out)
print(report.articles, "articles", report.entities, "things", report.relations, "relations", report.claims, "claims")

# %% [markdown]
# A *claim* is what one sentence says; a *relation* is a fact that at least one claim asserts, each once. Plans and
# denials are claims and become no relations. `left_out` counts names that stayed unclear.
#
# 一句话说的是一条“主张”(claim)；至少有一条主张断定的事实是一条“关系”，只记一次。计划、否认的不算关系。

# %%
graph = kg.load(out)
graph.query("articles")

# %% [markdown]
# ## What is in it 图里有什么
#
# `networkx()` gives the whole graph; here it is counted by class and by relation. What only the gazetteer knows (no
# article names it) is left out.

# %%
view = graph.networkx()
named = [known for _, known in view.nodes(data=True) if known["articles"] and known["type"] in CLASSES]
told = [edge for _, _, edge in view.edges(data=True) if edge["support"] and edge["predicate"] in PREDICATES]


def counts(labels):
    """How often each label occurs, the most frequent last: bars are drawn from below."""
    return sorted({label: labels.count(label) for label in labels}.items(), key=lambda pair: pair[1])


figure, (left, right) = plt.subplots(1, 2, figsize=(10, 5), layout="constrained")
things = counts([CLASSES[known["type"]].zh for known in named])
left.barh(*zip(*things, strict=True), color="#1f77c4")
left.set_title("things by class 事物")
relations = counts([PREDICATES[edge["predicate"]].zh for edge in told])
right.barh(*zip(*relations, strict=True), color="#d1560a")
right.set_title("relations 关系")
for axes in (left, right):
    axes.spines[["top", "right"]].set_visible(False)
    axes.bar_label(axes.containers[0], padding=3)

# %% [markdown]
# ## It grows 增量更新
#
# What comes later is added: only new articles are read. One that was read before takes the place of its earlier self.
# Here come the web page and the records, and an article of our own.
#
# 新文章加进来时只读新的；同一来源再读一次，就替换旧的。这里加入网页、记录和一篇自己写的文章。

# %%
mine = folder / "mine.txt"
mine.write_text(
    "荣昌区来内江回访\n2024-11-06 来源：内江日报\n"
    "11月5日，重庆市荣昌区副区长宓思远率队到内江高新区考察。内江市副市长冷砚舟陪同考察。"
    "宓思远一行参观了沱江新材料研究院。\n",
    encoding="utf-8",
)
report = kg.build([*(file for file in samples if file not in texts), mine], out)
print("added:", report.added, " in the graph now:", report.articles, "articles", report.relations, "relations")

# %% [markdown]
# A graph that was built anew is loaded anew. What is known of 宓思远 now comes from two articles.

# %%
graph = kg.load(out)
graph.entity("宓思远")

# %% [markdown]
# ## Records with columns of your own 自己的记录
#
# `.jsonl` and `.csv` hold an article a record. `fields` says which of your columns is the text, the title, the date.
#
# 一行一篇的 .jsonl、.csv 也能读；`fields` 说明哪一列是正文、标题、日期。

# %%
record = {
    "headline": "自贡高新区与内江高新区签约",
    "content": "11月20日，自贡高新区与内江高新区签订合作协议。自贡市副市长严若水出席签约仪式。",
    "day": "2024-11-21",
}
dump = folder / "dump.jsonl"
dump.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
report = kg.build([dump], out, fields={"text": "content", "title": "headline", "date": "day"})
kg.load(out).query("cooperation")

# %% [markdown]
# ## Take it out again 删除
#
# An article goes by the path under which it was read, and with it goes whatever no other article supports.

# %%
report = kg.remove([dump], out)
print("removed:", report.removed, " left:", report.articles, "articles", report.relations, "relations")

# %% [markdown]
# ## Look at it 看结果
#
# `index.html` is where to begin: counts, the newest articles, a search. `graph.html` is the whole graph in one file
# that opens by double click. The whole is here, too: point at a line for its sentence, click a thing for its card.
#
# 双击 `index.html` 从头看起；`graph.html` 是整张图，一个文件，可以直接发给别人。
# 下面就是它：指向连线看原文，点击节点看卡片。

# %%
print(sorted(page.name for page in report.pages if page.parent == out))
kg.load(out)
