"""Pool: whose turn it is. Short queries first; long ones slowed, few at a time; none beyond its time and memory.

A query gets a lane. After a moment it gives its lane to the next and goes on at low priority, if fewer
than so many others do; else it is paused until one of them ends. So long queries, however many, make a
short one wait for a moment only.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from graphkit.errors import GraphkitError
from graphkit.serve import failures, frames
from graphkit.serve.failures import Failure
from graphkit.serve.forks import Forks, Worker

T = TypeVar("T")

LONG: Final = 0.3
SHORTEST: Final = 0.05
"""Seconds after which a query gives way, when nobody waits and when many do."""
MOST_WAITING: Final = 64
MOST_PAUSED: Final = 16
_AHEAD: Final = 32
"""Pieces of an answer, 64 KiB each, that wait for a slow reader before the worker has to."""
_KEEP: Final = 32 * 2**20
"""Bytes that a worker may have grown by to be used again."""
_WATCH: Final = 0.05
_MB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """How many queries run at once, for how many seconds each, with how many bytes together."""

    workers: int
    seconds: float
    memory: int


class Job:
    """A query on its way: what its worker says, piece by piece, and the failure if there is one."""

    def __init__(self, query: Mapping[str, Any]) -> None:
        self.query = query
        self.done = asyncio.Event()
        self.failure: Failure | None = None
        self.worker: Worker | None = None
        self.begun = time.monotonic()
        self._pieces: deque[tuple[int, bytes]] = deque()
        self._news, self._room = asyncio.Event(), asyncio.Event()

    def end(self, failure: Failure | None = None) -> None:
        """Nothing comes after what is there; the first failure counts."""
        self.failure = self.failure or failure
        self.done.set()
        self._news.set()

    async def done_within(self, seconds: float) -> bool:
        """Whether the worker has finished, after so many seconds at most."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.done.wait()
        return self.done.is_set()

    async def put(self, piece: tuple[int, bytes]) -> None:
        """One more frame, once there is room for it."""
        while len(self._pieces) >= _AHEAD:
            self._room.clear()
            await self._room.wait()
        self._pieces.append(piece)
        self._news.set()

    async def piece(self) -> tuple[int, bytes]:
        """The next frame; raises Failure when there will be none."""
        while not self._pieces:
            if self.done.is_set():
                raise self.failure or failures.crashed()
            self._news.clear()
            await self._news.wait()
        self._room.set()
        return self._pieces.popleft()


