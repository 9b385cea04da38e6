"""Growth measured: what each stage costs from 10,000 articles on, given as tables of sightings, five mentions each.

    python benchmarks/million.py                       # 10,000 30,000 100,000 articles
    python benchmarks/million.py 10000 100000 1000000  # which take some 10 GB and some minutes
    python benchmarks/million.py --all 10000 100000    # every metric and every default export

Each size is a process of its own. Printed are seconds, their growth as a power of the number of articles (1 is
linear; fitted by least squares over logarithms), and the peak of memory.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from racing import peak_memory
from sightings import sightings

SIZES = (10_000, 30_000, 100_000)
METRICS = ("pagerank", "cluster")
FORMATS = ("parquet", "ttl")

Seconds = dict[str, float]


class Sink(io.RawIOBase):
    """A file that counts what is written: the disk is not what is measured."""

    bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.bytes += len(data)
        return len(data)


@contextmanager
def timed(seconds: Seconds, name: str) -> Iterator[None]:
    """Adds the CPU seconds of a stage, on all threads."""
    start = time.process_time()
    yield
    seconds[name] = time.process_time() - start
    print(f"{name:22}{seconds[name]:10.2f} s{_peak():10.2f} GB", file=sys.stderr)


def _peak() -> float:
    """The most memory that this process has held, in GB."""
    return peak_memory() / 1024


def stages(path: Path, everything: bool) -> Seconds:
    """CPU seconds of every stage for one table of sightings, in this process."""
    import graspologic_native
    import scipy.sparse.csgraph

    from graphkit.analysis import METRICS as KNOWN
    from graphkit.exporters import DEFAULT, EXPORTERS
    from graphkit.graph.report import Evidence
    from graphkit.resolve import check_ledger, resolve
    from graphkit.sources.given import harvest_of

    assert graspologic_native and scipy.sparse.csgraph  # their import is no stage
    seconds: Seconds = {}
    begun = time.perf_counter()
    with timed(seconds, "columns"):
        harvest = harvest_of(pl.read_parquet(path))
    with timed(seconds, "resolve"):
        found = resolve(harvest.sightings, harvest.malformed)
    with timed(seconds, "ledger adds up"):
        check_ledger(found.ledger, found.graph, harvest.counts)
    evidence = Evidence(found.sightings, found.keys, found.ledger, harvest.files)
    graph = found.graph.with_origin(evidence)
    del found, harvest, evidence
    for name in KNOWN if everything else METRICS:
        with timed(seconds, name):
            graph = graph.with_columns(KNOWN[name](graph).columns)
    for name in DEFAULT if everything else FORMATS:
        with timed(seconds, name):
            for write in EXPORTERS[name].values():
                write(graph, Sink())
    seconds["all, by the clock"] = time.perf_counter() - begun
    return seconds


def one(articles: int, everything: bool, folder: Path) -> dict[str, Any]:
    """The stages of one size in a process of its own, with its peak of memory in GB."""
    path = folder / f"sightings-{articles}.parquet"
    command = [sys.executable, __file__, "--one", str(path), *(["--all"] if everything else [])]
    if not path.is_file():
        subprocess.run([*command, "--make", str(articles)], check=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """The slope of log(seconds) over log(size)."""
    x, y = [math.log(size) for size in sizes], [math.log(max(value, 1e-3)) for value in seconds]
    across, up = sum(x) / len(x), sum(y) / len(y)
    spread = sum((one - across) ** 2 for one in x)
    return sum((one - across) * (other - up) for one, other in zip(x, y, strict=True)) / spread


def main(sizes: list[int], everything: bool, folder: Path) -> None:
    """A row per stage, a column per size."""
    found = [one(size, everything, folder) for size in sizes]
    print(f"{'CPU seconds':22}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>9}")
    for name in found[0]["seconds"]:
        values = [result["seconds"][name] for result in found]
        growth = f"{exponent(sizes, values):9.2f}" if len(sizes) > 1 else ""
        print(f"{name:22}" + "".join(f"{value:12.2f}" for value in values) + growth)
    print(f"{'peak memory, GB':22}" + "".join(f"{result['memory']:12.2f}" for result in found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--folder", type=Path, help="where tables are kept for the next time")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        sightings(given.make).write_parquet(given.one)
    elif given.one:
        result = stages(given.one, given.all)
        print(json.dumps({"seconds": result, "memory": _peak()}))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(list(given.sizes), given.all, given.folder or Path(folder))
