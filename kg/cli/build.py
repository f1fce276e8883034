"""``kg build``: articles in, graph and pages out."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kg.cli.options import DEFAULT_OUTPUT, AsOf, OutputDirectory, WithPages
from kg.cli.screen import progress_bar, say
from kg.cli.summary import summary

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="Files (.txt .html .jsonl .csv), directories, globs, or - for standard input.",
        show_default=False,
    ),
]
Samples = Annotated[bool, typer.Option("--samples", help="Read the sample articles that come with kg.")]
Fields = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=COLUMN", help="Where a .jsonl or .csv keeps a field: text=content, title=headline."),
]
Base = Annotated[
    str | None,
    typer.Option(
        metavar="IRI", help="What the graph's IRIs begin with.", show_default="as before, else https://kg.example.org/"
    ),
]
Recogniser = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="The directory of another HanLP recogniser, or its name in hanlp.pretrained if HanLP has it cached.",
        show_default="the one shipped",
    ),
]
Rules = Annotated[
    str | None,
    typer.Option(metavar="PATH", help="Relation rules of your own: a .toml file or a directory (kg rules --help)."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Processes that read articles; each holds the model in memory.",
        show_default="one for each core, where the articles are many",
    ),
]


def build(
    paths: Paths = None,
    out: OutputDirectory = DEFAULT_OUTPUT,
    samples: Samples = False,
    field: Fields = None,
    base: Base = None,
    ner: Recogniser = None,
    rules: Rules = None,
    as_of: AsOf = None,
    workers: Workers = None,
    pages: WithPages = True,
) -> None:
    """Read articles and add them to the knowledge graph in DIR.

    A file that was built before takes the place of its earlier self; kg remove takes articles out. Without PATH the
    graph in DIR is made anew of the articles it has. An input that cannot be read as an article is named and skipped,
    and the rest goes on. DIR is replaced only by a complete graph. With --as-of it holds the graph of an earlier day
    until the next build.

    [bold]Examples[/bold]

    \b
      kg build --samples                    the articles that come with kg
      kg build news/ -o graph               a directory and all below it
      kg build 'news/*.html' extra.txt      globs and files
      kg build dump.jsonl --field text=content --field title=headline
      kg build news/ --ner MSRA_NER_ELECTRA_SMALL_ZH
      kg build news/today.txt --no-pages    at once; the next build draws pages
      kg build --as-of 2024-06-30 -o graph  as it was known then
      curl -s https://... | kg build -      one article from standard input
    """
    wanted = [*(paths or []), *_samples(samples)]
    if not wanted and not (out / "graph.trig").is_file():
        raise typer.BadParameter("give at least one, or --samples", param_hint="PATH")
    from kg.build import build as build_graph

    fields = fields_of(field or [])
    with progress_bar() as progress:
        given: dict[str, Any] = {"base": base, "ner": ner, "rules": rules, "fields": fields or None}
        report = build_graph(wanted, out, **given, as_of=as_of, workers=workers, pages=pages, progress=progress)
    for error in report.errors:
        say("Skipped:", str(error), "yellow")
    if not report.articles:
        say("Error:", "no article could be read, so nothing was built", "bold red")
        raise typer.Exit(1)
    summary(report)


def _samples(wanted: bool) -> list[str]:
    if not wanted:
        return []
    from kg import resources

    return [str(resources.path("samples"))]


def fields_of(pairs: list[str], option: str = "--field", example: str = "text=content") -> dict[str, str]:
    """What an option that may be given several times says of fields."""
    fields: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not (name and equals and column):
            raise typer.BadParameter(f"{pair!r} is not written like {example}", param_hint=option)
        fields[name] = column
    return fields
