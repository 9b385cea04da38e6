"""How nodes look in every picture: colour by cluster, size by importance."""

from __future__ import annotations

import colorsys

import polars as pl

from graphkit.graph import Graph
from graphkit.model import ARTICLE

PALETTE = ("#4e79a7", "#f28e2b", "#e15759", "#59a14f", "#b07aa1", "#76b7b2", "#edc948", "#ff9da7", "#9c755f", "#86bcb6")
"""Hues of the ten largest clusters: Tableau's ten, told apart by most colour-blind readers."""

NEUTRAL = "#9aa0a6"
SMALLEST, LARGEST = 6.0, 40.0
_GOLDEN = 0.6180339887498949


def colour(cluster: int | None) -> str:
    """The colour of a cluster as `#rrggbb`; clusters are numbered from 0, the largest first.

    >>> colour(0), colour(None)
    ('#4e79a7', '#9aa0a6')
    """
    if cluster is None:
        return NEUTRAL
    if cluster < len(PALETTE):
        return PALETTE[cluster]
    red, green, blue = colorsys.hls_to_rgb(cluster * _GOLDEN % 1, 0.55, 0.4)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def appearance(graph: Graph) -> pl.DataFrame:
    """Columns `colour` (`#rrggbb`) and `size` (diameter, 6–40), one row per node.

    The area of an article grows with its PageRank; that of a provider or topic with its degree.
    """
    nodes = graph.nodes
    importance = pl.when(pl.col("kind") == ARTICLE).then(_column(graph, "pagerank")).otherwise(_column(graph, "degree"))
    share = (importance / importance.max().over("kind")).fill_null(0.0).fill_nan(0.0)
    colours = {cluster: colour(cluster) for cluster in _clusters(graph).unique()}
    return nodes.select(
        _clusters(graph).replace_strict(colours, default=NEUTRAL, return_dtype=pl.String).alias("colour"),
        (SMALLEST + (LARGEST - SMALLEST) * share.clip(0, 1).sqrt()).round(2).alias("size"),
    )


def _column(graph: Graph, name: str) -> pl.Expr:
    present = name in graph.nodes.columns
    return pl.col(name).cast(pl.Float64) if present else pl.lit(None, dtype=pl.Float64)


def _clusters(graph: Graph) -> pl.Series:
    if "cluster" in graph.nodes.columns:
        return graph.nodes["cluster"]
    return pl.Series("cluster", [None] * graph.nodes.height, dtype=pl.Int64)
