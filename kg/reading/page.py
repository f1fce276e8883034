"""HTML to text: trafilatura finds the article; title, date and the source line come from the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kg.errors import ReadError

SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|-{1,2}|–|—)\s*(?=[^_|｜]*$)")
SITE_WORDS = re.compile(
    r"网|报$|报社|日报|新闻|频道|门户|政府|中心|在线|资讯|客户端|公众|官方|委员会|局$|厅$|院$|集团|公司|动态|要闻|首页|时政|\.com|\.cn"
)
BLOCK = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table"
    "|td|th|title|tr|ul"
)
UNSEEN = frozenset(["script", "style", "noscript", "template", "head", "svg", "select", "button", "iframe"])
DATE_NAMES = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "og:published_time",
    "datepublished",
    "og:release_date",
)
SOURCE_NAMES = ("contentsource", "source", "mediaid", "og:source")
AUTHOR_NAMES = ("author", "article:author")
ARTICLE_LINES = 40  # lines of a page, above the text, in which its source line stands


@dataclass(frozen=True, slots=True)
class Known:
    """What a record says about its article besides the text."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None


def page_text(html: str, path: str) -> tuple[str, Known]:
    """The article of an HTML page as lines of text, and what the page's head says about it."""
    import lxml.etree
    import lxml.html

    try:
        tree = lxml.html.document_fromstring(_undeclared(html))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise ReadError("not an HTML page", path, "rename it to .txt if it is plain text") from None
    title = page_title(tree)
    lines = block_lines(tree)
    article = _article_text(html)
    if not article or len(article) < 0.2 * max(map(len, lines), default=0):
        return "\n".join(lines), Known(title, *_head_facts(tree))
    return "\n".join([*_above(lines, article), article]), Known(title, *_head_facts(tree))


def _undeclared(html: str) -> str:
    """lxml refuses text with an encoding declaration, which no longer holds once the bytes are decoded."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html, count=1)


def _article_text(html: str) -> str:
    import trafilatura

    try:
        return trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True) or ""
    except Exception:  # any page may break the library somewhere; the page's own lines are the way out
        return ""


def page_title(tree: Any) -> str | None:
    """The headline of a page: its only heading, or its title without the site's name."""
    full = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    headings = [heading for heading in headings if len(heading) >= 5]
    for heading in headings:
        if heading in full or len(headings) == 1:
            return heading
    return without_site(full) or None


def without_site(title: str) -> str:
    """A page's title without the names of site and section behind it."""
    while match := SITE.search(title):
        rest = title[match.end() :]
        if match.start() < 5 or not (SITE_WORDS.search(rest) or "_" in match[0] or "|" in match[0]):
            break
        title = title[: match.start()]
    return title.strip()


def block_lines(tree: Any) -> list[str]:
    """All visible text of a page, a block a line."""
    parts: list[str] = []
    _collect(tree, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _collect(root: Any, parts: list[str]) -> None:
    """Text of an element in document order; a loop, since pages may nest deeper than Python's stack."""
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        if isinstance(item.tag, str) and item.tag not in UNSEEN:
            gap = ["\n"] if BLOCK.fullmatch(item.tag) else []
            inside: list[Any] = [*gap, (item.text or "").replace("\n", " ")]
            for child in item:
                inside += [child, (child.tail or "").replace("\n", " ")]
            stack.extend(reversed([*inside, *gap]))


def _above(lines: list[str], article: str) -> list[str]:
    """The source lines that trafilatura left out: dates and sources between the page's title and its text."""
    from kg.reading.punctuation import punctuate
    from kg.reading.script import simplify
    from kg.reading.source_line import is_source_line

    start = re.sub(r"\s", "", article)[:200]
    here = next(
        (number for number, line in enumerate(lines) if len(line) > 30 and line[:30].replace(" ", "") in start), 0
    )
    near = (punctuate(simplify(line)) for line in lines[max(0, here - ARTICLE_LINES) : here])
    return [line for line in near if is_source_line(line) and line not in article]


def _head_facts(tree: Any) -> tuple[str | None, str | None, str | None]:
    """Publication date, medium and author that a page's head declares."""
    facts: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            facts.setdefault(name, content)
    found = [
        next((facts[name] for name in names if name in facts), None)
        for names in (DATE_NAMES, SOURCE_NAMES, AUTHOR_NAMES)
    ]
    return found[0], found[1], found[2]
