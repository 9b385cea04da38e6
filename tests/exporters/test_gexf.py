"""GEXF, read back by networkx: the same graph, its looks, and when each node and edge begins."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings

from graphkit.exporters import gexf, xml
from graphkit.graph import Graph
from graphkit.model import PROVIDER, TOPIC
from tests.exporters.samples import (
    HOSTILE,
    empty_graph,
    hostile_graph,
    legal,
    one_a_kind,
    random_graphs,
    sample_graph,
    shuffled,
    written,
)

NS = "{http://gexf.net/1.3}"


def read(graph: Graph) -> Any:
    return nx.read_gexf(io.BytesIO(written(gexf.write, graph)), version="1.3")


def test_networkx_sees_every_node_with_its_columns_and_looks() -> None:
    graph = sample_graph()
    seen = read(graph)
    assert list(seen) == graph.nodes["id"].to_list()
    assert seen.nodes["article:daily.example/2024/story-2"] == {
        "label": "Story 2: “prices” <rise> & fall",
        "start": "2024-02-27",
        "end": "2024-03-09",
        "viz": {
            "color": {"r": 78, "g": 121, "b": 167, "a": 1.0},
            "size": 36.41,
            "position": {"x": -35.0, "y": 52.5625, "z": 0.0},
        },
        "kind": "article",
        "url": "https://daily.example/2024/story-2?a=1&b=2",
        "status": "collected",
        "source": "articles/2.md",
        "sightings": 3,
        "excerpt": "Two lines\nof text",
        "published": "2024-02-27T08:30:02.250Z",
        "published_epoch": 1709022602,
        "published_text": "2024-02-27T08:30:02.250000+00:00",
        "type_": "article",
        "quality": 20.5,
        "draft": False,
        "authors": "Ann Author | Bob Böb",
        "image": "https://cdn.example/2.jpg",
        "in_degree": 1,
        "out_degree": 4,
        "degree": 5,
        "pagerank": 0.2,
        "cluster": 0,
        "cluster_label": "prices",
    }


def test_networkx_sees_every_edge_under_its_row() -> None:
    graph = sample_graph()
    ids = graph.nodes["id"]
    rows = {f"e{row}": edge for row, edge in enumerate(graph.edges.rows(named=True))}
    seen = {key: (source, target, values) for source, target, key, values in read(graph).edges(keys=True, data=True)}
    assert seen.keys() == rows.keys()
    for key, edge in rows.items():
        source, target, values = seen[key]
        assert (source, target) == (ids[edge["source"]], ids[edge["target"]])
        assert (values["kind"], values["weight"], values.get("rank")) == (edge["kind"], edge["weight"], edge["rank"])
        assert values["start"] == edge["first"].date().isoformat()
        assert values["first_epoch"] == int(edge["first"].timestamp())


def test_articles_start_when_published_all_else_with_its_first_edge() -> None:
    graph = sample_graph()
    starts = dict(read(graph).nodes(data="start"))
    first = graph.edges.with_columns(pl.col("first").dt.date().cast(pl.String))
    for row, node in enumerate(graph.nodes.iter_rows(named=True)):
        if node["published"] is not None:
            assert starts[node["id"]] == node["published"].date().isoformat()
        else:
            assert (
                starts[node["id"]] == first.filter((pl.col("source") == row) | (pl.col("target") == row))["first"].min()
            )
    assert {graph.nodes["kind"][row] for row in range(12) if graph.nodes["published"][row] is None} >= {PROVIDER, TOPIC}


def test_a_placeholder_date_does_not_stretch_the_time() -> None:
    starts = [start for _, start in read(hostile_graph()).nodes(data="start")]
    assert starts == [None, None, "1938-04-24", "1970-01-01", "2023-11-14", "9999-12-31", None, None]


def test_without_dates_there_is_no_time() -> None:
    graph = sample_graph()
    timeless = Graph(
        graph.nodes.with_columns(published=pl.lit(None, graph.nodes.schema["published"])),
        graph.edges.with_columns(first=pl.lit(None, graph.edges.schema["first"])),
    )
    assert read(graph).graph["mode"] == "dynamic"
    assert read(timeless).graph["mode"] == "static"
    assert b"timeformat" not in written(gexf.write, timeless)


def test_hostile_texts_come_back() -> None:
    graph = hostile_graph()
    seen = read(graph)
    assert list(seen) == [legal(node) for node in graph.nodes["id"]]
    for values, text in zip(dict(seen.nodes(data=True)).values(), HOSTILE, strict=True):
        assert values["label"] == legal(text)
        assert values['name <of> "column" & ]]>'] == legal(text)
        assert values["names"] == legal(f"{text} | plain")


def test_numbers_at_the_edge() -> None:
    values = list(dict(read(hostile_graph()).nodes(data=True)).values())
    assert [value.get("quality") for value in values] == [0.1, 1e300, 5e-324, -0.0, 1 / 3, None, None, None]
    assert [value.get("huge") for value in values][:3] == [None, 2**63 - 1, 0]
    assert [value["viz"].get("position") for value in values][1:4] == [{"x": -1e-07, "y": 0.5, "z": 0.0}, None, None]


def test_names_that_readers_take_for_themselves_step_aside() -> None:
    values = dict(read(hostile_graph()).nodes(data=True))["article:7/"]
    assert (values["Size_"], values["pid_"]) == ("taken", 7)
    assert "pid" not in values


def test_names_that_look_alike_stay_apart() -> None:
    values = dict(read(hostile_graph()).nodes(data=True))["article:7/"]
    assert (values["a b"], values["a_b"], values["A_B_"]) == ("blank", "line", "capitals")


@pytest.mark.parametrize("make", [sample_graph, hostile_graph, empty_graph])
def test_attributes_are_declared_once_with_a_type_and_used(make: Any) -> None:
    tree = ElementTree.fromstring(written(gexf.write, make()))
    for element in ("node", "edge"):
        (declared,) = tree.findall(f".//{NS}attributes[@class='{element}']")
        names = [attribute.attrib["id"] for attribute in declared]
        assert len({name.lower() for name in names}) == len(names)
        assert {attribute.attrib["type"] for attribute in declared} <= {
            "string",
            "integer",
            "long",
            "double",
            "boolean",
        }
        assert {value.attrib["for"] for value in tree.findall(f".//{NS}{element}//{NS}attvalue")} <= set(names)


def test_an_empty_graph_is_a_graph() -> None:
    seen = read(empty_graph())
    assert (len(seen), seen.is_directed(), seen.graph["mode"]) == (0, True, "static")


def test_an_undirected_view_stays_undirected() -> None:
    assert not read(sample_graph().topics()).is_directed()
    assert b'defaultedgetype="undirected"' in written(gexf.write, sample_graph().topics())


def test_a_column_without_a_name_is_called_something() -> None:
    graph = sample_graph()
    blank = Graph(graph.nodes.with_columns(pl.lit("x").alias(" ")), graph.edges, graph.manifest)
    assert b'title="_"' in written(gexf.write, blank)


def test_every_type_of_column() -> None:
    assert (
        read(one_a_kind()).nodes["a"].items()
        >= {
            "flag": True,
            "small": -3,
            "real": 0.5,
            "exact": 1.25,
            "day": "2024-02-29T00:00:00Z",
            "local": "2024-02-29T11:00:00Z",
            "choice": "one",
            "numbers": "1 | 2",
        }.items()
    )


def test_the_same_bytes_from_any_order_and_in_any_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = sample_graph()
    expected = written(gexf.write, graph)
    assert written(gexf.write, shuffled(graph)) == expected
    monkeypatch.setattr(xml, "ROWS", 5)
    assert written(gexf.write, graph) == expected


@settings(deadline=None)
@given(random_graphs())
def test_networkx_reads_any_graph_back(graph: Graph) -> None:
    seen = read(graph)
    for row in graph.nodes.iter_rows(named=True):
        values = seen.nodes[legal(row["id"])]
        assert values.get("label") == (None if row["label"] is None else legal(row["label"]))
        assert values.get("pagerank") == row["pagerank"]
        assert values.get("draft") == row["draft"]
    assert len(seen) == graph.nodes.height
    assert seen.number_of_edges() == graph.edges.height
