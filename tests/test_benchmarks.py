"""The benchmark of identity as a test: near misses stay apart, spellings meet; speeds are for reading, not for tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.generate import generate


def test_spellings_of_one_article_meet_and_near_misses_do_not(tmp_path: Path) -> None:
    folder = generate(tmp_path / "many", 400)
    command = [sys.executable, ROOT / "benchmarks" / "identity.py", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    row = next(line.split() for line in done.stdout.splitlines() if line.startswith("graphkit "))
    precision, recall = map(float, row[1:3])
    assert precision == 1
    assert recall >= 0.995
