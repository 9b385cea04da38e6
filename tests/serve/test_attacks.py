"""The attack run: after each probe the server answers a simple query within a second, in little memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.memory import Gauge
from tests.serve.probes import PROBES, Target
from tests.serve.running import Running, running

SECONDS = 2.0
MOST = 500 * 2**20


def patience() -> float:
    """A second; more on a machine that has more to do than cores to do it."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.fixture(scope="module")
def attacked(built: Path) -> Iterator[Running]:
    with running(built, "--timeout", str(SECONDS)) as server:
        yield server


def test_there_are_at_least_25_probes() -> None:
    assert len(PROBES) >= 25


@pytest.mark.parametrize("name", PROBES)
def test_probe(attacked: Running, name: str) -> None:
    target = Target(attacked.port, seconds=SECONDS, patience=patience())
    with Gauge(attacked.processes) as gauge:
        assert PROBES[name](target) is None
        assert target.simple_seconds() < target.patience
    assert gauge.peak < MOST
    assert attacked.process.poll() is None
