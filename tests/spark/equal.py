"""What makes a graph directory of Spark equal to a build on this machine."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

import graphkit as gk
from graphkit.graph.directory import open_evidence, open_graph
from graphkit.model import KEYS, LEDGER, NODES, SIGHTINGS

CLOSE = 1e-6
CLUSTERED = ("core", "cluster", "subcluster", "cluster_label")
"""Columns that a graph has only where it fits on the driver."""
EXACT = (*NODES, "in_degree", "out_degree", "degree", "degree_related", "degree_about", "component")
SAME = ("counts", "declared", "ledger", "problems", "disagreements", "components")


def assert_equal(source: Path, target: Path, settings: gk.Settings | None = None) -> None:
    """Assert that the graph directory `target` is what a build of `source` gives, a folder or a table of sightings."""
    of_table = source.suffix == ".parquet"
    graph, report = gk.build_sightings(pl.read_parquet(source)) if of_table else gk.build(source, settings)
    built, evidence = open_graph(target), open_evidence(target)
    assert_frame_equal(built.nodes.select(EXACT), graph.nodes.select(EXACT))
    if "driver" in built.manifest["analysis"]["pagerank"]["method"]:
        assert_frame_equal(built.nodes.select(CLUSTERED), graph.nodes.select(CLUSTERED))
    assert_frame_equal(built.edges, graph.edges)
    assert_frame_equal(built.nodes.select("pagerank"), graph.nodes.select("pagerank"), rel_tol=CLOSE, abs_tol=0)
    assert_frame_equal(evidence.sightings.select(*SIGHTINGS, "article"), report.sightings)
    assert_frame_equal(evidence.keys.select(list(KEYS)), report.keys)
    assert_frame_equal(evidence.files, report.files)
    by = list(LEDGER)
    assert_frame_equal(evidence.ledger.sort(by), report.ledger.sort(by))
    for name in SAME:
        assert built.manifest[name] == graph.manifest[name], name
