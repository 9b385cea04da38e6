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
    """What a worker says to a query; `ended` is called once, when it will say no more, `died` if it is gone."""

    def __init__(self, worker: Worker, ended: Callable[[Job], None], died: Callable[[Job], None]) -> None:
        self.worker, self._ended, self._died = worker, ended, died
        self.failure: Failure | None = None
        self.over = self.whole = self.slow = False
        self.begun = time.monotonic()
        self.waits: asyncio.TimerHandle | asyncio.Task[None] | None = None
        self._frames: deque[tuple[int, bytes]] = deque()
        self._news = asyncio.Event()

    def start(self, query: Mapping[str, Any]) -> None:
        """Ask the worker."""
        self.worker.ask(json.dumps(query).encode(), self)

    def said(self, kind: int, payload: bytes) -> None:
        """One more frame."""
        self._frames.append((kind, payload))
        self._news.set()
        if kind in (frames.END, frames.FAULT):
            self.whole = True
            self.end()
        elif len(self._frames) >= _AHEAD:
            self.worker.hold()

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
        if not self.over and len(self._frames) < _AHEAD:
            self.worker.hold(held=False)
        return self._frames.popleft()
