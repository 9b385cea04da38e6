"""A build on a real cluster, one master and two workers on loopback, equals the build on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import graphkit as gk
from graphkit.graph.directory import open_evidence, open_graph
from graphkit.model import KEYS, LEDGER, NODES, SIGHTINGS
from tests.conftest import SEEDS
from tests.spark.cluster import JARS, Cluster, session

REQUIRED = bool(os.environ.get("GRAPHKIT_REQUIRE_SPARK"))
CLOSE = 1e-6
EXACT = (*NODES, "in_degree", "out_degree", "degree", "component")


def _missing() -> str:
    try:
        import graphframes  # noqa: F401
        import pyarrow  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed: pip install 'graphkit[spark]'"
    return "" if any(JARS.glob("*.jar")) else "no jars of GraphFrames: bash tests/spark/prepare.sh"


pytestmark = pytest.mark.skipif(bool(_missing()) and not REQUIRED, reason=_missing())


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One master, two workers."""
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def spark(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session of the cluster."""
    with session(cluster, tmp_path_factory.mktemp("session")) as running:
        yield running


def _differ(folder: Path, target: Path) -> None:
    """Assert that the graph directory is what a build on this machine gives."""
    graph, report = gk.build(folder)
    built, evidence = open_graph(target), open_evidence(target)
    assert_frame_equal(built.nodes.select(EXACT), graph.nodes.select(EXACT))
    assert_frame_equal(built.edges, graph.edges)
    assert_frame_equal(built.nodes.select("pagerank"), graph.nodes.select("pagerank"), rel_tol=CLOSE, abs_tol=0)
    assert_frame_equal(evidence.sightings.select(*SIGHTINGS, "article"), report.sightings)
    _same_rows(evidence.ledger, report.ledger, list(LEDGER))
    _same_rows(evidence.keys, report.keys, list(KEYS))
    assert_frame_equal(evidence.files, report.files)
    for name in ("counts", "declared", "ledger", "problems", "disagreements", "components"):
        assert built.manifest[name] == graph.manifest[name], name


def _same_rows(one: pl.DataFrame, other: pl.DataFrame, by: list[str]) -> None:
    assert_frame_equal(one.sort(by), other.sort(by))


def test_spark_build_equals_the_local_build(spark: Any, tmp_path: Path) -> None:
    from graphkit.spark import build

    build(spark, SEEDS, str(tmp_path / "seeds"))
    _differ(SEEDS, tmp_path / "seeds")
