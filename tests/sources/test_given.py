"""Sightings that come as a table make the graph that the files would make; what makes no sense is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import graphkit as gk
from graphkit.errors import SourceError
from graphkit.judgements import Judgement, Judgements
from tests.conftest import SEEDS
from tests.generate import generate

ROWS: dict[str, list[Any]] = {
    "source": ["a.md", "a.md", "b.md"],
    "item": [0, 1, 0],
    "relation": ["document", "related", "document"],
    "title": ["One", "Other", "Other"],
    "web_url": ["https://a.example/1", "https://b.example/2", "https://b.example/2"],
    "provider": ["Paper", None, None],
    "topics": [["AI", "Law"], None, None],
}


@pytest.mark.parametrize("many", [0, 300])
def test_the_graph_is_that_of_the_files(many: int, tmp_path: Path) -> None:
    graph, report = gk.build(generate(tmp_path / "files", many) if many else SEEDS)
    shuffled = report.sightings.drop("article").sample(fraction=1.0, shuffle=True, seed=1)
    again, told = gk.build_sightings(shuffled)
    assert again.nodes.equals(graph.nodes)
    assert again.edges.equals(graph.edges)
    assert told.keys.equals(report.keys)


def test_missing_columns_are_what_files_would_say() -> None:
    graph, report = gk.build_sightings(pl.DataFrame(ROWS))
    assert graph.nodes.filter(kind="article").select("label", "status").rows() == [
        ("One", "collected"),
        ("Other", "collected"),
    ]
    assert report.counts["documents"] == report.files.height == 2
    assert report.ledger.select("kind", "line", "text", "outcome").rows() == [
        ("about", 1, "AI", "resolved"),
        ("about", 1, "Law", "resolved"),
        ("published_by", 1, "Paper", "resolved"),
        ("related", 1, "https://b.example/2", "resolved"),
    ]


def test_judgements_count() -> None:
    rows = pl.DataFrame(ROWS | {"web_url": ["https://a.example/1", "https://b.example/2", "https://c.example/3"]})
    judged = Judgements((Judgement("same", "https://b.example/2", "https://c.example/3", line=2),))
    assert gk.build_sightings(rows)[0].nodes.filter(kind="article").height == 3
    assert gk.build_sightings(rows, judgements=judged)[0].nodes.filter(kind="article").height == 2


def test_a_table_may_be_empty() -> None:
    rows = pl.DataFrame(schema={"source": pl.String, "item": pl.Int64, "relation": pl.String})
    assert gk.build_sightings(rows)[0].nodes.is_empty()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": [None, "a.md", "b.md"]}, "a source, an item and a relation are needed"),
        ({"relation": ["document", "cites", "document"]}, "a relation is document, related or link: 'a.md', item 1"),
        ({"item": [0, 0, 0]}, "an item stands once in a source: 'a.md', item 0"),
        ({"parent": [None, 7, None]}, "the parent is no item of the source: 'a.md', item 1"),
        ({"item": [0, -1, 0]}, "conversion from"),
        ({"quality": ["good", "bad", "1"]}, "conversion from"),
        ({"tilte": ["a", "b", "c"]}, "has columns that mean nothing: tilte"),
    ],
)
def test_what_no_file_could_say_is_refused(change: dict[str, list[Any]], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        gk.build_sightings(pl.DataFrame(ROWS | change, strict=False))


def test_needed_columns_are_named() -> None:
    with pytest.raises(SourceError, match="lacks the columns item, relation"):
        gk.build_sightings(pl.DataFrame({"source": ["a.md"]}))
