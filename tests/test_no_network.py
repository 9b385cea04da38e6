"""Nothing asks the network for anything: every command runs where there is none, and no step towards one is taken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS

# One process for all commands: each says its exit code. `serve` has loopback to itself and tests of its own.
_DRIVER = """
import sys
from click.testing import CliRunner
from graphkit.cli import main
for line in sys.stdin.read().splitlines():
    result = CliRunner().invoke(main, line.split("\\t"))
    print(result.exit_code, line.replace("\\t", " "))
    if result.exit_code not in (0, 1):
        print(result.output, file=sys.stderr)
"""
_QUERY = "SELECT ?t WHERE { ?a schema:headline ?t }"
_SERVICE = "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
_FORMATS = ("csv", "gexf", "graphml", "html", "json", "jsonld", "nq", "nt", "parquet", "pyvis", "trig", "ttl", "ttl12")
_ONE, _OTHER = "https://amp.freep.com/amp/7342230002", "Fight over facial recognition"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("build", "{seeds}", "-o", "{out}", *(word for name in _FORMATS for word in ("-f", name))),
    ("build", "{seeds}", "-o", "{packed}", "-f", "ttl", "--compress", "zst", "--images"),
    ("verify", "{out}"),
    ("verify", "{packed}"),
    ("stats", "{out}"),
    ("rank", "{out}", "--metric", "pagerank"),
    ("clusters", "{out}"),
    ("search", "facial recognition", "{out}"),
    ("neighbors", "KnowTechie", "{out}"),
    ("path", "KnowTechie", "KRDO", "{out}"),
    ("query", _QUERY, "{out}"),
    ("query", "--named", "publishers", "{out}"),
    ("check", "{seeds}", "--shacl"),
    ("ledger", "{out}"),
    ("why", _ONE, _OTHER, "{out}"),
    ("judge", _ONE, _OTHER, "same", "{copy}", "--why", "a test"),
    ("drift", "{out}"),
    ("wanted", "{out}"),
    ("identity", "--grade", "{seeds}"),
    ("export", "{out}", "--format", "jsonld", "-o", "{single}"),
)


def _without_network() -> list[str]:
    """A namespace of its own, which has no way out; where the system gives none, the trap alone must do."""
    command = ["unshare", "--map-root-user", "--net"]
    able = (
        shutil.which("unshare") and subprocess.run([*command, "true"], check=False, capture_output=True).returncode == 0
    )
    return command if able else []


@pytest.fixture
def trapped(tmp_path: Path) -> dict[str, str]:
    """An environment whose Python writes down what goes to a network."""
    path = f"{ROOT / 'tests' / 'trap'}{os.pathsep}{ROOT}"
    return {**os.environ, "PYTHONPATH": path, "GRAPHKIT_TRAP": str(tmp_path / "steps")}


def test_every_command_runs_without_a_network(trapped: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "copy")
    places = {"seeds": SEEDS, **{name: tmp_path / name for name in ("out", "packed", "copy", "single")}}
    lines = [
        "\t".join(word.format(**places) if word[0] == "{" and "?" not in word else word for word in command)
        for command in COMMANDS
    ]
    done = subprocess.run(
        [*_without_network(), sys.executable, "-c", _DRIVER],
        input="\n".join([*lines, "\t".join(("query", _SERVICE, str(tmp_path / "out")))]),
        env=trapped, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    codes = [line.partition(" ")[0] for line in done.stdout.splitlines()]
    assert codes == ["0"] * len(COMMANDS) + ["2"], done.stdout + done.stderr
    assert not (tmp_path / "steps").exists(), (tmp_path / "steps").read_text()
    for file in ("graph.html", "graph.ttl", "graph.gexf"):
        assert (tmp_path / "out" / file).read_bytes() == (ROOT / "exports" / file).read_bytes()


def test_the_trap_catches_what_it_should(trapped: dict[str, str], tmp_path: Path) -> None:
    code = "import urllib.request, contextlib\nwith contextlib.suppress(OSError): urllib.request.urlopen('http://127.0.0.1:1/')"
    subprocess.run([*_without_network(), sys.executable, "-c", code], env=trapped, check=True, timeout=60)
    assert "socket.connect" in (tmp_path / "steps").read_text()


def test_every_command_is_among_them() -> None:
    from graphkit.cli import main

    assert {command[0] for command in COMMANDS} == set(main.commands) - {
        "serve",
        "spark-build",
    }  # whose parts talk to each other
