"""How a server begins, follows its graph and ends: one line when it cannot, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import graphkit as gk
from graphkit.serve import opening
from graphkit.serve.source import Source
from graphkit.waiting import interruptible
from tests.conftest import ROOT, SEEDS
from tests.serve.probes import WORST
from tests.serve.running import Running, running, started

TITLES = "SELECT ?t { ?a a gk:Article ; schema:headline ?t }"


def fails(*arguments: str) -> str:
    """The one line of a server that cannot start."""
    line = told(*arguments)
    assert line.count("\n") == 1
    return line


def told(*arguments: str) -> str:
    """What a server that cannot start says."""
    command = [sys.executable, "-m", "graphkit", "serve", *arguments]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}/stat").exists() and b") Z" not in _stat(pid) for pid in pids)


def _stat(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return b") Z"


def test_a_port_in_use(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert fails(str(built), "--port", str(port)) == (
            f"error: port {port} is in use; choose another with --port, 0 for any that is free\n"
        )


def test_nothing_to_serve(tmp_path: Path) -> None:
    assert "is neither a graph directory, a folder of articles nor an RDF file" in fails(str(tmp_path / "no"))
    (tmp_path / "a.txt").write_text("a")
    assert "is no RDF file" in fails(str(tmp_path / "a.txt"))
    (tmp_path / "a.ttl").write_text("this is not Turtle")
    assert "a.ttl" in fails(str(tmp_path / "a.ttl"), "--port", "0")


def test_no_address_to_listen_on(built: Path) -> None:
    warning, error = told(str(built), "--host", "203.0.113.1", "--port", "0").splitlines()
    assert warning.startswith("warning: ") and "cannot listen on 203.0.113.1" in error


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_though_a_query_runs(built: Path, number: int) -> None:
    server = started(built)
    connection = ask_and_leave_open(server)
    pids = server.processes()
    assert len(pids) >= 4
    assert server.end(number) == 0
    assert until(lambda: gone(pids))
    connection.close()
    assert server.process.communicate()[1] == ""


def test_no_worker_outlives_a_server_that_is_killed(built: Path) -> None:
    server = started(built)
    connection = ask_and_leave_open(server)
    pids = server.processes()
    server.end(signal.SIGKILL)
    assert until(lambda: gone(pids))
    connection.close()
    server.process.communicate()


def ask_and_leave_open(server: Running) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port))
    query = WORST.replace(" ", "%20")
    connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
    time.sleep(0.8)
    return connection


def test_killed_workers_and_a_killed_keeper_are_replaced(built: Path) -> None:
    with running(built) as server:
        _, keeper, *workers = server.processes()
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: gone(workers))
        assert [server.ask("ASK { }").status for _ in range(10)] == [200] * 10
        os.kill(keeper, signal.SIGKILL)
        assert until(lambda: gone([keeper, *server.processes()[1:]]))
        assert [server.ask("ASK { }").status for _ in range(10)] == [200] * 10


def test_an_rdf_file_may_be_compressed(tmp_path: Path) -> None:
    gk.export(gk.build(SEEDS)[0], tmp_path, ["ttl"], "gz")
    with running(tmp_path / "graph.ttl.gz") as server:
        assert len(server.ask(TITLES).column("t")) == 22
        assert server.request("/").status == 404
    (tmp_path / "cut.ttl.gz").write_bytes((tmp_path / "graph.ttl.gz").read_bytes()[:-200])
    assert "cut.ttl.gz" in fails(str(tmp_path / "cut.ttl.gz"), "--port", "0")


def test_what_opening_takes_is_given_back(tmp_path: Path) -> None:
    """The library that stores is loaded by a process that ends."""
    (tmp_path / "a.md").write_text("---\ntitle: First\n---\n")
    with running(tmp_path) as server:
        assert server.ask(TITLES).column("t") == ["First"]
        assert "pyoxigraph" not in Path(f"/proc/{server.processes()[0]}/maps").read_text()


def test_an_opening_that_is_killed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_START", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(gk.GraphkitError, match="the process that opened it was ended"):
        # A browser's loop may run in this thread.
        interruptible(lambda: asyncio.run(opening.opened(Source(tmp_path))))


def test_it_serves_without_uvloop(built: Path) -> None:
    with running(built, "--timeout", "1", without="uvloop") as server:
        assert len(server.ask(TITLES).column("t")) == 22
        assert server.ask(WORST).status == 408
        long = server.ask("SELECT * { ?a ?b ?c . ?d gk:kind ?f } LIMIT 20000")
        assert long.status == 200 and len(long.column("a")) == 20_000


def test_a_folder_of_articles_is_built_and_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, scratch = tmp_path / "articles", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    (folder / "a.md").write_text("---\ntitle: First\n---\n")
    with running(folder, "--watch") as server:
        assert server.ask(TITLES).column("t") == ["First"]
        (folder / "b.md").write_text("---\ntitle: Second\n---\n")
        assert until(lambda: sorted(server.ask(TITLES).column("t")) == ["First", "Second"], 20)
        assert b"Second" in server.request("/").body
        assert server.request("/api/search?q=second").json()["results"][0]["label"] == "Second"
    assert not list(scratch.iterdir())
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "b.md"]


def test_a_graph_that_is_built_anew_is_served_anew(tmp_path: Path) -> None:
    gk.save(*gk.build(SEEDS), tmp_path / "built")
    with running(tmp_path / "built", "--watch") as server:
        connection = socket.create_connection(("127.0.0.1", server.port), 20)
        connection.sendall(f"GET /events HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
        assert b"text/event-stream" in connection.recv(4096)
        articles = tmp_path / "articles"
        articles.mkdir()
        (articles / "a.md").write_text("---\ntitle: Another\n---\n")
        gk.save(*gk.build(articles), tmp_path / "built")
        assert until(lambda: server.ask(TITLES).column("t") == ["Another"], 20)
        heard = b""
        while b"data: changed" not in heard:
            heard += connection.recv(4096)
        connection.close()


def test_another_host_is_warned_of(built: Path) -> None:
    server = started(built, "--host", "0.0.0.0")
    assert server.request("/").status == 200
    assert server.end() == 0
    assert server.process.communicate()[1].startswith("warning: whoever reaches 0.0.0.0 can read the graph")
