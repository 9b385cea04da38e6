"""The table in the README: graphkit beside the packages that people use, task by task.

    make bench                                            # python benchmarks/table.py
    python benchmarks/table.py --articles 20000 --runs 3  # a larger collection
    python benchmarks/table.py graphml ttl                # some races only
    python benchmarks/table.py nt --without rdflib        # which takes minutes

Every run is a process of its own; the programs take turns. Printed are the median of the CPU seconds, how many times
graphkit's that is, and the peak of memory of the whole process. What was made is read back and compared; reading the
input and comparing are not counted. A program that takes longer than 20 seconds runs once.

    pip install igraph lxml rdflib networkx    # igraph is under the GPL: needed here only
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from racing import Race, compared, rows

MODULES = ("folders", "analyses", "exporters")
"""Modules with a dictionary RACES. Add a benchmark: a module, or a line in one."""

HEAD = ("task", "program", "CPU seconds", "times graphkit's", "peak memory")


def races() -> dict[str, tuple[str, Race]]:
    """Every race by its name, with its module."""
    found: dict[str, tuple[str, Race]] = {}
    for module in MODULES:
        known: Mapping[str, Race] = importlib.import_module(module).RACES
        found |= {name: (module, race) for name, race in known.items()}
    return found


def graph_of(articles: int, folder: Path) -> Path:
    """A graph directory of a collection of so many articles; made once."""
    from sightings import sightings

    import graphkit as gk

    target = folder / f"graph-{articles}"
    if not target.is_dir():
        gk.save(*gk.build_sightings(sightings(articles)), target, ["parquet"])
    return target


def printed(row: tuple[str, ...]) -> None:
    print("| " + " | ".join(row) + " |", flush=True)


def main(names: list[str], articles: int, runs: int, folder: Path, without: list[str]) -> None:
    """Run the races and print the table as Markdown."""
    source = graph_of(articles, folder)
    printed(HEAD)
    printed(("---", "---", "--:", "--:", "--:"))
    for name, (module, race) in races().items():
        if not names or name in names:
            kept = {program: both for program, both in race.programs.items() if program not in without}
            smaller = replace(race, programs=kept)
            for row in rows(smaller, compared(module, name, smaller, source, runs)):
                printed(row)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="RACE")
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--without", nargs="*", default=[], metavar="PROGRAM")
    parser.add_argument("--folder", type=Path, help="where graphs are kept for the next time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        main(given.names, given.articles, given.runs, given.folder or Path(folder), given.without)
