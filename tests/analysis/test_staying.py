"""Maps and clusters kept from an earlier graph: what was there stays, what is new finds a place."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from scipy.spatial import cKDTree

from graphkit.analysis import KEPT, METRICS, analyse, layout
from graphkit.analysis.earlier import MOST, Earlier
from tests.analysis import graphs

MAP = ["cluster", "subcluster", "x", "y"]
SIZES = {"small": (240, 12, 40, 300), "large": (2400, 40, 400, 2600)}


def mapped(graph, earlier=None):
    """What `analyse` does, without the metrics that a map does not need."""
    known, facts = Earlier.of(graph, earlier) if earlier else None, {}
    for name in ("degree", "pagerank", "cluster", "layout"):
        done = KEPT[name](graph, known) if known and name in KEPT else METRICS[name](graph)
        graph, facts[name] = graph.with_columns(done.columns), dict(done.facts)
    return graph.with_manifest({"analysis": facts})


def without(graph, articles):
    """The graph without some of its articles, and without what only they were tied to."""
    there = np.ones(graph.nodes.height, dtype=bool)
    there[articles] = False
    live = there[graph.source] & there[graph.target]
    ends = np.concatenate([graph.source[live], graph.target[live]])
    return graph.subgraph(there & (np.bincount(ends, minlength=there.size) > 0))


@pytest.fixture(scope="module", params=SIZES)
def grown(request):
    """A graph without ten of its articles; and with them, the first as its earlier graph."""
    whole = graphs.random(*SIZES[request.param], seed=5)
    before = mapped(without(whole, np.arange(3, 240, 24)))
    return before, mapped(whole, earlier=before)


def moved(before, after):
    both = before.nodes.select("id", *MAP).join(after.nodes.select("id", *MAP), on="id", suffix="_after")
    way = np.hypot(both["x"] - both["x_after"], both["y"] - both["y_after"])
    return both, way / (before.nodes["x"].max() - before.nodes["x"].min())


def overlapping(graph):
    points, radius = graph.nodes.select("x", "y").to_numpy(), layout.radii(graph)
    pairs = cKDTree(points).query_pairs(40.0, output_type="ndarray")
    lack = radius[pairs].sum(axis=1) - np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    return np.unique(pairs[lack > 0.1 * radius[pairs].min(axis=1)]).size / len(points)


def test_a_graph_that_has_not_changed_keeps_every_column_and_fact(grown):
    for graph in grown:
        again = mapped(graph, earlier=graph)
        assert again.nodes.equals(graph.nodes)
        assert again.manifest["analysis"] == graph.manifest["analysis"]


def test_few_new_articles_move_next_to_nothing(grown):
    both, way = moved(*grown)
    assert np.median(way) < 0.002
    assert np.quantile(way, 0.95) < 0.02
    assert both["cluster"].equals(both["cluster_after"])


def test_new_nodes_are_counted_and_do_not_overlap(grown):
    before, after = grown
    assert after.manifest["analysis"]["layout"]["changed"] == after.nodes.height - before.nodes.height
    assert overlapping(after) < 0.01
    assert after.nodes.select(pl.col("x", "y").is_finite().all()).row(0) == (True, True)


def test_new_articles_lie_in_their_cluster(grown):
    before, after = grown
    if after.nodes.height <= layout.SMALL:
        pytest.skip("clusters of small maps are no discs")
    points, cluster = after.nodes.select("x", "y").to_numpy(), after.nodes["cluster"].to_numpy()
    new = ~after.nodes["id"].is_in(before.nodes["id"].implode()).to_numpy()
    nearest = cKDTree(points).query(points[new], k=6)[1][:, 1:]
    assert (cluster[nearest] == cluster[new][:, None]).mean() > 0.6


def test_the_same_two_graphs_in_another_order_give_the_same_map(grown):
    before, after = grown
    shuffled = before.nodes.sample(fraction=1.0, shuffle=True, seed=2)
    bare = mapped(after, earlier=type(before)(shuffled, before.edges.clear(), before.manifest))
    assert bare.nodes.select(MAP).equals(after.nodes.select(MAP))


def test_vanished_articles_leave_holes(grown):
    after = grown[1]
    fewer = mapped(without(after, np.arange(5, 240, 24)), earlier=after)
    _, way = moved(after, fewer)
    assert way.max() == 0
    assert fewer.manifest["analysis"]["layout"]["changed"] > after.manifest["analysis"]["layout"]["changed"]


def test_too_much_change_makes_a_new_map_that_resembles_the_old():
    whole = graphs.communities(12, 80)
    before = mapped(without(whole, np.arange(0, 960, 3)))
    after = mapped(whole, earlier=before)
    assert whole.nodes.height - before.nodes.height > MOST * whole.nodes.height
    assert after.manifest["analysis"]["layout"]["changed"] == 0
    _, way = moved(before, after)
    _, afresh = moved(before, mapped(whole))
    assert 0 < np.median(way) < 0.5 * np.median(afresh)


def test_many_small_changes_add_up_until_the_map_is_made_anew():
    whole = graphs.random(300, 10, 30, 320, 3)
    graph, counts = mapped(without(whole, np.arange(0, 120))), []
    for gone in range(100, -1, -20):
        graph = mapped(without(whole, np.arange(gone)), earlier=graph)
        counts.append(graph.manifest["analysis"]["layout"]["changed"])
    assert counts[0] > 0 and 0 in counts


def test_what_is_new_altogether_comes_below_the_map():
    old, more = graphs.communities(6, 60), [f"t-new{n:02}" for n in range(12)]
    before, ids = mapped(old), old.nodes["id"]
    edges = [
        (ids[int(one)], ids[int(other)], "related", 1.0) for one, other in old.edges.select("source", "target").rows()
    ]
    edges += [(one, other, "related", 1.0) for one, other in pairwise(more)]
    after = mapped(graphs.of([*ids, *more], edges), earlier=before)
    new = after.nodes["id"].is_in(more)
    assert after.nodes.filter(new)["y"].max() < after.nodes.filter(~new)["y"].min()
    assert after.nodes.filter(new)["cluster"].min() > after.nodes.filter(~new)["cluster"].max()
    assert overlapping(after) == 0


@pytest.mark.parametrize("graph", graphs.STRANGE, ids=range(len(graphs.STRANGE)))
@pytest.mark.parametrize("old", [graphs.EMPTY, graphs.SINGLE, graphs.PATH])
def test_strange_graphs_follow_strange_graphs(graph, old):
    after = mapped(graph, earlier=mapped(old))
    assert after.nodes.select(pl.col("x", "y").is_finite().all()).row(0) == (True, True)
    assert mapped(graph, earlier=after).nodes.equals(after.nodes)


def test_analyse_hands_on_the_earlier_graph():
    before = analyse(graphs.PATH)
    elsewhere = before.with_columns(before.nodes.select(pl.col("x") + 7))
    assert analyse(graphs.PATH, earlier=elsewhere).nodes["x"].equals(elsewhere.nodes["x"])


def test_an_earlier_graph_that_makes_no_sense_is_passed_over():
    graph = mapped(graphs.TWINS)
    broken = {
        "no places": graph.nodes.drop("x"),
        "places that are texts": graph.nodes.with_columns(pl.col("x").cast(pl.String)),
        "places nowhere": graph.nodes.with_columns(x=pl.lit(float("inf"))),
        "no clusters": graph.nodes.with_columns(cluster=pl.lit(None, dtype=pl.Int64)),
        "other nodes": graph.nodes.with_columns(id=pl.lit("other:") + pl.col("id")),
    }
    for name, nodes in broken.items():
        assert Earlier.of(graph, type(graph)(nodes, graph.edges)) is None, name
    for facts in ({}, {"analysis": 1}, {"analysis": {"layout": 1}}, {"analysis": {"layout": {"changed": "x"}}}):
        assert mapped(graphs.TWINS, earlier=graph.with_manifest(facts)).nodes.equals(graph.nodes)
