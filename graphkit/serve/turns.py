"""Turns: short queries first; long ones slowed, few at a time; none beyond its time.

A query gets a lane. After a moment it gives its lane to the next and goes on at low priority, if fewer
than so many others do; else it waits until one of them ends. So long queries, however many, make a
short one wait for a moment only.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from graphkit.serve import failures

LONG: Final = 0.3
SHORTEST: Final = 0.05
"""Seconds after which a query gives way, when nobody waits and when many do."""
MOST_WAITING: Final = 64
MOST_LONG: Final = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """How many queries run at once, for how many seconds each, with how many bytes together."""

    workers: int
    seconds: float
    memory: int


class Turns:
    """The lanes, and the turns of those that left theirs."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # More than cores, so that none of them is idle while an answer is on its way.
        self.lanes = 2 * limits.workers
        self._lanes = asyncio.Semaphore(self.lanes)
        self._long = asyncio.Semaphore(limits.workers)
        self._alone = asyncio.Semaphore(1)
        self.waiting = self._waiting_long = 0

    async def enter(self) -> None:
        """Wait for a lane, in the order of arrival; raises Failure when there are too many."""
        if not self._lanes.locked():
            await self._lanes.acquire()
            return
        if self.waiting >= MOST_WAITING:
            raise failures.busy()
        self.waiting += 1
        try:
            await self._soon(self._lanes)
        finally:
            self.waiting -= 1

    def leave(self) -> None:
        """Let the next one have the lane."""
        self._lanes.release()

    def patience(self) -> float:
        """Seconds that a query may hold its lane: fewer, the more wait for one."""
        fair = LONG / (1 + self.waiting / self.lanes)
        return min(max(fair, SHORTEST), self._limits.seconds)

    @property
    def full(self) -> bool:
        """Whether a long one has to wait for its turn."""
        return self._long.locked()

    @contextlib.asynccontextmanager
    async def long(self, *, alone: bool = False) -> AsyncIterator[None]:
        """A turn among the long ones, or before all of them; raises Failure when too many wait."""
        wanted = [self._alone, *[self._long] * self._limits.workers] if alone else [self._long]
        taken: list[asyncio.Semaphore] = []
        try:
            for places in wanted:
                await self._long_place(places)
                taken.append(places)
            yield
        finally:
            for places in taken:
                places.release()

    async def _long_place(self, places: asyncio.Semaphore) -> None:
        if self._waiting_long >= MOST_LONG:
            raise failures.busy()
        self._waiting_long += 1
        try:
            await self._soon(places)
        finally:
            self._waiting_long -= 1

    async def _soon(self, places: asyncio.Semaphore) -> None:
        try:
            async with asyncio.timeout(3 * self._limits.seconds):
                await places.acquire()
        except TimeoutError:
            raise failures.busy() from None
