"""Reading in processes: they end when their parent does, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

AT_ONCE = "from graphkit import cli, sources; sources._START = 0; cli.main()"
"""graphkit, but that it starts processes however short the work is."""


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX")
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_a_build_that_is_ended(tmp_path: Path, number: int) -> None:
    for name in range(6000):
        (tmp_path / f"{name}.md").write_text("---\ntitle: A\nrelated: [" + "b, " * 60 + "]\n---\n")
    command = [sys.executable, "-c", AT_ONCE, "check", tmp_path, "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as build:
        _wait(lambda: _group(build.pid) >= 3)
        os.kill(build.pid, number) if number == signal.SIGKILL else os.killpg(build.pid, number)
        said = build.communicate(timeout=60)[1]
    _wait(lambda: _group(build.pid) == 0)
    # Who is just starting when its parent is killed finds nothing to start with, and Python says so.
    assert number == signal.SIGKILL or b"Traceback" not in said


def _group(leader: int) -> int:
    """How many processes of a group are alive."""
    states = [_state(path) for path in Path("/proc").glob("[0-9]*/stat")]
    return sum(state[2] == str(leader) and state[0] != "Z" for state in states if state)


def _state(path: Path) -> list[str]:
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return []


def _wait(true: object, patience: float = 60) -> None:
    end = time.monotonic() + patience
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)
