"""GraphML, read back by networkx: the same nodes, edges, texts and numbers, whatever the texts hold."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.exporters import graphml, xml
from graphkit.graph import Graph
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

NS = "{http://graphml.graphdrawing.org/xmlns}"


def read(graph: Graph) -> Any:
    return nx.read_graphml(io.BytesIO(written(graphml.write, graph)), force_multigraph=True)


def test_networkx_sees_every_node_with_its_columns() -> None:
    graph = sample_graph()
    seen = read(graph)
    assert list(seen) == graph.nodes["id"].to_list()
    assert seen.nodes["article:daily.example/2024/story-2"] == {
        "label": "Story 2: “prices” <rise> & fall",
        "x": -35.0,
        "y": 52.5625,
        "size": 36.41,
        "r": 78,
        "g": 121,
        "b": 167,
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
    seen = read(graph)
    ids = graph.nodes["id"]
    rows = {
        f"e{row}": (ids[edge["source"]], ids[edge["target"]], edge)
        for row, edge in enumerate(graph.edges.rows(named=True))
    }
    assert {key: (source, target) for source, target, key in seen.edges} == {key: row[:2] for key, row in rows.items()}
    for source, target, key, values in seen.edges(keys=True, data=True):
        edge = rows[key][2]
        assert (values["kind"], values["weight"], values.get("rank")) == (edge["kind"], edge["weight"], edge["rank"])
        assert values["first_epoch"] == int(edge["first"].timestamp()), (source, target)
        assert values["evidence"] == 2


def test_hostile_texts_come_back() -> None:
    graph = hostile_graph()
    seen = read(graph)
    assert list(seen) == [legal(node) for node in graph.nodes["id"]]
    for values, text in zip(dict(seen.nodes(data=True)).values(), HOSTILE, strict=True):
        assert values["label"] == legal(text)
        assert values['name <of> "column" & ]]>'] == legal(text)
        assert values["names"] == legal(f"{text} | plain")


def test_numbers_and_dates_at_the_edge() -> None:
    values = list(dict(read(hostile_graph()).nodes(data=True)).values())
    assert [value.get("quality") for value in values] == [0.1, 1e300, 5e-324, -0.0, 1 / 3, None, None, None]
    assert [(value.get("x"), value.get("y")) for value in values][1:4] == [(-1e-07, 0.5), (None, None), (None, None)]
    assert [value.get("huge") for value in values][:3] == [None, 2**63 - 1, 0]
    assert [value.get("published") for value in values][:2] == [None, "0001-01-01T00:00:00Z"]
    assert [value.get("published_epoch") for value in values][:2] == [-(10**11), -62135596800]


def test_names_that_readers_take_for_themselves_step_aside() -> None:
    values = dict(read(hostile_graph()).nodes(data=True))["article:7/"]
    assert (values["Size_"], values["pid_"], values["size"]) == ("taken", 7, 6.0)


def test_names_that_look_alike_stay_apart() -> None:
    values = dict(read(hostile_graph()).nodes(data=True))["article:7/"]
    assert (values["a b"], values["a_b"], values["A_B_"]) == ("blank", "line", "capitals")


@pytest.mark.parametrize("make", [sample_graph, hostile_graph, empty_graph])
def test_keys_are_declared_once_with_a_type_and_used(make: Any) -> None:
    tree = ElementTree.fromstring(written(graphml.write, make()))
    keys = [key.attrib for key in tree.iter(f"{NS}key")]
    assert len({key["id"] for key in keys}) == len(keys)
    assert {key["attr.type"] for key in keys} <= {"string", "int", "long", "double", "boolean"}
    assert {data.attrib["key"] for data in tree.iter(f"{NS}data")} <= {key["id"] for key in keys}


def test_an_empty_graph_is_a_graph() -> None:
    seen = read(empty_graph())
    assert (len(seen), seen.is_directed()) == (0, True)


def test_an_undirected_view_stays_undirected() -> None:
    graph = sample_graph().topics()
    assert not graph.directed
    assert not read(graph).is_directed()


def test_every_type_of_column() -> None:
    graph = one_a_kind()
    assert (
        read(graph).nodes["a"].items()
        >= {
            "flag": True,
            "small": -3,
            "real": 0.5,
            "exact": 1.25,
            "day": "2024-02-29T00:00:00Z",
            "day_epoch": 1709164800,
            "local": "2024-02-29T11:00:00Z",
            "choice": "one",
            "numbers": "1 | 2",
        }.items()
    )
    assert "parts" not in read(graph).nodes["a"]
    assert "raw" not in read(graph).nodes["a"]


def test_the_same_bytes_from_any_order_and_in_any_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = sample_graph()
    expected = written(graphml.write, graph)
    assert written(graphml.write, shuffled(graph)) == expected
    monkeypatch.setattr(xml, "ROWS", 5)
    assert written(graphml.write, graph) == expected


def test_writes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "ROWS", 3)
    pieces = list(xml.stream(pl.DataFrame({"word": list("abcdefgh")}), [pl.col("word")]))
    assert pieces == [b"abc", b"def", b"gh"]


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
    assert sorted(key for _, _, key in seen.edges) == sorted(f"e{row}" for row in range(graph.edges.height))


@settings(deadline=None)
@given(st.text())
def test_legal_text_is_what_xml_allows(text: str) -> None:
    assert xml.legal(text) == legal(text)
    assert ElementTree.fromstring(f"<a b={xml.quoted(text)}/>").get("b") == legal(text)
