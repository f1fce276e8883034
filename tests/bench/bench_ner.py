"""Speed of the recogniser on one core, beside HanLP's own ``predict`` with the same weights, in one run.

::

    OMP_NUM_THREADS=1 python tests/bench/bench_ner.py [--articles 200] [--model DIR]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from articles import articles

ROUNDS = 3  # of which the fastest counts: neighbours still cost caches


def main() -> None:
    """Print characters a second of each way, and how many times as fast as HanLP kg is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200, help="made-up articles of 1,000 characters")
    parser.add_argument("--model", type=Path, help="a HanLP model directory instead of the shipped one")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    from kg.extraction.ner import Recognizer, clauses

    before = time.process_time()
    recognizer = Recognizer(given.model)
    print(f"load after imports         {time.process_time() - before:9.2f} s")
    texts = list(articles(given.articles))
    cuts = [list(text[begin:end]) for text in texts for begin, end in clauses(text)]
    component = recognizer._model

    def stock(batch: int, share: int) -> Callable[[], object]:
        return lambda: RNNNamedEntityRecognizer.predict_data(component, cuts[: len(cuts) // share], batch)

    ways = {
        "kg, all articles": (lambda: recognizer.spans(texts), 1),
        "kg, an article at a time": (lambda: [recognizer.spans([text]) for text in texts], 1),
        "HanLP, batches of 32": (stock(32, 4), 4),
        "HanLP, batches of 128": (stock(128, 4), 4),
        "HanLP, batches of 512": (stock(512, 4), 4),
        "HanLP, one sentence a call": (lambda: [stock_one(component, cut) for cut in cuts[: len(cuts) // 20]], 20),
    }
    speeds = {}
    for name, (way, share) in ways.items():
        characters = sum(map(len, cuts[: len(cuts) // share]))
        speeds[name] = characters / fastest(way)
        print(f"{name:26} {speeds[name]:9,.0f} characters/s", flush=True)
    best = max(speed for name, speed in speeds.items() if "batches" in name)
    print(f"to HanLP's best batch      {speeds['kg, all articles'] / best:9.1f}")
    print(f"to its call of a sentence  {speeds['kg, all articles'] / speeds['HanLP, one sentence a call']:9.1f}")


def stock_one(component: object, cut: list[str]) -> object:
    """What HanLP does for one sentence."""
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    return RNNNamedEntityRecognizer.predict_data(component, [cut], 1)


def fastest(way: Callable[[], object]) -> float:
    """The processor seconds of the fastest of some rounds: neighbours on the machine take time, not work."""
    seconds = []
    for _ in range(ROUNDS):
        before = time.process_time()
        way()
        seconds.append(time.process_time() - before)
    return min(seconds)


if __name__ == "__main__":
    main()
