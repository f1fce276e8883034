"""The first page: what is in the graph, how far it can be trusted, and where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from statistics import fmean

from kg.view.counts import degrees, tally
from kg.view.frame import linked
from kg.view.markup import Names, both, kind, sign
from kg.view.picture import ARTICLE, ArticleRecord, Node
from kg.view.site import FOLDER, Site
from kg.view.theme import Group, group_of

LISTED = 10  # things in each list of the most connected
LISTS = ("person", "zone", "policy", "org", "place", "event")  # groups of the theme
NEWEST = 60  # articles seen at once; the older ones unfold


def index_page(site: Site) -> str:
    """``index.html``: counts, quality, the most connected things of each kind, all articles, newest first."""
    order = both("按日期，右为关系数", "newest first, with their relations")
    content = (
        f'<div class="hero"><h1>{both("知识图谱", "Knowledge graph")}</h1>{_tiles(_counts(site))}'
        f'<p class="go"><a class="button" href="graph.html">{both("打开全图", "Open the graph")}</a></p></div>'
        f'<section class="quality"><h2>{both("可信程度", "How far to trust it")}</h2>{_tiles(_quality(site))}</section>'
        f'<div class="lists">{"".join(_most_connected(site, group_of(key)) for key in LISTS)}</div>'
        f'<section class="newest"><h2>{both("文章", "Articles")} <small>{order}</small></h2>{_articles(site)}</section>'
    )
    markup = {"title": "知识图谱 Knowledge graph", "home": "", "content": content}
    return linked("page.html", {}, markup, [f"{FOLDER}/page.css", f"{FOLDER}/page.js"])


def _tiles(figures: Sequence[tuple[str, Names]]) -> str:
    tiles = "".join(f"<div><dt>{both(*told)}</dt><dd>{escape(figure)}</dd></div>" for figure, told in figures)
    return f'<dl class="tiles">{tiles}</dl>'


def _counts(site: Site) -> list[tuple[str, Names]]:
    """The figures that the build reports, too; what the gazetteer adds is not counted."""
    found = tally(site)
    return [
        (f"{found.articles:,}", ("篇文章", "articles")),
        (f"{found.things:,}", ("个实体", "things")),
        (f"{found.relations:,}", ("条关系", "relations")),
        (f"{found.sentences:,}", ("句原文为证", "sentences behind them")),
    ]


def _quality(site: Site) -> list[tuple[str, Names]]:
    told = [relation.fact for relation in site.found if relation.fact.quotes]
    if not told:
        return []
    sure = [max(quote.confidence for quote in fact.quotes) for fact in told]
    several = sum(fact.support > 1 for fact in told)
    said = fmean(len(fact.quotes) for fact in told)
    return [
        (
            f"{fmean(sure):.2f}",
            (
                "平均把握：规则在标注文章上的准确率",
                "mean confidence: how often its rule was right on annotated articles",
            ),
        ),
        (f"{said:.1f}", ("句原文支持一条关系（平均）", "sentences behind a relation, on average")),
        (
            f"{several / len(told):.0%}",
            ("的关系有两篇以上文章支持", "of the relations are told by two articles or more"),
        ),
    ]


def _most_connected(site: Site, look: Group) -> str:
    best = [node for node in site.things if node.group == look.key and node.weight][:LISTED]
    if not best:
        return ""
    items = "".join(f"<li>{_link(node, site)} {kind(node)}<b>{node.weight}</b></li>" for node in best)
    head = f"<h2>{sign(look.key)} {both(look.zh, look.en)}</h2>"
    return f'<section class="list g-{look.key}">{head}<ol>{items}</ol></section>'


def _link(node: Node, site: Site) -> str:
    return f'<a href="{FOLDER}/{site.files[node.iri]}">{escape(node.name)}</a>'


def _articles(site: Site) -> str:
    counts: dict[str, int] = {}
    for relation in site.found:
        if site.nodes[relation.object].type != ARTICLE:
            for iri in {quote.article for quote in relation.fact.quotes}:
                counts[iri] = counts.get(iri, 0) + 1
    rows = [_article(article, site, counts.get(article.iri, 0)) for article in site.articles]
    older = len(rows) - NEWEST
    out = f'<ol class="articles">{"".join(rows[:NEWEST])}</ol>'
    if older > 0:
        told = both(f"更早的 {older:,} 篇", f"{older:,} older ones")
        out += f'<details><summary>{told}</summary><ol class="articles">{"".join(rows[NEWEST:])}</ol></details>'
    return out


def _article(article: ArticleRecord, site: Site, relations: int) -> str:
    about = " · ".join(escape(str(part)) for part in (article.published, article.publisher) if part)
    title = escape(site.heads[article.iri][0])
    return f'<li><a href="{FOLDER}/{site.files[article.iri]}">{title}</a> <small>{about}</small><b>{relations}</b></li>'