class Pool:
    """The workers of one server."""

    def __init__(self, forks: Forks, limits: Limits) -> None:
        self.forks, self.limits = forks, limits
        self._lanes = asyncio.Semaphore(limits.workers)
        self._long = asyncio.Semaphore(limits.workers)
        self._idle: list[Worker] = []
        self._jobs: set[Job] = set()
        self._waiting = self._paused = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Start the keeper and the first workers."""
        await self.forks.start()
        self._idle = [await self.forks.worker() for _ in range(self.limits.workers)]
        self._spawn(self._watch_memory())

    async def stop(self) -> None:
        """End everything that runs."""
        for task in list(self._tasks):
            task.cancel()
        await self.forks.stop()

    async def drain(self) -> None:
        """Let what runs come to its end, then stop."""
        while self._jobs or self._waiting:
            await asyncio.sleep(_WATCH)
        await self.stop()

    async def answer(self, query: Mapping[str, Any]) -> AsyncGenerator[tuple[int, bytes], None]:
        """The frames of an answer, HEAD first, END last; raises Failure at any place. Leaving it ends the query."""
        job = Job(query)
        task = self._spawn(self._run(job))
        try:
            while True:
                kind, payload = await job.piece()
                if kind == frames.FAULT:
                    raise _fault(query["sparql"], json.loads(payload))
                yield kind, payload
                if kind == frames.END:
                    return
        finally:
            if not task.done():
                task.cancel()

    def _spawn(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _run(self, job: Job) -> None:
        """Wait for a lane, run, and leave no worker behind that is in doubt."""
        pumping: asyncio.Task[None] | None = None
        try:
            async with _Lane(self) as lane:
                job.worker = await self._worker()
                self._jobs.add(job)
                pumping = self._spawn(self._pump(job))
                await self._supervise(job, lane)
        except Failure as failure:
            job.end(failure)
        except (GraphkitError, OSError):  # no worker is to be had
            job.end(failures.busy())
        finally:
            if pumping:
                pumping.cancel()
            self._jobs.discard(job)
            whole = job.done.is_set() and not job.failure
            job.end()
            if job.worker:
                await asyncio.shield(self._dismiss(job, job.worker, whole))

    async def _supervise(self, job: Job, lane: _Lane) -> None:
        patience = self._patience()
        if await job.done_within(patience):
            return
        lane.leave()
        assert job.worker is not None
        job.worker.slow_down()
        async with self._turn(job.worker):
            if not await job.done_within(self.limits.seconds - patience):
                raise failures.out_of_time(self.limits.seconds)

    def _patience(self) -> float:
        """Seconds that a query may hold its lane: fewer, the more wait for one."""
        fair = LONG / (1 + self._waiting / self.limits.workers)
        return min(max(fair, SHORTEST), self.limits.seconds)

    @contextlib.asynccontextmanager
    async def _turn(self, worker: Worker) -> AsyncIterator[None]:
        """A turn among the long ones; until it comes, the worker stands still."""
        if self._long.locked():
            if self._paused >= MOST_PAUSED:
                raise failures.busy()
            self._paused += 1
            worker.pause()
            try:
                await asyncio.wait_for(self._long.acquire(), 3 * self.limits.seconds)
            except TimeoutError:
                raise failures.busy() from None
            finally:
                self._paused -= 1
            worker.resume()
        else:
            await self._long.acquire()
        try:
            yield
        finally:
            self._long.release()

    async def _pump(self, job: Job) -> None:
        """Carry frames from the worker to whoever reads them."""
        assert job.worker is not None
        kind = frames.HEAD
        try:
            await job.worker.send(job.query)
            while kind not in (frames.END, frames.FAULT):
                kind, payload = await job.worker.frame()
                await job.put((kind, payload))
            job.end()
        except (asyncio.IncompleteReadError, ConnectionError):
            job.end(job.failure or await self._post_mortem(job.worker))

    async def _post_mortem(self, worker: Worker) -> Failure:
        number = await self.forks.end(worker)
        memory = number in (signal.SIGABRT, signal.SIGKILL)
        return failures.out_of_memory(self.limits.memory // _MB) if memory else failures.crashed()

    async def _worker(self) -> Worker:
        """An idle worker or a fresh one, which is kept if the query is given up while it is made."""
        if self._idle:
            return self._idle.pop()
        making = self._spawn(self._fresh())
        try:
            return await asyncio.shield(making)
        except asyncio.CancelledError:
            making.add_done_callback(self._keep)
            raise

    async def _fresh(self) -> Worker:
        try:
            return await self.forks.worker()
        except ConnectionError:
            if not self.forks.alive:  # the system has ended the keeper, and with it all that it made
                self._idle.clear()
                await self.forks.start()
            raise failures.busy() from None

    def _keep(self, made: asyncio.Task[Worker]) -> None:
        if not made.cancelled() and not made.exception():
            self._idle.append(made.result())

    async def _dismiss(self, job: Job, worker: Worker, whole: bool) -> None:
        """Keep a worker for the next query, or end it."""
        short = time.monotonic() - job.begun < _WATCH
        fit = whole and not worker.slowed and (short or worker.grown() < _KEEP)
        if fit and len(self._idle) < self.limits.workers:
            self._idle.append(worker)
        else:
            await self.forks.end(worker)
            if len(self._idle) < self.limits.workers and self.forks.alive:
                with contextlib.suppress(ConnectionError):
                    self._idle.append(await self.forks.worker())

    async def _watch_memory(self) -> None:
        """End the largest query while all together take too much."""
        while True:
            await asyncio.sleep(_WATCH)
            taken = {job: job.worker.grown() for job in self._jobs if job.worker and not job.failure}
            if sum(taken.values()) > self.limits.memory:
                largest = max(taken, key=lambda job: taken[job])
                largest.end(failures.out_of_memory(self.limits.memory // _MB))


class _Lane:
    """A place among those that run, waited for in the order of arrival; it may be left early."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self._held = pool, False

    async def __aenter__(self) -> _Lane:
        if self._pool._lanes.locked():
            await self._wait()
        else:
            await self._pool._lanes.acquire()
        self._held = True
        return self

    async def _wait(self) -> None:
        pool = self._pool
        if pool._waiting >= MOST_WAITING:
            raise failures.busy()
        pool._waiting += 1
        try:
            await asyncio.wait_for(pool._lanes.acquire(), 3 * pool.limits.seconds)
        except TimeoutError:
            raise failures.busy() from None
        finally:
            pool._waiting -= 1

    def leave(self) -> None:
        """Let the next one run."""
        if self._held:
            self._held = False
            self._pool._lanes.release()

    async def __aexit__(self, *_: object) -> None:
        self.leave()


def _fault(sparql: str, said: Mapping[str, str]) -> Failure:
    from graphkit.query import explained

    if said["code"] == "format":
        return Failure(406, said["message"])
    if said["code"] == "syntax":
        return Failure(400, str(explained(sparql, said["message"])))
    return Failure(400, f"the query failed: {' '.join(said['message'].split())[:300]}")
