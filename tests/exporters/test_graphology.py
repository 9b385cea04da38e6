"""graphology, on which sigma.js and Gephi Lite stand, opens the files: the same graph, with its looks."""

from __future__ import annotations

import json
import shutil
import subprocess
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

HERE = Path(__file__).parent.parent / "graphology"
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
    """What graphology sees in each file, by the name of the file."""
    need(HERE / "node_modules" / "graphology-gexf", HERE / "prepare.sh")
    need(Path(shutil.which("node") or "node"), HERE / "prepare.sh")
    folder = tmp_path_factory.mktemp("graphology")
    files = [folder / f"{name}.{suffix}" for name in GRAPHS for suffix in WRITERS]
    for file in files:
        file.write_bytes(written(WRITERS[file.suffix[1:]], GRAPHS[file.stem]()))
    command = ["node", str(HERE / "read.js"), *map(str, files)]
    run = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=300)
    assert (run.returncode, run.stderr) == (0, "")
    return {file.name: json.loads(line) for file, line in zip(files, run.stdout.strip().split("\n"), strict=True)}


@FORMATS
def test_graphology_has_all_nodes_and_edges(seen: dict[str, Any], suffix: str) -> None:
    graph, found = sample_graph(), seen[f"sample.{suffix}"]
    ids = graph.nodes["id"]
    assert [node for node, _ in found["nodes"]] == ids.to_list()
    assert (found["type"], found["multi"]) == ("directed", True)
    assert {
        key: (source, target, values["kind"], values["weight"]) for key, source, target, values in found["edges"]
    } == {
        f"e{row}": (ids[edge["source"]], ids[edge["target"]], edge["kind"], edge["weight"])
        for row, edge in enumerate(graph.edges.rows(named=True))
    }


@FORMATS
def test_graphology_has_values_and_looks(seen: dict[str, Any], suffix: str) -> None:
    values = dict(seen[f"sample.{suffix}"]["nodes"])["article:daily.example/2024/story-2"]
    assert values["color"] == {"graphml": "#4e79a7", "gexf": "rgb(78,121,167)"}[suffix]
    assert (values["x"], values["y"], values["size"]) == (-35.0, 52.5625, 36.41)
    assert (values["label"], values["kind"]) == ("Story 2: “prices” <rise> & fall", "article")
    assert (values["pagerank"], values["sightings"], values["draft"]) == (0.2, 3, False)
    assert values["published"] == "2024-02-27T08:30:02.250Z"


@FORMATS
def test_graphology_sees_the_graph_of_the_seeds(seen: dict[str, Any], suffix: str) -> None:
    graph, found = seeds_graph(), seen[f"seeds.{suffix}"]
    nodes = dict(found["nodes"])
    assert {key: values["label"] for key, values in nodes.items()} == dict(
        graph.nodes.select("id", "label").iter_rows()
    )
    for key, expected in numbers(graph).items():
        assert {name: nodes[key][name] for name in expected} == expected
    ids = graph.nodes["id"]
    assert [(source, target, values["kind"]) for _, source, target, values in found["edges"]] == [
        (ids[source], ids[target], kind)
        for source, target, kind in graph.edges.select("source", "target", "kind").rows()
    ]


@FORMATS
def test_graphology_reads_hostile_texts_back(seen: dict[str, Any], suffix: str) -> None:
    nodes = dict(seen[f"hostile.{suffix}"]["nodes"])
    for row in hostile_graph().nodes.select("id", "label").iter_rows(named=True):
        values = nodes[legal(row["id"])]
        assert values.get("label", "") == legal(row["label"])
        assert values['name <of> "column" & ]]>'] == legal(row["label"])


@FORMATS
def test_graphology_opens_an_empty_graph_and_an_undirected_one(seen: dict[str, Any], suffix: str) -> None:
    assert seen[f"empty.{suffix}"]["nodes"] == []
    assert seen[f"topics.{suffix}"]["type"] in ("undirected", "mixed")
    assert len(seen[f"topics.{suffix}"]["edges"]) == sample_graph().topics().edges.height
