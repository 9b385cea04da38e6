"""Graph: sorted tables, views, neighbours, and the door to networkx."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graphkit as gk
from graphkit.errors import UnknownNameError
from graphkit.graph import Graph
from graphkit.model import EDGES, NODES


def small(edges: list[tuple[str, str, str]], **kinds: str) -> Graph:
    nodes = pl.DataFrame({"id": list(kinds), "kind": list(kinds.values())}, schema={"id": pl.String, "kind": pl.String})
    table = pl.DataFrame(
        edges, schema={"source_id": pl.String, "target_id": pl.String, "kind": pl.String}, orient="row"
    )
    return Graph.of(nodes, table)


KINDS = {"a": "article", "b": "article", "c": "article", "p": "provider", "q": "provider", "t": "topic", "u": "topic"}
EDGE_LIST = [
    ("a", "b", "related"),
    ("a", "c", "related"),
    ("b", "c", "related"),
    ("a", "p", "published_by"),
    ("b", "p", "published_by"),
    ("c", "q", "published_by"),
    ("a", "t", "about"),
    ("a", "u", "about"),
    ("b", "t", "about"),
    ("b", "u", "about"),
]


@given(st.permutations(EDGE_LIST), st.permutations(list(KINDS)))
def test_any_order_gives_the_same_graph(edges: list[tuple[str, str, str]], names: list[str]) -> None:
    graph, again = small(EDGE_LIST, **KINDS), small(edges, **{name: KINDS[name] for name in names})
    assert graph.nodes.equals(again.nodes) and graph.edges.equals(again.edges)


def test_an_empty_graph_has_the_schemas() -> None:
    graph = small([])
    assert dict(graph.nodes.schema) == NODES and dict(graph.edges.schema) == EDGES
    for view in (graph.articles(), graph.providers(), graph.topics()):
        assert (view.nodes.height, view.edges.height) == (0, 0)
    assert graph.to_networkx().number_of_nodes() == 0


def test_neighbours_are_those_of_networkx() -> None:
    graph = small(EDGE_LIST, **KINDS)
    oracle, ids = graph.to_networkx(), graph.nodes["id"]
    for row, node in enumerate(ids):
        assert sorted(ids.gather(graph.outgoing(row).nodes)) == sorted(target for _, target in oracle.out_edges(node))
        assert sorted(ids.gather(graph.incoming(row).nodes)) == sorted(source for source, _ in oracle.in_edges(node))


def test_views() -> None:
    graph = small(EDGE_LIST, **KINDS)
    assert graph.articles().edges.select("source", "target").rows() == [(0, 1), (0, 2), (1, 2)]
    providers, topics = graph.providers(), graph.topics()
    assert providers.edges.select("source", "target", "kind", "weight").rows() == [(0, 1, "refers_to", 2.0)]
    assert topics.edges.select("source", "target", "kind", "weight").rows() == [(0, 1, "occurs_with", 2.0)]
    assert providers.directed and not topics.directed
    assert isinstance(topics.to_networkx(), nx.MultiGraph) and not topics.to_networkx().is_directed()


def test_a_subgraph_keeps_the_edges_among_its_nodes() -> None:
    graph = small(EDGE_LIST, **KINDS)
    part = graph.subgraph(np.array([True, True, False, True, False, False, False]), ("related",))
    assert part.nodes["id"].to_list() == ["a", "b", "p"] and part.edges.select("source", "target").rows() == [(0, 1)]
    assert part.edges.schema == graph.edges.schema


def test_rows_of_ids() -> None:
    graph = small(EDGE_LIST, **KINDS)
    assert graph.row("p") == 3
    with pytest.raises(UnknownNameError, match="unknown node 'x'"):
        graph.row("x")


def test_networkx_has_every_column(seeds: tuple[gk.Graph, gk.Report]) -> None:
    graph, _ = seeds
    result = graph.to_networkx()
    assert (result.number_of_nodes(), result.number_of_edges()) == (45, 54)
    for row in graph.nodes.iter_rows(named=True):
        assert result.nodes[row["id"]] == {
            key: value for key, value in row.items() if value is not None and key != "id"
        }
    for _, _, kind, data in result.edges(keys=True, data=True):
        assert data["kind"] == kind and data["weight"] >= 1


def test_the_library_shows_what_it_has(seeds: tuple[gk.Graph, gk.Report]) -> None:
    assert repr(seeds[0]) == "<Graph: 45 nodes, 54 edges>"
    assert repr(seeds[1]) == "<Report: 27 sightings, 0 problems>"
    assert all(getattr(gk, name) is not None for name in gk.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        gk.nothing  # noqa: B018


def test_a_graph_knows_what_it_rests_on_when_built_and_when_opened(tmp_path: Path) -> None:
    graph, report = gk.build("seeds")
    assert graph.evidence is report
    gk.save(graph, report, tmp_path, ["csv"])
    opened = gk.open_graph(tmp_path)
    assert opened.evidence is not None
    assert opened.evidence.sightings.equals(report.sightings)
    assert opened.subgraph(opened.of_kind("article")).evidence is not None


def test_a_graph_made_from_tables_rests_on_nothing_else() -> None:
    assert small([], t="topic").evidence is None
