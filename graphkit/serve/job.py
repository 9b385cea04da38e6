"""Job: a query on its way from a worker to whoever reads the answer, who may be slow."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

from graphkit.serve import failures, frames
from graphkit.serve.channel import Worker
from graphkit.serve.failures import Failure

_AHEAD: Final = 32
"""Pieces of an answer, 64 KiB each, that wait for a slow reader before the worker has to."""


class Job:
    """What a worker says to a query; `ended` is called once, when it will say no more, `died` if it is gone.

    As long as it has said nothing, another worker can begin anew.
    """

    def __init__(self, query: Mapping[str, Any], ended: Callable[[Job], None], died: Callable[[Job], None]) -> None:
        self._query, self._ended, self._died = json.dumps(query).encode(), ended, died
        self.worker: Worker | None = None
        self.failure: Failure | None = None
        self.over = self.whole = self.silent = self.slow = self.alone = False
        self.begun = time.monotonic()
        self.waits: asyncio.TimerHandle | asyncio.Task[None] | None = None
        self._frames: deque[tuple[int, bytes]] = deque()
        self._news = asyncio.Event()

    def start(self, worker: Worker) -> None:
        """Ask a worker."""
        self.worker, self.silent = worker, True
        worker.ask(self._query, self)

    def give_up(self) -> Worker | None:
        """Ask no longer; the worker that was asked."""
        worker, self.worker = self.worker, None
        if worker:
            worker.rest()
        return worker

    def said(self, kind: int, payload: bytes) -> None:
        """One more frame."""
        self.silent = False
        self._frames.append((kind, payload))
        self._news.set()
        if kind in (frames.END, frames.FAULT):
            self.whole = True
            self.end()
        elif len(self._frames) >= _AHEAD:
            self._hold()

    def lost(self) -> None:
        """The worker has ended in the middle of it."""
        self._died(self)

    def end(self, failure: Failure | None = None) -> None:
        """Nothing comes after what is there; the first end counts."""
        if not self.over:
            self.over, self.failure = True, failure
            self._news.set()
            self._ended(self)

    async def frame(self) -> tuple[int, bytes]:
        """The next frame; raises Failure when there will be none."""
        while not self._frames:
            if self.over:
                raise self.failure or failures.crashed()
            self._news.clear()
            await self._news.wait()
        if len(self._frames) < _AHEAD:
            self._hold(held=False)
        return self._frames.popleft()

    def _hold(self, *, held: bool = True) -> None:
        if self.worker:
            self.worker.hold(held=held)

    def grown(self) -> int:
        """Bytes that it takes now."""
        return self.worker.grown() if self.worker else 0
