"""Replaced: how many characters of a graph's texts its RDF does not hold, as some readers end a text there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from graphkit.graph import Graph

_REFUSED: Final = "[\ufffe\uffff]"


def replaced(graph: Graph) -> int:
    r"""The number of characters that come out as U+FFFD.

    >>> nodes = pl.DataFrame({"id": ["topic:a"], "kind": ["topic"], "label": ["A\uffff"], "names": [["\ufffe", "A"]]})
    >>> ends = {"source_id": pl.String, "target_id": pl.String, "kind": pl.String}
    >>> replaced(Graph.of(nodes, pl.DataFrame(schema=ends)))
    2
    """
    columns = [*graph.nodes, *graph.edges]
    return sum(int(texts.str.count_matches(_REFUSED).sum()) for column in columns for texts in _texts(column))


def _texts(column: pl.Series) -> Iterator[pl.Series]:
    """The texts in a column, however deep."""
    if column.dtype == pl.String:
        yield column
    elif isinstance(column.dtype, pl.List | pl.Array):
        yield from _texts(column.explode())
    elif isinstance(column.dtype, pl.Struct):
        for field in column.struct.fields:
            yield from _texts(column.struct.field(field))
