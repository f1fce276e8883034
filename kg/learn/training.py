"""Training the recogniser: teachers first, then the shipped model on gold marks, theirs, and our invented sentences.

The corpora disagree on what a place or a body is. So a vector for the corpus is added to each character's: the model
learns from all and answers as the one that it is asked for, the newswire unless told otherwise.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from kg.extraction.hanlp_ner import CharacterEmbedding, CharacterNER, multiplies_bfloat16
from kg.extraction.words import Words
from kg.learn import corpora
from kg.learn.corpora import Sentence
from kg.learn.crf import forbid_nonsense, negative_log_likelihood
from kg.learn.distillation import marked_by
from kg.learn.encoding import Batch, Example, batches, encode, vocabularies
from kg.learn.evaluation import evaluate_ner
from kg.learn.genre import Gazetteer, Genre, Names
from kg.learn.lexicon import words, words_that_are_names
from kg.learn.variation import Variation

NEWSWIRE = 0  # the corpus whose way of annotating the shipped model follows; our own genre follows it, too
GRADIENT_LIMIT = 5.0
WARM_UP = 200  # steps, at most a tenth of the stage


@dataclass(frozen=True, slots=True)
class Stage:
    """A pass over some corpora: how often, how fast, and with how many sentences of our genre an epoch."""

    corpora: tuple[str, ...]
    epochs: int
    rate: float
    genre: int
    told: float = 0.0  # share of the sentences that teachers have marked, drawn anew for each epoch


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out, but for the data; ``teachers`` are trained first, by theirs."""

    stages: tuple[Stage, ...]
    char_dim: int = 64
    bigram_dim: int = 32
    word_dim: int = 32  # 0: no words known
    hidden: int = 192
    dropout: float = 0.45
    swap: float = 0.15  # share of mentions that change their name in each epoch
    average: float = 0.999  # weight of the past in the running average of the weights, which is what is shipped
    seed: int = 1
    teachers: tuple[Recipe, ...] = ()


ALL = ("msra", "peoples_daily", "cluener", "resume")
TEACHER = Recipe(
    word_dim=0,
    hidden=256,
    dropout=0.5,
    stages=(
        Stage(ALL, epochs=5, rate=3e-3, genre=7000),
        Stage(("msra",), epochs=12, rate=2.5e-3, genre=7000),
    ),
)
SHIPPED = Recipe(
    stages=(
        Stage(("msra", "peoples_daily"), epochs=16, rate=3e-3, genre=8000, told=0.5),
        Stage(("msra", "peoples_daily"), epochs=4, rate=1.2e-3, genre=12000, told=0.2),
    ),
    teachers=(TEACHER, replace(TEACHER, seed=2)),
)


