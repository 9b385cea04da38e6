"""Articles merged in pieces are the articles merged at once."""

from __future__ import annotations

import polars as pl
import pytest

import graphkit as gk
from graphkit.resolve.articles import by_article
from tests.conftest import SEEDS


@pytest.mark.parametrize("rows", [1, 2, 5, 1000])
def test_pieces_hold_whole_articles(rows: int) -> None:
    table = pl.DataFrame({"article": ["b", "a", "c", "a", "b", "b"], "precedence": [1, 2, 3, 1, 0, 5]})
    pieces = list(by_article(table, rows))
    assert pl.concat(pieces).equals(table.sort("article", "precedence"))
    named = [name for piece in pieces for name in piece["article"].unique().sort()]
    assert named == ["a", "b", "c"]
    assert len(pieces) == {1: 3, 2: 3, 5: 2, 1000: 1}[rows]


def test_no_sightings_are_one_empty_piece() -> None:
    table = pl.DataFrame(schema={"article": pl.String, "precedence": pl.UInt32})
    assert [piece.height for piece in by_article(table, 10)] == [0]


def test_the_graph_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gk.build(SEEDS)[0]
    monkeypatch.setattr("graphkit.resolve.articles._PIECE", 3)
    assert gk.build(SEEDS)[0].nodes.equals(whole.nodes)
