"""The training loss of a conditional random field over sentences of equal length.

The gradient of the partition function is the marginal of each tag and tag pair, which forward-backward gives directly;
that is several times faster than letting autograd record a step for each character.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import nn

FORBIDDEN = -1e4  # the score of a tag sequence that means nothing; its exponential is zero


class LogPartition(torch.autograd.Function):
    """The sum over the batch of the log of the summed exponential scores of all tag sequences.

    Takes emissions ``(sentence, character, tag)``, start and end scores ``(tag)``, transitions ``(from, to)``.
    """

    @staticmethod
    def forward(
        ctx: Any, emissions: torch.Tensor, start: torch.Tensor, end: torch.Tensor, transitions: torch.Tensor
    ) -> torch.Tensor:
        """By forward-backward."""
        partition, single, pairs = forward_backward(emissions, start, end, transitions)
        ctx.save_for_backward(single, pairs.sum(0))
        return partition

    @staticmethod
    def backward(ctx: Any, *outer: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The marginals of single tags and of tag pairs."""
        single, pairs = ctx.saved_tensors
        slope = outer[0]
        return slope * single, slope * single[:, 0].sum(0), slope * single[:, -1].sum(0), slope * pairs


def forward_backward(
    emissions: torch.Tensor, start: torch.Tensor, end: torch.Tensor, transitions: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The log partition summed over the batch, the marginals of tags, and the expected counts of tag pairs.

    Of the shapes ``()``, ``(sentence, character, tag)`` and ``(sentence, from, to)``. Each step is scaled to sum to
    one, so that nothing over- or underflows.
    """
    count, length, tags = emissions.shape
    step, highest = transitions.exp(), emissions.max(2, keepdim=True)[0]
    weights = (emissions - highest).exp().transpose(0, 1).contiguous()
    alpha, scale = torch.empty(length, count, tags), torch.empty(length, count, 1)
    for i in range(length):
        reached = (start.exp() if i == 0 else alpha[i - 1] @ step) * weights[i]
        scale[i] = reached.sum(1, keepdim=True)
        alpha[i] = reached / scale[i]
    ending = end.exp()
    total = (alpha[-1] * ending).sum(1, keepdim=True)
    beta, coming = torch.empty(length, count, tags), torch.empty(length, count, tags)
    beta[-1] = ending / total
    back = step.t().contiguous()
    for i in range(length - 1, 0, -1):
        coming[i] = weights[i] * beta[i] / scale[i]
        beta[i - 1] = coming[i] @ back
    pairs = torch.einsum("nbi,nbj->bij", alpha[:-1], coming[1:]) * step
    return scale.log().sum() + highest.sum() + total.log().sum(), (alpha * beta).transpose(0, 1), pairs


class Target(NamedTuple):
    """What the tags of sentences should be, as expected counts: gold ones are zeros and ones, a teacher's lie between.

    ``single`` is ``(sentence, character, tag)``, each row summing to one; ``pairs`` ``(from, to)`` counts the tags that
    follow each other, over all the sentences.
    """

    single: torch.Tensor
    pairs: torch.Tensor


def gold(tags: torch.Tensor, names: int) -> Target:
    """The target that says just these ``tags`` ``(sentence, character)``, of ``names`` different ones."""
    single = nn.functional.one_hot(tags, names).float()
    following = (tags[:, :-1] * names + tags[:, 1:]).reshape(-1)
    return Target(single, torch.bincount(following, minlength=names * names).reshape(names, names).float())


def negative_log_likelihood(emissions: torch.Tensor, target: Target, crf: Any) -> torch.Tensor:
    """Minus the log probability of the target, summed over the batch: of gold tags, or as a teacher expects it.

    The score of a tag sequence is linear in its counts, so the expectation over a teacher's sequences needs no more
    than their expected counts; this distils one conditional random field into another, sequence by sequence.
    """
    start, end, transitions = crf.start_transitions, crf.end_transitions, crf.transitions
    single, pairs = target
    scored = (emissions * single).sum() + (transitions * pairs).sum()
    scored = scored + single[:, 0].sum(0) @ start + single[:, -1].sum(0) @ end
    partition: torch.Tensor = LogPartition.apply(emissions, start, end, transitions)  # type: ignore[no-untyped-call]
    loss: torch.Tensor = partition - scored
    return loss


def forbid_nonsense(crf: Any, names: list[str]) -> None:
    """Fix the score of transitions that IOBES does not allow, so that decoding gives whole entities only."""
    with torch.no_grad():
        for i, first in enumerate(names):
            if first[0] in "IE":
                crf.start_transitions[i] = FORBIDDEN
            if first[0] in "BI":
                crf.end_transitions[i] = FORBIDDEN
            for j, second in enumerate(names):
                if not _may_follow(first, second):
                    crf.transitions[i, j] = FORBIDDEN


def _may_follow(first: str, second: str) -> bool:
    if first[0] in "BI":
        return second[0] in "IE" and first[2:] == second[2:]
    return second[0] in "OBS"
