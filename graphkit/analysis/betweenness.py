"""Betweenness: exact where that is cheap, from a fixed sample of pivots elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from graphkit.analysis.columns import Adjacency, Floats, Ints, Measured, linked_articles, ranges, spread, tied
from graphkit.analysis.trees import Folded, folded
from graphkit.graph import Graph
from graphkit.model import ARTICLE

WORK = 30_000_000
"""Arcs to follow in a component: as many of its nodes are pivots as that allows, at least FEWEST."""
FEWEST = 64
_CELLS = 100_000
_PIECE = 512
_HUGE = 1e200


def betweenness(graph: Graph) -> Measured:
    """`betweenness` of articles, undirected and simple, divided by (n-1)(n-2)/2 as networkx does.

    Breadth-first search from pivots (Brandes, A faster algorithm for betweenness centrality, 2001).
    A component is exact while nodes × arcs stay below WORK; a larger one takes a fixed sample of
    pivots (Brandes and Pich, Centrality estimation in large networks, 2007), so that the work grows
    no faster than the edges. The facts state `pivots`, `bound` (with 95 % confidence no node's value
    is off by more; Hoeffding) and `standard_error` (the largest over all nodes, as estimated).
    """
    links = linked_articles(graph)
    values, facts = centrality(links)
    return Measured(pl.DataFrame([spread(graph, ARTICLE, "betweenness", values)]), facts)


def centrality(links: Adjacency, work: int = WORK) -> tuple[Floats, dict[str, Any]]:
    """Betweenness of each node, shape (nodes,), and how it was found."""
    nodes = links.nodes
    trees = folded(links)
    values = trees.passing.copy()
    facts: dict[str, Any] = {"method": "exact", "pivots": nodes, "bound": 0.0, "standard_error": 0.0}
    scale = 1.0 / ((nodes - 1) * (nodes - 2)) if nodes > 2 else 0.0
    for rows, piece in _pieces(links, trees):
        times = _chosen(rows, trees, max(FEWEST, work // max(piece.indices.size, 1)))
        total, squares = _dependencies(piece, trees.weight[rows], times)
        stood_for, pivots = int(trees.weight[rows].sum()), int(times.sum())
        values[rows] += total * (stood_for / pivots)
        if pivots < stood_for:
            _state_error(facts, stood_for, pivots, total, squares, scale)
    return values * scale, facts


def _state_error(facts: dict[str, Any], nodes: int, pivots: int, total: Floats, squares: Floats, scale: float) -> None:
    """Worst error over all sampled components; a pivot adds between 0 and nodes - 2 to a node."""
    reach = nodes * (nodes - 2) * scale
    bound = reach * np.sqrt(np.log(2 * nodes / 0.05) / (2 * pivots))
    variance = np.maximum(squares / pivots - (total / pivots) ** 2, 0.0).max() * (1 - pivots / nodes)
    error = nodes * scale * np.sqrt(variance / pivots)
    facts["pivots"] = pivots if facts["method"] == "exact" else min(pivots, facts["pivots"])
    facts["method"] = "sampled"
    facts["bound"] = max(facts["bound"], float(f"{bound:.6g}"))
    facts["standard_error"] = max(facts["standard_error"], float(f"{error:.6g}"))


def _chosen(rows: Ints, trees: Folded, pivots: int) -> Ints:
    """How many pivots each of the nodes stands for: all if so many are allowed, else those of a fixed sample.

    The sample is of all nodes, the folded ones too: those whose mixed row number is smallest (splitmix64).
    """
    if pivots >= rows.size:
        return trees.weight[rows]
    spot = np.full(trees.bearer.size, -1)
    spot[rows] = np.arange(rows.size)
    members = np.flatnonzero(spot[trees.bearer] >= 0)
    mixed = members.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    sample = members[np.argsort(mixed ^ (mixed >> np.uint64(31)), kind="stable")[:pivots]]
    return np.bincount(spot[trees.bearer[sample]], minlength=rows.size)


def _pieces(links: Adjacency, trees: Folded) -> list[tuple[Ints, Adjacency]]:
    """Components without their trees, the small ones gathered: their rows and the graph of them."""
    kept = trees.bearer == np.arange(links.nodes)
    inner = kept[links.source] & kept[links.indices]
    root = tied(links.nodes, links.source[inner], links.indices[inner])
    size = np.bincount(root, minlength=links.nodes)
    order = np.lexsort((root, -size[root]))
    order = order[size[root[order]] > 2]
    sizes = size[root[order]][np.flatnonzero(np.diff(root[order], prepend=-1))]
    # Small components run side by side in one search; a large one stands alone.
    piece = np.where(sizes >= _PIECE, np.arange(sizes.size), sizes.size + np.cumsum(sizes) // _PIECE)
    gathered = np.split(order, np.flatnonzero(np.diff(np.repeat(piece, sizes))) + 1) if order.size else []
    return [(rows, links.induced(rows)) for rows in gathered]


def _dependencies(links: Adjacency, weight: Ints, times: Ints) -> tuple[Floats, Floats]:
    """Sum and sum of squares, over the pivots, of what each node carries of their shortest paths.

    A node is the end of `weight` paths and, as a pivot, the begin of `times`.
    """
    total, squares = np.zeros(links.nodes), np.zeros(links.nodes)
    pivots = np.flatnonzero(times)
    batch = max(1, _CELLS // max(links.nodes, 1))
    for first in range(0, pivots.size, batch):
        some = pivots[first : first + batch]
        carried = _search(links, weight, some)
        total += (times[some, None] * carried).sum(axis=0)
        squares += (times[some, None] * carried * carried).sum(axis=0)
    return total, squares


def _search(links: Adjacency, weight: Ints, pivots: Ints) -> Floats:
    """Brandes' dependencies of every node for each pivot, shape (pivots, nodes).

    The searches of all pivots run level by level together: cell `pivot * nodes + node` is one state.
    """
    nodes, degree = links.nodes, links.degree
    cells = pivots.size * nodes
    paths, seen, last = np.zeros(cells), np.zeros(cells, dtype=bool), np.zeros(cells, dtype=np.int64)
    frontier = starts = np.arange(pivots.size) * nodes + pivots
    paths[starts], seen[starts] = 1.0, True
    levels = []
    while frontier.size:
        node = frontier % nodes
        parent = np.repeat(frontier, degree[node])
        child = np.repeat(frontier - node, degree[node]) + links.indices[ranges(links.starts[node], degree[node])]
        fresh = ~seen[child]
        parent, child = parent[fresh], child[fresh]
        np.add.at(paths, child, paths[parent])
        seen[child], last[child] = True, np.arange(child.size)
        frontier = child[last[child] == np.arange(child.size)]
        levels.append((parent, child, paths[parent] / paths[child]))
        if paths[frontier].max(initial=0.0) > _HUGE:
            _shrink(paths, frontier, nodes)
    return _backwards(levels, np.tile(weight, pivots.size), starts).reshape(pivots.size, nodes)


def _shrink(paths: Floats, frontier: Ints, nodes: int) -> None:
    """Numbers of paths may outgrow a float; only their ratios count, so scale those of each pivot."""
    most = np.zeros(paths.size // nodes)
    np.maximum.at(most, frontier // nodes, paths[frontier])
    paths[frontier] = np.maximum(paths[frontier] / most[frontier // nodes], 1 / _HUGE)


def _backwards(levels: list[tuple[Ints, Ints, Floats]], weight: Ints, starts: Ints) -> Floats:
    carried = np.zeros(weight.size)
    for parent, child, share in reversed(levels):
        np.add.at(carried, parent, share * (weight[child] + carried[child]))
    carried[starts] = 0.0
    return carried
