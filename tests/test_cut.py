"""A part of a graph: the articles asked for, and the publishers and topics tied to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import graphkit as gk
from graphkit.cli import main
from graphkit.cut import part
from graphkit.errors import UnknownNameError

Built = tuple[gk.Graph, gk.Report]


def test_the_top_are_the_first_of_the_ranking(seeds: Built) -> None:
    graph, _ = seeds
    articles = graph.nodes.filter(kind="article").sort("degree", "id", descending=[True, False])
    cut = part(graph, top=4, by="degree")
    assert set(cut.nodes.filter(kind="article")["id"]) == set(articles["id"].head(4))
    assert set(cut.nodes.columns) == set(graph.nodes.columns)


def test_what_is_tied_comes_along_and_nothing_else(seeds: Built) -> None:
    graph, _ = seeds
    cut = part(graph, top=4)
    tied = set(cut.nodes["id"].gather(cut.edges["target"])) | set(cut.nodes.filter(kind="article")["id"])
    assert tied == set(cut.nodes["id"])


def test_a_cluster_and_the_top_of_it(seeds: Built) -> None:
    graph, _ = seeds
    whole, few = part(graph, cluster=0), part(graph, top=2, cluster=0)
    assert set(whole.nodes.filter(kind="article")["cluster"]) == {0}
    assert few.nodes.filter(kind="article").height == 2
    assert set(few.nodes["id"]) <= set(whole.nodes["id"])


def test_a_graph_without_a_map_gets_one_for_its_part(seeds: Built) -> None:
    graph, _ = seeds
    plain = gk.Graph(graph.nodes.drop("x", "y", "cluster", "subcluster", "cluster_label"), graph.edges, graph.manifest)
    assert {"x", "y", "cluster", "cluster_label"} <= set(part(plain, top=5).nodes.columns)


@pytest.mark.parametrize("asked", [{"top": 3, "by": "nothing"}, {"cluster": 99}])
def test_names_that_are_not_there(seeds: Built, asked: dict[str, object]) -> None:
    with pytest.raises(UnknownNameError):
        part(seeds[0], **asked)  # type: ignore[arg-type]


def test_export_writes_the_part(tmp_path: Path) -> None:
    gk.save(*gk.build("seeds"), tmp_path / "graph", ["csv"])
    asked = ["export", str(tmp_path / "graph"), "--top", "3", "-f", "csv", "-o", str(tmp_path / "part")]
    assert CliRunner().invoke(main, asked).exit_code == 0
    lines = (tmp_path / "part" / "nodes.csv").read_text(encoding="utf-8").splitlines()
    assert sum(",article," in line for line in lines) == 3
