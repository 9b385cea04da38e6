"""Forks: the server's side of the keeper and of its workers; asks for workers, talks to them, ends them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final

from graphkit.errors import GraphkitError
from graphkit.serve import frames
from graphkit.serve.limits import private_memory

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from graphkit.serve.keeper import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)
_BUFFER: Final = 256 * 1024
_LOW: Final = 4
"""Niceness of long queries: a share of two fifths beside a short one, and no starving on a busy machine."""


class Worker:
    """A process that answers one query at a time; `memory` is what it had from birth, in bytes."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid, self._reader, self._writer = pid, reader, writer
        self.memory = private_memory(pid)
        self.slowed = False

    async def send(self, query: Mapping[str, Any]) -> None:
        """Hand over a query."""
        self._writer.write(frames.packed(frames.QUERY, json.dumps(query).encode()))
        await self._writer.drain()

    async def frame(self) -> tuple[int, bytes]:
        """The next frame; raises IncompleteReadError or ConnectionError when the process is gone."""
        return await frames.read(self._reader)

    def grown(self) -> int:
        """Bytes that the process has taken since its birth."""
        return max(0, private_memory(self.pid) - self.memory)

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
        self._writer.close()


class Forks:
    """Workers on demand. The keeper does one thing at a time, so a lock stands before it."""

    def __init__(self, store: str, file: str, memory: int, prefixes: Mapping[str, str]) -> None:
        self._settings = {"store": store, "file": file, "memory": memory, "prefixes": dict(prefixes)}
        self._lock = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: socket.socket | None = None

    async def start(self) -> None:
        """Start the keeper and wait until it has the data; raises GraphkitError if it cannot be read."""
        ours, theirs = socket.socketpair()
        arguments = [json.dumps(sys.path), str(theirs.fileno()), str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _START, *arguments],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the server, which ends the others
        )
        theirs.close()
        ours.setblocking(False)
        self._pipe = ours
        said = await self._tell(self._settings)
        if "ready" not in said:
            raise GraphkitError(f"the graph cannot be served: {said.get('error', 'its process ended')}")

    async def worker(self) -> Worker:
        """A fresh worker; raises ConnectionError when there is none to be had."""
        ours, theirs = socket.socketpair()
        try:
            async with self._lock:
                said = await self._tell({}, theirs.fileno())
            if "pid" not in said:
                raise ConnectionError(said.get("error", "no worker"))
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=_BUFFER)
        try:
            await reader.readexactly(1)
        except asyncio.IncompleteReadError as error:
            writer.close()
            await self._kill(said["pid"])
            raise ConnectionError("the worker could not open the store") from error
        return Worker(said["pid"], reader, writer)

    async def end(self, worker: Worker) -> int:
        """End a worker; the signal that ended it, which is not SIGKILL if it had ended before."""
        worker.hang_up()
        return await self._kill(worker.pid)

    async def _kill(self, pid: int) -> int:
        async with self._lock:
            return int((await self._tell({"end": pid})).get("signal", 0))

    async def _tell(self, order: Mapping[str, Any], descriptor: int | None = None) -> dict[str, Any]:
        """One order and its answer; an empty one when the keeper is gone."""
        assert self._pipe is not None
        loop = asyncio.get_running_loop()
        line = json.dumps(order).encode()
        try:
            if descriptor is None:
                await loop.sock_sendall(self._pipe, line)
            else:
                socket.send_fds(self._pipe, [line], [descriptor])
            return dict(json.loads(await loop.sock_recv(self._pipe, 4096) or b"{}"))
        except OSError:
            return {}

    @property
    def alive(self) -> bool:
        """Whether the keeper runs."""
        return self._process is not None and self._process.poll() is None

    async def stop(self) -> None:
        """End the keeper, which ends its workers."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, 5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
