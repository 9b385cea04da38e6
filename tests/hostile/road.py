"""The whole road over each case, in processes that may die or hang without harm."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import polars as pl

import graphkit as gk
from graphkit.model import DOCUMENT, RELATED, TOPIC
from tests.hostile.cases import CASES
from tests.hostile.parsing import faults

LONGEST = 180.0
"""Seconds that no case may take, even on a slow and busy machine."""


@dataclass(frozen=True)
class Outcome:
    """What came out: documents, titles by file, problems as printed, topics, edges of kind related, and faults."""

    articles: int
    titles: dict[str, str]
    problems: list[str]
    topics: list[str]
    related: int
    faults: list[str]


def outcome(name: str, folder: Path, target: Path) -> Outcome:
    """Build `folder`, write every default export into `target` and read it back."""
    graph, report = gk.build(folder)
    gk.save(graph, report, target)
    documents = report.sightings.filter(pl.col("relation") == DOCUMENT)
    return Outcome(
        report.counts["documents"],
        dict(documents.select("source", "title").iter_rows()),
        [str(problem) for problem in report.problems],
        graph.nodes.filter(pl.col("kind") == TOPIC)["label"].to_list(),
        graph.edges.filter(pl.col("kind") == RELATED).height,
        faults(target, large=CASES[name].large),
    )


class Road:
    """Two processes that take one case after the other; a case that kills its process is tried again alone."""

    def __init__(self, names: Iterable[str], root: Path) -> None:
        self._root = root
        self._numbers = {name: number for number, name in enumerate(names)}
        self._pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
        largest_first = sorted(self._numbers, key=lambda name: not CASES[name].large)
        self._results = {name: self._pool.submit(outcome, name, *self._written(name)) for name in largest_first}

    def _written(self, name: str) -> tuple[Path, Path]:
        source, target = self.folders(name)
        CASES[name].write(source)
        return source, target

    def folders(self, name: str) -> tuple[Path, Path]:
        """Where the articles of a case are, and its exports."""
        folder = self._root / str(self._numbers[name])
        return folder / "articles", folder / "exports"

    def take(self, name: str) -> Outcome:
        """The outcome of a case; raises what its build raises, or TimeoutError, or BrokenProcessPool."""
        try:
            return self._results[name].result(LONGEST)
        except BrokenProcessPool:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                return alone.submit(outcome, name, *self.folders(name)).result(LONGEST)

    def close(self) -> None:
        """End the processes, whatever they do."""
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        self._pool.shutdown(cancel_futures=True)
