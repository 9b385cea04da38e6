"""What an earlier graph knew of the nodes that are still there: their clusters and their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from graphkit.analysis.columns import Flags, Floats, Ints
from graphkit.graph import Graph

MOST = 0.15
"""Up to this share of nodes that came or went, clusters and places are kept.

At that share a collection of 5,475 articles has still seven tenths of the neighbours side by side that
a new map has, and clusters of the same modularity: see `benchmarks/layout.py --corpus`.
"""

_COLUMNS = {"x": pl.Float64, "y": pl.Float64, "cluster": pl.Int64, "subcluster": pl.Int64}
_FARTHEST = 1e9


@dataclass(frozen=True)
class Earlier:
    """Of each node its earlier place, NaN where it has none, and its cluster and subcluster, -1 likewise.

    `changed` counts the nodes that came or went since clusters and places were made anew.
    """

    x: Floats
    y: Floats
    cluster: Ints
    subcluster: Ints
    changed: int
    method: str

    @classmethod
    def of(cls, graph: Graph, earlier: Graph) -> Earlier | None:
        """What `earlier` knows of the nodes of `graph`; None if that is nothing."""
        if any(earlier.nodes.schema.get(name) != dtype for name, dtype in _COLUMNS.items()):
            return None
        placed = earlier.nodes.select("id", *_COLUMNS).filter(_sound()).unique("id", keep="first", maintain_order=True)
        rows = graph.nodes.select("id").join(placed, on="id", how="left", maintain_order="left")
        stayed = int(rows["x"].is_not_null().sum())
        if not stayed:
            return None
        x, y = (rows[name].fill_null(float("nan")).to_numpy() for name in ("x", "y"))
        cluster, subcluster = (rows[name].fill_null(-1).to_numpy() for name in ("cluster", "subcluster"))
        facts = _facts(earlier.manifest)
        before = facts.get("changed")
        came, went = rows.height - stayed, earlier.nodes.height - stayed
        changed = (before if isinstance(before, int) else 0) + came + went
        return cls(x, y, cluster, subcluster, changed, str(facts.get("method", "discs")))

    @property
    def known(self) -> Flags:
        """Which nodes were there, shape (nodes,)."""
        known: Flags = self.cluster >= 0
        return known

    @property
    def holds(self) -> bool:
        """Whether so little has changed that clusters and places are kept."""
        return self.changed <= MOST * self.x.size


def _sound() -> pl.Expr:
    """Rows that say where a node is; a damaged table may have others."""
    places = [pl.col(name).is_finite() & (pl.col(name).abs() < _FARTHEST) for name in ("x", "y")]
    groups = [pl.col(name) >= 0 for name in ("cluster", "subcluster")]
    return pl.all_horizontal(*places, *groups)


def _facts(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    analysis = manifest.get("analysis")
    facts = analysis.get("layout") if isinstance(analysis, dict) else None
    return facts if isinstance(facts, dict) else {}
