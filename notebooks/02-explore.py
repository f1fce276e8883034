# %% [markdown]
# # Exploring a graph 探索图谱
#
# Build the sample articles, ask the graph, walk through it, draw a part of it. Everything runs offline.
#
# 用示例文章建图，提问，沿着关系走，画出一部分。全程离线。

# %%
import tempfile
from html import escape
from itertools import pairwise
from pathlib import Path

import networkx as nx
from IPython.display import HTML

import kg
from kg import resources

out = Path(tempfile.mkdtemp())
report = kg.build([resources.path("samples")], out)
print(report.articles, "articles", report.entities, "things", report.relations, "relations")

# %% [markdown]
# ## Ask 提问
#
# A question is SPARQL or the name of a ready one. The answer has `variables` and `rows`.


# %%
def table(answer):
    """The answer as a table."""
    lines = [answer.variables, *answer.rows]
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in line) for line in lines)
    return HTML("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")


graph = kg.load(out)
table(graph.query("posts"))

# %% [markdown]
# Who visited what, and which sentence says so? 谁考察了哪里，哪句话这样说？

# %%
VISITS = """
SELECT ?who ?where ?quote WHERE {
  GRAPH ?article {
    ?claim rdf:subject ?a ; rdf:predicate kg:visited ; rdf:object ?b ; kg:modality "asserted" ; kg:quote ?quote .
  }
  ?a skos:prefLabel ?who .
  ?b skos:prefLabel ?where .
} ORDER BY ?where ?who
"""
visits = graph.query(VISITS)
table(visits)

# %% [markdown]
# ## Walk 沿着关系走
#
# `graph.networkx()` is a MultiDiGraph: nodes have a name and a type, edges a predicate and their evidence.

# %%
view = graph.networkx()
named = {known["name"]: node for node, known in view.nodes(data=True)}


def name(node):
    """What a node is called."""
    return view.nodes[node]["name"]


busiest = sorted(view.nodes, key=lambda node: (-view.degree(node), name(node)))[:5]
[(name(node), view.nodes[node]["type"], view.degree(node)) for node in busiest]

# %% [markdown]
# How is the visitor from the next city connected with the head of the province's science department? Each step has a
# sentence. 邻市来访的副区长和省科技厅的副厅长之间隔着谁？每一步都有原句。

# %%
path = nx.shortest_path(view.to_undirected(as_view=True), named["宓思远"], named["阮知衡"])
for here, there in pairwise(path):
    edges = view.get_edge_data(here, there) or view.get_edge_data(there, here)
    edge = next(iter(edges.values()))
    said = edge["evidence"][0]["quote"] if edge["evidence"] else "(gazetteer)"
    print(name(here), "-", edge["predicate"], "-", name(there), "|", said)

# %% [markdown]
# ## Draw 画图
#
# A part of the graph as a page to explore: point at a line, click a node, search. It stays in the notebook when that is
# moved or exported. `graph` alone shows the whole; `.save("page.html")` writes the page to a file.
#
# 图谱的一部分，就在笔记本里探索：指向连线看原文，点击节点，搜索。移动或导出笔记本，图仍在其中。

# %%
graph.show("内江高新区")
