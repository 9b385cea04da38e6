"""Pages for the tests of the explorer, and browsers with and without WebGL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import graphkit as gk
from graphkit.graph import Graph
from tests.browser import ARGS, NAMES, started
from tests.conftest import SEEDS
from tests.explorer.pages import written
from tests.generate import generate

SOFTWARE_GL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
ENGINES = {
    "webgl2": [arg for arg in ARGS if arg != "--disable-gpu"] + SOFTWARE_GL,
    "canvas": [*ARGS, "--disable-3d-apis"],
}
BIG = 3000
"""Articles of the big page; with their publishers, topics and cited pages over 4,000 nodes."""


@pytest.fixture(scope="session")
def seeds_graph() -> Graph:
    """The graph of the seeds."""
    return gk.build(SEEDS)[0]


@pytest.fixture(scope="session")
def seeds_page(seeds_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the seeds."""
    return written(seeds_graph, tmp_path_factory.mktemp("seeds") / "graph.html")


@pytest.fixture(scope="session")
def big_graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph in which many topics and publishers are rare."""
    return gk.build(generate(tmp_path_factory.mktemp("articles"), BIG))[0]


@pytest.fixture(scope="session")
def big_page(big_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the big graph."""
    return written(big_graph, tmp_path_factory.mktemp("big") / "graph.html")


@pytest.fixture(scope="session", params=sorted(ENGINES))
def drawn(request: pytest.FixtureRequest) -> Iterator[tuple[str, Browser]]:
    """Chromium with and without WebGL: what should draw the map, and the browser."""
    path = os.environ.get("GRAPHKIT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("no Chromium") if os.environ.get("GRAPHKIT_REQUIRE_BROWSER") else pytest.skip("no Chromium")
    chromium = started().chromium.launch(executable_path=path, args=ENGINES[request.param])
    yield request.param, chromium
    chromium.close()
