"""Training and judging the recogniser; on the command line ``kg train ner`` and ``kg eval ner``."""

from __future__ import annotations

from kg.learn.evaluation import evaluate_ner
from kg.learn.training import train_ner

__all__ = ["evaluate_ner", "train_ner"]
