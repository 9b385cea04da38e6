"""Gephi itself opens the files: no complaint, every column with its type, looks in place, a timeline."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graphkit.exporters import gexf, graphml
from tests.exporters.samples import (
    empty_graph,
    hostile_graph,
    legal,
    need,
    numbers,
    sample_graph,
    seeds_graph,
    written,
)

HERE = Path(__file__).parent.parent / "gephi"
WRITERS = {"graphml": graphml.write, "gexf": gexf.write}
GRAPHS = {
    "sample": sample_graph,
    "seeds": seeds_graph,
    "hostile": hostile_graph,
    "empty": empty_graph,
    "topics": lambda: sample_graph().topics(),
}
FORMATS = pytest.mark.parametrize("suffix", WRITERS)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Gephi sees in each file, by the name of the file; one start of Java for all."""
    classes, libraries = HERE / "target" / "classes", HERE / "target" / "lib"
    need(classes / "GephiReader.class", HERE / "prepare.sh")
    need(Path(shutil.which("java") or "java"), HERE / "prepare.sh")
    folder = tmp_path_factory.mktemp("gephi")
    files = [folder / f"{name}.{suffix}" for name in GRAPHS for suffix in WRITERS]
    for file in files:
        file.write_bytes(written(WRITERS[file.suffix[1:]], GRAPHS[file.stem]()))
    command = [
        "java",
        "-Djava.awt.headless=true",
        "-Duser.timezone=UTC",
        "-cp",
        f"{classes}:{libraries}/*",
        "GephiReader",
    ]
    run = subprocess.run([*command, *map(str, files)], capture_output=True, check=False, encoding="utf-8", timeout=300)
    assert run.returncode == 0, run.stderr
    return {file.name: json.loads(line) for file, line in zip(files, run.stdout.strip().split("\n"), strict=True)}


@FORMATS
@pytest.mark.parametrize("name", ["seeds", "sample", "empty", "topics"])
def test_gephi_has_no_complaint(seen: dict[str, Any], name: str, suffix: str) -> None:
    complaints = [issue for issue in seen[f"{name}.{suffix}"]["issues"] if issue != ["INFO", "GEXF version 1.3"]]
    assert complaints == []


@FORMATS
def test_gephi_has_all_nodes_and_edges(seen: dict[str, Any], suffix: str) -> None:
    graph, found = sample_graph(), seen[f"sample.{suffix}"]
    ids = graph.nodes["id"]
    assert set(found["nodes"]) == set(ids)
    assert found["directed"]
    assert {
        key: (edge["source"], edge["target"], edge["type"], edge["weight"]) for key, edge in found["edges"].items()
    } == {
        f"e{row}": (ids[edge["source"]], ids[edge["target"]], edge["kind"], edge["weight"])
        for row, edge in enumerate(graph.edges.rows(named=True))
    }


@FORMATS
def test_gephi_types_every_column(seen: dict[str, Any], suffix: str) -> None:
    found = seen[f"sample.{suffix}"]
    assert (
        found["node_columns"].items()
        >= {
            "kind": "String",
            "published": "String",
            "published_epoch": "Long",
            "sightings": "Long",
            "quality": "Double",
            "pagerank": "Double",
            "cluster": "Long",
            "draft": "Boolean",
            "image": "String",
        }.items()
    )
    assert found["edge_columns"] == {
        "kind": "String",
        "rank": "Long",
        "first": "String",
        "first_epoch": "Long",
        "last": "String",
        "last_epoch": "Long",
        "evidence": "Integer",
    }


@FORMATS
def test_gephi_draws_what_was_laid_out(seen: dict[str, Any], suffix: str) -> None:
    node = seen[f"sample.{suffix}"]["nodes"]["article:daily.example/2024/story-2"]
    assert node["label"] == "Story 2: “prices” <rise> & fall"
    assert (node["x"], node["y"]) == (-35.0, 52.5625)
    assert node["size"] == pytest.approx(36.41)
    assert node["rgb"] == [78, 121, 167]
    assert node["values"]["excerpt"] == "Two lines\nof text"
    assert node["values"]["pagerank"] == 0.2


@FORMATS
def test_gephi_sees_the_graph_of_the_seeds(seen: dict[str, Any], suffix: str) -> None:
    graph, found = seeds_graph(), seen[f"seeds.{suffix}"]
    assert {key: node["label"] for key, node in found["nodes"].items()} == dict(
        graph.nodes.select("id", "label").iter_rows()
    )
    places = {key: (node["x"], node["y"]) for key, node in found["nodes"].items()}
    for key, expected in numbers(graph).items():
        assert places[key] == pytest.approx((expected.pop("x"), expected.pop("y")), rel=1e-6)
        assert {name: found["nodes"][key]["values"][name] for name in expected} == expected
    assert len({tuple(node["rgb"]) for node in found["nodes"].values()}) == graph.nodes["cluster"].n_unique()
    ids = graph.nodes["id"]
    ends = [(edge["source"], edge["target"], edge["type"]) for edge in found["edges"].values()]
    assert sorted(ends) == sorted(
        (ids[source], ids[target], kind)
        for source, target, kind in graph.edges.select("source", "target", "kind").rows()
    )
    if suffix == "gexf":
        assert found["time_bounds"] == [_milliseconds(2021, 4, 25), _milliseconds(2023, 8, 10)]


def test_gephi_has_a_timeline(seen: dict[str, Any]) -> None:
    found = seen["sample.gexf"]
    assert (found["dynamic"], found["time_format"]) == (True, "DATE")
    assert found["time_bounds"] == [_milliseconds(2024, 2, 27), _milliseconds(2024, 3, 9)]
    assert found["nodes"]["article:daily.example/2024/story-1"]["start"] == _milliseconds(2024, 2, 28)
    graph = sample_graph()
    for row, first in enumerate(graph.edges["first"]):
        assert found["edges"][f"e{row}"]["start"] == _milliseconds(first.year, first.month, first.day)
    assert all(node["start"] for node in found["nodes"].values())


@FORMATS
def test_gephi_opens_hostile_texts(seen: dict[str, Any], suffix: str) -> None:
    graph, found = hostile_graph(), seen[f"hostile.{suffix}"]
    assert set(found["nodes"]) == {legal(node) for node in graph.nodes["id"]}
    assert len(found["edges"]) == graph.edges.height
    assert {level for level, _ in found["issues"]} <= {"INFO", "WARNING"}  # it warns of line ends in ids
    for row in graph.nodes.select("id", "label").iter_rows(named=True):
        if row["label"].strip():  # Gephi knows no text of blanks alone
            assert found["nodes"][legal(row["id"])]["label"] == legal(row["label"])


@FORMATS
def test_gephi_opens_an_empty_graph_and_an_undirected_one(seen: dict[str, Any], suffix: str) -> None:
    assert seen[f"empty.{suffix}"]["nodes"] == {}
    assert not any(edge["directed"] for edge in seen[f"topics.{suffix}"]["edges"].values())


def _milliseconds(*day: int) -> float:
    return datetime(*day, tzinfo=UTC).timestamp() * 1000  # type: ignore[misc, arg-type]
