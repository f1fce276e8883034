# %% [markdown]
# # A timeline of posts 任职时间线
#
# **What you will learn**
#
# * what kg knows of a post over time: seen by articles, begun, ended, and who came after;
# * how dates come as columns, also where a text gives only the month or the year;
# * how to draw who held which post when, and one person's way through the posts;
# * how to see the graph as it was known on an earlier day.
#
# 你将学到：任职的起止、见报时间和接任是怎样记下来的；日期列怎样用；怎样画任职时间线和一个人的履历；
# 怎样看“当时所知”的图。

# %%
import tempfile
from pathlib import Path

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd

import kg
import kg.notebook

plt.rcParams["font.family"] = [kg.notebook.chinese_font(), "DejaVu Sans"]
folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## Six years of a city, made up 虚构一座城市的六年
#
# Fifteen short articles, invented: visits, meetings, and three sessions that appoint and dismiss. The city is real,
# the people are not.
#
# 十五篇虚构的短讯：调研、会议，以及三次人事任免。城市是真的，人是编的。

# %%
NEWS = """
2019-03-15 衡阳市科技局局长石景行到衡阳高新区调研，衡阳高新区管委会主任容怀瑾陪同。
2019-09-20 衡阳市科技创新大会召开。衡阳市副市长卢思源出席会议并讲话，衡阳市科技局局长石景行主持会议。
2020-05-12 衡阳市副市长卢思源到衡阳高新区调研，衡阳高新区管委会主任容怀瑾陪同。
2020-07-30 衡阳市人大常委会举行会议，决定任命石景行为衡阳市副市长，任命方知远为衡阳市科技局局长。
2020-07-31 衡阳市人大常委会决定免去石景行的衡阳市科技局局长职务，免去卢思源的衡阳市副市长职务。
2020-11-03 衡阳市副市长石景行到衡阳高新区调研，衡阳市科技局局长方知远、衡阳高新区管委会主任容怀瑾陪同。
2021-04-22 衡阳市科技局局长方知远到衡阳高新区调研，衡阳高新区管委会主任容怀瑾陪同。
2021-12-08 衡阳市副市长石景行出席衡阳市科技成果对接会并讲话。
2022-02-28 衡阳市人大常委会举行会议，决定任命何若水为衡阳市科技局局长；决定免去方知远的衡阳市科技局局长职务。
2022-06-17 衡阳高新区管委会主任方知远到株洲高新区考察，株洲高新区管委会主任乐敬之陪同。
2022-10-25 衡阳市科技局局长何若水到衡阳高新区调研，衡阳高新区管委会主任方知远陪同。
2023-05-19 衡阳市副市长石景行率队到株洲高新区考察，衡阳市科技局局长何若水参加，株洲高新区管委会主任乐敬之陪同。
2023-11-30 衡阳市人大常委会举行会议，决定任命方知远为衡阳市副市长；决定免去石景行的衡阳市副市长职务。
2024-04-11 衡阳市副市长方知远到衡阳高新区调研，衡阳市科技局局长何若水、衡阳高新区管委会主任秦若谷陪同。
2024-09-26 衡阳市副市长方知远出席衡阳市科技创新大会并讲话，衡阳高新区管委会主任秦若谷发言。
"""
news = folder / "news"
news.mkdir()
for line in NEWS.strip().splitlines():
    day, told = line.split(" ", 1)
    _, month, number = day.split("-")
    text = f"{told.split('，')[0]}\n{day} 来源：衡阳日报\n{int(month)}月{int(number)}日，{told}\n"
    (news / f"{day}.txt").write_text(text, encoding="utf-8")
out = folder / "graph"
report = kg.build([news], out)
print(report.articles, "articles", report.entities, "things", report.relations, "relations")

# %% [markdown]
# ## Posts over time 任职的时间
#
# `first` and `last` are days on which articles show somebody in the post; `begun` and `ended` are told by the texts
# themselves, as by those that appoint and dismiss. `successor` and `by` follow from both: who was seen in the post
# next, and since when. Dates are dates: they can be subtracted and drawn. What is not known is `NaT`, not a guess.
#
# `first`、`last` 是报道里见到的最早、最晚日期；`begun`、`ended` 是文中明说的任免；
# `successor`、`by` 是接任者和首见日期。不知道就是 NaT，不猜。

# %%
graph = kg.load(out)
tenures = graph.query("tenures")
tenures

# %%
tenures.dtypes

# %% [markdown]
# ## Draw it 画出来
#
# A row for each post, a bar for each who held it: from the first day known to the last. Dots are days told by a text.
#
# 一行一个职务，一条一任；圆点是文中明说的任免日期。

# %%
tenures["since"] = tenures[["begun", "first"]].min(axis=1)
tenures["until"] = tenures[["last", "ended"]].max(axis=1)
tenures["post"] = tenures.body + tenures.title
rows = {post: number for number, post in enumerate(tenures.groupby("post").since.min().sort_values().index[::-1])}
people = dict(zip(tenures.person.unique(), ["#1f77c4", "#d1560a", "#00936b", "#b8479b", "#b58900", "#7a62c9", "#2a93a9",
                                            "#7c8a1d"], strict=False))  # fmt: skip

figure, axes = plt.subplots(figsize=(10, 4.5), layout="constrained")
for tenure in tenures.itertuples():
    row, width = rows[tenure.post], max(tenure.until - tenure.since, pd.Timedelta(days=20))
    axes.barh(row, width, left=tenure.since, height=0.5, color=people[tenure.person], alpha=0.8)
    axes.annotate(tenure.person, (tenure.since, row), xytext=(0, 20), textcoords="offset points")
    told = [day for day in (tenure.begun, tenure.ended) if pd.notna(day)]
    axes.plot(told, [row] * len(told), "o", color="white", markeredgecolor="black", markersize=6)
axes.set_yticks(list(rows.values()), list(rows))
axes.xaxis.set_major_locator(mdates.YearLocator())
axes.set_ylim(-0.6, len(rows) - 0.2)
axes.grid(axis="x", alpha=0.3)
axes.spines[["top", "right", "left"]].set_visible(False)

# %% [markdown]
# ## One person's way 一个人的履历
#
# The card of a person has the posts in order. Each is a fact with sentences; the newest of each is shown.
#
# 人物卡片按时间列出任职，每条都有原句。

# %%
person = graph.entity("方知远")
pd.DataFrame([(post.title, post.body.name, post.time, post.articles) for post in person.posts],
             columns=["title", "body", "time", "articles"])  # fmt: skip

# %%
person

# %% [markdown]
# ## As it was known then 当时所知
#
# `as_of` leaves out what was published later: the graph as somebody had it at the end of 2021. Nothing is read again,
# and the next build has all of it back.
#
# `as_of` 只用那一天之前发表的文章建图，不重新读文章；下次建图又是全部。

# %%
kg.build([], out, as_of="2021-12")
then = kg.load(out).query("posts").set_index(["body", "title"]).person
kg.build([], out)
now = graph.query("posts").set_index(["body", "title"]).person
pd.DataFrame(
    {"then 当时": then.groupby(level=[0, 1]).agg("、".join), "now 现在": now.groupby(level=[0, 1]).agg("、".join)}
)
