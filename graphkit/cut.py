"""A part of a graph: what fits where the whole does not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphkit.analysis import METRICS
from graphkit.errors import UnknownNameError
from graphkit.graph import Graph
from graphkit.model import ARTICLE
from graphkit.reports import ranking

Flags = npt.NDArray[np.bool_]

DRAWN = {"cluster": "cluster_label", "layout": "x"}
"""Metrics that a picture needs, and a column of each: builds on a cluster lack them."""


def part(graph: Graph, top: int | None = None, by: str = "pagerank", cluster: int | None = None) -> Graph:
    """The articles of a `cluster`, or of all these the `top` with the most of the number `by`, and the publishers and
    topics tied to them; with clusters and places on the map, if the graph has none.

    Raises UnknownNameError for a number or a cluster that is not there.
    """
    if top is None and cluster is None:
        return graph
    articles = graph.of_kind(ARTICLE)
    if cluster is not None:
        articles &= _of_cluster(graph, cluster)
    if top is not None:
        articles &= _of_top(graph.subgraph(articles), graph, top, by)
    tied = np.zeros_like(articles)
    tied[graph.target[articles[graph.source]]] = True
    return _drawn(graph.subgraph(articles | (tied & ~graph.of_kind(ARTICLE))))


def _of_cluster(graph: Graph, cluster: int) -> Flags:
    known = set(graph.nodes["cluster"].drop_nulls()) if "cluster" in graph.nodes.columns else set()
    if cluster not in known:
        raise UnknownNameError("cluster", str(cluster), [f"0 to {len(known) - 1}"] if known else [])
    return (graph.nodes["cluster"] == cluster).fill_null(False).to_numpy()


def _of_top(among: Graph, graph: Graph, top: int, by: str) -> Flags:
    best = ranking(among, by, top)["id"]
    return graph.nodes["id"].is_in(best.implode()).to_numpy()


def _drawn(graph: Graph) -> Graph:
    for name, column in DRAWN.items():
        if column not in graph.nodes.columns and graph.nodes.height:
            graph = graph.with_columns(METRICS[name](graph).columns)
    return graph
