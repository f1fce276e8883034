"""How fast a whole build is, where the time goes, and how much memory it takes. One core.

    make bench                                       200 articles
    make bench ARGS="--articles 100 2000"            does memory stay flat?

Each size runs in a process of its own, so that its peak of memory is its own. Loading the model is counted apart.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from articles import LENGTH, articles

# As a script this file stands outside the package; measure the checkout that it belongs to.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
WARM_UP = "4月2日，衡阳市市长石敬之到衡阳高新技术产业开发区调研。\n"


class Stopwatch:
    """Time by stage, each second counted for the innermost stage that runs; and the peak of memory at its end."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.peaks: dict[str, float] = {}
        self._running = ["other"]
        self._since = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside for ``name``."""
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self.peaks[name] = _memory()
            self._running.pop()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def call(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function``, its time counted for ``name``; where it gives an iterator, that one's time too."""

        def timed(*arguments: Any, **options: Any) -> Any:
            with self.stage(name):
                given = function(*arguments, **options)
            return self._each(name, given) if isinstance(given, Iterator) else given

        return timed

    def _each(self, name: str, items: Iterator[Any]) -> Iterator[Any]:
        while True:
            with self.stage(name):
                try:
                    item = next(items)
                except StopIteration:
                    return
            yield item


def measure(count: int) -> dict[str, Any]:
    """Build ``count`` made-up articles in a temporary directory and tell how it went."""
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder, "news")
        news.mkdir()
        for number, text in enumerate(articles(count)):
            (news / f"{number:05}.txt").write_text(text, encoding="utf-8")
        start = time.perf_counter()
        extractor = _warm_extractor()
        loading = time.perf_counter() - start
        before = _memory()
        watch = Stopwatch()
        _attach(watch, extractor)
        start, busy = time.perf_counter(), time.process_time()
        report = importlib.import_module("kg.build").build([str(news)], Path(folder, "out"))
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        with watch.stage("other"):
            pass  # Counts the time up to here.
    return {
        "articles": report.articles,
        "claims": report.claims,
        "seconds": seconds,
        "busy": busy,
        "loading": loading,
        "stages": dict(watch.seconds),
        "peaks": watch.peaks,
        "before": before,
        "peak": _memory(),
    }


def _warm_extractor() -> Any:
    from kg.extraction import Extractor
    from kg.reading import parse_text

    extractor = Extractor()
    extractor.extract(parse_text(WARM_UP, "warm-up", "0" * 64))
    return extractor


def _attach(watch: Stopwatch, extractor: Any) -> None:
    """Put the watch around the door of every stage, and the loaded extractor in the place of a new one."""
    kind = type(extractor)
    kind.extract_all = watch.call("extraction", kind.extract_all)
    doors = {
        "read": ("reading", "kg.reading"),
        "learn": ("resolution", "kg.resolution"),
        "gathered": ("resolution", "kg.resolution"),
        "resolve_gathered": ("resolution", "kg.resolution"),
        "load": ("graph", "kg.graph"),
        "write_pages": ("view", "kg.view"),
    }
    build = importlib.import_module("kg.build")
    for name, (stage, home) in doors.items():
        module = importlib.import_module(home)
        timed = watch.call(stage, getattr(module, name))
        for place in (module, build):
            if hasattr(place, name):
                setattr(place, name, timed)
    dataset = importlib.import_module("kg.graph").Dataset
    for name in ("add", "write"):
        setattr(dataset, name, watch.call("graph", getattr(dataset, name)))
    for place in (importlib.import_module("kg.extraction"), build):
        if hasattr(place, "Extractor"):
            place.Extractor = lambda *_, **__: extractor


def _memory() -> float:
    """The most memory that this process has held so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def show(measured: dict[str, Any]) -> None:
    """Print one measurement."""
    count, seconds = measured["articles"], measured["seconds"]
    print(f"{count} articles of {LENGTH} characters, one core")
    print(f"  speed    {count / seconds:8.1f} articles/s  {count * LENGTH / seconds:10,.0f} characters/s")
    busy, loading = measured["busy"], measured["loading"]
    print(
        f"  time     {seconds:8.1f} s  (of these {busy:.1f} s on the core; {loading:.1f} s before them for the model)"
    )
    for stage in sorted(measured["stages"], key=measured["stages"].__getitem__, reverse=True):
        print(f"  {stage:10} {measured['stages'][stage] / seconds:6.1%}   {measured['peaks'][stage]:6.0f} MB by then")
    print(
        f"  memory   {measured['peak']:8.0f} MB at most  ({measured['before']:.0f} MB with the model, before the build)"
    )
    print(f"  claims   {measured['claims']:8}")


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=int, nargs="+", default=[200], metavar="N", help="how many articles to build"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one line of JSON per size")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.alone:
        _hold_one_core()
        print(json.dumps(measure(wanted.articles[0])))
        return
    for count in wanted.articles:
        command = [sys.executable, __file__, "--alone", "--articles", str(count)]
        done = subprocess.run(command, env={**os.environ, **ONE_CORE}, stdout=subprocess.PIPE, check=True)
        measured = json.loads(done.stdout.splitlines()[-1])
        print(json.dumps(measured)) if wanted.json else show(measured)


def _hold_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


if __name__ == "__main__":
    main()
