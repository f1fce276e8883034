"""A built graph, opened for people: answers are DataFrames, things are cards, parts are pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg import graph
from kg.notebook.picture import Picture

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.notebook.cards import Card
    from kg.notebook.connections import Connection
    from kg.view import Source
    from kg.view.picture import Relation

MOST_WAYS = 50  # between two things: more say the same again


class Graph:
    """A built graph. Made by :func:`load`; reads and never changes what ``kg build`` wrote.

    What is asked first of a kind loads what it needs and keeps it: the store for queries, the networkx view for all
    else. A graph that was built anew has to be loaded anew.
    """

    def __init__(self, opened: graph.Graph) -> None:
        self._graph = opened

    def __repr__(self) -> str:
        return f"<kg.Graph of {self._graph.file}>"

    def query(self, question: str) -> pd.DataFrame:
        """Answer SPARQL, a ``.rq`` file or a named question (``kg query --list`` names them) as a DataFrame.

        The prefixes kg:, skos:, schema:, rdf:, rdfs:, xsd:, org: and prov: are known. ``ASK`` gives one row with the
        column ``answer``, ``CONSTRUCT`` the columns subject, predicate and object. Columns are typed by the values in
        the graph: integers Int64, other numbers Float64, yes and no boolean, dates datetime64, everything else string;
        what is unbound is NA. A date known to a month or a year stands as its first day, and a column ``NAME_exact``
        behind it says how exact each is (:func:`kg.notebook.frames.frame`).

        >>> graph.query("cooperation").dtypes.astype(str).to_dict()
        {'one': 'string', 'other': 'string', 'articles': 'Int64'}

        Raises QueryError where the question is malformed or unknown.
        """
        from kg.notebook.frames import frame

        return frame(self._graph.query(question))

    def questions(self) -> pd.DataFrame:
        """The question library: name, what each asks in Chinese (zh) and English (en), its parameters, an example.

        >>> graph.questions().set_index("name").zh["cooperation"]
        '谁与谁签约合作'
        """
        import pandas as pd

        from kg.questions import questions

        rows = [(q.name, q.zh, q.en, ", ".join(p.name for p in q.parameters), q.example) for q in questions()]
        return pd.DataFrame(rows, columns=["name", "zh", "en", "parameters", "example"], dtype="string")

    def ask(self, question: str, /, *, limit: int | None = None, **parameters: str | int | date | None) -> pd.DataFrame:
        """Answer a question of the library, narrowed by its parameters, as ``kg ask`` does: a typed DataFrame.

        Columns are typed as those of :meth:`query`. Where relations stand behind a row, the column ``sentences`` has a
        tuple of the :class:`~kg.notebook.Sentence` that say so, the newest first. ``parameters`` are those that
        :meth:`questions` lists, with ``_`` for ``-`` and ``in_`` for ``in``; ``limit`` is the number of rows wanted.

        >>> graph.ask("visits", to="内江高新区", by="濮之恒").place.tolist()
        ['内江高新区科技企业孵化器']

        Raises QueryError where there is no such question or parameter, one is missing, or a name means nothing or
        several things.
        """
        from kg.notebook.facts import told
        from kg.notebook.frames import frame
        from kg.questions import ask

        answer = ask(self._graph, question, limit=limit, **parameters)
        found = frame(answer)
        if answer.question.patterns:
            found["sentences"] = [tuple(map(told, behind)) for behind in answer.sentences]
        return found

    def entity(self, name: str) -> Card:
        """What the graph knows of a thing, by any of its names or its IRI.

        >>> graph.entity("柯伯雍").posts[0].time
        '2024-03-29 – 2024-10-15'

        Raises QueryError where the name is unknown or means several things.
        """
        from kg.notebook.cards import card
        from kg.view import naming

        network = self._source.network
        iri = naming.thing(network, name)
        return card(self._graph, network, iri, self._by_end.get(iri, ()))

    def path(self, start: str, end: str, *, predicates: Iterable[str] = ()) -> Connection:
        """The shortest ways from one thing to another over relations in either direction, as ``kg path`` finds them.

        With ``predicates``, as the ontology or its labels name them (``visited``, 考察), only over such relations.

        >>> print(graph.path("计长霖", "权若谷").ways[0])
        计长霖 —出席→ 成渝双城科技协同创新座谈会 ←出席— 权若谷

        Raises QueryError where a name is unknown or means several things, both mean one thing, or no way leads there.
        """
        from kg.notebook.connections import connection
        from kg.questions.paths import paths
        from kg.view import naming

        wanted = naming.predicates(predicates)

        def near(one: str, other: str) -> list[Relation]:
            found = [r for r in self._by_end.get(one, ()) if other in (r.subject, r.object)]
            return [r for r in found if not wanted or r.predicate in wanted]

        found = paths(self._graph, start, end, MOST_WAYS, wanted)
        return connection(self._source.network, found, near)

    def networkx(self) -> nx.MultiDiGraph:
        """The merged graph for networkx, a copy that is yours to change.

        Nodes are IRIs with name, type (a class such as ``Official``), group (``person``), aliases, articles (how many
        name it) and gazetteer (known from there alone); an article has published, publisher and source_path, too.
        Edges have predicate, title (a post), date (an ISO date), support (independent articles) and evidence: a list of
        dicts with article, headline, published, quote, start, end, rule and confidence.

        >>> view = graph.networkx()
        >>> max((known["articles"], known["name"]) for _, known in view.nodes(data=True) if known["type"] == "City")
        (8, '内江市')
        """
        return self._source.network.copy()

    def to_rdflib(self) -> rdflib.Dataset:
        """The whole dataset for rdflib: the merge is its default graph, each article a named graph.

        >>> sum("/article/" in str(part.identifier) for part in graph.to_rdflib().graphs())
        8
        """
        return self._graph.to_rdflib()

    def show(
        self,
        around: str | Iterable[str] = (),
        *,
        depth: int = 1,
        between: tuple[str, str] | None = None,
        types: Iterable[str] = (),
        predicates: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        articles: Iterable[str] = (),
    ) -> Picture:
        """The graph or a part of it as a page, as ``kg view`` makes it; the options are those of the command.

        >>> graph.show("内江高新区", depth=2).save("zone.html").name
        'zone.html'

        Raises QueryError where a name is unknown or means several things; the error says what may have been meant.
        """
        from kg.view import naming, part_page, wanted

        names = [around] if isinstance(around, str) else list(around)
        selection = wanted(self._source, names, depth, between, types, predicates, since, until, articles)
        return Picture(part_page(self._source, selection, naming.title(names, between), None))

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()

    @cached_property
    def _source(self) -> Source:
        from kg.view import Source

        return Source(*self._graph.shown())

    @cached_property
    def _relations(self) -> list[Relation]:
        from kg.view.picture import relations

        return relations(self._source.network)

    @cached_property
    def _by_end(self) -> dict[str, list[Relation]]:
        """The relations of every thing and article, by either end."""
        found: dict[str, list[Relation]] = defaultdict(list)
        for relation in self._relations:
            for iri in (relation.subject, relation.object):
                found[iri].append(relation)
        return found


def load(folder: str | Path = "output") -> Graph:
    """Open the graph that ``kg build`` wrote into ``folder``.

    Raises:
        OutputError: the folder holds no graph, or a damaged one.
    """
    from kg.build import triggers

    opened = graph.load(folder)
    opened.triggers = triggers(folder)
    return Graph(opened)
