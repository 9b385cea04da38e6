"""How articles hang together: connected components and core numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.columns import Measured, linked_articles, numbered, spread, tied
from graphkit.graph import Graph
from graphkit.model import ARTICLE


def component(graph: Graph) -> Measured:
    """`component`: weakly connected articles share a number; 0 is the largest, ties by smallest row."""
    view = graph.articles()
    found = numbered(tied(view.nodes.height, view.source, view.target))
    return Measured(
        pl.DataFrame([spread(graph, ARTICLE, "component", found)]), {"count": int(found.max(initial=-1)) + 1}
    )


def core(graph: Graph) -> Measured:
    """`core`: the largest k such that the article is in a group where each has k neighbours in it.

    On articles as an undirected simple graph (Batagelj and Zaveršnik, An O(m) algorithm for cores
    decomposition of networks, 2003), by rustworkx.
    """
    import rustworkx

    links = linked_articles(graph)
    result = rustworkx.PyGraph(multigraph=False)
    result.add_nodes_from(range(links.nodes))
    once = links.source < links.indices
    result.add_edges_from_no_data(list(zip(links.source[once].tolist(), links.indices[once].tolist(), strict=True)))
    numbers = rustworkx.core_number(result)
    found = np.array([numbers[row] for row in range(links.nodes)], dtype=np.int64)
    return Measured(pl.DataFrame([spread(graph, ARTICLE, "core", found)]))
