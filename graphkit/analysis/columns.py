"""What metrics share: numbers per node as columns, and edges as sorted, merged arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from graphkit.graph import Graph

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Measured:
    """What a metric gives: columns with one row per node, and facts for the manifest."""

    columns: pl.DataFrame
    facts: Mapping[str, Any] = field(default_factory=dict)


Metric = Callable[[Graph], Measured]


@dataclass(frozen=True)
class Adjacency:
    """An undirected simple graph in compressed rows: the neighbours of row `i`, in order, are
    `indices[starts[i]:starts[i + 1]]`, with `weights` beside them.
    """

    starts: Ints
    indices: Ints
    weights: Floats

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return self.starts.size - 1

    @property
    def degree(self) -> Ints:
        """Number of neighbours, shape (nodes,)."""
        return np.diff(self.starts)

    @property
    def source(self) -> Ints:
        """The row that each entry of `indices` belongs to."""
        return np.repeat(np.arange(self.nodes), self.degree)

    def induced(self, rows: Ints) -> Adjacency:
        """The graph among some nodes, numbered in the order of `rows`."""
        order = np.argsort(rows, kind="stable")
        ascending = rows[order]
        entries = ranges(self.starts[rows], self.degree[rows])
        source = np.repeat(np.arange(rows.size), self.degree[rows])
        spot = np.minimum(np.searchsorted(ascending, self.indices[entries]), max(rows.size - 1, 0))
        kept = ascending[spot] == self.indices[entries]
        target = order[spot]
        starts = np.concatenate([[0], np.cumsum(np.bincount(source[kept], minlength=rows.size))])
        return Adjacency(starts, target[kept], self.weights[entries[kept]])

    @classmethod
    def of(cls, nodes: int, source: Ints, target: Ints, weight: Floats) -> Adjacency:
        """Both directions of every edge; parallel edges summed, loops dropped.

        >>> Adjacency.of(3, np.array([0, 1]), np.array([1, 0]), np.array([1.0, 2.0])).weights
        array([3., 3.])
        """
        loose = source != target
        source, target, weight = source[loose], target[loose], weight[loose]
        key = np.concatenate([source * nodes + target, target * nodes + source])
        edges, weights = merged(key, np.concatenate([weight, weight]))
        starts = np.searchsorted(edges, np.arange(nodes + 1) * nodes)
        return cls(starts.astype(np.int64), edges % max(nodes, 1), weights)


def ranges(starts: Ints, sizes: Ints) -> Ints:
    """The numbers start, start + 1, … of each range, one range behind the other.

    >>> ranges(np.array([5, 2]), np.array([2, 3])).tolist()
    [5, 6, 2, 3, 4]
    """
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if ends.size else 0) + np.repeat(starts - ends + sizes, sizes)


def merged(key: Ints, weight: Floats) -> tuple[Ints, Floats]:
    """Distinct keys in order, and the sum of the weights of each."""
    order = np.argsort(key, kind="stable")
    key, weight = key[order], weight[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    return key[first], np.add.reduceat(weight, first) if first.size else weight


def linked_articles(graph: Graph) -> Adjacency:
    """Articles as an undirected simple graph, in the order of `graph.articles()`."""
    view = graph.articles()
    return Adjacency.of(view.nodes.height, view.source, view.target, view.weight)


def significant(values: Floats) -> Floats:
    """Rounded to 12 significant digits, so that the last bits of a sum never reach a file.

    >>> significant(np.array([1 / 3])).tolist()
    [0.333333333333]
    """
    return np.array([float(f"{value:.12g}") for value in values.tolist()], dtype=np.float64)


def spread(graph: Graph, kind: str, name: str, values: Ints | Floats) -> pl.Series:
    """A column with `values` (one per node of `kind`, in order) and null elsewhere."""
    mask = graph.of_kind(kind)
    column = np.zeros(mask.size, dtype=values.dtype)
    column[mask] = significant(values.astype(np.float64)) if values.dtype.kind == "f" else values
    return pl.Series(name, column).zip_with(pl.Series(mask), pl.Series(name, [None], dtype=pl.Series(column).dtype))


def numbered(group: Ints) -> Ints:
    """Groups named anew from 0: the largest first, ties by their smallest row.

    >>> numbered(np.array([7, 3, 3, 9])).tolist()
    [1, 0, 0, 2]
    """
    _, first, inverse, size = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(size.size, dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(size.size)
    return rank[inverse]


def tied(nodes: int, source: Ints, target: Ints) -> Ints:
    """Connected components by SciPy, each named by its smallest row; shape (nodes,).

    >>> tied(4, np.array([3]), np.array([1])).tolist()
    [0, 1, 2, 1]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not nodes:
        return np.zeros(0, dtype=np.int64)
    ones = np.ones(source.size, dtype=np.int8)
    _, label = connected_components(coo_array((ones, (source, target)), shape=(nodes, nodes)), directed=False)
    root: Ints = np.unique(label, return_index=True)[1][label]
    return root
