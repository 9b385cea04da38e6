"""Races of analyses: the same article graph, ranked and divided; ranks are compared to six digits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from exporters import graph, mixed
from racing import Race


def articles(source: Path) -> Any:
    """The articles and the edges among them."""
    import graphkit.analysis

    assert graphkit.analysis.METRICS
    return graph(source).articles()


def arcs(source: Path) -> Any:
    """The articles in networkx, parallel edges merged."""
    import networkx

    view = articles(source)
    found = networkx.DiGraph()
    found.add_nodes_from(range(view.nodes.height))
    for one, other, weight in zip(view.source.tolist(), view.target.tolist(), view.weight.tolist(), strict=True):
        before = found.get_edge_data(one, other, {"weight": 0.0})["weight"]
        found.add_edge(one, other, weight=before + weight)
    return found


def arcs_of_igraph(source: Path) -> Any:
    import igraph

    view = articles(source)
    found = igraph.Graph(view.nodes.height, list(zip(view.source.tolist(), view.target.tolist(), strict=True)), True)
    found.es["weight"] = view.weight.tolist()
    return found


def pagerank(view: Any) -> Any:
    from graphkit.analysis.centrality import rank

    return rank(view)


def pagerank_of_networkx(found: Any) -> Any:
    import networkx

    return list(networkx.pagerank(found, alpha=0.85, tol=1e-12, max_iter=500).values())


def same_ranks(values: Any, source: Path) -> list[int]:
    """The hundred first, by rank; equal ones by number."""
    rounded = np.round(np.asarray(values, dtype=float) * 1e9)
    return [int(row) for row in np.lexsort((np.arange(rounded.size), -rounded))[:100]]


def tied(source: Path) -> Any:
    """Everything, tied by weight: what clusters are made of."""
    from graphkit.analysis.clusters import ties

    return ties(graph(source))


def leiden(links: Any) -> Any:
    from graphkit.analysis import clusters

    return clusters.leiden(links)


def tied_networkx(source: Path) -> Any:
    import networkx

    links = tied(source)
    found = networkx.Graph()
    found.add_nodes_from(range(links.nodes))
    found.add_weighted_edges_from(
        zip(links.source.tolist(), links.indices.tolist(), links.weights.tolist(), strict=True)
    )
    return found


def louvain(found: Any) -> Any:
    import networkx

    return networkx.community.louvain_communities(found, seed=1)


def tied_igraph(source: Path) -> Any:
    import igraph

    links = tied(source)
    once = links.source < links.indices
    found = igraph.Graph(links.nodes, list(zip(links.source[once].tolist(), links.indices[once].tolist(), strict=True)))
    found.es["weight"] = links.weights[once].tolist()
    return found


def leiden_of_igraph(found: Any) -> Any:
    import random

    random.seed(1)
    return found.community_leiden(objective_function="modularity", weights="weight", n_iterations=2)


def linked(source: Path) -> Any:
    from graphkit.analysis.columns import linked_articles

    return linked_articles(graph(source))


def cores(links: Any) -> Any:
    from graphkit.analysis.components import core_numbers

    return core_numbers(links).tolist()


def cores_of_networkx(found: Any) -> Any:
    import networkx

    plain = networkx.Graph(found.to_undirected())
    plain.remove_edges_from(networkx.selfloop_edges(plain))
    return list(networkx.core_number(plain).values())


RACES = {
    "pagerank": Race(
        "PageRank",
        {
            "graphkit": (articles, pagerank),
            "networkx": (arcs, pagerank_of_networkx),
            "igraph": (arcs_of_igraph, lambda found: found.pagerank(damping=0.85, weights="weight")),
        },
        same_ranks,
    ),
    "clusters": Race(
        "clusters by modularity",
        {
            "graphkit (Leiden)": (tied, leiden),
            "networkx (Louvain)": (tied_networkx, louvain),
            "igraph (Leiden)": (tied_igraph, leiden_of_igraph),
        },
    ),
    "cores": Race(
        "core numbers",
        {"graphkit": (linked, cores), "networkx": (arcs, cores_of_networkx)},
        lambda values, source: mixed(enumerate(values)),
    ),
}
