"""What trained models expect of the corpora that do not follow the newswire, for a student to learn from.

The corpora disagree on what a place or a body is, so the others' gold marks cannot simply be added to the newswire's.
Teachers that know both conventions mark the others in the newswire's; that doubles the text there is to learn from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import torch

from kg.extraction.hanlp_models import load_model
from kg.learn.corpora import Sentence, iobes
from kg.learn.crf import FORBIDDEN, Target, forward_backward
from kg.learn.encoding import Example

SAME_PERSONS = ("peoples_daily", "resume")  # corpora that mark persons as the newswire does
MARKED_AT_ONCE = 64  # sentences that a teacher reads at once


def marked_by(teachers: Sequence[str | Path], source: Mapping[str, Sequence[Sentence]], corpus: int) -> list[Example]:
    """The sentences of every corpus but the first, as the teachers would mark them in the first one's convention.

    What comes out is the mean of the teachers' expectations, for the corpus of the number ``corpus``. Where a corpus
    marks persons as the newswire does, its gold persons bind the teachers.
    """
    models = [load_model(Path(teacher)) for teacher in teachers]
    names = models[0].vocabs["tag"].idx_to_token
    others = [(name, sentence) for name in list(source)[1:] for sentence in source[name]]
    others.sort(key=lambda pair: len(pair[1].text))
    examples = []
    with torch.inference_mode():
        for _, alike in groupby(others, key=lambda pair: len(pair[1].text)):
            while group := list(islice(alike, MARKED_AT_ONCE)):
                bound = torch.stack([_bound(sentence, names, name in SAME_PERSONS) for name, sentence in group])
                expected = [_expectation(model, [sentence.text for _, sentence in group], bound) for model in models]
                single = torch.stack([one for one, _ in expected]).mean(0).half()
                pairs = torch.stack([two for _, two in expected]).mean(0).half()
                examples += [
                    Example(sentence.text, Target(single[i][None], pairs[i]), corpus)
                    for i, (_, sentence) in enumerate(group)
                ]
    return examples


def _expectation(model: Any, texts: Sequence[str], bound: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    crf = model.model.crf
    scores = model.emissions(texts) + bound
    _, single, pairs = forward_backward(scores, crf.start_transitions, crf.end_transitions, crf.transitions)
    return single, pairs


def _bound(sentence: Sentence, names: Sequence[str], binds: bool) -> torch.Tensor:
    """What to add to the scores of tags so that the persons of the sentence, and no others, are possible."""
    added = torch.zeros(len(sentence.text), len(names))
    if not binds:
        return added
    tags = iobes(Sentence(sentence.text, tuple(span for span in sentence.spans if span[2] == "PER")))
    for i, tag in enumerate(tags):
        for k, name in enumerate(names):
            if name != tag if tag != "O" else name.endswith("PER"):
                added[i, k] = FORBIDDEN
    return added
