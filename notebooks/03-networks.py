# %% [markdown]
# # Networks 网络分析
#
# **What you will learn**
#
# * who bridges cities: the people through whom the shortest ways between others lead (betweenness);
# * which people and zones belong together (communities), drawn with Chinese labels;
# * how the weight of a zone changes over time (centrality by half-year), from the dates behind every relation;
# * how to check such a finding: from the number back to the sentences.
#
# 你将学到：谁在城市之间“搭桥”；哪些人和园区抱团；园区的分量怎样随时间变化；怎样从数字回到原句。

# %%
import random
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import matplotlib.pyplot as plt
import networkx as nx
from matplotlib.patheffects import withStroke

import kg
import kg.notebook

plt.rcParams["font.family"] = [kg.notebook.chinese_font(), "DejaVu Sans"]
folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## Two years of news, made up 虚构两年的新闻
#
# Eight sample articles are no network. So here are two years of short articles in the words of the genre, made up with
# a fixed seed: officials of twelve cities in three provinces visit each other's hi-tech zones, and the zones sign
# agreements. Most stay within their province; three travel further; and one zone comes up late. Names of places are
# real, people and events are not. kg does not know how the articles were made: it reads them like any others.
#
# 八篇示例文章成不了网络，所以按新闻的写法虚构两年的短讯：三省十二市的干部互访园区、签约。多数人不出省，三个人常跑外省，
# 有一个园区后来居上。地名是真的，人和事是编的；kg 并不知道这些，只当普通文章读。

# %%
PROVINCES = {"四川": "德阳 绵阳 内江 宜宾", "湖南": "株洲 湘潭 衡阳 郴州", "湖北": "宜昌 襄阳 荆门 孝感"}
PROVINCE = {city: name for name, cities in PROVINCES.items() for city in cities.split()}
CITIES = list(PROVINCE)
POSTS = ["{}市副市长", "{}市科技局局长", "{}高新区管委会主任"]
TRAVELLERS = {"内江": 0, "衡阳": 1, "荆门": 0}  # city and number of the post whose holder goes to other provinces
LATE = "荆门"  # the city whose zone is discovered in the second year

chance = random.Random(6)
names = [s + g for s in "石常容乐方卢秦许沈韩杨朱尤何吕" for g in ("敬之", "知远", "思源", "若水", "景行", "怀瑾")]
chance.shuffle(names)
people = {city: [(post.format(city), names.pop()) for post in POSTS] for city in CITIES}


def pick(home, day):
    """Where somebody goes: mostly in the province; in the second year often to the zone that comes up."""
    near = [city for city in CITIES if PROVINCE[city] == PROVINCE[home] and city != home]
    if day.year == 2024 and home != LATE and chance.random() < (day.month + 3) / 24:
        return LATE
    return chance.choice(near)


def article(day):
    """A visit with its host; often an agreement of the two zones."""
    home = chance.choice(CITIES)
    number = chance.randrange(3)
    goal = pick(home, day)
    if home in TRAVELLERS and chance.random() < 0.5:
        number = TRAVELLERS[home]
        goal = chance.choice([city for city in CITIES if PROVINCE[city] != PROVINCE[home]])
    elif PROVINCE[goal] != PROVINCE[home]:
        number = 2
    (post, who), (host_post, host) = people[home][number], chance.choice(people[goal])
    lines = [f"{home}市考察团到{goal}高新区考察", f"{day} 来源：{goal}日报"]
    told = f"{day.month}月{day.day}日，{post}{who}率队到{goal}高新区考察，{host_post}{host}陪同。"
    if chance.random() < 0.3:
        told += f"{home}高新区与{goal}高新区签订合作协议。"
    return "\n".join([*lines, told]) + "\n"


