"""The page of one thing: its card, its posts over time, its picture, its relations with the sentences behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from urllib.parse import quote

from kg.view.ego import SHOWN, Spoke, ego
from kg.view.frame import linked
from kg.view.marks import marks
from kg.view.markup import both, count, kind, predicate_names, sentence, symmetric_predicates, to
from kg.view.picture import ARTICLE, Fact, Node, Quote, Relation
from kg.view.site import Site
from kg.view.timeline import Row, timeline

FIRST = 2  # sentences of a relation that are seen at once; the others unfold
MOST = 30  # sentences of a relation on a page: more prove nothing more
POST = "worksFor"


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as one of its ends has it: ``outward`` where that end is the subject, or the order means nothing."""

    predicate: str
    outward: bool
    other: Node
    fact: Fact


def ties(site: Site) -> dict[str, list[Tie]]:
    """The relations of every thing and article: by predicate and direction, of these the best supported first."""
    symmetric = symmetric_predicates()
    found: dict[str, list[Tie]] = {}
    for relation in site.found:
        found.setdefault(relation.subject, []).append(_tie(relation, relation.object, outward=True, site=site))
        inward = relation.predicate in symmetric
        found.setdefault(relation.object, []).append(_tie(relation, relation.subject, outward=inward, site=site))
    for own in found.values():
        sizes: dict[tuple[str, bool], int] = {}
        for tie in own:
            sizes[_key(tie)] = sizes.get(_key(tie), 0) + 1
        own.sort(
            key=lambda t: (-sizes[_key(t)], _key(t), -t.fact.support, -t.other.weight, t.other.iri, t.fact.title or "")
        )
    return found


def _key(tie: Tie) -> tuple[str, bool]:
    return tie.predicate, tie.outward


def _tie(relation: Relation, other: str, *, outward: bool, site: Site) -> Tie:
    return Tie(relation.predicate, outward, site.nodes[other], relation.fact)


def entity_page(node: Node, own: Sequence[Tie], site: Site) -> str:
    """The page as HTML."""
    about = [tie for tie in own if tie.other.type != ARTICLE]
    wrote = [tie for tie in own if tie.other.type == ARTICLE]
    markup = {
        "title": escape(node.name),
        "content": "".join(
            (
                _card(node, about),
                _section("posts", "任职", "Posts", timeline(_posts(about, site))),
                _section("around", "周围", "Around it", _drawing(node, about, site)),
                "".join(_group(node, list(members), site) for _, members in groupby(about, key=_key)),
                _section("written", "所写文章", "Articles by them", _wrote(wrote, site)),
                _section("sources", "见于", "Told in", _sources(about, site)),
            )
        ),
    }
    return linked("page.html", {}, markup | {"home": "../"}, ["page.css", "page.js"])


def _section(name: str, zh: str, en: str, content: str) -> str:
    return f'<section class="{name}"><h2>{both(zh, en)}</h2>{content}</section>' if content else ""


def _card(node: Node, own: Sequence[Tie]) -> str:
    also = f'<p class="also">{both("又作", "Also")} {"、".join(map(escape, node.aliases))}</p>' if node.aliases else ""
    proved = _relations(tie for tie in own if tie.fact.quotes)
    known = _relations(own) - proved
    named, relations = count(node.articles, "article"), count(proved, "relation")
    told = both(f"见于 {node.articles} 篇文章 · {proved} 条关系", f"in {named} · {relations}")
    if not node.articles:
        told = both("来自地名库，尚无文章提到", "From the gazetteer; no article names it yet")
    elif known:
        told += both(f"（另有 {known} 条来自地名库）", f" ({known} more from the gazetteer)")
    graph = escape(f"../graph.html#node={quote(node.iri, safe='')}&around=1")
    go = both("在全图中看", "See it in the graph")
    return (
        f'<div class="card"><p>{kind(node)}</p><h1>{escape(node.name)}</h1>{also}<p class="told">{told}</p>'
        f'<p class="go"><a class="button" href="{graph}">{go}</a></p></div>'
    )


def _relations(own: Iterable[Tie]) -> int:
    """How many relations these are: two posts in one body are one."""
    return len({(tie.predicate, tie.outward, tie.other.iri) for tie in own})


def _posts(own: Iterable[Tie], site: Site) -> list[Row]:
    """A row for each post that a person holds, or that somebody holds in a body."""
    rows = []
    for tie in own:
        if tie.predicate == POST:
            days = {q.published for q in tie.fact.quotes} | {tie.fact.date or ""}
            title = f"<b>{escape(tie.fact.title)}</b> " if tie.fact.title else ""
            rows.append(Row(f"{title}{to(tie.other.iri, tie.other.name, site)}", tuple(sorted(days))))
    return rows


