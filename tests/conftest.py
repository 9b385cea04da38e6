"""Fixtures that several tests share."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

import graphkit as gk

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

# The same examples in every run, however slow the machine; `--hypothesis-profile default` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

Folder = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture(scope="session")
def seeds() -> tuple[gk.Graph, gk.Report]:
    """The graph of the seeds and its report."""
    return gk.build(SEEDS)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A function that writes files, path to content, into a fresh folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "articles"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        root.mkdir(exist_ok=True)
        return root

    return write


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C as in a terminal, also in processes that are started: where tests run in the background, it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
