"""The reference of the ontology: one page with every class and predicate, for people who write queries and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from kg.ontology import CLASSES, PREDICATES, group, is_a
from kg.view.document import document
from kg.view.marks import Mark
from kg.view.markup import Names, both, sign
from kg.view.vocabulary import Term, classes, properties, relations

_TITLE = ("本体参考", "Ontology reference")
_INTRO = (
    "图谱中每个类和谓词的含义。前缀 kg: 为图谱基址加 ontology#；例句取自抽取规则，均为虚构。",
    "What every class and predicate of the graph means. The prefix kg: is the graph's base with ontology#; the example "
    "sentences are those of the rules, and invented.",
)
_PARTS: tuple[tuple[str, Names], ...] = (
    ("classes", ("类", "Classes")),
    ("relations", ("事物之间的关系", "Relations between things")),
    ("properties", ("其他属性", "Other properties")),
)


def ontology_page() -> str:
    """The page; a pure function of the ontology, its shapes, the named queries and the rules' examples."""
    parts = classes(), relations(), properties()
    content = [f'<h1>{both(*_TITLE)}</h1><p class="also">{both(*_INTRO)}</p>']
    for (key, names), terms in zip(_PARTS, parts, strict=True):
        listed = _tree("") if key == "classes" else _list(terms)
        sections = "".join(map(_term, terms))
        content.append(f'<section id="{key}"><h2>{both(*names)} <i>{len(terms)}</i></h2>{listed}{sections}</section>')
    return document(_TITLE, "".join(content), [(f"#{key}", names) for key, names in _PARTS])


def _tree(parent: str) -> str:
    """The classes below one, each with its own below it."""
    below = [name for name, known in CLASSES.items() if (parent in known.parents if parent else not known.parents)]
    if not below:
        return ""
    items = "".join(f"<li>{_link(name)}{_tree(name)}</li>" for name in below)
    return f'<ul class="terms">{items}</ul>' if not parent else f"<ul>{items}</ul>"


def _list(terms: Iterable[Term]) -> str:
    return f'<ul class="terms">{"".join(f"<li>{_named(term.name, term.labels)}</li>" for term in terms)}</ul>'


def _term(term: Term) -> str:
    """One term: what it is called and means, and a table of all else."""
    rows = "".join(f'<dt>{both(*names)}</dt><dd class="{key}">{told}</dd>' for key, names, told in _rows(term) if told)
    head = f"<h3>{_sign(term.name)}{both(*term.labels)} <code>kg:{escape(term.name)}</code></h3>"
    return f'<section class="term" id="{term.name}">{head}<p>{both(*term.definition)}</p><dl>{rows}</dl></section>'


def _rows(term: Term) -> Iterator[tuple[str, Names, str]]:
    is_class = term.name in CLASSES
    yield "above", ("上位类", "subclass of") if is_class else ("上位属性", "subproperty of"), _links(term.above)
    yield "domain", ("主体", "domain"), _links(term.domain)
    yield "range", ("客体", "range"), _links(term.range)
    yield "inverse", ("逆属性", "inverse of"), _links(term.inverse)
    yield "kind", ("性质", "kind"), both("对称：两个方向都成立", "symmetric: holds both ways") if term.symmetric else ""
    if is_class:
        yield "ends", ("可作主体", "subject of"), _links(_relations_of(term.name, "domain"))
        yield "ends", ("可作客体", "object of"), _links(_relations_of(term.name, "range"))
    yield "shapes", ("形状约束", "shapes"), "<br>".join(both(*demand) for demand in term.demands) or _ends(term.name)
    yield "example", ("例句", "example"), _sentence(*term.sentence) if term.sentence else ""
    yield "queries", ("现成查询", "queries"), "<br>".join(_query(name, titles) for name, titles in term.queries)
    yield "queries", ("查询", "in SPARQL"), f"<code>{escape(term.sparql)}</code>"


def _ends(name: str) -> str:
    """The shape of a relation, which asks of its ends what is told above."""
    told = both("主体和客体的类别如上：", "its ends are of the classes above: ")
    return f"{told}<code>kg:{name}Shape</code>" if name in PREDICATES else ""


def _relations_of(name: str, end: str) -> list[str]:
    """The relations whose subject, or object, a thing of a class may be."""
    return [p for p, known in PREDICATES.items() if any(is_a(name, top) for top in getattr(known, end))]


def _query(name: str, titles: Names) -> str:
    return f"<code>kg query {escape(name)}</code> {both(*titles)}"


def _sentence(text: str, marks: Sequence[Mark]) -> str:
    out, done = [], 0
    for mark in marks:
        out += [
            escape(text[done : mark.start]),
            f'<mark class="{mark.role}">{escape(text[mark.start : mark.end])}</mark>',
        ]
        done = mark.end
    return f"<blockquote>{''.join(out)}{escape(text[done:])}</blockquote>"


def _links(names: Iterable[str]) -> str:
    """Terms of ours as links by their labels, others as they are written."""
    return both("、", ", ").join(_link(name) if ":" not in name else f"<code>{escape(name)}</code>" for name in names)


def _link(name: str) -> str:
    known = CLASSES.get(name) or PREDICATES.get(name)
    return _named(name, (known.zh, known.en)) if known else f'<a href="#{name}"><code>kg:{escape(name)}</code></a>'


def _named(name: str, labels: Names) -> str:
    return f'<a href="#{name}">{both(*labels)}</a> <code>{escape(name)}</code>'


def _sign(name: str) -> str:
    """The mark of a class of things, as in the pictures."""
    try:
        return sign(group(name)) if name in CLASSES else ""
    except KeyError:  # a class of bookkeeping
        return ""
