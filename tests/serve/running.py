"""A real server in a process of its own, on a free port, and plain requests to it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.conftest import ROOT


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)

    def column(self, name: str) -> list[str]:
        """The values of a variable in SPARQL's JSON."""
        return [row[name]["value"] for row in self.json()["results"]["bindings"]]


@dataclass
class Running:
    """A server that runs, and its process."""

    url: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(urlsplit(self.url).port or 0)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def request(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 30,
    ) -> Reply:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): answer.headers.get_all(name) or [] for name in answer.headers}
            return Reply(answer.status, {name: ", ".join(some) for name, some in named.items()}, answer.read())
        finally:
            connection.close()

    def ask(self, sparql: str, accept: str = "application/sparql-results+json", **fields: str) -> Reply:
        """A query by GET."""
        return self.request(f"/sparql?{urlencode({'query': sparql, **fields})}", headers={"Accept": accept})

    def processes(self) -> list[int]:
        """The server's process, its keeper and the workers."""
        return descendants(self.process.pid)

    def end(self, number: int = signal.SIGINT, seconds: float = 10) -> int:
        """Send a signal and wait; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)


def descendants(root: int) -> list[int]:
    """A process, its children, theirs, and so on."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(map(int, line.split()) for line in listed.splitlines())
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def started(path: Path, *options: str, port: int = 0, without: str = "") -> Running:
    """Start a server and wait until it listens; `without` is a module that it is not to find."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    program = f"import sys; sys.modules[{without!r}] = None; from graphkit.cli import main; main()"
    entry = ["-c", program] if without else ["-m", "graphkit"]
    command = [sys.executable, *entry, "serve", str(path), "--port", str(port), *options]
    process = subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None and process.stderr is not None
    line = process.stdout.readline()
    if not line:
        raise AssertionError(process.communicate()[1])
    return Running(line.split()[0].rstrip("/"), process)


@contextmanager
def running(path: Path, *options: str, without: str = "") -> Iterator[Running]:
    """A server for a while."""
    server = started(path, *options, without=without)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end()
        for stream in (server.process.stdout, server.process.stderr):
            if stream:
                stream.close()
