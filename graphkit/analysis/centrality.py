"""PageRank and HITS by power iteration.

Each step is a weighted `bincount`, not a matrix product: it costs the same as SciPy's sparse product,
adds in the order of the edges on every processor (compiled products may fuse multiply and add), and
needs no import.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.columns import Floats, Ints, Measured, merged, spread, tied
from graphkit.graph import Graph
from graphkit.model import ARTICLE, PROVIDER, TOPIC

DAMPING = 0.85
_CLOSE = 1e-14
_STEPS = 500
_HITS_STEPS = 1000
_RIVAL, _SAME = 0.9, 1e-9
"""Parts of the largest eigenvalue from which on a block may still lead, and from which on it is as large."""


def pagerank(graph: Graph) -> Measured:
    """`pagerank`: articles, providers and topics each on their own view, where it sums to 1.

    Articles follow the direction of the declared relation, providers `graph.providers()`, topics
    `graph.topics()`, all by weight.
    """
    views = {ARTICLE: graph.articles, PROVIDER: graph.providers, TOPIC: graph.topics}
    columns = [spread(graph, kind, kind, rank(view())) for kind, view in views.items()]
    return Measured(pl.select(pl.coalesce(columns).alias("pagerank")), {"damping": DAMPING})


def rank(view: Graph) -> Floats:
    """PageRank of one view, shape (nodes,), sums to 1 (Brin and Page, 1998).

    Who refers to nobody shares its rank among all. Iterated until the sum of changes is below 1e-14.
    """
    nodes = view.nodes.height
    source, target, weight = _arcs(view)
    strength = np.bincount(source, weights=weight, minlength=nodes)
    kept = strength[source] > 0
    source, target = source[kept], target[kept]
    share = weight[kept] / strength[source]
    dangling = strength == 0
    result = np.full(nodes, 1.0 / max(nodes, 1))
    for _ in range(_STEPS if nodes else 0):
        passed = np.bincount(target, weights=result[source] * share, minlength=nodes)
        # A node with no way out would leak rank: share its rank among all.
        fresh = DAMPING * (passed + result[dangling].sum() / nodes) + (1 - DAMPING) / nodes
        change = np.abs(fresh - result).sum()
        result = fresh / fresh.sum()
        if change < _CLOSE:
            break
    return result


def hits(graph: Graph) -> Measured:
    """`hub` and `authority` of articles, each sums to 1 (Kleinberg, 1999); all 0 without edges.

    The limit of the power iteration from equal hubs. Where hubs share no authority, even by way of others,
    the graph falls into blocks that know nothing of each other: each is iterated on its own, at most 1,000
    steps, and the block with the largest eigenvalue takes all. Several such (two components alike) get
    their shares of the equal vector's projection, so equals stay equal.
    """
    view = graph.articles()
    hub, authority, steps = _hubs(view)
    columns = [spread(graph, ARTICLE, "hub", hub), spread(graph, ARTICLE, "authority", authority)]
    return Measured(pl.DataFrame(columns), {"steps": steps, "converged": steps < _HITS_STEPS})


def _hubs(view: Graph) -> tuple[Floats, Floats, int]:
    nodes = view.nodes.height
    source, target, weight = _arcs(view)
    if not source.size:
        return np.zeros(nodes), np.zeros(nodes), 0
    # A node is in one block as a hub and in another as an authority.
    block = tied(2 * nodes, source, nodes + target)[:nodes]
    hub = _summed(source, np.ones(source.size), nodes).clip(max=1.0)
    hub /= _summed(block, hub, nodes)[block].clip(min=1.0)
    value, steps = np.zeros(nodes), 0
    for steps in range(_HITS_STEPS + 1):  # noqa: B007 (it is told)
        fresh = _summed(source, _summed(target, hub[source] * weight, nodes)[target] * weight, nodes)
        value = _summed(block, fresh, nodes)
        fresh /= np.where(value > 0, value, 1.0)[block]
        change, hub = _summed(block, np.abs(fresh - hub), nodes), fresh
        if change[value >= _RIVAL * value.max()].max() < _CLOSE:
            break
    hub = _projected(hub, block, value)
    return hub, _scaled(_summed(target, hub[source] * weight, nodes)), steps


def _projected(hub: Floats, block: Ints, value: Floats) -> Floats:
    """What the equal vector leaves of each block's eigenvector: nothing where another's eigenvalue is larger."""
    squares = _summed(block, hub * hub, hub.size)
    share = np.where(value >= value.max() * (1 - _SAME), 1 / np.where(squares > 0, squares, 1.0), 0.0)
    return _scaled(hub * share[block])


def _summed(rows: Ints, values: Floats, nodes: int) -> Floats:
    """Values summed by row."""
    summed: Floats = np.bincount(rows, weights=values, minlength=nodes)
    return summed


def _scaled(values: Floats) -> Floats:
    scaled: Floats = values / (values.sum() or 1.0)
    return scaled


def _arcs(view: Graph) -> tuple[Ints, Ints, Floats]:
    """Source, target and weight of each arc: parallel ones merged, both ways if undirected."""
    nodes, source, target, weight = view.nodes.height, view.source, view.target, view.weight
    if not view.directed:
        back = source != target
        source, target = np.concatenate([source, target[back]]), np.concatenate([target, source[back]])
        weight = np.concatenate([weight, weight[back]])
    key, weight = merged(source * nodes + target, weight)
    return key // max(nodes, 1), key % max(nodes, 1), weight
