"""``kg eval`` and ``kg eval ner``: how good the extraction is on gold articles, a recogniser on marked sentences."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.score_tables import print_faults, print_recogniser, print_scores
from kg.cli.screen import notes

if TYPE_CHECKING:
    from kg.learn import ArticleScores, Comparison, GoldArticle

evaluate = typer.Typer(invoke_without_command=True)
#: The name under which several parts are scored together.
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """Some gold articles, how an extraction compares with each, and the scores of all."""

    name: str
    gold: Sequence[GoldArticle]
    compared: Sequence[Comparison]
    scores: ArticleScores


@evaluate.callback()
def evaluate_articles(
    context: typer.Context,
    gold: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Gold articles of yours (NN.gold.json) instead of the shipped ones."),
    ] = None,
    texts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where their texts (NN.txt, .html) are, if not beside them.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="Name what is missing and extra, with the sentence and the rule.")
    ] = False,
    ner: Annotated[
        str | None, typer.Option(metavar="MODEL", help="A HanLP model's directory or name instead of the shipped one.")
    ] = None,
    write_confidence: Annotated[
        bool,
        typer.Option(
            "--write-confidence", help="Keep the rules' measured precision as the confidence of their claims."
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """How good the extraction is on gold articles: precision, recall and F1.

    A gold article says what a careful reader would put into the graph.
    An entity is right when one of its names and its type group are the
    gold's (of exact type: its class, too); a relation, when both its ends and
    the predicate are. The 95 % intervals come from resampling the articles;
    those of rules are Wilson's. The rules were tuned on one half of the
    shipped articles, and have not seen the other.

    [bold]Examples[/bold]

    \b
      kg eval                               the articles that come with kg
      kg eval --errors | less               and what goes wrong in each
      kg eval --gold mine --texts news      gold articles of yours
      kg eval --json > scores.json
      kg eval ner sentences.txt             the recogniser alone
    """
    if context.invoked_subcommand:
        return
    if write_confidence and (gold or ner):
        raise typer.BadParameter(
            "measures the shipped articles with the shipped model", param_hint="--write-confidence"
        )
    if texts and not gold:
        raise typer.BadParameter("goes with --gold", param_hint="--texts")
    with notes().status("measuring"):
        parts = _parts({gold.name or "gold": (gold, texts or gold)} if gold else _shipped(), ner)
    if write_confidence:
        _write_confidence(parts[-1].scores)
    if json:
        _print_json(parts, errors)
        return
    if errors:
        print_faults({part.name: [compared.faults for compared in part.compared] for part in _single(parts)})
    print_scores({part.name: part.scores for part in parts})


def _shipped() -> dict[str, tuple[Path, Path]]:
    """The halves that come with kg: the folders of gold articles and of their texts."""
    from kg import resources
    from kg.errors import ResourceError

    folder = resources.path("gold")
    found = {half.name: (half, half) for half in sorted(folder.iterdir()) if any(half.glob("*.gold.json"))}
    if not found:
        raise ResourceError("no gold articles", str(folder), "name a directory of yours by --gold")
    return found


def _parts(folders: Mapping[str, tuple[Path, Path]], ner: str | None) -> list[Part]:
    """Each folder's part; of several, all together as the last one."""
    from kg.build import extracted, resolved
    from kg.errors import ReadError
    from kg.learn import answer, compare, read_gold, score_articles, text_of

    gold = {name: read_gold(folder) for name, (folder, _) in folders.items()}
    files = {name: [text_of(article, folders[name][1]).as_posix() for article in gold[name]] for name in folders}
    said = {item[0].source_path: item for item in extracted(list(chain(*files.values())), ner)}
    if twice := sorted(set(chain(*files.values())) - set(said)):
        raise ReadError("the same text as another one", twice[0], "keep one of the two, with its gold")
    parts = []
    for name, articles in gold.items():
        items = [said[file] for file in files[name]]
        entities = resolved(items)
        compared = [compare(g, answer(*item, entities)) for g, item in zip(articles, items, strict=True)]
        parts.append(Part(name, articles, compared, score_articles(articles, compared)))
    if len(parts) > 1:
        together = [article for part in parts for article in part.gold], [c for part in parts for c in part.compared]
        parts.append(Part(_ALL, *together, score_articles(*together)))
    return parts


def _single(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts without all of them together."""
    return parts[:-1] if len(parts) > 1 else parts


def _write_confidence(scores: ArticleScores) -> None:
    from kg import resources
    from kg.learn import write_measured

    write_measured(scores["rules"], resources.path("rules/measured.csv"))


def _print_json(parts: Sequence[Part], errors: bool) -> None:
    from json import dumps

    told: dict[str, dict[str, object]] = {part.name: {**part.scores} for part in parts}
    if errors:
        for part in _single(parts):
            told[part.name]["errors"] = [compared.faults for compared in part.compared]
    sys.stdout.write(dumps(told, ensure_ascii=False, indent=1) + "\n")


@evaluate.command("ner", no_args_is_help=True)
def evaluate_recognizer(
    file: Annotated[
        Path,
        typer.Argument(
            help="Lines of 'character TAB tag' (BIO), or a .txt with a sentence a line and marks \\[甲乙](PER)."
        ),
    ],
    ner: Annotated[
        str | None, typer.Option(help="A HanLP model's directory or name instead of the shipped one.")
    ] = None,
    convention: Annotated[
        str | None,
        typer.Option(help="The corpus whose way of marking is asked for (msra, peoples_daily), if the model knows it."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Precision, recall and F1 of the recogniser by type, each with its 95 % interval.

    An entity counts when both its ends and its type are right. The intervals come from resampling the sentences.
    """
    from kg.learn import evaluate_ner

    found = evaluate_ner(file, ner, convention)
    if json:
        from json import dumps

        sys.stdout.write(dumps(found, indent=1) + "\n")
    else:
        print_recogniser(found)
