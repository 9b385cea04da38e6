"""The benchmark of identity as a test: near misses stay apart, spellings meet; speeds are for reading, not for tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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


def _printed(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / command[0], *command[1:]],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    return done.stdout


def test_growth_is_fitted_for_every_stage() -> None:
    lines = _printed("million.py", "100", "200").splitlines()
    assert [line.split()[0] for line in lines[1:8]] == [
        "columns",
        "resolve",
        "ledger",
        "pagerank",
        "cluster",
        "parquet",
        "ttl",
    ]


@pytest.mark.parametrize("race", ["graphml", "nt"])
def test_programs_that_race_make_the_same(race: str) -> None:
    """The table compares what they made; it ends with an error if that differs."""
    lines = _printed("table.py", race, "--articles", "40", "--runs", "1").splitlines()
    assert lines[2].split(" | ")[1] == "graphkit"
    assert len(lines) >= 4
