"""Report: how a graph came about, beside the graph itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graphkit.model import OUTCOMES, Problem


@dataclass(frozen=True)
class Evidence:
    """What a graph rests on: tables of `graphkit.model`, as a graph directory keeps them.

    `sightings` (SIGHTINGS, and the `article` of each), `keys` (KEYS), `ledger` (LEDGER), `files` (FILES).
    """

    sightings: pl.DataFrame
    keys: pl.DataFrame
    ledger: pl.DataFrame
    files: pl.DataFrame

    def outcomes(self) -> dict[str, dict[str, int]]:
        """Per kind of edge, how many declared relations came to which end."""
        table: dict[str, dict[str, int]] = {}
        for kind, outcome, count in self.ledger.group_by("kind", "outcome").len().sort("kind").iter_rows():
            table.setdefault(kind, {})[outcome] = count
        return {kind: {name: ends[name] for name in OUTCOMES if name in ends} for kind, ends in table.items()}


@dataclass(frozen=True)
class Report(Evidence):
    """Evidence, DISAGREEMENTS and problems of one build; `counts` as the parser counted."""

    disagreements: pl.DataFrame
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]

    def __repr__(self) -> str:
        return f"<Report: {self.sightings.height} sightings, {len(self.problems)} problems>"

    def of_severity(self, *severities: str) -> list[Problem]:
        """The problems of these severities, in order."""
        return [problem for problem in self.problems if problem.severity in severities]
