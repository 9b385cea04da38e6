"""The explorer page holds the whole graph: every column, text and edge comes out of it as it went in."""

from __future__ import annotations

import json
import math
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from graphkit.exporters import html as page
from graphkit.exporters.html import details
from graphkit.graph import Graph
from graphkit.graph.size import diameters
from graphkit.model import CITED
from tests.conftest import ROOT
from tests.exporters.html_blocks import blocks, blocks_of, container, each_graph, graph_of, texts
from tests.exporters.samples import need, sample_graph, shuffled, written

VIEWER = ROOT / "viewer"
NONE, NO_DAY = 2**32 - 1, -(2**31)


@each_graph
def test_nodes(name: str) -> None:
    graph = graph_of(name)
    meta, columns = container(blocks_of(name)["graph"])
    nodes = graph.nodes
    assert (meta["format"], meta["nodes"], meta["edges"]) == (1, nodes.height, graph.edges.height)
    assert [meta["kinds"][kind] for kind in columns["kind"]] == nodes["kind"].to_list()
    expected = [label if (label or "").strip() else node for label, node in nodes.select("label", "id").iter_rows()]
    assert texts(columns, "label") == expected
    assert np.abs(6 + columns["size"] * (34 / 255) - diameters(nodes).to_numpy()).max(initial=0) <= 34 / 510 + 0.01
    assert (columns["flags"] & 1).tolist() == [int(status == CITED) for status in nodes["status"]]
    assert (columns["flags"] >> 1).tolist() == [int(bool(draft)) for draft in nodes["draft"]]
    assert texts(columns, "start") == nodes["id"].to_list()[:: details.CHUNK]


@each_graph
def test_edges(name: str) -> None:
    graph = graph_of(name)
    meta, columns = container(blocks_of(name)["graph"])
    source = np.repeat(np.arange(graph.nodes.height), columns["out"])
    assert source.tolist() == graph.source.tolist()
    assert columns["target"].tolist() == graph.target.tolist()
    assert [meta["edgeKinds"][kind] for kind in columns["edgeKind"]] == graph.edges["kind"].to_list()
    assert columns["weight"] == pytest.approx(graph.weight, rel=1e-4)


@each_graph
def test_places(name: str) -> None:
    graph = graph_of(name)
    meta, columns = container(blocks_of(name)["graph"])
    left, bottom, right, top = meta["box"]
    x = left + (right - left) * columns["x"] / 65535
    y = bottom + (top - bottom) * columns["y"] / 65535
    assert np.isfinite([left, bottom, right, top]).all()
    if not {"x", "y"} <= set(graph.nodes.columns) or not np.isfinite(graph.nodes.select("x", "y").to_numpy()).all():
        assert len(set(zip(x.tolist(), y.tolist(), strict=True))) == graph.nodes.height
        assert graph.nodes.height < 40 or 0.8 < (right - left) / (top - bottom) < 1.25  # a disc
        return
    step = max(right - left, top - bottom) / 65535
    assert np.abs(x - graph.nodes["x"].to_numpy()).max() <= step
    assert np.abs(y - graph.nodes["y"].to_numpy()).max() <= step
    assert name != "seeds" or step < 0.05


@each_graph
def test_clusters_and_days(name: str) -> None:
    nodes = graph_of(name).nodes
    meta, columns = container(blocks_of(name)["graph"])
    given = nodes["cluster"].to_list() if "cluster" in nodes.columns else [None] * nodes.height
    order = sorted({number for number in given if number is not None})
    assert columns["cluster"].tolist() == [0 if number is None else order.index(number) + 1 for number in given]
    assert [cluster["count"] for cluster in meta["clusters"]] == [given.count(number) for number in order]
    for number, cluster in zip(order, meta["clusters"], strict=True):
        labels = nodes.filter(pl.col("cluster") == number)["cluster_label"]
        assert cluster["label"] in labels.to_list()
    assert columns["day"].tolist() == [_day(seconds) for seconds in nodes["published"].dt.epoch("s")]


def _day(seconds: int | None) -> int:
    first, last = datetime(1000, 1, 1, tzinfo=UTC).timestamp(), datetime(9999, 1, 1, tzinfo=UTC).timestamp()
    return NO_DAY if seconds is None or not first <= seconds < last else seconds // 86_400


