"""Analysis: columns of numbers and labels per node. Add a metric: one function, one line in METRICS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphkit.analysis import betweenness, centrality, clusters, components, degree, layout
from graphkit.analysis.columns import Measured, Metric
from graphkit.graph import Graph

METRICS: Mapping[str, Metric] = {
    "degree": degree.degrees,
    "pagerank": centrality.pagerank,
    "hits": centrality.hits,
    "betweenness": betweenness.betweenness,
    "component": components.component,
    "core": components.core,
    "cluster": clusters.cluster,
    "layout": layout.layout,
}
"""Name → function of the graph; a metric may use the columns of those above it."""

Progress = Callable[[str, int, int], None]

__all__ = ["METRICS", "Measured", "Metric", "Progress", "analyse"]


def analyse(graph: Graph, progress: Progress | None = None) -> Graph:
    """The graph with the columns of every metric, and what each says of itself in its manifest.

    `progress(name, done, total)` is called before each metric. The same graph gives the same bytes on
    any machine: floats carry 12 significant digits, positions two decimals, and seeds are fixed.

    >>> import polars as pl
    >>> nodes = pl.DataFrame({"id": ["article:a", "article:b"], "kind": ["article", "article"]})
    >>> edges = pl.DataFrame({"source_id": ["article:a"], "target_id": ["article:b"], "kind": ["related"]})
    >>> analyse(Graph.of(nodes, edges)).nodes.select("degree", "pagerank", "cluster").rows()
    [(1, 0.350877192982, 0), (1, 0.649122807018, 0)]
    """
    facts: dict[str, Any] = {}
    for done, (name, metric) in enumerate(METRICS.items()):
        if progress:
            progress(name, done, len(METRICS))
        measured = metric(graph)
        graph = graph.with_columns(measured.columns)
        facts[name] = dict(measured.facts)
    return graph.with_manifest({**graph.manifest, "analysis": facts})
