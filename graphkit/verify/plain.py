"""CSV and JSON read back with Python's own modules."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, Final

import polars as pl

from graphkit.graph import Graph
from graphkit.verify.packed import Files
from graphkit.verify.tables import Columns, Dialect, Read, compared, edges_of


def _guarded(words: pl.Expr) -> pl.Expr:
    """A text that a spreadsheet would run has a `'` in front."""
    runs = pl.any_horizontal(words.str.starts_with(sign) for sign in ("=", "+", "-", "@", "\t", "\r"))
    return pl.when(runs).then("'" + words).otherwise(words)


CSV: Final = Dialect(text=_guarded, web=_guarded, unit="s", blank=True)
JSON: Final = Dialect(finite=True, unit="s")


def read_csv(files: Files, graph: Graph) -> Read:
    """The tables of `nodes.csv` and `edges.csv`."""
    with files.open("nodes.csv") as nodes, files.open("edges.csv") as edges:
        return _csv(nodes, graph.nodes), _csv(edges, edges_of(graph))


def _csv(file: BinaryIO, like: pl.DataFrame) -> pl.DataFrame:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        rows = csv.DictReader(text, strict=True)
        columns = Columns(tuple(name for name in compared(like) if name in (rows.fieldnames or ())))
        for row in rows:
            columns.add(row)
    return columns.frame()


def read_json(files: Files, graph: Graph) -> Read:
    """The nodes and edges of `graph.json`."""
    with files.open("graph.json") as file:
        data = loaded(file.read())
    return records(data["nodes"], compared(graph.nodes)), records(data["edges"], compared(edges_of(graph)))


def loaded(text: str | bytes) -> Any:
    """JSON, its numbers as they are written."""
    return json.loads(text, parse_int=str, parse_float=str)


def records(rows: Iterable[Mapping[str, Any]], names: Iterable[str]) -> pl.DataFrame:
    """These columns of mappings that hold texts, truths and numbers."""
    columns = Columns(tuple(names))
    for row in rows:
        columns.add({name: _word(value) for name, value in row.items() if not isinstance(value, list | dict)})
    return columns.frame()


def _word(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value
