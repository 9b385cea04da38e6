"""PageRank and HITS by power iteration.

Each step is a weighted `bincount`, not a matrix product: it costs the same as SciPy's sparse product,
adds in the order of the edges on every processor (compiled products may fuse multiply and add), and
needs no import.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.columns import Floats, Ints, Measured, merged, spread
from graphkit.graph import Graph
from graphkit.model import ARTICLE, PROVIDER, TOPIC

DAMPING = 0.85
_CLOSE = 1e-14
_STEPS = 500
_HITS_STEPS = 1000


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

    Power iteration from equal hubs, at most 1,000 steps. Where the leading eigenvalue is not unique
    (two components alike), that start decides: each component gets its share of the equal vector's
    projection, so equals stay equal, which a random start would not give.
    """
    view = graph.articles()
    hub, authority, steps = _hubs(view)
    columns = [spread(graph, ARTICLE, "hub", hub), spread(graph, ARTICLE, "authority", authority)]
    return Measured(pl.DataFrame(columns), {"steps": steps, "converged": steps < _HITS_STEPS})


def _hubs(view: Graph) -> tuple[Floats, Floats, int]:
    nodes = view.nodes.height
    source, target, weight = _arcs(view)
    hub = authority = np.full(nodes, 1.0 / max(nodes, 1)) if source.size else np.zeros(nodes)
    for step in range(_HITS_STEPS if source.size else 0):
        authority = _step(target, hub[source] * weight, nodes)
        fresh = _step(source, authority[target] * weight, nodes)
        change, hub = np.abs(fresh - hub).sum(), fresh
        if change < _CLOSE:
            return hub, authority, step
    return hub, authority, _HITS_STEPS if source.size else 0


def _step(rows: Ints, values: Floats, nodes: int) -> Floats:
    """Values summed by row, scaled to sum 1."""
    summed = np.bincount(rows, weights=values, minlength=nodes)
    scaled: Floats = summed / (summed.sum() or 1.0)
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
