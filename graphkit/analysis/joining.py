"""Clusters kept from an earlier graph: who is new joins those it is tied to most."""

from __future__ import annotations

import numpy as np

from graphkit.analysis.clusters import cluster, leiden, measured, ties, within
from graphkit.analysis.columns import Adjacency, Ints, Measured, merged, numbered
from graphkit.analysis.earlier import Earlier
from graphkit.graph import Graph


def joined(graph: Graph, earlier: Earlier) -> Measured:
    """As `cluster`, but nodes that were there keep their clusters, and these their numbers.

    Leiden's optima lie close together: ten articles more in five thousand put a third of all nodes into
    other clusters, and the map would have other colours and names each day. What is tied to nothing old is
    divided by Leiden. When too much has changed, all is.
    """
    if not earlier.holds:
        return cluster(graph)
    links = ties(graph)
    coarse = _adopted(links, earlier.cluster)
    inside = coarse[links.source] == coarse[links.indices]
    fine = _adopted(_only(links, inside & (coarse[links.source] >= 0)), earlier.subcluster)
    rest = np.flatnonzero(coarse < 0)
    among = links.induced(rest)
    coarse[rest] = int(coarse.max(initial=-1)) + 1 + numbered(leiden(among))
    fine[rest] = int(fine.max(initial=-1)) + 1 + within(among, coarse[rest])
    coarse = np.unique(coarse, return_inverse=True)[1]
    order = np.lexsort((fine, coarse))
    step = np.diff(fine[order], prepend=-1) != 0
    fine[order] = np.cumsum(step | (np.diff(coarse[order], prepend=-1) != 0)) - 1
    return measured(graph, coarse, fine)


def _adopted(links: Adjacency, group: Ints) -> Ints:
    """Each node with -1 in the group it is tied to most, and so on from there; ties go to the smallest number."""
    group, many = group.copy(), int(group.max(initial=-1)) + 1
    while True:
        open_ends = (group[links.source] < 0) & (group[links.indices] >= 0)
        key, weight = merged(links.source[open_ends] * many + group[links.indices[open_ends]], links.weights[open_ends])
        if not key.size:
            return group
        order = np.lexsort((key, -np.round(weight, 9), key // many))
        row, first = np.unique(key[order] // many, return_index=True)
        group[row] = key[order][first] % many


def _only(links: Adjacency, kept: Ints) -> Adjacency:
    """The graph with some of its entries."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(links.source[kept], minlength=links.nodes))])
    return Adjacency(starts, links.indices[kept], links.weights[kept])
