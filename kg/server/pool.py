"""Workers, and the two lanes that keep long queries from standing in the way of short ones."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from kg.server import frames
from kg.server.dataset import Dataset
from kg.server.refusal import Refusal

#: Queries that run at once while they are short: as many as there are cores, two at least.
QUICK_LANE = max(2, os.cpu_count() or 1)
#: Queries that run at once after they turned out long, beside those. They have the lower priority.
SLOW_LANE = 4
QUICK = (
    1.0  # seconds within which a query counts as short: the questions that come with kg take less at a million quads
)
QUEUE = 256  # queries that wait for a place
_LOWER = 10  # of the priorities of processes, 0 to 19


class Worker:
    """A process of :mod:`kg.server.worker`, and the version of the graph that it reads."""

    def __init__(self, process: asyncio.subprocess.Process, dataset: Dataset) -> None:
        self.dataset = dataset
        self.slowed = False
        self._process = process

    @property
    def lives(self) -> bool:
        """Whether the process is there."""
        return self._process.returncode is None

    @classmethod
    async def start(cls, dataset: Dataset) -> Worker:
        """A new one; it reads its store while its first query comes."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.server.worker", str(dataset.store)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the server, which ends its workers
        )
        return cls(process, dataset)

    async def ask(self, job: dict[str, Any], query: str) -> frames.Frame:
        """The answer to one query; ConnectionError where the process ends over it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(frames.packed(job, query.encode()))
            await self._process.stdin.drain()
            return await frames.receive(self._process.stdout)
        except asyncio.IncompleteReadError:
            raise ConnectionError("the worker has gone") from None

    def give_way(self) -> None:
        """Let all others go first, for good: no process may raise its priority again."""
        self.slowed = True
        if hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOWER)

    async def end(self) -> None:
        """End the process, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Pool:
    """The workers. A query has a place in the quick lane for its first second; one that takes longer moves to the slow
    lane and is ended when its time is up. So short queries find a place however many long ones there are."""

    def __init__(self, dataset: Dataset, seconds: float) -> None:
        self.dataset = dataset
        self._seconds = seconds
        self._quick, self._slow = asyncio.Semaphore(QUICK_LANE), asyncio.Semaphore(SLOW_LANE)
        self._waiting = 0
        self._idle: list[Worker] = []
        self._alive: set[Worker] = set()
        self._chores: set[asyncio.Task[None]] = set()

    async def ask(self, job: dict[str, Any], query: str) -> frames.Frame:
        """The answer to a query; raises Refusal where there is no place for it, or it takes too long or too much."""
        async with self._place() as lane, self._worker() as worker:
            running = asyncio.ensure_future(worker.ask(job, query))
            try:
                await asyncio.wait({running}, timeout=min(QUICK, self._seconds))
                if not running.done() and self._seconds > QUICK:
                    await lane.leave_for(self._slow)
                    worker.give_way()
                    await asyncio.wait({running}, timeout=self._seconds - QUICK)
                if not running.done():
                    raise Refusal(
                        422, f"the query was ended: it took more than {self._seconds:g} seconds. Ask for less"
                    )
                return running.result()
            except ConnectionError:
                raise Refusal(422, "the query was ended: it is too deeply nested, or takes too much memory") from None
            finally:
                running.cancel()

    def replace(self, dataset: Dataset) -> None:
        """From now on answer from another version of the graph. Queries that run end on the one they began with."""
        self.dataset = dataset
        for worker in self._idle:
            self._retire(worker)
        self._idle.clear()

    async def fill(self) -> None:
        """Start as many workers as run at once while nothing is slow."""
        for _ in range(QUICK_LANE - len(self._idle)):
            self._idle.append(await self._start())

    async def close(self) -> None:
        """End all workers."""
        for chore in list(self._chores):
            chore.cancel()
        await asyncio.gather(*(worker.end() for worker in list(self._alive)))

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[_Lane]:
        if self._waiting >= QUEUE:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._quick.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1
        lane = _Lane(self._quick)
        try:
            yield lane
        finally:
            lane.leave()

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Worker]:
        worker = self._ready() or await self._start()
        try:
            yield worker
        except BaseException:
            self._retire(worker)
            raise
        if worker.slowed or worker.dataset is not self.dataset or len(self._idle) >= QUICK_LANE:
            self._retire(worker)
        else:
            self._idle.append(worker)

    def _ready(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.lives:
                return worker
            self._retire(worker)
        return None

    async def _start(self) -> Worker:
        try:
            worker = await Worker.start(self.dataset)
        except OSError:
            raise _busy() from None
        self._alive.add(worker)
        return worker

    def _retire(self, worker: Worker) -> None:
        chore = asyncio.ensure_future(self._end(worker))
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    async def _end(self, worker: Worker) -> None:
        """End a worker, put a fresh one in its place, and take from the disk what nobody reads any more."""
        await worker.end()
        self._alive.discard(worker)
        old = worker.dataset
        if old is not self.dataset and not any(other.dataset is old for other in self._alive):
            old.remove()
        if len(self._idle) < QUICK_LANE:
            self._idle.append(await self._start())


class _Lane:
    """The place that a query has."""

    def __init__(self, place: asyncio.Semaphore) -> None:
        self._place = place

    async def leave_for(self, other: asyncio.Semaphore) -> None:
        """Move to another lane; Refusal where that is full."""
        if other.locked():
            raise _busy()
        await other.acquire()
        self._place.release()
        self._place = other

    def leave(self) -> None:
        self._place.release()


def _busy() -> Refusal:
    return Refusal(503, "too many long queries at once; try again in a while", {"Retry-After": "10"})
