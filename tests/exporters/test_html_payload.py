"""The explorer page holds the whole graph: every column, text and edge comes out of it as it went in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import math
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import graphkit as gk
from graphkit.exporters import html as page
from graphkit.exporters.html import details, frame
from graphkit.graph import Graph
from graphkit.graph.size import diameters
from graphkit.model import CITED
from tests.conftest import ROOT, Folder
from tests.exporters.samples import (
    HOSTILE,
    empty_graph,
    hostile_graph,
    need,
    one_a_kind,
    sample_graph,
    seeds_graph,
    shuffled,
    written,
)

VIEWER = ROOT / "viewer"
NONE, NO_DAY = 2**32 - 1, -(2**31)
DTYPES = {"u8": "u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f32": "<f4"}
GRAPHS: dict[str, Callable[[], Graph]] = {
    "sample": sample_graph,
    "seeds": seeds_graph,
    "hostile": hostile_graph,
    "empty": empty_graph,
    "one": one_a_kind,
    "topics": lambda: sample_graph().topics(),
    "unanalysed": lambda: Graph(
        seeds_graph().nodes.select(pl.exclude("x", "cluster", "pagerank")), seeds_graph().edges
    ),
    "part": lambda: seeds_graph().articles(),
}
each_graph = pytest.mark.parametrize("name", GRAPHS)


@cache
def graph_of(name: str) -> Graph:
    return GRAPHS[name]()


@cache
def blocks_of(name: str) -> dict[str, bytes]:
    return blocks(written(page.write, graph_of(name)))


def blocks(data: bytes) -> dict[str, bytes]:
    found = re.findall(rb'<script type="application/octet-stream" id="([^"]*)">([A-Za-z0-9+/=]*)</script>', data)
    return {name.decode(): gzip.decompress(base64.b64decode(text)) for name, text in found}


def container(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Meta and columns, read by this test's own reader."""
    length = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + length])
    body = data[-(-(4 + length) // 8) * 8 :]
    columns: dict[str, Any] = {}
    for name, entry in header["columns"].items():
        raw = body[entry["at"] : entry["at"] + entry["size"]]
        if entry["type"] == "bytes":
            columns[name] = raw
            continue
        dtype = np.dtype(DTYPES[entry["type"]])
        grid = np.frombuffer(raw, "u1").reshape(dtype.itemsize, entry["count"])
        columns[name] = np.ascontiguousarray(grid.T).reshape(-1).view(dtype)
    return header["meta"], columns


def texts(columns: dict[str, Any], name: str) -> list[str]:
    ends = np.cumsum(columns[f"{name}.size"]).tolist()
    data: bytes = columns[f"{name}.text"]
    assert (ends[-1] if ends else 0) == len(data)
    return [data[low:high].decode() for low, high in zip([0, *ends], ends, strict=False)]


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


def test_a_chunk_holds_its_rows_edges_and_sightings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(details, "CHUNK", 7)
    graph = seeds_graph()
    found = [json.loads(chunk) for chunk in details.chunks(graph)]
    assert [len(chunk["id"]) for chunk in found] == [7] * 6 + [3]
    assert [node for chunk in found for node in chunk["id"]] == graph.nodes["id"].to_list()
    firsts = [moment for chunk in found for moment in chunk["edges"].get("first", [])]
    assert firsts == graph.edges["first"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_list()
    places = [count for chunk in found for count in chunk["edges"].get("places", [])]
    assert places == graph.edges["evidence"].list.len().to_list()
    seen = [count for chunk in found for count in chunk["sightings"].get("count", [0] * len(chunk["id"]))]
    assert sum(seen) == 27 and seen[:22] == graph.nodes["sightings"].to_list()[:22]


def test_evidence_names_the_lines_of_the_files() -> None:
    graph = seeds_graph()
    edges = json.loads(blocks_of("seeds")["details-0"])["edges"]
    ends = np.cumsum(edges["places"]).tolist()
    lines = {path.name: path.read_text().splitlines() for path in (ROOT / "seeds").iterdir()}
    for row, (low, high) in enumerate(zip([0, *ends], ends, strict=False)):
        kind, target = graph.edges["kind"][row], graph.edges["target"][row]
        assert high > low
        for place in range(low, high):
            line = lines[edges["files"][edges["file"][place]]][edges["line"][place] - 1]
            if kind != "related":
                assert kind == "published_by" or graph.nodes["label"][target] in line, line


def test_sightings_say_in_what_they_differ() -> None:
    chunk = json.loads(blocks_of("seeds")["details-0"])
    seen = chunk["sightings"]
    assert (seen["field"], seen["value"]) == (["quality"], ["39"])
    sighting = seen["differs"].index(1)
    row = int(np.searchsorted(np.cumsum(seen["count"]), sighting, side="right"))
    assert chunk["id"][row].startswith("article:knowtechie.com/photo-ninja-hides")
    assert seen["files"][seen["file"][sighting]].endswith(".md") and seen["relation"][sighting] == "related"


def test_publisher_date_and_number_that_differ(folder: Folder) -> None:
    cited = "related:\n- webUrl: https://b.example/x\n  title: {}\n  publishedDateTime: {}\n  heat: {}\n  provider: {{name: {}}}\n"
    says = [("New", "2024-01-02T00:00:00+02:00", "2.5", "b"), ("Same", "2024-01-01", "3", "B")]
    files = {
        f"{row}.md": f"---\ntitle: A{row}\nwebUrl: https://a.example/{row}\n{cited.format(*words)}---\n"
        for row, words in enumerate(says)
    }
    whole = "title: Same\nwebUrl: https://b.example/x\npublishedDateTime: 2024-01-01\nheat: 3\nprovider: {name: B}"
    graph, _ = gk.build(folder({**files, "b.md": f"---\n{whole}\n---\n[elsewhere](https://b.example/x)\n"}))
    seen = json.loads(blocks(written(page.write, graph))["details-0"])["sightings"]
    told = list(zip(seen["field"], seen["value"], strict=True))
    expected = [("title", "New"), ("published", "2024-01-02T00:00:00+02:00"), ("heat", "2.5"), ("publisher", "b")]
    assert told == expected and max(seen["differs"]) == 4
    assert seen["files"][seen["file"][seen["differs"].index(4)]] == "0.md"


def test_images_only_on_request() -> None:
    graph = sample_graph()
    asked = graph.with_manifest({**graph.manifest, "images": True})
    plain, shown = written(page.write, graph), written(page.write, asked)
    assert b"img-src data: blob:; worker-src" in plain and b"img-src data: blob: https:; worker-src" in shown
    first = json.loads(blocks(shown)["details-0"])["image"]
    assert first[1] == "https://cdn.example/1.jpg" and first[0] is None
    assert container(blocks(shown)["graph"])[0]["images"] is True


def test_images_are_asked_for_by_https_only() -> None:
    images = [{"url": url} for url in ("http://a.example/1.png", "javascript:alert(1)", "data:image/png,x")]
    table = pl.DataFrame({"images": [[*images, {"url": "https://b.example/2.png"}], images, None]})
    assert table.select(image=details._first_image())["image"].to_list() == ["https://b.example/2.png", None, None]


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


# The page around the data.


class _Reader(HTMLParser):
    """Tags in order, with their attributes, and what the elements that hold no tags hold."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.inside:
            self.inside[tag].append("")
            self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[self._open][-1] += data


def read(data: bytes) -> _Reader:
    reader = _Reader()
    reader.feed(data.decode())
    reader.close()
    return reader


@each_graph
def test_the_policy_lets_exactly_our_script_run(name: str) -> None:
    seen = read(written(page.write, graph_of(name)))
    policy = next(attrs["content"] or "" for tag, attrs in seen.tags if attrs.get("http-equiv"))
    scripts = [attrs for tag, attrs in seen.tags if tag == "script"]
    assert [attrs.get("type") for attrs in scripts].count(None) == 1 and "id" not in scripts[0]
    digest = base64.b64encode(hashlib.sha256(seen.inside["script"][0].encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{digest}'; ")
    assert "https:" not in policy and "unsafe-eval" not in policy
    assert scripts[-1]["id"] == "end"
    assert not [attrs for tag, attrs in seen.tags if "src" in attrs]


def test_the_page_without_script_names_the_most_important() -> None:
    text = written(page.write, seeds_graph()).decode()
    shown = text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "22 articles, 21 providers, 2 topics" in shown and "45 nodes, 54 links" in shown
    assert shown.count("<tr>") == 46
    large = seeds_graph().nodes.with_columns(diameters(seeds_graph().nodes).alias("size")).sort("size", descending=True)
    assert html.escape(large["label"][0]) in shown


def test_hostile_texts_cannot_leave_the_page_without_script() -> None:
    shown = frame.without_script(hostile_graph())
    assert "<script" not in shown and "</noscript" not in shown and "\0" not in shown
    inside = re.sub(r"</?(?:p|table|thead|tbody|tr|th|td)>", "", shown)
    assert "<" not in inside and all(html.escape(text.strip()[:5]) in inside for text in HOSTILE if "\x00" not in text)


def test_a_kind_may_say_anything() -> None:
    text = "</title><script>alert(1)</script>{{css}}"
    nodes = pl.DataFrame({"id": ["a"], "kind": [text]})
    ends = {"source_id": pl.String(), "target_id": pl.String(), "kind": pl.String()}
    data = written(page.write, Graph.of(nodes, pl.DataFrame(schema=ends)))
    assert html.escape(text) in data.decode() and b"<script>alert" not in data
    assert container(blocks(data)["graph"])[0]["kinds"] == [text]


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
