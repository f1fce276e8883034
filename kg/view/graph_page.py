"""The page of a picture that one explores: the whole graph or a part of it in one file, or an article with its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from kg.view.communities import communities
from kg.view.counts import Tally, tally, unsigned
from kg.view.data import page_data, script_json
from kg.view.frame import linked, standalone, styles
from kg.view.markup import both, count, symmetric_predicates
from kg.view.network import Scripts, scripts
from kg.view.picture import ArticleRecord, Picture
from kg.view.site import FOLDER, Site
from kg.view.theme import asset

ROOM = 1500  # things on one picture that pyvis draws and moves smoothly (DESIGN.md section 6); sigma.js draws more
WHOLE = "知识图谱"  # what a page is called that shows no part in particular
NOUNS = ("thing", "relation", "article")
STYLE = ("base.css", "graph.css")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page of its own is to show: title and subtitle, the picture, where things and articles have pages.

    ``view`` is what its address would say at first, such as ``node=...``; ``counted`` what its head tells where that
    is not of the picture alone, and ``unsigned`` how many authorships of this are not drawn.
    """

    title: str
    subtitle: str
    picture: Picture
    files: Mapping[str, str]
    heads: Mapping[str, tuple[str, str]]
    home: str | None = None
    view: str = ""
    counted: Tally | None = None
    unsigned: int = 0


def behaviour(stage: str = "stage_vis.js") -> str:
    """The script that makes a picture answer which a library draws, as ``stage`` knows it."""
    return script(
        *("elements.js", "search.js", "world.js", "labels.js", stage, "panel.js", "text.js"),
        *("filters.js", "saving.js", "main.js"),
    )


def script(*names: str) -> str:
    """Assets as one script whose names are its own."""
    return "'use strict';(() => {\n" + "".join(map(asset, names)) + "})();\n"


def whole_page(site: Site, picture: Picture, room: int = ROOM) -> str:
    """``graph.html``: one file that can be sent to somebody, with links to the pages beside it."""
    files = {iri: f"{FOLDER}/{file}" for iri, file in site.files.items()}
    shown = Wanted(WHOLE, "", picture, files, site.heads, "index.html")
    return single_page(replace(shown, counted=tally(site), unsigned=unsigned(site, picture)), room)


def single_page(wanted: Wanted, room: int = ROOM) -> str:
    """A page that carries all it needs: drawn by pyvis up to ``room`` things, by sigma.js beyond."""
    drawn = tally(wanted.picture)
    beside = [drawn.known_things, drawn.known_relations, wanted.unsigned]
    data = page_data(wanted.picture, wanted.files, wanted.heads) | {"page": {"view": wanted.view, "beside": beside}}
    if len(wanted.picture.nodes) > room:
        _set_apart(wanted.picture, data)
        drawing = [asset("sigma.js"), behaviour("stage_sigma.js")]
    else:
        made = scripts(wanted.picture, symmetric_predicates())
        drawing = [made.library, made.drawing, behaviour()]
    nav = f'<a href="{wanted.home}">{both("目录", "Index")}</a>' if wanted.home else ""
    text, markup = _gaps(wanted.title, wanted.subtitle, wanted.picture, data, "whole", nav)
    markup["counts"] = _counts(wanted.counted or drawn)
    return standalone("graph.html", text, markup, styles(*STYLE), drawing)


def _set_apart(picture: Picture, data: dict[str, Any]) -> None:
    """Give the data of a page the places of its nodes, and the communities that they belong to."""
    found, places = communities(picture)
    for node, (x, y) in zip(data["nodes"], places, strict=True):
        node |= {"x": x, "y": y}
    for number, community in enumerate(found):
        for member in community.members:
            data["nodes"][member]["c"] = number
    data["communities"] = [{"n": c.head, "x": c.x, "y": c.y} for c in found]


def article_page(site: Site, article: ArticleRecord, picture: Picture) -> tuple[str, Scripts]:
    """An article's page, and the scripts that draw it: the library is to lie beside the page as ``vis.js``."""
    drawn = scripts(picture, symmetric_predicates())
    title = site.heads[article.iri][0]
    data = page_data(picture, site.files, site.heads)
    data["page"] = {"iri": article.iri, "headline": title, "text": article.text}
    subtitle = " · ".join(str(part) for part in (article.published, article.publisher) if part)
    nav = f'<a class="to-whole" href="../graph.html">{both("全图", "Graph")}</a>'
    nav += f'<a href="../index.html">{both("目录", "Index")}</a>'
    text, markup = _gaps(title, subtitle, picture, data, "article", nav)
    return linked("graph.html", text, markup, ["graph.css", "vis.js", "graph.js"], drawn.drawing), drawn


def _gaps(
    title: str, subtitle: str, picture: Picture, data: Mapping[str, Any], kind: str, nav: str
) -> tuple[dict[str, str], dict[str, str]]:
    text = {"title": title, "subtitle": subtitle, "kind": kind}
    notice = escape(_notice(picture))
    heading = both(title, "Knowledge graph") if title == WHOLE else escape(title)
    return text, {
        "data": script_json(data),
        "counts": _counts(tally(picture)),
        "nav": nav,
        "notice": notice,
        "way": "",
        "heading": heading,
    }


def _counts(tally: Tally) -> str:
    return both(
        f"{tally.things:,} 个实体 · {tally.relations:,} 条关系 · {tally.articles:,} 篇文章",
        " · ".join(count(*each) for each in zip((tally.things, tally.relations, tally.articles), NOUNS, strict=True)),
    )


def _notice(picture: Picture) -> str:
    if not picture.left_out:
        return ""
    return (
        f"图中只画出最重要的 {len(picture.nodes):,} 个，另有 {picture.left_out:,} 个未画出"
        f" (the {len(picture.nodes):,} best supported are drawn, {picture.left_out:,} are left out)"
    )
