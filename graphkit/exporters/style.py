"""How nodes look in every picture: colour by cluster, size by importance."""

from __future__ import annotations

import colorsys

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.size import diameters

PALETTE = ("#4e79a7", "#f28e2b", "#e15759", "#59a14f", "#b07aa1", "#76b7b2", "#edc948", "#ff9da7", "#9c755f", "#86bcb6")
"""Hues of the ten largest clusters: Tableau's ten, told apart by most colour-blind readers."""

NEUTRAL = "#9aa0a6"
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
    """Columns `colour` (`#rrggbb`) and `size` (diameter, see `graphkit.graph.size`), one row per node."""
    colours = {cluster: colour(cluster) for cluster in _clusters(graph).unique()}
    return pl.DataFrame(
        {
            "colour": _clusters(graph).replace_strict(colours, default=NEUTRAL, return_dtype=pl.String),
            "size": diameters(graph.nodes),
        }
    )


def _clusters(graph: Graph) -> pl.Series:
    if "cluster" in graph.nodes.columns:
        return graph.nodes["cluster"]
    return pl.Series("cluster", [None] * graph.nodes.height, dtype=pl.Int64)
