"""Tables about a graph: rankings and clusters."""

from __future__ import annotations

import polars as pl

from graphkit.errors import UnknownNameError
from graphkit.graph import Graph
from graphkit.model import ARTICLE, NODE_KINDS

ALL = "all"


def ranking(graph: Graph, metric: str, limit: int = 20, kind: str = ARTICLE) -> pl.DataFrame:
    """The nodes of a kind with the most of a metric: `place`, the metric, `label`, `id`.

    Raises UnknownNameError for a metric or a kind that is not there.
    """
    metrics = [name for name, dtype in graph.nodes.schema.items() if dtype.is_numeric() and name not in ("x", "y")]
    if metric not in metrics:
        raise UnknownNameError("metric", metric, sorted(metrics))
    if kind not in (*NODE_KINDS, ALL):
        raise UnknownNameError("kind", kind, (*NODE_KINDS, ALL))
    nodes = graph.nodes if kind == ALL else graph.nodes.filter(pl.col("kind") == kind)
    best = nodes.drop_nulls(metric).sort(metric, "id", descending=[True, False]).head(limit)
    return best.select(pl.int_range(1, pl.len() + 1).alias("place"), metric, "label", "id")


def cluster_table(graph: Graph) -> pl.DataFrame:
    """One row per cluster: `cluster`, `label`, nodes by kind, and its `top` article by PageRank.

    Raises UnknownNameError for a graph without clusters.
    """
    if "cluster" not in graph.nodes.columns:
        raise UnknownNameError("metric", "cluster", sorted(graph.nodes.columns))
    counts = [(pl.col("kind") == kind).sum().alias(f"{kind}s") for kind in NODE_KINDS]
    label = pl.col("cluster_label") if "cluster_label" in graph.nodes.columns else pl.lit(None, pl.String)
    top = (
        pl.col("label")
        .filter(pl.col("kind") == ARTICLE)
        .sort_by(pl.col("pagerank").filter(pl.col("kind") == ARTICLE), descending=True)
    )
    return (
        graph.nodes.sort("id")
        .group_by("cluster")
        .agg(label.first().alias("label"), pl.len().alias("nodes"), *counts, top.first().alias("top"))
        .sort("cluster")
    )
