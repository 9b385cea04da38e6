"""Keeper: the process that opens the data once and forks workers that share it, at once and as many as are asked for.

It is told over a pipe what to do, a line of JSON each, and answers with one: fork a worker for the
descriptor that comes along, or end one. When the pipe closes, it ends with all its workers.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
from collections.abc import Callable, Mapping
from typing import Any, Final

import pyoxigraph

from graphkit.serve import frames
from graphkit.serve.limits import confine, die_with_parent
from graphkit.serve.worker import work

_FORMATS: Final[Mapping[str, pyoxigraph.RdfFormat]] = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".trig": pyoxigraph.RdfFormat.TRIG,
}
_LINE: Final = 64 * 1024


def main(descriptor: int, parent: int) -> None:
    """Serve the pipe with this descriptor for the process `parent`."""
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as pipe:
        settings = json.loads(pipe.recv(_LINE))
        try:
            opened = opener(settings)
        except (OSError, RuntimeError, SyntaxError) as error:
            pipe.sendall(_line(error=" ".join(str(error).split())))
            return
        pipe.sendall(_line(ready=True))
        _Keeper(pipe, opened, settings).run()


def opener(settings: Mapping[str, Any]) -> Callable[[], pyoxigraph.Store]:
    """What gives a worker its store: the one loaded here, or, as RocksDB's threads survive no fork, its own."""
    place = settings["store"]
    if place:
        return lambda: pyoxigraph.Store.read_only(place)
    store = pyoxigraph.Store()
    name = settings["file"]
    store.bulk_load(path=name, format=_FORMATS[os.path.splitext(name)[1]])  # noqa: PTH122 (pathlib is slow to import)
    return lambda: store


class _Keeper:
    """The workers by process id, none of which is reaped unless told, so that no id is used twice."""

    def __init__(self, pipe: socket.socket, opened: Callable[[], pyoxigraph.Store], settings: Mapping[str, Any]):
        self._pipe, self._opened, self._settings = pipe, opened, settings
        self._workers: set[int] = set()

    def run(self) -> None:
        """Do what is asked until the pipe closes."""
        try:
            while True:
                data, descriptors, _, _ = socket.recv_fds(self._pipe, _LINE, 1)
                if not data:
                    return
                end = json.loads(data).get("end")
                self._pipe.sendall(self._fork(descriptors[0]) if end is None else self._end(end))
        finally:
            for pid in list(self._workers):
                self._end(pid)

    def _fork(self, descriptor: int) -> bytes:
        me = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            return _line(error=str(error))
        if pid == 0:
            self._become_worker(descriptor, me)
        os.close(descriptor)
        self._workers.add(pid)
        return _line(pid=pid)

    def _become_worker(self, descriptor: int, parent: int) -> None:
        try:
            die_with_parent(parent)
            self._pipe.close()
            with socket.socket(fileno=descriptor) as pipe:
                store = self._opened()
                confine(self._settings["memory"])
                pipe.sendall(frames.packed(frames.READY))
                work(store, pipe, self._settings["prefixes"])
        finally:
            os._exit(0)

    def _end(self, pid: int) -> bytes:
        """Kill and reap a worker; says the signal that ended it if it was dead already."""
        if pid not in self._workers:
            return _line(signal=0)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self._workers.discard(pid)
        return _line(signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def _line(**facts: Any) -> bytes:
    return json.dumps(facts).encode() + b"\n"