news = folder / "news"
news.mkdir()
for number in range(150):
    day = date(2023, 1, 9) + timedelta(number * 714 // 150)
    (news / f"{number:03}.txt").write_text(article(day), encoding="utf-8")
report = kg.build([news], folder / "graph")
graph = kg.load(folder / "graph")
print(report.articles, "articles", report.entities, "things", report.relations, "relations")
print((news / "100.txt").read_text(encoding="utf-8"))

# %% [markdown]
# ## From relations to a network 从关系到网络
#
# `graph.networkx()` is the whole graph: a node for each thing, an edge for each relation. A question about people and
# zones needs only some of it: who visited which zone, who accompanied whom, which zones cooperate. Each tie weighs as
# many articles as support it.
#
# 整张图太杂；这里只取三种关系：考察、陪同、合作。支持的文章越多，连线越粗。

# %%
view = graph.networkx()
TIES = {"visited", "accompanied", "cooperatesWith"}


def network(begin="", end="9999"):
    """The ties that articles of this time support; the ends are included."""
    ties = nx.Graph()
    for one, other, edge in view.edges(data=True):
        told = {said["article"] for said in edge["evidence"] if begin <= (said["published"] or "") <= end}
        if edge["predicate"] in TIES and told:
            before = ties.get_edge_data(one, other, {"weight": 0})["weight"]
            ties.add_edge(one, other, weight=before + len(told))
    return ties


def name(node):
    """What a node is called."""
    return view.nodes[node]["name"]


def kind(node):
    """The class of a node."""
    return view.nodes[node]["type"]


ties = network()
print(ties.number_of_nodes(), "nodes,", ties.number_of_edges(), "ties;", dict(Counter(map(kind, ties))))

# %% [markdown]
# ## Who bridges cities? 谁在城市之间搭桥
#
# Betweenness is the share of all shortest ways that lead through a node. People who stay at home have little of it; who
# ties two provinces together has much.
#
# 介数中心性：其他各点之间的最短路径有多少经过这个人。

# %%
between = nx.betweenness_centrality(ties)
persons = sorted((node for node in ties if kind(node) == "Official"), key=between.get)[-10:]
posts = graph.query("posts").groupby("person").agg(post=("title", "first"), body=("body", "first"))
labels = [f"{name(node)}  {posts.body.get(name(node), '')}{posts.post.get(name(node), '')}" for node in persons]

figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
axes.barh(labels, [between[node] for node in persons], color="#d1560a")
axes.set_xlabel("betweenness 介数中心性")
axes.spines[["top", "right"]].set_visible(False)
plt.show()

travellers = {people[city][number][1] for city, number in TRAVELLERS.items()}
print("made to travel:", "、".join(sorted(travellers)), " found:", "、".join(sorted(map(name, persons[-3:]))))

# %% [markdown]
# The three that were made to travel are found. Which provinces does the first of them tie together? SPARQL goes from
# the zones to their cities and provinces: `kg:locatedIn|kg:partOf` is one step, `+` any number of them.
#
# 排在最前的正是那三个常跑外省的人。第一名连起了哪些地方？用 SPARQL 从园区走到市、省，`+` 表示任意多步。

# %%
first = persons[-1]
graph.query(f"""
SELECT ?province (COUNT(DISTINCT ?zone) AS ?zones) (GROUP_CONCAT(DISTINCT ?label; SEPARATOR="、") AS ?which) WHERE {{
  <{first}> kg:visited ?zone .
  ?zone skos:prefLabel ?label ; (kg:locatedIn|kg:partOf)+ ?p .
  ?p a kg:Province ; skos:prefLabel ?province .
}} GROUP BY ?province ORDER BY DESC(?zones)
""")

# %% [markdown]
# ## Who belongs together? 谁和谁抱团
#
# Louvain's communities have many ties within and few to the outside. They are found from the ties alone, and come out
# as the three provinces, and one zone to which visitors come from everywhere. Circles are people, diamonds zones, both
# the larger the more they bridge.
#
# 社区发现只看连线：结果正是三个省，外加一个各地都来取经的园区。圆是人，菱形是园区；越能搭桥越大。

# %%
groups = nx.community.louvain_communities(ties, seed=1)
groups.sort(key=lambda group: -len(group))
COLOURS = ["#1f77c4", "#d1560a", "#00936b", "#b8479b", "#b58900", "#7a62c9", "#7f8794"]
colour = {node: COLOURS[min(number, 6)] for number, group in enumerate(groups) for node in group}
place = nx.forceatlas2_layout(ties, seed=2, scaling_ratio=6, max_iter=500)

figure, axes = plt.subplots(figsize=(10, 7), layout="constrained")
nx.draw_networkx_edges(ties, place, ax=axes, alpha=0.2, width=[0.6 * ties.edges[tie]["weight"] for tie in ties.edges])
for class_, shape in {"Official": "o", "HiTechZone": "D"}.items():
    nodes = [node for node in ties if kind(node) == class_]
    sizes, colours = [60 + 3000 * between[node] for node in nodes], [colour[node] for node in nodes]
    nx.draw_networkx_nodes(ties, place, nodes, sizes, colours, shape, ax=axes)
halo = [withStroke(linewidth=3, foreground="white")]
for node in [*(node for node in ties if kind(node) == "HiTechZone"), *persons[-5:]]:
    weight = "bold" if node in persons else "normal"
    axes.annotate(
        name(node), place[node], (0, 9), textcoords="offset points", ha="center", weight=weight, path_effects=halo
    )
axes.set_axis_off()

for group in groups:
    print(
        len(group), "people and zones:", "、".join(sorted(name(node) for node in group if kind(node) == "HiTechZone"))
    )

# %% [markdown]
# ## Whose weight grows? 谁的分量在增加
#
# Every relation has its articles, and every article its day: so the network of a half-year is the network of what was
# told in it. Here is the share of all ties that each zone has, half-year by half-year.
#
# 每条关系都知道出自哪天的文章，所以可以按半年切开，看各园区的度中心性怎样变化。

# %%
HALVES = {"2023 上": ("2023-01", "2023-06~"), "2023 下": ("2023-07", "2023-12~"), "2024 上": ("2024-01", "2024-06~"),
          "2024 下": ("2024-07", "2024-12~")}  # fmt: skip
zones = [node for node in ties if kind(node) == "HiTechZone"]
degrees = {half: nx.degree_centrality(network(*ends)) for half, ends in HALVES.items()}
last = {zone: degrees["2024 下"].get(zone, 0) for zone in zones}

figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
for zone in zones:
    known = [degrees[half].get(zone, 0) for half in HALVES]
    strong = zone in sorted(last, key=last.get)[-1:]
    axes.plot(list(HALVES), known, color="#d1560a" if strong else "#7f8794", lw=3 if strong else 1, marker="o", ms=4)
    if strong or known[-1] > 0.15:
        axes.annotate(name(zone), (len(HALVES) - 1, known[-1]), xytext=(8, -3), textcoords="offset points")
axes.set_ylabel("degree centrality 度中心性")
axes.margins(x=0.12)
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# ## Back to the sentences 回到原句
#
# A number is worth what its sentences are worth. How does the first who bridges lead from one province's city to
# another's? Every step of the ways has its sentence; and the page below is the part of the graph round that person.
#
# 数字靠原句撑着。下面是从一个园区到外省园区的最短路径，每一步都有原句；再往下是这个人周围的图，可以点开看。

# %%
graph.path(next(zone for zone in map(name, zones) if zone.startswith("宜宾")), "孝感高新区")

# %%
graph.show(name(first))