def _drawing(node: Node, own: Sequence[Tie], site: Site) -> str:
    spokes: dict[tuple[str, bool, str], Spoke] = {}
    for tie in own:
        key = tie.predicate, tie.outward, tie.other.iri
        support = max(tie.fact.support, spokes[key].support if key in spokes else 0)
        spokes[key] = Spoke(tie.predicate, tie.outward, tie.other, support, site.files.get(tie.other.iri))
    ranked = sorted(spokes.values(), key=lambda s: (-s.support, -s.node.weight, s.node.iri, s.predicate))
    drawn = ego(node, ranked)
    more = max(0, sum(s.outward for s in ranked) - SHOWN) + max(0, sum(not s.outward for s in ranked) - SHOWN)
    rest = both(f"另有 {more} 条见下", f"{more} more below") if more else ""
    return f'<div class="wide">{drawn}</div><p class="hint rest">{rest}</p>' if drawn else ""


def _group(node: Node, members: Sequence[Tie], site: Site) -> str:
    zh, en = predicate_names(members[0].predicate)
    arrow = "→" if members[0].outward else "←"
    others: dict[str, list[Tie]] = {}
    for tie in members:
        others.setdefault(tie.other.iri, []).append(tie)
    head = f'<h2><i aria-hidden="true">{arrow}</i> {both(zh, en)} <small>{len(others)}</small></h2>'
    items = "".join(f"<li>{_item(node, own, site)}</li>" for own in others.values())
    return f'<section class="relations">{head}<ul>{items}</ul></section>'


def _item(node: Node, own: Sequence[Tie], site: Site) -> str:
    """All that is said of one relation: two posts in one body stand below each other."""
    other = own[0].other
    name = f"{kind(other)} <strong>{to(other.iri, other.name, site)}</strong>"
    told = [_about(tie.fact) for tie in own]
    head = f"<p>{name}{told[0]}</p>" if len(own) == 1 else f"<p>{name}</p>"
    for tie, about in zip(own, told, strict=True):
        head += (f'<p class="fact">{about}</p>' if len(own) > 1 else "") + _sentences(node, tie, site)
    return head


def _about(fact: Fact) -> str:
    more = [escape(part) for part in (fact.title, fact.date) if part]
    if fact.support > 1:
        more.append(both(f"{fact.support} 篇文章", count(fact.support, "article")))
    return f" <small>{' · '.join(more)}</small>" if more else ""


def _sentences(node: Node, tie: Tie, site: Site) -> str:
    fact = tie.fact
    if not fact.quotes:
        return f'<p class="hint">{both("来自地名库", "From the gazetteer")}</p>'
    said = [_said(node, tie, quoted, site) for quoted in fact.quotes[:MOST]]
    if len(said) <= FIRST:
        return "".join(said)
    rest = both(f"另有 {len(said) - FIRST} 句", f"{len(said) - FIRST} more")
    if len(fact.quotes) > MOST:
        rest += both(f"（共 {len(fact.quotes)} 句）", f" (of {len(fact.quotes)})")
    return f"{''.join(said[:FIRST])}<details><summary>{rest}</summary>{''.join(said[FIRST:])}</details>"


def _said(node: Node, tie: Tie, quoted: Quote, site: Site) -> str:
    here, there = (node.name, *node.aliases), (tie.other.name, *tie.other.aliases)
    subject, obj = (here, there) if tie.outward else (there, here)
    return sentence(quoted, marks(quoted.text, subject, obj, quoted.triggers, tie.fact.title), site)


def _wrote(own: Sequence[Tie], site: Site) -> str:
    rows = sorted({(site.heads.get(t.other.iri, (t.other.name, "")), t.other.iri) for t in own}, key=_newest)
    return _articles(((iri, *head) for head, iri in rows), site)


def _newest(row: tuple[tuple[str, str], str]) -> tuple[int, str]:
    return -int("".join(filter(str.isdigit, row[0][1])) or 0), row[1]


def _sources(own: Sequence[Tie], site: Site) -> str:
    seen: Mapping[str, Quote] = {quoted.article: quoted for tie in own for quoted in tie.fact.quotes}
    rows = sorted({(site.heads.get(a, (q.headline, q.published)), a) for a, q in seen.items()}, key=_newest)
    return _articles(((iri, *head) for head, iri in rows), site)


def _articles(rows: Iterable[tuple[str, str, str]], site: Site) -> str:
    items = "".join(f"<li>{to(iri, head, site)} <time>{escape(day)}</time></li>" for iri, head, day in rows)
    return f'<ol class="articles">{items}</ol>' if items else ""
