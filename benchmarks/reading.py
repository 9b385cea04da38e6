"""From files to columns: graphkit against PyYAML's C loader, alone and at the start of the same road.

`python benchmarks/reading.py [FILES] [ROUNDS]` makes files like the seeds and reads them, each way in turn, on one
core and on two; it prints medians and ratios of the CPU seconds, and of the wall clock for two cores.

- `CSafeLoader`: reads each file and parses its front matter; makes nothing of it.
- `same road`: the same, and makes of it the sightings that graphkit makes, with graphkit's reader of single files.
- `graphkit`: as `graphkit build` reads.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from benchmarks.articles import write_articles
from graphkit.settings import Settings
from graphkit.sources import plain, read_folder
from graphkit.sources.block import SECURED, Block, Items
from graphkit.sources.frontmatter import READERS


def bare(folder: Path) -> None:
    """Parse the front matter of each file, and forget it."""
    for path in folder.rglob("*.md"):
        yaml.load(path.read_bytes().split(b"\n---", 1)[0][4:], yaml.CSafeLoader)


def same_road(folder: Path) -> None:
    """Read the folder as graphkit does, but file by file, with PyYAML's C loader."""
    formats = {**READERS, "yaml": replace(READERS["yaml"], read=_read)}
    with patch("graphkit.sources.frontmatter.READERS", formats), patch.object(plain, "cut", lambda *_: None):
        read_folder(folder, Settings())


def _read(text: str, *_: Any) -> Any:
    return _blocks(yaml.load(text, yaml.CSafeLoader))


def _blocks(value: Any) -> Any:
    """The value as graphkit's records want it; the loader knows no lines, so that these are wrong."""
    if isinstance(value, dict):
        block = Block()
        for key, item in value.items():
            block.lines[key] = 1
            if key != SECURED:
                block[key] = _blocks(item)
        return block
    if isinstance(value, list):
        items = Items()
        items.extend(map(_blocks, value))
        items.lines = [1] * len(items)
        return items
    return None if value is None else str(value)


def ours(folder: Path) -> None:
    """Read the folder on one core."""
    read_folder(folder, Settings())


def ours_on_two(folder: Path) -> None:
    """Read the folder in two processes."""
    read_folder(folder, Settings(), workers=2)


def seconds(work: Callable[[Path], None], folder: Path) -> tuple[float, float]:
    """CPU time of this process, and time by the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    work(folder)
    return time.process_time() - cpu, time.perf_counter() - clock


def main(files: int, rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made:
        folder = write_articles(Path(made), files)
        ways = {"CSafeLoader": bare, "same road": same_road, "graphkit": ours, "graphkit on 2": ours_on_two}
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, work in ways.items():
                taken[name].append(seconds(work, folder))
    cpu, clock = ({name: statistics.median(one[kind] for one in taken[name]) for name in ways} for kind in (0, 1))
    print(f"{files} files, medians of {rounds} rounds")
    for name in ("CSafeLoader", "same road", "graphkit"):
        per_file, ratio = cpu[name] / files * 1e6, cpu[name] / cpu["graphkit"]
        print(f"{name:14} {per_file:8.1f} µs of CPU per file, {1e6 / per_file:8.0f} files/s, {ratio:5.2f} × graphkit's")
    print(f"two processes: {clock['graphkit'] / clock['graphkit on 2']:.2f} times as fast by the clock")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [50_000, 3][len(given) :]))
