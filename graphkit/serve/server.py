"""The server: binds, serves until it is told to stop, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from graphkit.errors import GraphkitError
from graphkit.serve.app import Site
from graphkit.serve.guard import Guard
from graphkit.serve.http import PatientProtocol
from graphkit.serve.served import Served
from graphkit.serve.source import Progress, Source
from graphkit.serve.turns import Limits

_BACKLOG: Final = 256


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens, and to whom."""

    host: str
    port: int
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    watch: bool = False


def serve(
    path: Path,
    settings: Settings,
    limits: Limits,
    ready: Callable[[str], None],
    progress: Progress | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is told the address. Raises GraphkitError when it cannot."""
    source = Source(path)
    with _bound(settings.host, settings.port) as listener, asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(source, listener, settings, limits, ready, progress))


def _loop() -> asyncio.AbstractEventLoop:
    """uvloop's where it is installed: it halves the server's own work."""
    with contextlib.suppress(ImportError):
        import uvloop

        return uvloop.new_event_loop()
    return asyncio.new_event_loop()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise GraphkitError(f"port {port} is in use; choose another with --port, 0 for any that is free") from error
        raise GraphkitError(f"cannot listen on {host}, port {port}: {error.strerror}") from error
    except OverflowError as error:
        raise GraphkitError(f"there is no port {port}") from error


async def _serve(
    source: Source,
    listener: socket.socket,
    settings: Settings,
    limits: Limits,
    ready: Callable[[str], None],
    progress: Progress | None,
) -> None:
    port = int(listener.getsockname()[1])
    served = Served(source, limits)
    try:
        await served.start(progress)
        guarded = Guard(Site(served, settings.watch), settings.host, port, settings.hosts, settings.origins)
        watching = [asyncio.ensure_future(served.watch())] if settings.watch else []
        ready(f"http://{f'[{settings.host}]' if ':' in settings.host else settings.host}:{port}")
        await _Server(_config(guarded)).serve([listener])
        for task in watching:
            task.cancel()
    finally:
        await served.stop()


def _config(guarded: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        guarded,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=1,
    )


class _Server(uvicorn.Server):
    """uvicorn's server, which ends on a signal and does not raise it once more."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        for number in numbers:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)
