# %% [markdown]
# # Exploring a graph by SPARQL 用 SPARQL 探索图谱
#
# **What you will learn**
#
# * the ready questions, and how to narrow them: `graph.ask`;
# * questions of your own in SPARQL, whose answers are DataFrames with typed columns: `graph.query`;
# * how to get from a fact to the sentence that says so;
# * a thing's card, the way between two things, and a part of the graph as a picture.
#
# 你将学到：现成的问题怎样问、怎样加条件；怎样用 SPARQL 提自己的问题，得到带类型的表格；怎样从事实找到原句；
# 怎样看卡片、路径和图。

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import kg
import kg.notebook
from kg import resources

plt.rcParams["font.family"] = [kg.notebook.chinese_font(), "DejaVu Sans"]
out = Path(tempfile.mkdtemp())
kg.build([resources.path("samples")], out)
graph = kg.load(out)

# %% [markdown]
# ## Ready questions 现成的问题
#
# The library asks what people most often want to know. Every question can be narrowed by its parameters; names may be
# any form of a thing, dates as exact as you like.
#
# 题库里是最常问的问题，都可以加条件；名称可用简称，日期可只写年月。

# %%
graph.questions()

# %%
visits = graph.ask("visits", to="内江高新区", since="2024-03")
visits

# %% [markdown]
# Behind every row stand the sentences that say so, with their articles.

# %%
print(visits.sentences[0][0])

# %% [markdown]
# `in` is a word of Python, so here it is `in_`; `as-of` is `as_of`. Who held a post in the city at the end of June?
#
# `in` 是 Python 的关键字，写成 `in_`；`as-of` 写成 `as_of`。

# %%
graph.ask("posts", in_="内江市", as_of="2024-06-30", title="局长").drop(columns="sentences")

# %% [markdown]
# A name that means nothing, or several things, is answered with what may have been meant.

# %%
try:
    graph.ask("visits", to="内江高薪区")
except kg.KgError as error:
    print(error)

# %% [markdown]
# ## Questions of your own 自己的问题
#
# The graph holds each fact once: things with a class and names, and relations between them. The prefixes are known.
#
# 图里每个事实只有一条：事物有类型和名称，事物之间有关系。前缀不用写。
#
# | in the graph | what it is |
# | --- | --- |
# | `?x a kg:HiTechZone ; skos:prefLabel ?name` | a thing, its class, its name (`skos:altLabel`: other names) |
# | `?who kg:visited ?where` | a relation, and so are `kg:worksFor`, `kg:locatedIn`, `kg:attended` ... |
# | `?fact a kg:Fact ; rdf:subject ?x ; kg:support ?n` | a relation as a node: `?n` articles say so |
# | `?post a kg:Tenure ; kg:holder ?who ; kg:firstSeen ?day` | a post over time |
# | `GRAPH ?article { ?claim kg:quote ?sentence }` | what one article says, sentence by sentence |
#
# Who visited what inside the zone? `kg:locatedIn+` is any number of steps.

# %%
inside = graph.query("""
SELECT ?who ?site WHERE {
  ?w kg:visited ?s ; skos:prefLabel ?who .
  ?s kg:locatedIn+ ?zone ; skos:prefLabel ?site .
  ?zone skos:prefLabel "内江高新区"@zh-Hans .
}
""")
inside

# %% [markdown]
# The answer is a pandas DataFrame. Here is who saw which site, to look at rather than to read.
#
# 答案就是 pandas 表格；看图比看表快。

# %%
seen = pd.crosstab(inside.who, inside.site)
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
axes.imshow(seen, cmap="Blues", vmax=1.6, aspect="auto")
axes.set_xticks(range(seen.shape[1]), seen.columns, rotation=20, ha="right", rotation_mode="anchor")
axes.set_yticks(range(seen.shape[0]), seen.index)
axes.set_title("who saw which site 谁看过哪里")
plt.show()

# %% [markdown]
# ## Types 列的类型
#
# Numbers come as numbers, dates as dates, and what is not known as `NA`. A date that the text gives only by its year or
# month stands as its first day, and a column beside it says how exact it is: nothing is made up.
#
# 数字就是数字，日期就是日期，不知道的是 NA。只知道年或月的日期记为当年、当月第一天，旁边一列说明精确到哪一级。

# %%
honours = graph.query("honours")
honours

# %%
honours.dtypes

# %%
zones = graph.query("""
SELECT ?zone ?since ?articles WHERE {
  ?z a kg:HiTechZone ; skos:prefLabel ?zone ; kg:articles ?articles .
  OPTIONAL { ?z kg:year ?since }
} ORDER BY ?since
""")
zones[zones.since < "2016"]

# %% [markdown]
# ## From a fact to its sentence 从事实到原句
#
# Each article is a named graph. In it every relation is a claim with its sentence, the rule that found it, and how sure
# it is. Claims that are planned, denied or past are there, too; `kg:modality` tells.
#
# 每篇文章是一个命名图，里面每条主张都有原句、规则和置信度；计划、否认、曾任也在，由 `kg:modality` 区分。

# %%
claims = graph.query("""
SELECT ?subject ?predicate ?object ?modality ?confidence ?quote WHERE {
  GRAPH ?article {
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
      kg:modality ?modality ; kg:confidence ?confidence ; kg:quote ?quote .
  }
  ?s skos:prefLabel ?subject . ?o skos:prefLabel ?object .
  BIND(STRAFTER(STR(?p), "#") AS ?predicate)
}
""")
claims[claims.modality != "asserted"]

# %%
claims.groupby("predicate").confidence.agg(["count", "min", "mean"]).sort_values("count", ascending=False).head(8)

# %% [markdown]
# ## A card, and a way 卡片与路径
#
# A thing goes by any of its names. How is the visitor from the next district connected with the deputy head of the
# province's science department? Each step has its sentence.
#
# 邻市来访的副区长和省科技厅副厅长之间隔着谁？每一步都有原句。

# %%
graph.entity("沱江理工学院")

# %%
graph.path("宓思远", "阮知衡")

# %% [markdown]
# ## A picture 图
#
# A part of the graph as a page to explore: point at a line, click a node, search. It stays in the notebook when that is
# moved or exported. `graph` alone shows the whole; `.save("page.html")` writes the page to a file.
#
# 图谱的一部分，就在笔记本里探索：指向连线看原文，点击节点，搜索。移动或导出笔记本，图仍在其中。

# %%
graph.show("内江高新区")
