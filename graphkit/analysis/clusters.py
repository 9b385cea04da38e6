"""Clusters: what belongs together, by Leiden, in two levels, each with a name.

graspologic-native's `leiden_csr` finds better clusters than NetworKit's ParallelLeiden at a similar cost
and imports at once: see `benchmarks/leiden.py`.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl

from graphkit.analysis.columns import Adjacency, Floats, Ints, Measured, numbered
from graphkit.analysis.labels import labels
from graphkit.graph import Graph
from graphkit.model import ABOUT, LINKS_TO, PUBLISHED_BY, RELATED
from graphkit.waiting import interruptible

WEIGHTS = {RELATED: 3.0, LINKS_TO: 3.0, PUBLISHED_BY: 1.0, ABOUT: 1.0}
"""How strongly an edge of each kind ties; other kinds tie as 1."""
RARE = (PUBLISHED_BY, ABOUT)
"""Kinds that tie less, the more articles share their target."""

_NOTHING = 0.001
_SEED = 1
_ROUNDS = 2
_BIG = 60
_LARGE = 20_000
"""Nodes from which on Leiden takes so long that somebody might stop it."""


def cluster(graph: Graph) -> Measured:
    """`cluster`, `subcluster` (Int64) and `cluster_label` (String) of every node.

    Leiden (Traag, Waltman and van Eck, From Louvain to Leiden, 2019) on `ties(graph)`. Clusters are
    numbered from 0, the largest first, ties by smallest row. Each cluster of more than 60 nodes is
    divided once more by the same method; `subcluster` numbers the parts through, so that equal
    subclusters always lie in one cluster.
    """
    links = ties(graph)
    coarse = numbered(leiden(links))
    return measured(graph, coarse, within(links, coarse))


def measured(graph: Graph, coarse: Ints, fine: Ints) -> Measured:
    """The columns and facts of clusters and subclusters, shape (nodes,) each."""
    columns = {"cluster": coarse, "subcluster": fine}
    facts = {"method": "leiden", "seed": _SEED, "clusters": _count(coarse), "subclusters": _count(fine)}
    return Measured(pl.DataFrame(columns).with_columns(labels(graph, coarse)), facts)


def ties(graph: Graph) -> Adjacency:
    """All nodes, tied by weight: `related` heavily, publishers and topics by rarity.

    An edge to a topic that `df` of N articles have weighs log(N/df)/log(N): 1 where only one has it,
    and next to nothing where all have it, just enough for the topic itself to find a cluster.
    """
    kinds = graph.edges["kind"]
    weight = graph.weight * kinds.replace_strict(WEIGHTS, default=1.0, return_dtype=pl.Float64).to_numpy()
    for kind in RARE:
        chosen = (kinds == kind).to_numpy()
        weight[chosen] *= rarity(graph.source[chosen], graph.target[chosen])
    return Adjacency.of(graph.nodes.height, graph.source, graph.target, weight)


def rarity(source: Ints, target: Ints) -> Floats:
    """For each edge log(N/df)/log(N): N sources in all, df edges to its target; at least 0.001.

    >>> rarity(np.array([0, 1, 2, 3]), np.array([8, 8, 9, 9])).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    every = np.unique(source).size
    return share(np.full(source.size, every, dtype=np.float64), np.bincount(target)[target])


def share(every: Floats, some: Ints) -> Floats:
    """How little is shared by `some` of `every`: 1 where it is one, or where there is one, next to nothing by all.

    >>> share(np.array([4.0, 4.0, 1.0]), np.array([1, 4, 1])).tolist()
    [1.0, 0.001, 1.0]
    """
    # Rounded: not every processor agrees on the last bit of a logarithm.
    found: Floats = np.round(np.log(every / some) / np.log(np.maximum(every, 2)), 9)
    return np.where(every < 2, 1.0, np.maximum(found, _NOTHING))


def leiden(links: Adjacency) -> Ints:
    """The community of each node, shape (nodes,), by modularity; who has no tie is alone."""
    import graspologic_native

    alone = np.arange(links.nodes) + links.nodes
    if not links.indices.size:
        return alone
    starts, indices = links.starts.astype(np.int64), links.indices.astype(np.int32)
    options = {"iterations": _ROUNDS, "seed": _SEED}
    call = partial(graspologic_native.leiden_csr, starts, indices, links.weights, links.nodes, **options)
    _, found = interruptible(call) if links.nodes > _LARGE else call()
    alone[list(found)] = list(found.values())
    return alone


def within(links: Adjacency, coarse: Ints) -> Ints:
    """Each big cluster divided again; the parts numbered through in the order of their clusters."""
    order = np.argsort(coarse, kind="stable")
    fine, first = np.zeros(coarse.size, dtype=np.int64), 0
    for rows in np.split(order, np.flatnonzero(np.diff(coarse[order])) + 1) if order.size else []:
        parts = numbered(leiden(links.induced(rows))) if rows.size > _BIG else np.zeros(rows.size, dtype=np.int64)
        fine[rows] = first + parts
        first += int(parts.max()) + 1
    return fine


def _count(groups: Ints) -> int:
    return int(groups.max(initial=-1)) + 1