@each_graph
def test_metrics(name: str) -> None:
    nodes = graph_of(name).nodes
    meta, _ = container(blocks_of(name)["graph"])
    _, columns = container(blocks_of(name)["metrics"])
    assert list(columns) == meta["metrics"]
    skipped = {"x", "y", "cluster", "subcluster", "component"}
    wanted = [name for name, dtype in nodes.schema.items() if dtype.is_numeric() and name not in skipped]
    assert meta["metrics"] == [name for name in wanted if nodes[name].null_count() < nodes.height]
    for metric in meta["metrics"]:
        expected = nodes[metric].cast(pl.Float64).fill_null(math.nan).to_numpy()
        expected = np.where(np.abs(expected) < 3.4e38, expected, np.nan)
        assert columns[metric] == pytest.approx(expected, rel=2e-5, abs=1e-40, nan_ok=True), metric


@each_graph
def test_details(name: str) -> None:
    graph = graph_of(name)
    rows = graph.nodes.height
    found = {number: json.loads(blocks_of(name)[f"details-{number}"]) for number in range(-(-rows // details.CHUNK))}
    assert len(blocks_of(name)) == 3 + len(found)
    for field in ("id", "url", "excerpt", "domain", "names", "authors", "type", "category", "locale"):
        lists = [chunk.get(field, [None] * len(chunk["id"])) for chunk in found.values()]
        assert [value for each in lists for value in each] == graph.nodes[field].to_list(), field
    assert not any("image" in chunk for chunk in found.values())


def test_dates_are_what_the_file_wrote() -> None:
    graph = sample_graph()
    chunk = json.loads(blocks_of("sample")["details-0"])
    assert chunk["published"] == graph.nodes["published_text"].to_list()
    assert "updated" not in chunk


@pytest.mark.parametrize("name", ["sample", "seeds"])
def test_the_same_bytes_from_shuffled_tables(name: str) -> None:
    graph = Graph(graph_of(name).nodes, graph_of(name).edges, graph_of(name).manifest)
    assert written(page.write, graph) == written(page.write, shuffled(graph))


def test_more_kinds_than_a_byte_can_number() -> None:
    kinds = [f"kind{row:03}" for row in range(300)]
    nodes = pl.DataFrame({"id": kinds, "kind": kinds})
    ends = {"source_id": pl.String(), "target_id": pl.String(), "kind": pl.String()}
    meta, columns = container(blocks(written(page.write, Graph.of(nodes, pl.DataFrame(schema=ends))))["graph"])
    assert len(meta["kinds"]) == 256 and meta["kinds"][255] == "other"
    assert columns["kind"].tolist() == [*range(255), *[255] * 45]


# What the page's own reader makes of it.


@each_graph
def test_the_reader_of_the_page_finds_the_same(name: str, tmp_path: Path) -> None:
    need(VIEWER / "node_modules" / "esbuild", VIEWER / "prepare.sh")
    graph = graph_of(name)
    file = tmp_path / "graph.html"
    file.write_bytes(written(page.write, graph))
    run = subprocess.run(["node", "read.mjs", file], cwd=VIEWER, capture_output=True, check=True, timeout=120)
    found = json.loads(run.stdout)
    assert found["found"] == list(range(graph.nodes.height))
    assert found["source"] == graph.source.tolist() and found["target"] == graph.target.tolist()
    assert [node["id"] for node in found["details"]] == graph.nodes["id"].to_list()
    assert [node["excerpt"] for node in found["details"]] == graph.nodes["excerpt"].to_list()
    assert [len(node["edges"]) for node in found["details"]] == np.diff(found["outStart"]).tolist()
    assert found["degree"] == np.bincount([*graph.source, *graph.target], minlength=graph.nodes.height).tolist()
    _, columns = container(blocks_of(name)["graph"])
    assert found["labels"] == texts(columns, "label") and found["day"] == columns["day"].tolist()
    assert found["cluster"] == [number - 1 if number else NONE for number in columns["cluster"].tolist()]
    publisher = [NONE] * graph.nodes.height
    for source, target, kind in graph.edges.select("source", "target", "kind").reverse().iter_rows():
        publisher[source] = target if kind == "published_by" else publisher[source]
    assert found["publisher"] == publisher
