"""The servers that benchmarks compare: how each is started, where its endpoint is, what it takes."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.serve.probes import Target

HERE = Path(__file__).parent
ROOT = HERE.parent


@dataclass(frozen=True)
class Server:
    """A server by name: its command, in which {port} and {data} are filled in, and the path of its endpoint."""

    name: str
    command: tuple[str, ...]
    path: str = "/sparql"


def servers(seconds: float, peers: Path | None) -> list[Server]:
    """graphkit, a plain server, and, from the environment `peers`, rdflib-endpoint and Oxigraph's own."""
    ours = (sys.executable, "-m", "graphkit", "serve", "{directory}", "--port", "{port}", "--timeout", str(seconds))
    found = [
        Server("graphkit serve", ours),
        Server("plain pyoxigraph", (sys.executable, str(HERE / "plain_server.py"), "{turtle}", "{port}"), "/"),
    ]
    if peers:
        endpoint = (
            str(peers / "bin" / "rdflib-endpoint"),
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            "{port}",
            "{turtle}",
        )
        found.append(Server("rdflib-endpoint", endpoint, "/"))
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@contextmanager
def started(
    server: Server, directory: Path, seconds: float, most: int = 0, patience: float = 120
) -> Iterator[tuple[Target, subprocess.Popen[bytes]]]:
    """A server that answers; with `most`, each of its processes may take so many bytes."""
    port = free_port()
    fill = {"port": str(port), "directory": str(directory), "turtle": str(directory / "graph.ttl")}
    command = [part.format(**fill) for part in server.command]

    def limit() -> None:
        if most:
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))

    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=limit,  # noqa: PLW1509 (before any thread is started)
    )
    target = Target(port, server.path, seconds)
    try:
        end = time.monotonic() + patience
        while target.simple_seconds() == float("inf"):
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError(f"{server.name} does not answer: {' '.join(command)}")
            time.sleep(0.2)
        yield target, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT if "graphkit" in command else signal.SIGKILL)
            process.wait(20)
