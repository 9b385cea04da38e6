"""Each number against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graphkit.analysis import analyse
from graphkit.analysis.betweenness import betweenness, centrality
from graphkit.analysis.centrality import hits, pagerank
from graphkit.analysis.columns import linked_articles
from graphkit.analysis.trees import folded
from tests.analysis import graphs

GRAPHS = {
    "path": graphs.PATH,
    "twins": graphs.TWINS,
    "small": graphs.random(30, 4, 5, 40, 1),
    "dense": graphs.random(40, 4, 5, 400, 2),
    "sparse": graphs.random(200, 12, 20, 150, 3),
    "a thousand": graphs.random(1000, 30, 100, 1750, 4),
}
each = pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)


def merged(view):
    """The view as a simple weighted graph, parallel edges summed; what networkx compares with."""
    simple = nx.DiGraph() if view.directed else nx.Graph()
    simple.add_nodes_from(view.nodes["id"])
    ids = view.nodes["id"].to_list()
    for source, target, weight in zip(view.source, view.target, view.weight, strict=True):
        before = simple.get_edge_data(ids[source], ids[target], {"weight": 0.0})["weight"]
        simple.add_edge(ids[source], ids[target], weight=before + weight)
    return simple


def undirected(graph):
    simple = nx.Graph(merged(graph.articles()))
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return simple


def column(graph, result, name):
    return {one: value for one, value in zip(graph.nodes["id"], result[name], strict=True) if value is not None}


def close(ours, theirs, tolerance):
    assert set(ours) == set(theirs)
    worst = max((abs(ours[one] - theirs[one]) for one in ours), default=0.0)
    assert worst < tolerance, worst


@each
def test_pagerank_is_that_of_networkx_on_all_three_views(graph):
    ours = column(graph, pagerank(graph).columns, "pagerank")
    for view in (graph.articles(), graph.providers(), graph.topics()):
        if view.nodes.height:
            theirs = nx.pagerank(merged(view), alpha=0.85, tol=1e-13, max_iter=1000, weight="weight")
            mine = {one: ours[one] for one in theirs}
            close(mine, theirs, 1e-8)
            assert abs(sum(mine.values()) - 1.0) < 1e-9


def test_a_weighted_reference_counts_more():
    graph = graphs.of(["a0", "a1", "a2"], [("a0", "a1", "related", 3.0), ("a0", "a2", "related", 1.0)])
    rank = pagerank(graph).columns["pagerank"]
    assert rank[1] > rank[2] > rank[0]


@pytest.mark.parametrize("name", ["small", "dense", "sparse", "a thousand"])
def test_hubs_and_authorities_are_those_of_networkx(name):
    # Where the leading eigenvalue is not unique, as in the path and the twins, networkx's answer is one of many.
    graph = GRAPHS[name]
    simple = merged(graph.articles())
    values = np.linalg.svd(nx.to_numpy_array(simple, weight="weight"), compute_uv=False)
    assert values[1] < values[0] * 0.999
    hub, authority = nx.hits(simple, max_iter=10000, tol=1e-14)
    measured = hits(graph)
    close(column(graph, measured.columns, "hub"), hub, 1e-6)
    close(column(graph, measured.columns, "authority"), authority, 1e-6)
    assert measured.facts["converged"]


def test_equal_components_share_hubs_equally():
    nodes = hits(graphs.TWINS).columns
    assert nodes["hub"].to_list() == [0.5, 0, 0, 0.5, 0, 0]
    assert nodes["authority"].to_list() == [0, 0.25, 0.25, 0, 0.25, 0.25]


@pytest.mark.parametrize("seed", range(4))
def test_hits_is_the_limit_where_blocks_rival(seed):
    graph = graphs.random(60, 0, 0, 70, seed)
    view = graph.articles()
    arcs = np.zeros((60, 60))
    np.add.at(arcs, (view.source, view.target), view.weight)
    hub = np.ones(60)
    for _ in range(20_000):
        hub = arcs @ (arcs.T @ hub)
        hub /= hub.sum()
    assert hits(graph).columns["hub"].to_numpy() == pytest.approx(hub, abs=1e-11)


def test_hits_without_edges_is_zero():
    assert hits(graphs.of(["a1", "a2"], [])).columns["hub"].to_list() == [0.0, 0.0]


@each
def test_betweenness_is_that_of_networkx(graph):
    measured = betweenness(graph)
    close(column(graph, measured.columns, "betweenness"), nx.betweenness_centrality(undirected(graph)), 1e-9)
    assert measured.facts == {
        "method": "exact",
        "pivots": graph.articles().nodes.height,
        "bound": 0.0,
        "standard_error": 0.0,
    }


def test_more_paths_than_a_float_can_count():
    diamonds = 1200
    edges = []
    for n in range(diamonds):
        edges += [(f"a{n:04}", f"a{n:04}{side}", "related", 1.0) for side in "xy"]
        edges += [(f"a{n:04}{side}", f"a{n + 1:04}", "related", 1.0) for side in "xy"]
    graph = graphs.of(sorted({end for edge in edges for end in edge[:2]}), edges)
    values, _ = centrality(linked_articles(graph), work=100 * 2 * len(edges))
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert values.max() < 1
    assert np.allclose(values[1::3], values[2::3])


def test_betweenness_of_many_small_components():
    edges = [(f"a{n}-{m}", f"a{n}-{m + 1}", "related", 1.0) for n in range(300) for m in range(n % 6)]
    graph = graphs.of(sorted({f"a{n}-{m}" for n in range(300) for m in range(n % 6 + 1)}), edges)
    close(column(graph, betweenness(graph).columns, "betweenness"), nx.betweenness_centrality(undirected(graph)), 1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_betweenness_where_trees_hang_on_circles(seed):
    graph = graphs.random(80, 0, 0, 60 + 5 * seed, seed)
    close(column(graph, betweenness(graph).columns, "betweenness"), nx.betweenness_centrality(undirected(graph)), 1e-12)


def test_folded_trees_hold_all_that_was_folded():
    links = linked_articles(graphs.random(300, 0, 0, 280, 5))
    trees = folded(links)
    kept = trees.bearer == np.arange(links.nodes)
    assert np.bincount(trees.bearer, minlength=links.nodes)[kept].tolist() == trees.weight[kept].tolist()
    assert not (links.induced(np.flatnonzero(kept)).degree == 1).any()


@pytest.mark.parametrize("pivots", [64, 200, 1000])
def test_sampled_betweenness_keeps_its_bound(pivots):
    links = linked_articles(graphs.random(2000, 0, 0, 4000, 8))
    exact, _ = centrality(links)
    sampled, facts = centrality(links, work=pivots * links.indices.size)
    error = np.abs(exact - sampled).max()
    assert facts["method"] == "sampled"
    assert pivots <= facts["pivots"] < 1.1 * pivots  # trees are folded away before arcs are counted
    assert 0 < error < facts["bound"]
    assert error < 5 * facts["standard_error"]
    again, _ = centrality(links, work=pivots * links.indices.size)
    assert (again == sampled).all()


@each
def test_cores_and_components_are_those_of_networkx(graph):
    nodes = analyse(graph).nodes
    simple = undirected(graph)
    assert column(graph, nodes, "core") == nx.core_number(simple)
    groups = sorted(nx.connected_components(simple), key=lambda group: (-len(group), min(group)))
    assert column(graph, nodes, "component") == {one: number for number, group in enumerate(groups) for one in group}


@each
def test_degrees_are_those_of_networkx(graph):
    door = graph.to_networkx()
    nodes = analyse(graph).nodes
    assert column(graph, nodes, "in_degree") == dict(door.in_degree())
    assert column(graph, nodes, "out_degree") == dict(door.out_degree())
    assert column(graph, nodes, "degree") == dict(door.degree())
    kinds = nodes["degree_related"] + nodes["degree_published_by"] + nodes["degree_about"]
    assert kinds.equals(nodes["degree"], check_names=False)
    only = nx.MultiDiGraph()
    only.add_nodes_from(door)
    only.add_edges_from(edge for edge in door.edges(keys=True) if edge[2] == "related")
    assert column(graph, nodes, "degree_related") == dict(only.degree())
