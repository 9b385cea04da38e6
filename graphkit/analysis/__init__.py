"""Analysis: columns of numbers and labels per node. Add a metric: one function, one line in METRICS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphkit.analysis import betweenness, centrality, clusters, components, degree, joining, layout, staying
from graphkit.analysis.columns import Measured, Metric
from graphkit.analysis.earlier import Earlier
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

KEPT: Mapping[str, Callable[[Graph, Earlier], Measured]] = {"cluster": joining.joined, "layout": staying.kept}
"""Name → function of the graph and an earlier one: metrics that keep what was, so that a map stays put."""

Progress = Callable[[str, int, int], None]

__all__ = ["KEPT", "METRICS", "Measured", "Metric", "Progress", "analyse"]


def analyse(graph: Graph, progress: Progress | None = None, earlier: Graph | None = None) -> Graph:
    """The graph with the columns of every metric, and what each says of itself in its manifest.

    `progress(name, done, total)` is called before each metric. The same graph gives the same bytes on
    any machine: floats carry 12 significant digits, positions two decimals, and seeds are fixed. With an
    `earlier` analysed graph, nodes that are in both keep clusters and places, unless too many came or
    went (`graphkit.analysis.earlier`); then the same two graphs give the same bytes.

    >>> import polars as pl
    >>> nodes = pl.DataFrame({"id": ["article:a", "article:b"], "kind": ["article", "article"]})
    >>> edges = pl.DataFrame({"source_id": ["article:a"], "target_id": ["article:b"], "kind": ["related"]})
    >>> analyse(Graph.of(nodes, edges)).nodes.select("degree", "pagerank", "cluster").rows()
    [(1, 0.350877192982, 0), (1, 0.649122807018, 0)]
    """
    facts: dict[str, Any] = {}
    known = Earlier.of(graph, earlier) if earlier else None
    for done, (name, metric) in enumerate(METRICS.items()):
        if progress:
            progress(name, done, len(METRICS))
        measured = KEPT[name](graph, known) if known and name in KEPT else metric(graph)
        graph = graph.with_columns(measured.columns)
        facts[name] = dict(measured.facts)
    return graph.with_manifest({**graph.manifest, "analysis": facts})
