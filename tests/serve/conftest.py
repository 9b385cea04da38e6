"""The server that most tests of this folder ask: the seeds' graph directory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import graphkit as gk
from tests.browser import browser
from tests.conftest import SEEDS
from tests.serve.running import Running, running

__all__ = ["browser"]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph directory of the seeds."""
    folder = tmp_path_factory.mktemp("serve") / "built"
    gk.save(*gk.build(SEEDS), folder)
    return folder


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Running]:
    """A server of the seeds with a short time limit."""
    with running(built, "--timeout", "3", "--memory", "128") as found:
        yield found
