"""The report of a check as a page: what is wrong, grouped by demand, each with its sentence; and the quarantine."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from kg.check.report import Found, Held, Report, once
from kg.view.document import document
from kg.view.markup import both, predicate_names


def report_page(report: Report) -> str:
    """The page; it needs no network and links to nothing."""
    faults = groupby(once(report.found), key=lambda found: (found.violation.zh, found.violation.en))
    groups = "".join(_group(names, list(found)) for names, found in faults)
    content = f"<h1>{both('图谱检查', 'Check of the graph')}</h1>{_verdict(report)}{groups}{_quarantine(report.held)}"
    return document(("图谱检查", "Check of the graph"), content)


def _verdict(report: Report) -> str:
    found, graphs, quads = len(report.found), f"{report.graphs:,}", f"{report.quads:,}"
    verdict = (
        both(f"{found:,} 处违反形状约束", f"{found:,} violations") if found else both("符合全部形状约束", "Conforms")
    )
    by = {"shacl": "pySHACL", "sparql": "SPARQL"}[report.engine]
    told = both(f"以 {by} 检查 {graphs} 个图、{quads} 个四元组", f"{graphs} graphs of {quads} quads, by {by}")
    held = len(report.held)
    kept = both(f"另有 {held:,} 条事实已隔离", f"{held:,} facts in quarantine") if held else ""
    return f'<p class="verdict">{verdict}</p><p class="also">{told}</p>' + (
        f'<p class="also">{kept}</p>' if kept else ""
    )


def _group(names: tuple[str, str], found: list[Found]) -> str:
    items = "".join(_fault(one) for one in found)
    return f'<section><h2>{both(*names)} <i>{len(found):,}</i></h2><ol class="faults">{items}</ol></section>'


def _fault(found: Found) -> str:
    violation = found.violation
    value = f'<p class="value">→ {escape(found.value)}</p>' if violation.value not in (None, violation.focus) else ""
    path = f"<code>{escape(found.term)}</code> " if found.term else ""
    demand = violation.component[:1].lower() + violation.component[1:]
    where = "" if found.article else f'<p class="also">{both("合并图", "the merge")}</p>'
    rule = f'<p class="also">{path}<code>sh:{escape(demand)}</code></p>'
    return f"<li><h3>{escape(found.name)}</h3>{value}{_sentence(found)}{where}{rule}</li>"


def _quarantine(held: Iterable[Held]) -> str:
    items = "".join(_held(one) for one in held)
    if not items:
        return ""
    told = both(
        "这些事实违反形状约束，未进入图谱；其句子仍在文章中，记为 quarantined。",
        "These facts violate a shape and are not in the graph; their sentences stay in the articles, as quarantined.",
    )
    head = f'<h2>{both("隔离的事实", "Quarantine")}</h2><p class="also">{told}</p>'
    return f'<section>{head}<ol class="faults">{items}</ol></section>'


def _held(held: Held) -> str:
    zh, en = predicate_names(held.predicate)
    gazetteer = f'<p class="also">{both("地名录", "the gazetteer")}</p>'
    fact = f"{escape(held.subject)} {both(zh, en)} {escape(held.object)}"
    return f"<li><h3>{fact}</h3><p>{both(held.zh, held.en)}</p>{_sentence(held) or gazetteer}</li>"


def _sentence(found: Found | Held) -> str:
    if not found.headline:
        return ""
    time = f" <time>{escape(found.published)}</time>" if found.published else ""
    return f"<blockquote>{escape(found.quote)}<cite>{escape(found.headline)}{time}</cite></blockquote>"
