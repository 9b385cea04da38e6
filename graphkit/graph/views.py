"""The graphs that people mean beside the whole: articles, providers, topics."""

from __future__ import annotations

import polars as pl

from graphkit.graph.core import Graph
from graphkit.model import ARTICLE, PROVIDER, TOPIC

REFERS_TO = "refers_to"
OCCURS_WITH = "occurs_with"
MOST_SHARED = 300


def articles(graph: Graph) -> Graph:
    """The article nodes and every edge among them."""
    return graph.subgraph(graph.of_kind(ARTICLE))


def projected(graph: Graph, owner: str, *relations: str) -> Graph:
    """Owner to owner (`owner` edges lead to them), weighted by the edges of kinds `relations` of what they own.

    References of an owner to itself are left out: they say nothing about who refers to whom.
    """
    owned = _ends(graph, owner)
    edges = (
        _ends(graph, *relations)
        .join(owned, left_on="source", right_on="source", how="inner", suffix="_owner")
        .join(owned, left_on="target", right_on="source", how="inner", suffix="_other")
        .select(pl.col("target_owner").alias("source"), pl.col("target_other").alias("target"), "first", "last")
        .filter(pl.col("source") != pl.col("target"))
    )
    return _view(graph, PROVIDER, _counted(edges, REFERS_TO), directed=True)


def co_occurring(graph: Graph, relation: str) -> Graph:
    """Target to target, weighted by the sources that share both; one edge a pair, undirected.

    A source with more than MOST_SHARED targets is left out: it says little of each pair, and there are
    as many as the square of them.
    """
    ends = _ends(graph, relation).filter(pl.len().over("source") <= MOST_SHARED)
    pairs = (
        ends.join(ends, on="source", how="inner", suffix="_other")
        .filter(pl.col("target") < pl.col("target_other"))
        .select(pl.col("target").alias("source"), pl.col("target_other").alias("target"), "first", "last")
    )
    return _view(graph, TOPIC, _counted(pairs, OCCURS_WITH), directed=False)


def _ends(graph: Graph, *kinds: str) -> pl.DataFrame:
    return graph.edges.filter(pl.col("kind").is_in(kinds)).select("source", "target", "first", "last")


def _counted(pairs: pl.DataFrame, kind: str) -> pl.DataFrame:
    return (
        pairs.group_by("source", "target")
        .agg(pl.len().cast(pl.Float64).alias("weight"), pl.col("first").min(), pl.col("last").max())
        .with_columns(pl.lit(kind).alias("kind"))
    )


def _view(graph: Graph, kind: str, edges: pl.DataFrame, *, directed: bool) -> Graph:
    ids = graph.nodes["id"]
    named = edges.with_columns(
        ids.gather(edges["source"]).alias("source_id"), ids.gather(edges["target"]).alias("target_id")
    )
    return Graph.of(graph.nodes.filter(pl.col("kind") == kind), named.drop("source", "target"), directed=directed)
