"""How articles hang together: connected components and core numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.columns import Adjacency, Ints, Measured, linked_articles, numbered, ranges, spread, tied
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

    On articles as an undirected simple graph.
    """
    return Measured(pl.DataFrame([spread(graph, ARTICLE, "core", core_numbers(linked_articles(graph)))]))


def core_numbers(links: Adjacency) -> Ints:
    """The core number of each node, shape (nodes,).

    Peels off whoever has at most k neighbours left, wave by wave (Batagelj and Zaveršnik, An O(m)
    algorithm for cores decomposition of networks, 2003). Each edge is looked at twice, whatever the
    degrees; rustworkx's `core_number` takes time quadratic in the degree of a hub.

    >>> triangle_and_tail = Adjacency.of(4, np.array([0, 1, 2, 2]), np.array([1, 2, 0, 3]), np.ones(4))
    >>> core_numbers(triangle_and_tail).tolist()
    [2, 2, 2, 1]
    """
    degree, number = links.degree, np.zeros(links.nodes, dtype=np.int64)
    left = degree.copy()
    there = np.ones(links.nodes, dtype=bool)
    while there.any():
        k = int(left[there].min())
        wave = np.flatnonzero(there & (left <= k))
        while wave.size:
            number[wave], there[wave] = k, False
            near = links.indices[ranges(links.starts[wave], degree[wave])]
            near = near[there[near]]
            np.subtract.at(left, near, 1)
            wave = np.unique(near[left[near] <= k])
    return number
