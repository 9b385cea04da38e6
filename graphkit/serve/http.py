"""HTTP/1.1 for people who mean no good: heads that do not end, answers that nobody reads, too many connections."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 10.0
STUCK_SECONDS: Final = 20.0
MOST_CONNECTIONS: Final = 256


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, whose patience ends."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room if there are too many, and wait for the first head."""
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait("head", HEAD_SECONDS)
        if len(self.connections) > MOST_CONNECTIONS:
            idle = next((one for one in self.connections if one is not self and _is_idle(one)), self)
            idle.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        for timer in self._timers.values():
            timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A head that has begun has to end."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop("head")
        elif self.conn.trailing_data[0]:
            self._wait("head", HEAD_SECONDS)

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        self._wait("stuck", STUCK_SECONDS)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        self._stop("stuck")

    def _wait(self, what: str, seconds: float) -> None:
        if what not in self._timers:
            self._timers[what] = self.loop.call_later(seconds, self.transport.abort)

    def _stop(self, what: str) -> None:
        if timer := self._timers.pop(what, None):
            timer.cancel()


def _is_idle(connection: Any) -> bool:
    return connection.cycle is None or connection.cycle.response_complete