def train_ner(
    data: str | Path, out: str | Path, recipe: Recipe = SHIPPED, report: Callable[[str], None] = print
) -> None:
    """Train a recogniser on the corpora of ``data`` and write it to ``out`` as a HanLP model directory.

    ``data`` holds ``ner/`` and ``gazetteer/``. ``out`` gets config.json, vocabs.json, model.pt (16-bit floats) and
    meta.json, which records the recipe, the digests of the corpora and the score on ``msra.dev``. Teachers go beside it
    (``out-teacher-1``); one that is there already, from the same recipe and corpora, is used again. Runs on one thread;
    ``report`` is called with a line after each epoch. Raises :class:`~kg.errors.ReadError` where a corpus is missing.
    """
    out, corpora_folder = Path(out), Path(data) / "ner"
    source = read_corpora(corpora_folder)
    made_from = {
        "recipe": json.loads(json.dumps(asdict(recipe))),
        "corpora": {file.name: corpora.digest(file) for file in sorted(corpora_folder.iterdir())},
    }
    if _made_from(out) == made_from:
        report(f"{out} is there already")
        return
    teachers = [out.with_name(f"{out.name}-teacher-{number}") for number, _ in enumerate(recipe.teachers, 1)]
    for teacher, its_recipe in zip(teachers, recipe.teachers, strict=True):
        train_ner(data, teacher, its_recipe, report)
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    told = marked_by(teachers, source, NEWSWIRE) if teachers else []
    run = _Run(source, told, Gazetteer(Path(data) / "gazetteer"), recipe)
    development = corpora_folder / "msra.dev.tsv"
    for number, stage in enumerate(recipe.stages, 1):
        for epoch, loss in enumerate(run.epochs(stage), 1):
            run.save(out)
            scored = evaluate_ner(development, out)
            by_type = " ".join(f"{label} {found['f1']:.4f}" for label, found in scored["by_type"].items())
            report(
                f"{out.name} stage {number} epoch {epoch} loss {loss:.3f} "
                f"msra.dev F1 {scored['overall']['f1']:.4f} {by_type}"
            )
    meta = {**made_from, "msra.dev": evaluate_ner(development, out)}
    (out / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _made_from(model: Path) -> dict[str, Any] | None:
    """The recipe and digests of a model whose training was finished."""
    try:
        meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return {key: meta.get(key) for key in ("recipe", "corpora")}


def read_corpora(folder: Path) -> dict[str, list[Sentence]]:
    """The training sentences of each corpus, cut to the usual length.

    The last 1,000 lines of CLUENER are left for tuning.
    """
    read = {
        "msra": corpora.read_tsv(folder / "msra.train.tsv"),
        "peoples_daily": corpora.read_tsv(folder / "peoples_daily.train.tsv"),
        "cluener": list(corpora.read_cluener(folder / "cluener.train.json"))[:-1000],
        "resume": corpora.read_tsv(folder / "resume.train.tsv", corpora.RESUME_TYPES),
    }
    return {name: [piece for sentence in found for piece in corpora.shorter(sentence)] for name, found in read.items()}


class _Run:
    """The state of one training run: the model, what it learns from, and the running average of its weights."""

    def __init__(
        self, source: dict[str, list[Sentence]], told: Sequence[Example], gazetteer: Gazetteer, recipe: Recipe
    ) -> None:
        self._source, self._told, self._recipe = source, told, recipe
        self._chance = random.Random(recipe.seed)
        persons = [s.text[b:e] for found in source.values() for s in found for b, e, label in s.spans if label == "PER"]
        known_words = words_that_are_names(gazetteer) if recipe.word_dim else []
        self._genre = Genre(gazetteer, persons, recipe.seed, known_words)
        names = Names(persons, gazetteer.surnames, self._chance, known_words)
        self._variations = {name: Variation(found, names, recipe.swap, self._chance) for name, found in source.items()}
        learnt = [sentence for found in source.values() for sentence in found]
        made = [self._genre.sentence() for _ in range(20_000)]
        known = Words.of(words(gazetteer) if recipe.word_dim else ())
        self._component = _component(recipe, learnt + made, known, list(source))
        self._average = {name: value.detach().clone() for name, value in self._component.model.named_parameters()}

    def epochs(self, stage: Stage) -> Any:
        """Train for the stage's epochs, giving the mean loss of a sentence after each."""
        parameters = self._component.model.parameters()
        optimizer = torch.optim.AdamW(parameters, stage.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        steps = 0
        for epoch in range(stage.epochs):
            made = list(batches(self._examples(stage), len(self._component.vocabs["tag"]), self._chance))
            self._component.model.train()
            loss = 0.0
            for i, batch in enumerate(made):
                done = (epoch + i / len(made)) / stage.epochs
                warm_up = min(WARM_UP, 1 + len(made) * stage.epochs // 10)
                for group in optimizer.param_groups:
                    group["lr"] = stage.rate * min(1, (steps + 1) / warm_up) * min(1, max(0.02, (1 - done) / 0.7))
                loss += self._step(batch, optimizer)
                steps += 1
            yield loss / len(made)

    def save(self, out: Path) -> None:
        """Write the averaged model as a HanLP directory."""
        out.mkdir(parents=True, exist_ok=True)
        self._component.save_config(str(out))
        self._component.save_vocabs(str(out))
        weights = {**self._component.model.state_dict(), **self._average}
        torch.save({n: v.half() if v.is_floating_point() else v for n, v in weights.items()}, out / "model.pt")

    def _examples(self, stage: Stage) -> list[Example]:
        tags = self._component.vocabs["tag"].token_to_idx
        examples = [
            encode(self._variations[name].of(sentence), list(self._source).index(name), tags)
            for name in stage.corpora
            for sentence in self._source[name]
        ]
        examples += [encode(self._genre.sentence(), NEWSWIRE, tags) for _ in range(stage.genre)]
        return examples + self._chance.sample(self._told, round(stage.told * len(self._told)))

    def _step(self, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
        optimizer.zero_grad(set_to_none=True)
        model: Any = self._component.model
        loss = negative_log_likelihood(self._emissions(batch), batch.target, model.crf) / len(batch.corpus)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), GRADIENT_LIMIT)
        optimizer.step()
        with torch.no_grad():
            for name, value in model.named_parameters():
                self._average[name].lerp_(value, 1 - self._recipe.average)
        return loss.item()

    def _emissions(self, batch: Batch) -> torch.Tensor:
        model: Any = self._component.model
        vectors = model.embed.vectors(batch.padded, batch.corpus)
        with torch.autocast("cpu", torch.bfloat16, enabled=multiplies_bfloat16()):
            hidden, _ = model.word_lstm(model.drop(vectors))
        scores: torch.Tensor = model.out(model.drop(hidden.float()))
        return scores


def _component(recipe: Recipe, sentences: Sequence[Sentence], known: Words, sources: Sequence[str]) -> CharacterNER:
    """An untrained HanLP component with the vocabularies of the sentences and the words known."""
    component = CharacterNER()
    component.config.update(
        classpath=f"{CharacterNER.__module__}.{CharacterNER.__qualname__}",
        embed=CharacterEmbedding(recipe.char_dim, recipe.bigram_dim, recipe.word_dim, len(known.keys), sources),
        rnn_input=None,
        rnn_hidden=recipe.hidden,
        drop=recipe.dropout,
        crf=True,
        token_key="token",
        tagging_scheme="IOBES",
        token_delimiter="",
        delimiter=None,
    )
    component.vocabs = vocabularies(sentences)
    component.model = component.build_model(**component.config, training=True)
    component.model.embed.word_keys.copy_(torch.from_numpy(known.keys.view(np.int32)))
    component.model.embed.word_classes.copy_(torch.from_numpy(known.classes.view(np.int16)))
    forbid_nonsense(component.model.crf, component.vocabs["tag"].idx_to_token)
    return component
