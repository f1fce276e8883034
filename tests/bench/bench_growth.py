"""Whether a graph grows well: the truth recovered, time and memory for each article, and one article more.

    .venv-test/bin/python tests/bench/bench_growth.py                       1,000 and 4,000 articles
    .venv-test/bin/python tests/bench/bench_growth.py --articles 20000

Each size runs in a process of its own, so that its peak of memory is its own. One article more is timed without pages
and with what starts once: the imports and the recogniser ("loading the model").
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from synthetic import score, world

# As a script this file stands outside the package; measure the checkout that it belongs to.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def measure(count: int, workers: int | None) -> dict[str, Any]:
    """Build a made-up world, score it, and add one article."""
    from kg.build import build
    from kg.graph import load

    texts, truth = world(count)
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder, "news")
        news.mkdir()
        for number, text in enumerate(texts):
            (news / f"{number:06}.txt").write_text(text, "utf-8")
        out = Path(folder, "out")
        stages: dict[str, float] = {}
        start, busy = time.perf_counter(), _busy()
        build([news], out, workers=workers, progress=_clock(stages, start))
        seconds, busy = time.perf_counter() - start, _busy() - busy
        recovered = [(r.what, r.precision, r.recall) for r in score(load(out), truth)]
        (news / "more.txt").write_text(texts[0].replace("调研中", "座谈中"), "utf-8")
        one: dict[str, float] = {}
        start = time.perf_counter()
        build([news / "more.txt"], out, pages=False, progress=_clock(one, start))
        added = time.perf_counter() - start
        start = time.perf_counter()
        build([], out)
        drawn = time.perf_counter() - start
        size = (out / "graph.trig").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {
        "articles": count,
        "seconds": seconds,
        "busy": busy,
        "stages": _lengths(stages, seconds),
        "recovered": recovered,
        "added": added,
        "drawn": drawn,
        "one": _lengths(one, added),
        "peak": peak,
        "size": size / 1e6,
    }


def _busy() -> float:
    """Seconds that this process and those it started, as far as they ended, spent on the cores."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def _clock(stages: dict[str, float], start: float) -> Any:
    return lambda stage, *_: stages.setdefault(stage, time.perf_counter() - start)


def _lengths(begun: dict[str, float], end: float) -> dict[str, float]:
    """How long each stage took, from when it began."""
    names = sorted(begun, key=begun.__getitem__)
    ends = [begun[name] for name in names[1:]] + [end]
    return {name: stop - begun[name] for name, stop in zip(names, ends, strict=True)}


def show(m: dict[str, Any]) -> None:
    """Print one measurement."""
    print(f"{m['articles']} articles: {m['seconds']:.1f} s, {1000 * m['seconds'] / m['articles']:.1f} ms each", end="")
    print(f" ({1000 * m['busy'] / m['articles']:.1f} ms of a core)", end="")
    print(f", {m['peak']:.0f} MB at most in the main process, graph.trig {m['size']:.0f} MB")
    print("  " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in m["stages"].items()))
    print(f"  one article more: {m['added']:.1f} s (" + ", ".join(f"{n} {s:.1f}" for n, s in m["one"].items()), end="")
    print(f"), and its pages {m['drawn']:.1f} s")
    for what, precision, recall in m["recovered"]:
        print(f"  {what:20} precision {precision:.3f}  recall {recall:.3f}")


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 4000], metavar="N", help="how many")
    parser.add_argument("--workers", type=int, default=None, metavar="N", help="processes that read")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.alone:
        print(json.dumps(measure(wanted.articles[0], wanted.workers)))
        return
    for count in wanted.articles:
        command = [sys.executable, __file__, "--alone", "--articles", str(count)]
        command += ["--workers", str(wanted.workers)] if wanted.workers else []
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        show(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
