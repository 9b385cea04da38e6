"""Builds on a standalone cluster of one master and two workers: seconds, memory, bytes shuffled, and how they grow.

    python benchmarks/spark_build.py 100000 1000000            # about so many sightings each, as tables
    python benchmarks/spark_build.py --folder FOLDER --equal   # articles; is it what a build on this machine gives?
    python benchmarks/spark_build.py --folder FOLDER --equal --driver-rows 0   # nothing is computed on the driver

Per size a line of JSON, then one for each step that shuffles most; growth is fitted by least squares over logarithms.
`cpu_s` are the seconds of cores that workers took, Java and Python, whatever else the machine did; Spark's own
`executorCpuTime` (nanoseconds) leaves out Python, the compiler and the collector. The memory of a worker is what all
of its processes hold together, executor and Python, looked at twice a second.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.request import urlopen

import numpy as np
import sightings as collections

from graphkit.spark import build
from graphkit.spark.driver import MOST
from tests.spark.cluster import Cluster, session
from tests.spark.equal import assert_equal

EACH = 1 + collections.RELATED_EACH
COUNTED = (
    *("executorRunTime", "executorCpuTime", "jvmGcTime", "shuffleWriteBytes", "shuffleReadBytes"),
    *("inputBytes", "outputBytes", "diskBytesSpilled"),
)
FITTED = ("seconds", "cpu_s", "executorCpuTime", "shuffleWriteBytes", "outputBytes")
PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sightings", nargs="*", type=int)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--equal", action="store_true", help="compare with the build on this machine")
    parser.add_argument("--heap", default="2g", help="of each executor, beside which Python needs as much")
    parser.add_argument("--driver", default="1g", help="heap of the driver")
    parser.add_argument(
        "--partitions", type=int, default=32, help="of a shuffle, before Spark puts small ones together"
    )
    parser.add_argument("--driver-rows", help="rows of a table that the driver may take")
    parser.add_argument("--steps", type=int, default=12, help="steps that are printed")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # else the cluster would outlive a time limit
    found = [measured(given, size) for size in given.sightings or ([0] if given.folder else [100_000])]
    if len(found) > 1:
        print(json.dumps({"grows as the power": {name: growth(found, name) for name in FITTED}}))


def measured(given: argparse.Namespace, size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as work:
        source = given.folder or table(Path(work), size)
        with cluster(Path(work), given) as (running, spark), memory(running) as peaks:
            start = time.perf_counter()
            manifest = build(spark, source, f"{work}/graph")
            seconds = round(time.perf_counter() - start, 1)
            steps = by_step(spark.sparkContext)
            spent = round(sum(_spent(worker.pid) for worker in running.workers), 1)
        total = {name: sum(step[name] for step in steps.values()) for name in COUNTED}
        print(
            json.dumps({"seconds": seconds, "cpu_s": spent, "peak_gb": peaks, **total, **manifest["counts"]}),
            flush=True,
        )
        for name in sorted(steps, key=lambda name: -steps[name]["shuffleWriteBytes"])[: given.steps]:
            print(json.dumps({"step": name, **steps[name]}), flush=True)
        if given.equal:
            assert_equal(source, Path(work) / "graph")
            print(json.dumps({"equal": str(source)}))
    return {"size": manifest["counts"]["sightings"], "seconds": seconds, "cpu_s": spent, **total}


def table(work: Path, size: int) -> Path:
    """A table of sightings, made by another process, whose memory is free again."""
    path = work / "sightings.parquet"
    child = get_context("spawn").Process(target=_write, args=(size // EACH, path))
    child.start()
    child.join()
    return path


def _write(articles: int, path: Path) -> None:
    collections.sightings(articles).write_parquet(path)


@contextmanager
def cluster(work: Path, given: argparse.Namespace) -> Iterator[tuple[Cluster, Any]]:
    """A cluster for long work, unlike that of the tests, with Spark's own settings."""
    settings = {
        "spark.executor.memory": given.heap,
        "spark.driver.memory": given.driver,
        "spark.ui.enabled": True,
        "spark.ui.port": 0,
        "spark.ui.retainedStages": 100_000,
        "spark.sql.shuffle.partitions": given.partitions,
        "spark.sql.adaptive.enabled": True,
        "spark.sql.codegen.wholeStage": True,
        "spark.sql.codegen.factoryMode": "FALLBACK",
        "spark.executor.extraJavaOptions": "-XX:+UseParallelGC",
        "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
    }
    running = Cluster(work, memory="4g")
    try:
        with session(running, work, **settings) as spark:
            if given.driver_rows:
                spark.conf.set(MOST, given.driver_rows)
            yield running, spark
    finally:
        running.stop()


@contextmanager
def memory(running: Cluster) -> Iterator[list[float]]:
    """The most that each worker holds, in GB; filled at the end."""
    peaks, most, done = [], [0.0] * len(running.workers), Event()

    def look() -> None:
        while not done.wait(0.5):
            most[:] = [max(old, _held(worker.pid)) for old, worker in zip(most, running.workers, strict=True)]

    watcher = Thread(target=look)
    watcher.start()
    try:
        yield peaks
    finally:
        done.set()
        watcher.join()
        peaks += [round(each / 1e9, 2) for each in most]


def _held(group: int) -> float:
    """Bytes of all processes of a session of processes."""
    return PAGE * sum(int(fields[21]) for fields in _processes(group))


def _spent(group: int) -> float:
    """Seconds of all cores that these have taken, and those of them that have ended."""
    return sum(int(ticks) for fields in _processes(group) for ticks in fields[11:15]) / TICKS


def _processes(group: int) -> Iterator[list[str]]:
    """What Linux says of each process of a session, from its state on."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if len(fields) > 21 and int(fields[3]) == group:
            yield fields


def by_step(context: Any) -> dict[str, dict[str, int]]:
    """What Spark counted, added up per step of the build."""
    base = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}"
    with urlopen(f"{base}/stages?status=complete") as answer:
        stages = json.load(answer)
    steps: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys((*COUNTED, "stages", "tasks"), 0))
    for stage in stages:
        step = steps[stage.get("description", "")]
        for name in COUNTED:
            step[name] += stage[name]
        step["stages"] += 1
        step["tasks"] += stage["numTasks"]
    return steps


def growth(found: list[dict[str, Any]], name: str) -> float:
    sizes, values = ([math.log(max(one[key], 1)) for one in found] for key in ("size", name))
    return round(float(np.polyfit(sizes, values, 1)[0]), 2)


if __name__ == "__main__":
    main()
