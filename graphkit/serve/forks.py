"""Forks: the server's side of the keeper; asks it for workers, and to end them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final

from graphkit.errors import GraphkitError
from graphkit.serve.channel import Worker

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from graphkit.serve.keeper import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)


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
        _, worker = await asyncio.get_running_loop().create_unix_connection(lambda: Worker(said["pid"]), sock=ours)
        try:
            await worker.ready
        except ConnectionError:
            await self.end(worker)
            raise
        return worker

    async def end(self, worker: Worker) -> int:
        """End a worker; the signal that ended it, which is not SIGKILL if it had ended before."""
        worker.hang_up()
        async with self._lock:
            return int((await self._tell({"end": worker.pid})).get("signal", 0))

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
