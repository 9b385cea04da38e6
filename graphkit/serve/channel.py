"""Channel: a worker as the server sees it; it is asked, tells frame by frame what it finds, and can be stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from typing import Final, Protocol, cast

from graphkit.serve import frames
from graphkit.serve.limits import private_memory

_LOW: Final = 4
"""Niceness of long queries: a share of two fifths beside a short one, and no starving on a busy machine."""


class Listener(Protocol):
    """Who is told what a worker says."""

    def said(self, kind: int, payload: bytes) -> None:
        """One more frame."""

    def lost(self) -> None:
        """The process is gone, and nothing more will come."""


class Worker(asyncio.Protocol):
    """A process that answers one query at a time, at the other end of a pipe."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.slowed = False
        self._frames = frames.Unpacked()
        self._listener: Listener | None = None
        self._held = False
        self._born_with = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The pipe is there."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """The process has ended."""
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("the worker could not open the store"))
        if self._listener is not None:
            self._listener.lost()

    def data_received(self, data: bytes) -> None:
        """Hand on what is whole."""
        for kind, payload in self._frames.of(data):
            if kind == frames.READY:
                self._born_with = private_memory(self.pid)
                self.ready.set_result(None)
            elif self._listener is not None:
                self._listener.said(kind, payload)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self._transport.is_closing()

    def ask(self, query: bytes, listener: Listener) -> None:
        """Hand over a query; `listener` is told what becomes of it."""
        self._listener = listener
        self._transport.write(frames.packed(frames.QUERY, query))

    def rest(self) -> None:
        """The query is over: tell nobody any more."""
        self._listener = None
        self.hold(held=False)

    def hold(self, *, held: bool = True) -> None:
        """Read nothing of what it says, so that it has to wait, or go on reading."""
        if held != self._held:
            self._held = held
            (self._transport.pause_reading if held else self._transport.resume_reading)()

    def grown(self) -> int:
        """Bytes that the process has taken since it was ready."""
        return max(0, private_memory(self.pid) - self._born_with)

    def slow_down(self) -> None:
        """Let others go first, from now on."""
        self.slowed = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOW)

    def pause(self) -> None:
        """Stop computing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on computing."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(OSError):
            os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the pipe."""
        self._listener = None
        self._transport.abort()
