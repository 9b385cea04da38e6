"""Other layouts of the same graph: Fruchterman-Reingold and DrL by python-igraph, ForceAtlas2 by fa2-modified.

Both are under the GPL: a benchmark may use them where they are installed, graphkit does not. networkx
has a ForceAtlas2 of its own that compares every pair of nodes: it serves up to 3,000 of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graphkit.analysis.columns import Adjacency

Floats = npt.NDArray[np.float64]
_MOST = 3000


def fruchterman_reingold(links: Adjacency) -> Floats:
    """500 rounds, on a grid, as igraph does from 1,000 nodes."""
    return np.array(_igraph(links).layout_fruchterman_reingold(weights="weight", grid="grid", niter=500).coords)


def drl(links: Adjacency) -> Floats:
    """DrL (Martin and others, OpenOrd, 2011), with igraph's defaults."""
    return np.array(_igraph(links).layout_drl(weights="weight").coords)


def force_atlas_2(links: Adjacency) -> Floats:
    """ForceAtlas2 (Jacomy and others, 2014), 100 rounds."""
    import networkx as nx

    matrix = sparse.csr_matrix((links.weights, links.indices, links.starts), shape=(links.nodes, links.nodes))
    random.seed(1)
    if links.nodes > _MOST:
        from fa2_modified import ForceAtlas2

        return np.array(ForceAtlas2(verbose=False).forceatlas2(matrix.tolil(), iterations=100))
    places = nx.forceatlas2_layout(nx.from_scipy_sparse_array(matrix), max_iter=100, weight="weight", seed=1)
    return np.array([places[node] for node in range(links.nodes)])


PEERS: Mapping[str, Callable[[Adjacency], Floats]] = {
    "Fruchterman-Reingold": fruchterman_reingold,
    "DrL": drl,
    "ForceAtlas2": force_atlas_2,
}


def _igraph(links: Adjacency) -> Any:
    import igraph

    igraph.set_random_number_generator(random.Random(1))
    half = links.source < links.indices
    graph = igraph.Graph(links.nodes, np.stack([links.source[half], links.indices[half]], axis=1).tolist())
    graph.es["weight"] = links.weights[half].tolist()
    return graph
