"""What a page can still draw fluently: the most connected nodes, and each one's best links."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graphkit.graph import Graph
from graphkit.model import ARTICLE, PROVIDER, TOPIC

MOST_NODES = 3_000
MOST_EDGES = 8_000
MIN_TOPIC = 2

SHARES = {ARTICLE: 0.6, TOPIC: 0.3, PROVIDER: 0.1}
"""How the kinds share the places; what one kind leaves free goes to the others."""

OTHER_SHARE = 0.1


def thin(graph: Graph, most_nodes: int = MOST_NODES, most_edges: int = MOST_EDGES) -> Graph:
    """At most so many nodes and edges; a graph that is small enough comes back as it is.

    Nodes must have a `degree`. Articles go by PageRank, then degree; all others by degree.
    """
    return _fewer_edges(_fewer_nodes(graph, most_nodes), most_edges)


def least_topic(graph: Graph) -> int:
    """How many articles a topic in a picture has at least: the manifest's `min_topic`, or else 2."""
    return int(graph.manifest.get("min_topic", MIN_TOPIC))


def without_rare_topics(graph: Graph) -> Graph:
    """The graph without topics of fewer articles than `least_topic`."""
    rare = (graph.nodes["kind"] == TOPIC) & (graph.nodes["degree"] < least_topic(graph))
    return graph.subgraph(~rare) if rare.any() else graph


def _fewer_nodes(graph: Graph, most: int) -> Graph:
    if graph.nodes.height <= most:
        return graph
    share = pl.col("kind").replace_strict(SHARES, default=OTHER_SHARE, return_dtype=pl.Float64)
    chosen = (
        _ranking(graph)
        .sort("rank", "degree", "row", descending=[True, True, False])
        .with_columns(place=(pl.int_range(1, pl.len() + 1).over("kind") / share))
        .sort("place", "row")
        .head(most)
    )
    return graph.subgraph(pl.int_range(graph.nodes.height, eager=True).is_in(chosen["row"].implode()))


def _fewer_edges(graph: Graph, most: int) -> Graph:
    if graph.edges.height <= most:
        return graph
    degree = graph.nodes["degree"]
    chosen = (
        graph.edges.select("source", "kind", row=pl.int_range(pl.len()))
        .with_columns(degree.gather(graph.edges["target"]).alias("degree"))
        .sort("source", "kind", "degree", "row", descending=[False, False, True, False])
        .with_columns(place=pl.int_range(pl.len()).over("source", "kind"))
        .sort("place", "row")
        .head(most)
    )
    return replace(graph, edges=graph.edges[chosen["row"].sort()])


def _ranking(graph: Graph) -> pl.DataFrame:
    pagerank = pl.col("pagerank") if "pagerank" in graph.nodes.columns else pl.lit(None, dtype=pl.Float64)
    rank = pl.when(pl.col("kind") == ARTICLE).then(pagerank).fill_nan(None).fill_null(0.0)
    return graph.nodes.select("kind", "degree", rank=rank, row=pl.int_range(pl.len()))
