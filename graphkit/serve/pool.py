"""Pool: the workers of a server, and the queries that they answer, none beyond its time and memory."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from typing import Any, Final, TypeVar

from graphkit.errors import GraphkitError
from graphkit.serve import failures, frames
from graphkit.serve.channel import Worker
from graphkit.serve.failures import Failure
from graphkit.serve.forks import Forks
from graphkit.serve.job import Job
from graphkit.serve.turns import Limits, Turns

T = TypeVar("T")

_KEEP: Final = 32 * 2**20
"""Bytes that a worker may have grown by to be used again."""
_WATCH: Final = 0.05
_MB: Final = 2**20


class Pool:
    """The workers of one server."""

    def __init__(self, forks: Forks, limits: Limits) -> None:
        self.forks, self.limits = forks, limits
        self._turns = Turns(limits)
        self._idle: list[Worker] = []
        self._jobs: set[Job] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Start the keeper and the first workers."""
        await self.forks.start()
        self._idle = [await self.forks.worker() for _ in range(self._turns.lanes)]
        self._spawn(self._watch_memory())

    async def stop(self) -> None:
        """End everything that runs."""
        for task in list(self._tasks):
            task.cancel()
        await self.forks.stop()

    async def drain(self) -> None:
        """Let what runs come to its end, then stop."""
        while self._jobs or self._turns.waiting:
            await asyncio.sleep(_WATCH)
        await self.stop()

    async def answer(self, query: Mapping[str, Any]) -> AsyncGenerator[tuple[int, bytes], None]:
        """The frames of an answer, HEAD first, END last; raises Failure at any place. Leaving it ends the query."""
        job = await self._begin(query)
        try:
            while True:
                kind, payload = await job.frame()
                if kind == frames.FAULT:
                    raise _fault(query["sparql"], json.loads(payload))
                yield kind, payload
                if kind == frames.END:
                    return
        finally:
            job.end()

    async def _begin(self, query: Mapping[str, Any]) -> Job:
        await self._turns.enter()
        try:
            worker = await self._worker()
        except BaseException:
            self._turns.leave()
            raise
        job = Job(query, self._ended, self._died)
        self._jobs.add(job)
        patience = self._turns.patience()
        job.waits = asyncio.get_running_loop().call_later(patience, self._give_way, job, patience)
        job.start(worker)
        return job

    def _give_way(self, job: Job, taken: float = 0) -> None:
        """Leave the lane to others."""
        job.slow = True
        self._turns.leave()
        job.waits = self._spawn(self._go_on(job, taken))

    async def _go_on(self, job: Job, taken: float) -> None:
        """Let it come to its end in a turn of its own; that end cancels this."""
        try:
            if job.silent and (job.alone or self._turns.full):
                await self._again(job)
            else:
                await self._further(job, taken)
            job.end(failures.out_of_time(self.limits.seconds))
        except Failure as failure:
            job.end(failure)

    async def _again(self, job: Job) -> None:
        """Begin anew when the turn comes and the memory is back: until then it takes none."""
        if worker := job.give_up():
            await asyncio.shield(self._spawn(self._replace(worker)))
        async with self._turns.long(alone=job.alone):
            job.start(await self._worker())
            await self._slowly(job, self.limits.seconds)

    async def _further(self, job: Job, taken: float) -> None:
        """Go on when the turn comes: somebody reads its answer already."""
        if self._turns.full and job.worker:
            job.worker.pause()
        async with self._turns.long():
            if job.worker:
                job.worker.resume()
            await self._slowly(job, self.limits.seconds - taken)

    async def _slowly(self, job: Job, seconds: float) -> None:
        if job.worker:
            job.worker.slow_down()
        await asyncio.sleep(seconds)

    def _ended(self, job: Job) -> None:
        """Keep the worker for the next query, unless it is in doubt."""
        self._jobs.discard(job)
        if not job.slow:
            self._turns.leave()
        if job.waits:
            job.waits.cancel()
        fit = self._fit(job)
        if worker := job.give_up():
            if fit:
                self._idle.append(worker)
            else:
                self._spawn(self._replace(worker))

    def _fit(self, job: Job) -> bool:
        short = time.monotonic() - job.begun < _WATCH
        fit = job.whole and not job.slow and (short or job.grown() < _KEEP)
        return fit and len(self._idle) < self._turns.lanes

    async def _replace(self, worker: Worker) -> None:
        await self.forks.end(worker)
        if len(self._idle) < self._turns.lanes and self.forks.alive:
            with contextlib.suppress(ConnectionError):
                self._idle.append(await self.forks.worker())

    def _died(self, job: Job) -> None:
        self._spawn(self._post_mortem(job))

    async def _post_mortem(self, job: Job) -> None:
        worker = job.give_up()
        number = await self.forks.end(worker) if worker else 0
        if not self.forks.alive:
            job.end(failures.busy())
        memory = number in (signal.SIGABRT, signal.SIGKILL)
        job.end(failures.out_of_memory(self.limits.memory // _MB) if memory else failures.crashed())

    def _spawn(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _worker(self) -> Worker:
        """An idle worker or a fresh one, which is kept if the query is given up while it is made; raises Failure."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await self.forks.end(worker)
        making = self._spawn(self._fresh())
        try:
            return await asyncio.shield(making)
        except asyncio.CancelledError:
            making.add_done_callback(self._keep)
            raise
        except (GraphkitError, OSError):  # no worker is to be had
            raise failures.busy() from None

    async def _fresh(self) -> Worker:
        try:
            return await self.forks.worker()
        except ConnectionError:
            if self.forks.alive:
                raise
            await self.forks.start()  # the system has ended the keeper, and with it all that it made
            return await self.forks.worker()

    def _keep(self, made: asyncio.Task[Worker]) -> None:
        if not made.cancelled() and not made.exception():
            self._idle.append(made.result())

    async def _watch_memory(self) -> None:
        """Have the largest query wait for the others while all take too much, and end one that does so alone."""
        while True:
            await asyncio.sleep(_WATCH)
            taken = {job: job.grown() for job in self._jobs}
            if sum(taken.values()) > self.limits.memory:
                self._relieve(taken)

    def _relieve(self, taken: Mapping[Job, int]) -> None:
        most = self.limits.memory
        movable = [job for job in taken if job.silent and not job.alone and most // 8 < taken[job] < most]
        if movable:
            self._put_back(max(movable, key=lambda job: taken[job]))
        else:
            largest = max(taken, key=lambda job: taken[job])
            largest.end(failures.out_of_memory(most // _MB))

    def _put_back(self, job: Job) -> None:
        """Run it when no other long one does."""
        job.alone = True
        if job.waits:
            job.waits.cancel()
        if job.slow:
            job.waits = self._spawn(self._go_on(job, 0))
        else:
            self._give_way(job)


def _fault(sparql: str, said: Mapping[str, str]) -> Failure:
    from graphkit.query import explained

    if said["code"] == "format":
        return Failure(406, said["message"])
    if said["code"] == "syntax":
        return Failure(400, str(explained(sparql, said["message"])))
    return Failure(400, f"the query failed: {' '.join(said['message'].split())[:300]}")
