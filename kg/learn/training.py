"""Training the recogniser: first on every corpus at once, each with its own tag, then on the newswire and our genre.

The corpora disagree on what a place or a body is. While training on all of them, a vector for the corpus is added to
each character's, so that the model may learn from all and answer as one; at the end the vector of the first corpus is
added into the character table, and what is shipped knows nothing of corpora.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from kg.extraction.hanlp_ner import CharacterBigramEmbedding, CharacterNER
from kg.learn import corpora
from kg.learn.corpora import Sentence
from kg.learn.crf import forbid_nonsense, negative_log_likelihood
from kg.learn.encoding import Batch, Encoder, batches, vocabularies
from kg.learn.evaluation import evaluate_ner
from kg.learn.genre import Gazetteer, Genre, Names
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out, but for the data. The values are those of the shipped model."""

    char_dim: int = 64
    bigram_dim: int = 32
    hidden: int = 192
    dropout: float = 0.45
    swap: float = 0.15  # share of mentions that change their name in each epoch
    average: float = 0.999  # weight of the past in the running average of the weights, which is what is shipped
    seed: int = 1
    stages: tuple[Stage, ...] = field(
        default=(
            Stage(("msra", "peoples_daily", "cluener", "resume"), epochs=5, rate=3e-3, genre=7000),
            Stage(("msra",), epochs=14, rate=2.5e-3, genre=7000),
        )
    )


def train_ner(
    data: str | Path, out: str | Path, recipe: Recipe | None = None, report: Callable[[str], None] = print
) -> None:
    """Train a recogniser on the corpora of ``data`` and write it to ``out`` as a HanLP model directory.

    ``data`` holds ``ner/`` and ``gazetteer/``. ``out`` gets config.json, vocabs.json, model.pt (16-bit floats) and
    meta.json, which records the recipe, the digests of the corpora and the score on ``msra.dev``. Runs on one thread;
    ``report`` is called with a line after each epoch. Raises :class:`~kg.errors.ReadError` where a corpus is missing.
    """
    recipe = recipe or Recipe()
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    source = read_corpora(Path(data) / "ner")
    run = _Run(source, Gazetteer(Path(data) / "gazetteer"), recipe)
    development = Path(data) / "ner" / "msra.dev.tsv"
    out = Path(out)
    for number, stage in enumerate(recipe.stages, 1):
        for epoch, loss in enumerate(run.epochs(stage), 1):
            run.save(out)
            scored = evaluate_ner(development, out)
            by_type = " ".join(f"{label} {found['f1']:.4f}" for label, found in scored["by_type"].items())
            report(f"stage {number} epoch {epoch} loss {loss:.3f} msra.dev F1 {scored['overall']['f1']:.4f} {by_type}")
    digests = {file.name: corpora.digest(file) for file in sorted((Path(data) / "ner").iterdir())}
    meta = {"recipe": asdict(recipe), "corpora": digests, "msra.dev": evaluate_ner(development, out)}
    (out / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


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
    """The state of one training run: the model, the vectors of the corpora, the running average of both."""

    def __init__(self, source: dict[str, list[Sentence]], gazetteer: Gazetteer, recipe: Recipe) -> None:
        self._source, self._recipe = source, recipe
        self._chance = random.Random(recipe.seed)
        persons = [s.text[b:e] for found in source.values() for s in found for b, e, label in s.spans if label == "PER"]
        self._genre = Genre(gazetteer, persons, recipe.seed)
        names = Names(persons, gazetteer.surnames, self._chance)
        self._variations = {name: Variation(found, names, recipe.swap, self._chance) for name, found in source.items()}
        learnt = [sentence for found in source.values() for sentence in found]
        self._component = _component(recipe, learnt + [self._genre.sentence() for _ in range(20_000)])
        self._encoder = Encoder(self._component.vocabs)
        self._corpus = nn.Embedding(len(source), recipe.char_dim)
        nn.init.zeros_(self._corpus.weight)
        self._trained = nn.ModuleList([self._component.model, self._corpus])
        self._average = {name: value.clone() for name, value in self._trained.state_dict().items()}

    def epochs(self, stage: Stage) -> Any:
        """Train for the stage's epochs, giving the mean loss of a sentence after each."""
        parameters = self._trained.parameters()
        optimizer = torch.optim.AdamW(parameters, stage.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        steps = 0
        for epoch in range(stage.epochs):
            made = list(batches(self._examples(stage), self._chance))
            self._trained.train()
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
        """Write the averaged model as a HanLP directory, the newswire's vector folded into the characters."""
        out.mkdir(parents=True, exist_ok=True)
        self._component.save_config(str(out))
        self._component.save_vocabs(str(out))
        weights = {name[2:]: value.clone() for name, value in self._average.items() if name.startswith("0.")}
        weights["embed.char.weight"][1:] += self._average["1.weight"][NEWSWIRE]
        torch.save({name: value.half() for name, value in weights.items()}, out / "model.pt")

    def _examples(self, stage: Stage) -> list[Any]:
        examples = [
            self._encoder.encode(self._variations[name].of(sentence), list(self._source).index(name))
            for name in stage.corpora
            for sentence in self._source[name]
        ]
        return examples + [self._encoder.encode(self._genre.sentence(), NEWSWIRE) for _ in range(stage.genre)]

    def _step(self, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
        optimizer.zero_grad(set_to_none=True)
        model: Any = self._component.model
        loss = negative_log_likelihood(self._emissions(batch), batch.tags, model.crf) / len(batch.tags)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._trained.parameters(), GRADIENT_LIMIT)
        optimizer.step()
        with torch.no_grad():
            for name, value in self._trained.state_dict().items():
                self._average[name].lerp_(value, 1 - self._recipe.average)
        return loss.item()

    def _emissions(self, batch: Batch) -> torch.Tensor:
        model: Any = self._component.model
        vectors = model.embed({"token_id": batch.tokens, "bigram_id": batch.bigrams})
        tag = nn.functional.pad(self._corpus(batch.corpus), (0, vectors.shape[2] - self._recipe.char_dim))
        with torch.autocast("cpu", torch.bfloat16):
            hidden, _ = model.word_lstm(model.drop(vectors + tag[:, None, :]))
        scores: torch.Tensor = model.out(model.drop(hidden.float()))
        return scores


def _component(recipe: Recipe, sentences: Sequence[Sentence]) -> CharacterNER:
    """An untrained HanLP component with the vocabularies of the sentences."""
    component = CharacterNER()
    component.config.update(
        classpath=f"{CharacterNER.__module__}.{CharacterNER.__qualname__}",
        embed=CharacterBigramEmbedding(recipe.char_dim, recipe.bigram_dim),
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
    forbid_nonsense(component.model.crf, component.vocabs["tag"].idx_to_token)
    return component
