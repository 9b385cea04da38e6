"""How large a node is drawn: the layout makes room for what the exporters show."""

from __future__ import annotations

import polars as pl

from graphkit.model import ARTICLE

SMALLEST, LARGEST = 6.0, 40.0


def diameters(nodes: pl.DataFrame) -> pl.Series:
    """The diameter of each node, 6 to 40, shape (nodes,).

    The area of an article grows with its PageRank, that of a provider or topic with its degree; a
    column that is not there counts as 0.

    >>> diameters(pl.DataFrame({"kind": ["topic", "topic"], "degree": [4, 1]})).to_list()
    [40.0, 23.0]
    """
    rank, degree = (_numbers(nodes, name) for name in ("pagerank", "degree"))
    importance = pl.when(pl.col("kind") == ARTICLE).then(rank).otherwise(degree)
    share = (importance / importance.max().over("kind")).fill_null(0.0).fill_nan(0.0).clip(0, 1)
    return nodes.select((SMALLEST + (LARGEST - SMALLEST) * share.sqrt()).round(2)).to_series()


def _numbers(nodes: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64) if name in nodes.columns else pl.lit(None, dtype=pl.Float64)
