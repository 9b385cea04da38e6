"""HTTP/1.1 for people who mean no good: heads that do not end, answers that nobody reads, too many connections."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 10.0
STUCK_SECONDS: Final = 20.0
MOST_CONNECTIONS: Final = 256
MOST_HEAD: Final = 256 * 1024
"""Bytes of a head: a query of the longest length, percent-encoded, and the headers."""


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, whose patience ends."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room if there are too many, and wait for the first head."""
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(cast("asyncio.Transport", _Joined(transport, self.loop)))
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
        """A head that has begun has to end, in time and in size."""
        self._head += len(data)
        super().data_received(data)
        if "head" in self._timers and self._head > MOST_HEAD:
            self.send_400_response(f"a head may have {MOST_HEAD // 1024} KiB")

    def on_message_begin(self) -> None:
        """Wait for the end of the head."""
        super().on_message_begin()
        self._head = 0
        self._wait("head", HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """The head has come."""
        self._stop("head")
        super().on_headers_complete()

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


class _Joined:
    """A transport that sends at once what is written at once: the head and the body of an answer in one packet."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._written: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)

    def _send(self) -> None:
        data, self._written = b"".join(self._written), []
        if data:
            self._transport.write(data)

    def close(self) -> None:
        self._send()
        self._transport.close()


def _is_idle(connection: Any) -> bool:
    return connection.cycle is None or connection.cycle.response_complete
