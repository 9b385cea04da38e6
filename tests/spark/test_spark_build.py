"""A build on a real cluster, one master and two workers on loopback, equals the build on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

import graphkit as gk
from graphkit.cli import main
from graphkit.errors import OutputError, SourceError
from graphkit.model import SIGHTINGS
from graphkit.sources import read_folder
from tests.conftest import ROOT, SEEDS
from tests.generate import generate
from tests.spark.cluster import Cluster, session
from tests.spark.equal import CLOSE, assert_equal
from tests.spark.test_by_parts import JUDGED, odd_files


def _missing() -> str:
    try:
        import graphframes  # noqa: F401
        import pyarrow  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed: pip install 'graphkit[spark]'"
    return ""


pytestmark = [
    pytest.mark.skipif(bool(_missing()) and not os.environ.get("GRAPHKIT_REQUIRE_SPARK"), reason=_missing()),
    pytest.mark.filterwarnings("default"),
]


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


@pytest.fixture(scope="module")
def seeds_on_spark(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph directory of the seeds, of which nothing is computed on the driver."""
    from graphkit.spark import build
    from graphkit.spark.driver import MOST

    target = tmp_path_factory.mktemp("built") / "seeds"
    alone = spark.newSession()
    alone.conf.set(MOST, "0")
    build(alone, SEEDS, str(target), ntriples=True)
    return target


def test_the_seeds_are_the_same(seeds_on_spark: Path) -> None:
    assert_equal(SEEDS, seeds_on_spark)


def test_all_nodes_of_seeds_are_in_clusters(seeds_on_spark: Path) -> None:
    clusters = gk.open_graph(seeds_on_spark).nodes["cluster"]
    sizes = clusters.value_counts().sort("cluster")["count"]
    assert clusters.null_count() == 0 and sizes.is_sorted(descending=True)
    assert 1 < sizes.len() < clusters.len() / 2


def test_the_triples_are_those_of_the_graph(seeds_on_spark: Path, tmp_path: Path) -> None:
    gk.export(gk.open_graph(seeds_on_spark), tmp_path, ["nt"])
    parts = [part.read_text() for part in (seeds_on_spark / "graph.nt").glob("part-*")]
    assert sorted("".join(parts).splitlines()) == sorted((tmp_path / "graph.nt").read_text().splitlines())


@pytest.mark.parametrize("command", ["stats", "rank", "ledger --kind related", "wanted"])
def test_other_commands_open_what_spark_built(seeds_on_spark: Path, command: str) -> None:
    name, *options = command.split()
    done = CliRunner().invoke(main, [name, str(seeds_on_spark), *options])
    assert done.exit_code == 0, done.output


def test_a_query_and_a_part_of_what_spark_built(seeds_on_spark: Path, tmp_path: Path) -> None:
    question = "SELECT ?t WHERE { ?a schema:headline ?t }"
    asked = CliRunner().invoke(main, ["query", question, str(seeds_on_spark), "--csv"])
    assert len(asked.stdout.splitlines()) == 1 + 22
    cut = ["export", str(seeds_on_spark), "--top", "3", "--by", "pagerank", "-o", str(tmp_path / "part"), "-f", "csv"]
    assert CliRunner().invoke(main, cut).exit_code == 0
    assert (pl.read_csv(tmp_path / "part" / "nodes.csv")["kind"] == "article").sum() == 3


def test_lines_of_json_are_sightings_too(spark: Any, tmp_path: Path) -> None:
    from graphkit.spark.build import _configured
    from graphkit.spark.reading import harvest_of_table
    from graphkit.spark.tables import collected, unboxed

    told = read_folder(SEEDS, gk.Settings()).sightings
    told.write_ndjson(tmp_path / "told.jsonl")
    lines = harvest_of_table(_configured(spark), str(tmp_path / "told.jsonl"))
    assert_frame_equal(collected(unboxed(lines, "sighting"), SIGHTINGS).sort("source", "item"), told)


