"""An answer as bytes, in the formats of the SPARQL standards, cut at a number of rows.

pyoxigraph writes whole results only, and whoever asks for everything should get a beginning and a sign rather than
nothing: so the rows are written here, one by one, and tables end where the limit is.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.server.media import COMMENTED, GRAPHS, RESULTS

#: Where a cut answer says that there is more to know, as the result formats allow by ``link``.
LINK = "/health"
#: The header of a cut answer: after how many rows or triples.
CUT = "Kg-Cut-After"
MOST_BYTES = 64_000_000  # of an answer: what a browser still shows
_STRING = "http://www.w3.org/2001/XMLSchema#string"
#: What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Row = Sequence[object]
_Names = Sequence[str]


@dataclass(frozen=True, slots=True)
class Written:
    """An answer's bytes, how many rows or triples it has, and whether there were more."""

    body: bytes
    count: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is written: its head (knowing whether it is cut), a row, what stands between rows, its end."""

    head: Callable[[_Names, bool], str]
    row: Callable[[_Names, _Row], str]
    between: str
    end: str


def truth(value: ox.QueryBoolean, media: str) -> Written:
    """A yes or no."""
    return Written(bytes(value.serialize(format=RESULTS[media]) or b""), 1)


def table(solutions: ox.QuerySolutions, media: str, most: int) -> Written:
    """The first ``most`` rows, or fewer where they are very long."""
    form = _FORMS[RESULTS[media]]
    names = [variable.value for variable in solutions.variables]
    rows: list[str] = []
    size, cut = 0, False
    for solution in solutions:
        row = form.row(names, [solution[name] for name in names])
        size += len(row)
        if len(rows) == most or size > MOST_BYTES:
            cut = True
            break
        rows.append(row)
    text = form.head(names, cut) + form.between.join(rows) + form.end
    return Written(text.encode("utf-8", "replace"), len(rows), cut)


def graph(triples: Iterable[ox.Triple], media: str, most: int, prefixes: dict[str, str]) -> Written:
    """The first ``most`` triples, each once."""
    found = iter(triples)
    kept = list(islice(found, most))
    cut = next(found, None) is not None
    body = bytes(ox.serialize(dict.fromkeys(kept), format=GRAPHS[media], prefixes=prefixes) or b"")
    if cut and media in COMMENTED:
        body += f"# cut after {most} triples, see {LINK}\n".encode()
    return Written(body, len(kept), cut)


def _json_head(names: _Names, cut: bool) -> str:
    head: dict[str, object] = {"vars": list(names)}
    if cut:
        head["link"] = [LINK]
    return f'{{"head":{json.dumps(head, ensure_ascii=False)},"results":{{"bindings":[\n'


def _json_row(names: _Names, row: _Row) -> str:
    bound = {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None}
    return json.dumps(bound, ensure_ascii=False, separators=(",", ":"))


def _json_term(term: object) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {name: _json_term(getattr(term, name)) for name in ("subject", "predicate", "object")}
        return {"type": "triple", "value": parts}
    assert isinstance(term, ox.Literal)
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    if not term.language and term.datatype.value != _STRING:
        found["datatype"] = term.datatype.value
    return found


def _xml_head(names: _Names, cut: bool) -> str:
    variables = "".join(f"<variable name={_attribute(name)}/>" for name in names)
    link = f"<link href={_attribute(LINK)}/>" if cut else ""
    return (
        '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{variables}{link}</head><results>\n"
    )


def _xml_row(names: _Names, row: _Row) -> str:
    bound = (
        f"<binding name={_attribute(name)}>{_xml_term(term)}</binding>"
        for name, term in zip(names, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(bound)}</result>\n"


def _xml_term(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_content(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_content(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        names = ("subject", "predicate", "object")
        return f"<triple>{''.join(f'<{name}>{_xml_term(getattr(term, name))}</{name}>' for name in names)}</triple>"
    assert isinstance(term, ox.Literal)
    about = ""
    if term.language:
        about = f" xml:lang={_attribute(term.language)}"
    elif term.datatype.value != _STRING:
        about = f" datatype={_attribute(term.datatype.value)}"
    return f"<literal{about}>{_content(term.value)}</literal>"


def _content(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _csv_row(_: _Names, row: _Row) -> str:
    return _csv_line(_csv_cell(term) for term in row)


def _csv_cell(term: object) -> str:
    if term is None:
        return ""
    return str(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _tsv_row(_: _Names, row: _Row) -> str:
    return "\t".join("" if term is None else str(term) for term in row) + "\n"


_FORMS = {
    ox.QueryResultsFormat.JSON: _Form(_json_head, _json_row, ",\n", "\n]}}\n"),
    ox.QueryResultsFormat.XML: _Form(_xml_head, _xml_row, "", "</results></sparql>\n"),
    ox.QueryResultsFormat.CSV: _Form(lambda names, _: _csv_line(names), _csv_row, "", ""),
    ox.QueryResultsFormat.TSV: _Form(lambda names, _: "\t".join(f"?{n}" for n in names) + "\n", _tsv_row, "", ""),
}
