"""The whole road: golden files, the same bytes from everywhere, nothing lost when writing fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import networkx as nx
import polars as pl
import pytest

import graphkit as gk
from graphkit.errors import OutputError
from graphkit.files import write_files
from graphkit.graph.directory import open_graph
from tests.conftest import ROOT, SEEDS
from tests.generate import generate


def test_exports_are_what_the_seeds_build(tmp_path: Path) -> None:
    graph, report = gk.build(SEEDS)
    gk.save(graph, report, tmp_path)
    fresh = sorted(tmp_path.iterdir())
    golden = sorted(path for path in (ROOT / "exports").iterdir() if not path.name.startswith("."))
    assert [path.name for path in fresh] == [path.name for path in golden]
    for one, other in zip(fresh, golden, strict=True):
        assert one.read_bytes() == other.read_bytes(), f"{one.name} differs: graphkit build seeds, and read the diff"


def _hashes(folder: Path, target: Path, workers: int, seed: str) -> dict[str, str]:
    command = [sys.executable, "-m", "graphkit", "build", folder, "-o", target, "--workers", str(workers)]
    subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    )
    facts = json.loads((target / "manifest.json").read_text())["files"]
    return {name: fact["sha256"] for name, fact in facts.items()}


def test_the_same_bytes_from_any_order_workers_and_hash_seed(tmp_path: Path) -> None:
    first = generate(tmp_path / "first", 520)
    second = tmp_path / "second"
    second.mkdir()
    for path in sorted(first.iterdir(), reverse=True):
        shutil.copy(path, second / path.name)
    one = _hashes(first, tmp_path / "one", 1, "1")
    assert one == _hashes(second, tmp_path / "two", 2, "2")
    assert {
        "graph.html",
        "graph.gexf",
        "graph.graphml",
        "graph.ttl",
        "graph.json",
        "nodes.csv",
        "nodes.parquet",
    } <= set(one)


def test_the_graph_directory_gives_the_graph_back(seeds: tuple[gk.Graph, gk.Report], tmp_path: Path) -> None:
    graph, report = seeds
    gk.save(graph, report, tmp_path, ["csv"])
    again = open_graph(tmp_path)
    assert again.nodes.equals(graph.nodes) and again.edges.equals(graph.edges)
    assert again.manifest["counts"] == graph.manifest["counts"]
    assert pl.read_parquet(tmp_path / "sightings.parquet").equals(report.sightings)
    assert pl.read_parquet(tmp_path / "ledger.parquet").equals(report.ledger)


@pytest.mark.parametrize("name", ["manifest.json", "nodes.parquet", "edges.parquet"])
def test_a_damaged_graph_directory_is_said(seeds: tuple[gk.Graph, gk.Report], tmp_path: Path, name: str) -> None:
    gk.save(*seeds, tmp_path, ["csv"])
    (tmp_path / name).write_bytes(b"{damaged")
    if name.endswith(".parquet"):
        with pytest.raises(OutputError, match=f"{name}: is not what manifest.json says"):
            open_graph(tmp_path)
        without_hash(tmp_path, name)
    with pytest.raises(OutputError, match=f"{name}: cannot be read"):
        open_graph(tmp_path)
    other = pl.DataFrame({"id": ["x"]})
    if name.endswith(".parquet"):
        other.write_parquet(tmp_path / name)
        with pytest.raises(OutputError, match="lacks the columns"):
            open_graph(tmp_path)


def without_hash(folder: Path, name: str) -> None:
    """As if the manifest knew nothing of a file."""
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["files"][name]
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_failing_export_leaves_the_old_files(tmp_path: Path) -> None:
    def write(text: bytes) -> object:
        return lambda out: out.write(text)

    def fail(out: BinaryIO) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    write_files(tmp_path, {"a": write(b"old a"), "b": write(b"old b")})  # type: ignore[dict-item]
    with pytest.raises(OutputError, match=r"No space left on device.*as before"):
        write_files(tmp_path, {"a": write(b"new a"), "b": fail})  # type: ignore[dict-item]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old a", "b": b"old b"}


def test_a_full_disk_and_a_bug_both_clean_up(tmp_path: Path) -> None:
    def bug(out: BinaryIO) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_files(tmp_path, {"a": bug})
    assert list(tmp_path.iterdir()) == []


def test_node_link_json_is_what_networkx_reads(seeds: tuple[gk.Graph, gk.Report], tmp_path: Path) -> None:
    graph, report = seeds
    gk.save(graph, report, tmp_path, ["json"])
    read = nx.node_link_graph(json.loads((tmp_path / "graph.json").read_text()), edges="edges")
    assert list(read.nodes) == graph.nodes["id"].to_list()
    assert read.number_of_edges() == graph.edges.height
    labels = nx.get_node_attributes(read, "label")
    assert labels == dict(graph.nodes.select("id", "label").iter_rows())
    ranks = nx.get_node_attributes(read, "pagerank")
    assert ranks == dict(graph.nodes.select("id", "pagerank").iter_rows())


def test_csv_has_no_live_formula_and_holds_every_row(tmp_path: Path) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    for number, title in enumerate(["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "fine"]):
        (root / f"{number}.md").write_text(
            f'---\ntitle: "{title}"\ntopics: ["{title}"]\nprovider: "{title}"\nexcerpt: "{title}"\n---\n'
        )
    graph, report = gk.build(root)
    gk.save(graph, report, tmp_path / "out", ["csv"])
    import csv

    for name, height in (("nodes.csv", graph.nodes.height), ("edges.csv", graph.edges.height)):
        with (tmp_path / "out" / name).open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == height
        numbers = {name for name, dtype in graph.nodes.schema.items() if dtype.is_numeric()}
        assert not [
            cell
            for row in rows
            for key, cell in row.items()
            if key not in numbers and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
        ]


def test_the_seeds_as_the_issue_states_them(seeds: tuple[gk.Graph, gk.Report]) -> None:
    graph, report = seeds
    assert graph.manifest["components"] == {"count": 4, "largest": [10, 5, 4, 3]}
    assert report.disagreements.rows() == [
        (
            "article:knowtechie.com/photo-ninja-hides-your-face-from-online-facial-recognition",
            "quality",
            "19",
            ["39"],
            "the newest document",
        )
    ]
    assert graph.providers().edges["weight"].sum() == 22
    assert graph.topics().edges.select("weight", "kind").rows() == [(5.0, "occurs_with")]


def test_no_word_of_a_secured_text_is_in_any_export() -> None:
    secrets = [
        line.split('"')[1][:24]
        for path in SEEDS.iterdir()
        for line in path.read_text().splitlines()
        if line.startswith("secured:")
    ]
    assert len(secrets) == 5
    for path in (ROOT / "exports").iterdir():
        data = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in data]


def test_nothing_is_replaced_when_one_file_cannot_be(seeds: tuple[gk.Graph, gk.Report], tmp_path: Path) -> None:
    (tmp_path / "graph.html").mkdir()
    (tmp_path / "graph.gexf").write_text("old")
    with pytest.raises(OutputError, match=r"graph\.html: is a folder"):
        gk.save(*seeds, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.gexf", "graph.html"]
    assert (tmp_path / "graph.gexf").read_text() == "old"


@pytest.mark.parametrize("name", ["manifest.json", "nodes.parquet"])
def test_half_a_graph_directory_is_no_folder_of_articles(
    seeds: tuple[gk.Graph, gk.Report], tmp_path: Path, name: str
) -> None:
    gk.save(*seeds, tmp_path, ["csv"])
    (tmp_path / name).unlink()
    with pytest.raises(OutputError, match=name):
        gk.load(tmp_path)


def test_an_article_with_everything_for_a_topic_ends(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A\ntopics: [" + ", ".join(f"t{number}" for number in range(3000)) + "]\n---\n"
    )
    graph, _ = gk.build(tmp_path)
    assert graph.nodes.height == 3001 and graph.topics().edges.is_empty()


def test_edges_that_lead_nowhere_are_said(seeds: tuple[gk.Graph, gk.Report], tmp_path: Path) -> None:
    gk.save(*seeds, tmp_path, ["csv"])
    nodes = seeds[0].nodes.head(3)
    nodes.write_parquet(tmp_path / "nodes.parquet")
    without_hash(tmp_path, "nodes.parquet")
    with pytest.raises(OutputError, match=r"edges\.parquet: leads to nodes that are not there"):
        open_graph(tmp_path)
