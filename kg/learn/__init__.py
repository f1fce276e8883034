"""Training and judging: the recogniser on marked sentences, the extraction on gold articles; on the command line
``kg train ner``, ``kg eval ner`` and ``kg eval``."""

from __future__ import annotations

from kg.learn.articles import ArticleScores, Comparison, Faults, compare, score_articles
from kg.learn.evaluation import Evaluation, evaluate_ner
from kg.learn.gold import GoldArticle, read_gold, text_of
from kg.learn.matching import Answer, answer
from kg.learn.measured import write_measured
from kg.learn.scores import Score
from kg.learn.training import train_ner

__all__ = [
    "Answer",
    "ArticleScores",
    "Comparison",
    "Evaluation",
    "Faults",
    "GoldArticle",
    "Score",
    "answer",
    "compare",
    "evaluate_ner",
    "read_gold",
    "score_articles",
    "text_of",
    "train_ner",
    "write_measured",
]
