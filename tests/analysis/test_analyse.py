"""What holds for every metric: columns, odd graphs, determinism."""

from __future__ import annotations

import os
import subprocess
import sys

import polars as pl
import pytest

from graphkit.analysis import METRICS, analyse
from graphkit.model import EDGE_KINDS
from tests.analysis import graphs

COLUMNS = {
    **dict.fromkeys(["in_degree", "out_degree", "degree", *(f"degree_{kind}" for kind in EDGE_KINDS)], pl.Int64()),
    **dict.fromkeys(["pagerank", "hub", "authority", "betweenness", "x", "y"], pl.Float64()),
    **dict.fromkeys(["component", "core", "cluster", "subcluster"], pl.Int64()),
    "cluster_label": pl.String(),
}
ONLY_ARTICLES = ["hub", "authority", "betweenness", "component", "core"]
GRAPHS = [*graphs.STRANGE, graphs.random(60, 7, 9, 90, 3)]


@pytest.mark.parametrize("graph", GRAPHS)
def test_every_graph_gets_every_column(graph):
    result = analyse(graph)
    assert {name: result.nodes.schema[name] for name in COLUMNS} == COLUMNS
    assert result.nodes.height == graph.nodes.height
    assert result.nodes["id"].equals(graph.nodes["id"])
    everywhere = [name for name in COLUMNS if name not in ONLY_ARTICLES]
    assert result.nodes.select(everywhere).null_count().sum_horizontal().sum() == 0
    assert set(result.manifest["analysis"]) == set(METRICS)


@pytest.mark.parametrize("graph", GRAPHS)
def test_article_numbers_stand_on_articles_only(graph):
    nodes = analyse(graph).nodes
    for name in ONLY_ARTICLES:
        assert nodes[name].is_not_null().equals((nodes["kind"] == "article").fill_null(False)), name


@pytest.mark.parametrize("graph", GRAPHS)
def test_floats_are_finite_and_have_twelve_digits(graph):
    for column in analyse(graph).nodes.select(pl.col(pl.Float64)):
        for value in column.drop_nulls():
            assert float(f"{value:.12g}") == value
            assert abs(value) < 1e9


def test_progress_names_every_metric():
    seen = []
    analyse(graphs.PATH, progress=lambda *call: seen.append(call))
    assert seen == [(name, done, len(METRICS)) for done, name in enumerate(METRICS)]


def test_the_manifest_keeps_what_it_had():
    result = analyse(graphs.PATH.with_manifest({"version": "1"}))
    assert result.manifest["version"] == "1"
    assert result.manifest["analysis"]["betweenness"]["method"] == "exact"


def test_shuffled_input_gives_the_same():
    graph = graphs.random(120, 8, 12, 200, 5)
    ids = graph.nodes["id"]
    named = graph.edges.select(
        ids.gather(graph.edges["source"]).alias("source_id"),
        ids.gather(graph.edges["target"]).alias("target_id"),
        "kind",
        "weight",
    )
    again = type(graph).of(
        graph.nodes.sample(fraction=1, shuffle=True, seed=4), named.sample(fraction=1, shuffle=True, seed=5)
    )
    assert analyse(again).nodes.equals(analyse(graph).nodes)


SCRIPT = """
import hashlib
from graphkit.analysis import analyse
from tests.analysis import graphs
nodes = analyse(graphs.random(800, 30, 60, 1500, 11)).nodes.select({columns})
print(hashlib.sha256(nodes.write_csv().encode()).hexdigest())
"""


def test_hash_seed_and_threads_change_nothing():
    digests = set()
    for seed, threads in (("0", "1"), ("1", "2"), ("77", "4")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "POLARS_MAX_THREADS": threads,
            "RAYON_NUM_THREADS": threads,
        }
        script = SCRIPT.format(columns=list(COLUMNS))
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1