def test_graphx_where_graphframes_is_not(spark: Any, tmp_path: Path) -> None:
    import networkx as nx

    from graphkit.spark import graphs
    from graphkit.spark.staging import Staging

    ways = [(0, 1), (1, 2), (3, 2), (3, 1), (5, 6), (7, 6)]
    staging = Staging(spark, str(tmp_path / "graph"))
    edges = spark.createDataFrame(ways, "src long, dst long")
    found = {row["id"]: row["component"] for row in graphs._connected_by_graphx(staging, edges, "some").collect()}
    assert found == {0: 0, 1: 0, 2: 0, 3: 0, 5: 5, 6: 5, 7: 5}
    ranked = graphs._ranked_by_graphx(staging, spark.range(9), edges, 0.15, 1e-9).collect()
    total = sum(row["pagerank"] for row in ranked)
    whole = nx.DiGraph(ways)
    whole.add_nodes_from(range(9))
    expected = nx.pagerank(whole, max_iter=1000, tol=1e-14)
    assert {row["id"]: row["pagerank"] / total for row in ranked} == pytest.approx(expected, rel=CLOSE)


def test_labels_stay_where_the_ties_are(spark: Any, tmp_path: Path) -> None:
    from graphkit.spark import graphs
    from graphkit.spark.staging import Staging

    rings = [(0, 1), (1, 2), (2, 0), (5, 6), (6, 7), (7, 5)]
    edges = spark.createDataFrame(rings, "src long, dst long")
    found = graphs.labelled(Staging(spark, str(tmp_path / "graph")), edges, "some").collect()
    assert sorted(row["id"] for row in found) == [0, 1, 2, 5, 6, 7]
    assert all((row["id"] < 5) == (row["label"] < 5) for row in found)


def test_a_failed_build_leaves_what_was_there(spark: Any, seeds_on_spark: Path, tmp_path: Path) -> None:
    from graphkit.spark import build

    before = sorted(path.name for path in seeds_on_spark.parent.iterdir())
    with pytest.raises(SourceError):
        build(spark, tmp_path / "nowhere", str(seeds_on_spark))
    assert sorted(path.name for path in seeds_on_spark.parent.iterdir()) == before
    assert_equal(SEEDS, seeds_on_spark)


def test_a_folder_of_others_is_refused(spark: Any, tmp_path: Path) -> None:
    from graphkit.spark import build

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(OutputError, match="choose another folder"):
        build(spark, SEEDS, str(tmp_path / "mine"))
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


@pytest.mark.usefixtures("spark")
def test_the_command_loses_nothing_when_a_worker_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    """The last test: the command takes the session that is there, and ends it."""
    files = generate(tmp_path / "files", 60)
    for name, text in {**odd_files(), "judgements.csv": JUDGED}.items():
        (files / name).parent.mkdir(exist_ok=True)
        (files / name).write_text(text)
    cluster.add_workers("worker-3")
    mark = tmp_path / ".graph.spark" / "work" / "told" / "_SUCCESS"
    blow = Thread(target=_kill_after, args=(cluster, mark), daemon=True)
    blow.start()
    command = ["spark-build", files.as_uri(), "-o", str(tmp_path / "graph"), "--conf", "spark.jars=", "--no-drafts"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    blow.join()
    assert cluster.workers[1].poll() is not None
    assert_equal(files, tmp_path / "graph", gk.Settings(drafts=False))


def _kill_after(cluster: Cluster, mark: Path) -> None:
    """Kill a worker as soon as a step is done and the next has begun."""
    while not mark.exists():
        time.sleep(0.05)
    time.sleep(0.5)
    cluster.kill_worker(1)


def test_without_java_one_line_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "graphkit", "spark-build", SEEDS, "-o", tmp_path / "out"]
    environment = {**os.environ, "JAVA_HOME": str(tmp_path / "no-java")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 2 and "error: Spark does not start, it needs Java 17" in done.stderr
    assert "Traceback" not in done.stderr
