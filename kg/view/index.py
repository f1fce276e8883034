"""The first page: what is in the graph, how far it can be trusted, and where to begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from statistics import fmean

from kg.view.counts import degrees, tally
from kg.view.frame import linked
from kg.view.markup import Names, both, kind, sign
from kg.view.overview import overview
from kg.view.picture import ArticleRecord, Fact, Node
from kg.view.site import FOLDER, Site
from kg.view.theme import Group, group_of

LISTED = 10  # things in each list of the most connected
LISTS = ("person", "zone", "policy", "org", "place", "event")  # groups of the theme
NEWEST = 24  # articles seen at once; the older ones unfold


def index_page(site: Site) -> str:
    """``index.html``: counts, quality, the most connected things of each kind, all articles, newest first."""
    order = both("按日期，右为关系数", "newest first, with their relations")
    content = (
        f'<div class="hero"><div><h1>{both("知识图谱", "Knowledge graph")}</h1>{_span(site)}{_tiles(_counts(site))}'
        f'<p class="go"><a class="button" href="graph.html">{both("打开全图", "Open the graph")}</a></p></div>'
        f"{overview(site)}</div>"
        f'<section class="quality"><h2>{both("可信程度", "How far to trust it")}</h2>{_tiles(_quality(site))}</section>'
        f"{_lists(site)}"
        f'<section class="newest"><h2>{both("文章", "Articles")} <small>{order}</small></h2>{_articles(site)}</section>'
    )
    markup = {"title": "知识图谱 Knowledge graph", "home": "", "content": content}
    return linked("page.html", {}, markup, [f"{FOLDER}/page.css", f"{FOLDER}/page.js"])


def _span(site: Site) -> str:
    """From when to when the articles are, and what one may rely on."""
    days = sorted(str(article.published) for article in site.articles if article.published)
    when = f'<p class="span"><time>{escape(days[0])}</time> – <time>{escape(days[-1])}</time></p>' if days else ""
    said = both(
        "每条关系都有原文为证：点开人、地方或连线，看是哪篇文章的哪句话。",
        "Every relation is proved by a sentence: open a person, a place or a line to read it, and in which article.",
    )
    return f'{when}<p class="said">{said}</p>'


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
    told: dict[tuple[str, str, str], list[Fact]] = {}
    for relation in site.found:
        if relation.fact.quotes:
            told.setdefault((relation.subject, relation.predicate, relation.object), []).append(relation.fact)
    if not told:
        return []
    sure = [max(quote.confidence for fact in facts for quote in fact.quotes) for facts in told.values()]
    several = sum(max(fact.support for fact in facts) > 1 for facts in told.values())
    said = fmean(len({(q.article, q.start, q.end) for fact in facts for q in fact.quotes}) for facts in told.values())
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


def _lists(site: Site) -> str:
    found, counted = degrees(site), both("右为关系数", "with their relations")
    lists = "".join(_most_connected(site, found, group_of(key)) for key in LISTS)
    head = f'<h2 class="best">{both("联系最多", "Most connected")} <small>{counted}</small></h2>'
    return f'{head}<div class="lists">{lists}</div>' if lists else ""


def _most_connected(site: Site, degrees: Mapping[str, int], look: Group) -> str:
    members = [node for node in site.things if node.group == look.key]
    best = sorted((n for n in members if n.iri in degrees), key=lambda n: (-degrees[n.iri], -n.weight, n.iri))[:LISTED]
    if not best:
        return ""
    # Where all are of one class, its name beside each tells nothing.
    several = len({node.type for node in members}) > 1
    items = "".join(
        f"<li>{_link(node, site)} {kind(node) if several else ''}<b>{degrees[node.iri]}</b></li>" for node in best
    )
    head = f"<h3>{sign(look.key)} {both(look.zh, look.en)}</h3>"
    return f'<section class="list g-{look.key}">{head}<ol>{items}</ol></section>'


def _link(node: Node, site: Site) -> str:
    return f'<a href="{FOLDER}/{site.files[node.iri]}">{escape(node.name)}</a>'


def _articles(site: Site) -> str:
    relations = {(q.article, r.subject, r.predicate, r.object) for r in site.found for q in r.fact.quotes}
    counts = Counter(article for article, *_ in relations)
    rows = [_article(article, site, counts[article.iri]) for article in site.articles]
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
