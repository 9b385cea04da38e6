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

LONGEST = 180.0
"""Seconds that no case may take, even on a slow and busy machine."""


@dataclass(frozen=True)
class Outcome:
    """What came out: documents, titles by file, problems as printed, topics, and edges of kind related."""

    articles: int
    titles: dict[str, str]
    problems: list[str]
    topics: list[str]
    related: int


def outcome(folder: Path, target: Path) -> Outcome:
    """Build `folder` and write every default export into `target`."""
    graph, report = gk.build(folder)
    gk.save(graph, report, target)
    documents = report.sightings.filter(pl.col("relation") == DOCUMENT)
    return Outcome(
        report.counts["documents"],
        dict(documents.select("source", "title").iter_rows()),
        [str(problem) for problem in report.problems],
        graph.nodes.filter(pl.col("kind") == TOPIC)["label"].to_list(),
        graph.edges.filter(pl.col("kind") == RELATED).height,
    )


class Road:
    """Two processes that take one case after the other; a case that kills its process is tried again alone."""

    def __init__(self, names: Iterable[str], root: Path) -> None:
        self._root = root
        self._pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
        self._results = {
            name: self._pool.submit(outcome, *self._written(name, number)) for number, name in enumerate(names)
        }
        self._numbers = {name: number for number, name in enumerate(self._results)}

    def _written(self, name: str, number: int) -> tuple[Path, Path]:
        folder = self._root / str(number)
        CASES[name].write(folder / "articles")
        return folder / "articles", folder / "exports"

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
                return alone.submit(outcome, *self.folders(name)).result(LONGEST)

    def close(self) -> None:
        """End the processes, whatever they do."""
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        self._pool.shutdown(cancel_futures=True)
