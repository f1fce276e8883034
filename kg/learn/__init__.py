"""Training and judging the recogniser: ``train_ner``, ``evaluate_ner``; ``python -m kg.learn`` on the command line."""

from __future__ import annotations

from kg.learn.evaluation import evaluate_ner
from kg.learn.training import train_ner

__all__ = ["evaluate_ner", "train_ner"]
