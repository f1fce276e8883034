"""Workers, and the two lanes that keep long queries from standing in the way of short ones."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
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
        """A new one, once it can be asked; raises OSError where none can be had."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.server.worker", str(dataset.store)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the server, which ends its workers
        )
        worker = cls(process, dataset)
        try:
            await worker._heard()
        except BaseException:
            await worker.end()
            raise
        return worker

    async def ask(self, job: dict[str, Any], query: str) -> frames.Frame:
        """The answer to one query; ConnectionError where the process ends over it."""
        assert self._process.stdin is not None
        self._process.stdin.write(frames.packed(job, query.encode()))
        await self._process.stdin.drain()
        return await self._heard()

    async def _heard(self) -> frames.Frame:
        assert self._process.stdout is not None
        try:
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
        if self.lives:
            with suppress(ProcessLookupError):
                # Not by Popen, which would first look whether it has ended, and so take its end from asyncio.
                os.kill(self._process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        await self._process.wait()


class Pool:
    """The workers. A query has a place in the quick lane for its first second; one that takes longer moves to the slow
    lane and is ended when its time is up. So short queries find a place however many long ones there are."""

    def __init__(self, dataset: Dataset, seconds: float) -> None:
        self.dataset = dataset
        self._seconds = seconds
        self._quick, self._slow = asyncio.Semaphore(QUICK_LANE), asyncio.Semaphore(SLOW_LANE)
        self._waiting = 0
        self._closed = False
        self._idle: list[Worker] = []
        self._coming = 0  # idle ones that are being started
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
                    self._do(self._refill())
                    await asyncio.wait({running}, timeout=self._seconds - QUICK)
                if not running.done():
                    raise Refusal(422, f"the query was ended: it took more than {self._seconds:g} seconds")
                return running.result()
            except ConnectionError:
                if self._closed:
                    raise _ending() from None
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
        await asyncio.gather(*(self._refill() for _ in range(QUICK_LANE)))

    async def close(self) -> None:
        """End all workers, and the queries that they run."""
        self._closed = True
        self._idle.clear()
        chores = list(self._chores)
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
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
            if worker.lives and worker.dataset is self.dataset:
                return worker
            self._retire(worker)
        return None

    async def _start(self) -> Worker:
        if self._closed:
            raise _ending()
        dataset = self.dataset
        try:
            worker = await Worker.start(dataset)
        except OSError:
            if dataset is not self.dataset:  # and its store may have gone meanwhile
                return await self._start()
            raise _busy() from None
        self._alive.add(worker)
        return worker

    def _retire(self, worker: Worker) -> None:
        self._do(self._end(worker))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside the queries."""
        chore = asyncio.ensure_future(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    async def _end(self, worker: Worker) -> None:
        """End a worker, take from the disk what nobody reads any more, and put a fresh one in its place."""
        await worker.end()
        self._alive.discard(worker)
        old = worker.dataset
        if old is not self.dataset and not any(other.dataset is old for other in self._alive):
            old.remove()
        await self._refill()

    async def _refill(self) -> None:
        """Have one more worker ready, if there are too few."""
        if len(self._idle) + self._coming >= QUICK_LANE:
            return
        self._coming += 1
        try:
            self._idle.append(await self._start())
        except Refusal:
            pass  # no process to be had: the next query tries again
        finally:
            self._coming -= 1


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


def _ending() -> Refusal:
    return Refusal(503, "the server is ending")
