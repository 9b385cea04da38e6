"""Clusters: what belongs together, how it is numbered and named."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from graphkit.analysis import analyse
from graphkit.analysis.clusters import cluster, leiden, ties
from graphkit.analysis.labels import labels
from graphkit.analysis.words import terms
from tests.analysis import graphs


def test_planted_communities_are_found():
    graph = graphs.communities(8, 40)
    found = cluster(graph).columns["cluster"].to_list()
    planted = [one[1:3] for one in graph.nodes["id"]]
    assert len(set(found)) == 8
    assert len(set(zip(planted, found, strict=True))) == 8


def test_leiden_is_as_good_as_networkx_louvain():
    graph = graphs.random(600, 0, 0, 1200, 2)
    links = ties(graph)
    simple = nx.Graph()
    simple.add_nodes_from(range(links.nodes))
    simple.add_weighted_edges_from(
        zip(links.source.tolist(), links.indices.tolist(), links.weights.tolist(), strict=True)
    )
    found = leiden(links)
    groups = [set(np.flatnonzero(found == name).tolist()) for name in set(found.tolist())]
    louvain = nx.community.louvain_communities(simple, seed=1)
    assert nx.community.modularity(simple, groups) > nx.community.modularity(simple, louvain) - 0.01


@pytest.mark.parametrize("graph", [graphs.communities(5, 30), graphs.random(300, 9, 30, 400, 6)])
def test_numbers_run_from_the_largest(graph):
    columns = cluster(graph).columns
    groups = (
        columns.with_row_index().group_by("cluster").agg(pl.len().cast(pl.Int64), pl.col("index").min()).sort("cluster")
    )
    assert groups["cluster"].to_list() == list(range(groups.height))
    keys = list(zip((-groups["len"]).to_list(), groups["index"].to_list(), strict=True))
    assert keys == sorted(keys)


def test_subclusters_lie_in_one_cluster_and_divide_the_big_ones():
    graph = graphs.random(3000, 20, 300, 3000, 6)
    columns = cluster(graph).columns
    assert columns.group_by("subcluster").agg(pl.col("cluster").n_unique())["cluster"].max() == 1
    assert sorted(columns["subcluster"].unique()) == list(range(columns["subcluster"].n_unique()))
    parts = columns.filter(cluster=0)["subcluster"].n_unique()
    assert parts > 1


def test_a_topic_that_all_have_ties_nothing():
    graph = graphs.communities(6, 30)
    ids = graph.nodes["id"].to_list()
    edges = [(ids[s], ids[t], "related", 1.0) for s, t in zip(graph.source, graph.target, strict=True)]
    joined = graphs.of([*ids, "t1"], [*edges, *((one, "t1", "about", 1.0) for one in ids)])
    before, after = cluster(graph).columns["cluster"], cluster(joined).columns["cluster"]
    assert len(set(zip(before, after, strict=False))) == before.n_unique() == after.n_unique()
    assert after[-1] in before


def test_a_rare_topic_ties_more_than_a_common_one():
    nodes = [*(f"a{n}" for n in range(8)), "t1", "t2"]
    edges = [("a0", "t1", "about", 1.0), ("a1", "t1", "about", 1.0), *((f"a{n}", "t2", "about", 1.0) for n in range(6))]
    links = ties(graphs.of(nodes, edges))
    weight = dict(zip(zip(links.source.tolist(), links.indices.tolist(), strict=True), links.weights, strict=True))
    assert weight[0, 8] > 5 * weight[0, 9] > 0


TITLES = {
    "a00-000": "Police test facial recognition at stations",
    "a00-001": "Facial recognition for police: a trial",
    "a00-002": "Court stops facial recognition by police",
    "a01-000": "Central bank raises rates again",
    "a01-001": "What the central bank said about rates",
    "a01-002": "Markets fear the Central Bank",
    "a02-000": "人脸识别技术引发争议",
    "a02-001": "北京推广人脸识别",
    "a02-002": "人脸识别与隐私",
}


def named(titles):
    ids = sorted(titles)
    groups = [int(one[1:3]) for one in ids]
    return labels(graphs.of(ids, [], titles), np.array(groups)).to_list()


def test_labels_name_what_sets_a_cluster_apart():
    found = named(TITLES)
    assert found[0].startswith("facial recognition")
    assert "police" in found[0].lower()
    assert found[3].lower().startswith("central bank")
    assert "rates" in found[3]
    assert found[6].startswith(("人脸", "脸识", "识别"))
    assert len(set(found)) == 3
    for label in set(found):
        assert 2 <= len(label.split(" · ")) <= 3
        assert not {"for", "the", "what", "by", "at"} & set(label.lower().split())


def test_equal_clusters_get_different_names():
    titles = {f"a{group:02}-{n}": "Face scans banned" for group in range(4) for n in range(2)}
    found = named(titles)
    assert len(set(found)) == 4
    assert found[0] == found[1]


def test_clusters_without_words_are_named_by_what_they_hold():
    nodes = analyse(graphs.NAMELESS).nodes
    assert set(nodes["cluster_label"]) == {"title of p1"}
    assert analyse(graphs.of(["a1"], [], {"a1": None})).nodes["cluster_label"].to_list() == ["a1"]


def test_a_topic_is_one_term():
    titles = {"a1": "One story", "a2": "Two stories", "t1": "Natural Language Processing"}
    edges = [("a1", "t1", "about", 1.0), ("a2", "t1", "about", 1.0)]
    found = labels(graphs.of(["a1", "a2", "t1"], edges, titles), np.array([0, 0, 0]))
    assert found[0].startswith("Natural Language Processing")


def test_labels_do_not_carry_markup_or_control_signs():
    titles = {"a1": '<script>alert("x")</script>\x00\u2028 camera law', "a2": "camera law <b>now</b>"}
    found = labels(graphs.of(["a1", "a2"], [], titles), np.array([0, 0]))[0]
    assert "camera law" in found
    assert not set(found) & set('<>"\x00\u2028')


@pytest.mark.parametrize("text", ["", "   ", "…!?", "the of and", "2021", "👍🏽", "\u202e", "の は", "ก็", "a" * 5000])
def test_any_title_has_terms_or_none(text):
    found = terms(pl.DataFrame({"cluster": [0], "text": [text]}))
    assert found.columns == ["cluster", "key", "text", "size"]
    assert named({"a00-0": text})[0]


def test_japanese_grammar_is_no_name():
    keys = terms(pl.DataFrame({"cluster": [0], "text": ["東京のカメラは新しい"]}))["key"].to_list()
    assert "カメラ" in keys
    assert "東京" in keys
    assert not any("の" in key for key in keys)
