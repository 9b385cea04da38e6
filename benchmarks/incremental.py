"""Reading again: what a changed thousandth costs, and no change: `python benchmarks/incremental.py [FILES] [FOLDER]`.

Makes files like the seeds in FOLDER (default: a temporary one), unless they are there. Times are by the clock, on one
core; `graphkit build`, asked again, is timed as a command, with its start.
"""

from __future__ import annotations

import hashlib
import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.articles import write_articles
from graphkit.exporters import DEFAULT
from graphkit.files import Written
from graphkit.graph.report import Report
from graphkit.rebuild import Order, remember
from graphkit.settings import Settings
from graphkit.sources import read_folder
from graphkit.sources.harvest import Harvest
from graphkit.sources.incremental import Survey


def timed(name: str, survey: Survey | None, folder: Path, clean: float = 0.0) -> tuple[Harvest, float]:
    """Read, print how long it takes, and what part of a clean reading that is."""
    began = time.perf_counter()
    survey = Survey.of(folder, survey.cache.directory, Settings()) if survey else None
    harvest = read_folder(folder, Settings(), survey=survey)
    seconds = time.perf_counter() - began
    part = f", {seconds / clean:.1%} of a clean reading" if clean else ""
    read = f"; {len(survey.fresh):,} files read, {survey.looked_into:,} hashed" if survey else ""
    print(f"{name:28} {seconds:7.2f} s{part}{read}", flush=True)
    return harvest, seconds


def keep(survey: Survey, harvest: Harvest) -> None:
    """Leave what a build leaves: the sightings, and the cache that speaks of them."""
    path = survey.cache.directory / "sightings.parquet"
    harvest.sightings.write_parquet(path, compression="zstd", statistics=True)
    written = {path.name: Written(path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())}
    none = harvest.sightings.clear()
    report = Report(harvest.sightings, none, none, harvest.files, none, harvest.problems, harvest.counts)
    remember(survey, Order(survey.folder, survey.cache.directory, Settings(), DEFAULT), written, report)


def main(files: int, folder: Path, target: Path) -> None:
    """Read all, nothing, and a thousandth."""
    if not folder.is_dir() or not any(folder.iterdir()):
        write_articles(folder, files)
        time.sleep(3)  # younger files are in doubt
    target.mkdir(exist_ok=True)
    survey = Survey.of(folder, target, Settings())
    harvest, clean = timed("all", None, folder)
    keep(survey, read_folder(folder, Settings(), survey=survey))
    timed("nothing changed", survey, folder, clean)
    command = [sys.executable, "-m", "graphkit", "build", folder, "-o", target]
    began = time.perf_counter()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.strip()
    print(f"{'graphkit build, again':28} {time.perf_counter() - began:7.2f} s: {said.replace(str(target), 'OUT')}")
    changed = sorted(folder.rglob("*.md"))[::1000]
    before = {path: path.read_bytes() for path in changed}
    for path, data in before.items():
        path.write_bytes(data.replace(b"title:", b"title: Changed", 1).replace(b'Changed "', b'"Changed ', 1))
    again, _ = timed(f"{len(changed)} files changed", survey, folder, clean)
    assert again.sightings.height == harvest.sightings.height
    for path, data in before.items():
        path.write_bytes(data)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
        main(count, Path(sys.argv[2]) if len(sys.argv) > 2 else Path(made) / "articles", Path(made) / "out")
