"""A build on a standalone cluster of two workers: seconds and bytes shuffled per stage, rows in and out.

python benchmarks/spark_build.py 100000            # about so many sightings, as a table
python benchmarks/spark_build.py --folder FOLDER   # a folder of articles
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import sightings as collections

from graphkit.spark import build
from tests.spark.cluster import Cluster, session

EACH = 1 + collections.RELATED_EACH


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sightings", nargs="?", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--memory", default="1g", help="of each worker's executor")
    parser.add_argument("--partitions", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        measure(Path(work), given)


def measure(work: Path, given: argparse.Namespace) -> None:
    source = given.folder or table(work, given.sightings)
    running = Cluster(work, memory=given.memory)
    settings = {
        "spark.executor.memory": given.memory,
        "spark.ui.enabled": True,
        "spark.ui.port": 0,
        "spark.sql.shuffle.partitions": given.partitions,
    }
    try:
        with session(running, work, **settings) as spark:
            start = time.perf_counter()
            manifest = build(spark, source, str(work / "graph"))
            seconds = time.perf_counter() - start
            print(json.dumps({"seconds": round(seconds, 1), **manifest["counts"]}))
            report(spark.sparkContext)
    finally:
        running.stop()


def table(work: Path, count: int) -> Path:
    path = work / "sightings.parquet"
    collections.sightings(count // EACH).write_parquet(path)
    return path


def report(context: object) -> None:
    """What Spark counted, stage by stage."""
    base = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}"  # type: ignore[attr-defined]
    with urlopen(f"{base}/stages?status=complete") as answer:
        stages = json.load(answer)
    names = ("inputRecords", "outputRecords", "outputBytes", "shuffleReadBytes", "shuffleWriteBytes")
    names = (*names, "memoryBytesSpilled", "diskBytesSpilled")
    total = {name: sum(stage[name] for stage in stages) for name in names}
    print(json.dumps({"stages": len(stages), **total}))
    for stage in sorted(stages, key=lambda one: -one["shuffleWriteBytes"])[:12]:
        said = {name: stage[name] for name in ("stageId", "numTasks", "executorRunTime", *names)}
        print(json.dumps({**said, "name": stage["name"]}))


if __name__ == "__main__":
    main()
