"""CSV and JSON read back with Python's own modules."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any, Final

import polars as pl

from graphkit.graph import Graph
from graphkit.verify.tables import Columns, Dialect, Read, compared, edges_of


def _guarded(words: pl.Expr) -> pl.Expr:
    """A text that a spreadsheet would run has a `'` in front."""
    runs = pl.any_horizontal(words.str.starts_with(sign) for sign in ("=", "+", "-", "@", "\t", "\r"))
    return pl.when(runs).then("'" + words).otherwise(words)


CSV: Final = Dialect(text=_guarded, web=_guarded, unit="s", blank=True)
JSON: Final = Dialect(finite=True, unit="s")


def read_csv(folder: Path, graph: Graph) -> Read:
    """The tables of `nodes.csv` and `edges.csv`."""
    return _csv(folder / "nodes.csv", graph.nodes), _csv(folder / "edges.csv", edges_of(graph))


def _csv(path: Path, like: pl.DataFrame) -> pl.DataFrame:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, strict=True)
        columns = Columns(tuple(name for name in compared(like) if name in (rows.fieldnames or ())))
        for row in rows:
            columns.add(row)
    return columns.frame()


def read_json(folder: Path, graph: Graph) -> Read:
    """The nodes and edges of `graph.json`."""
    with (folder / "graph.json").open(encoding="utf-8") as file:
        data = json.load(file, parse_int=str, parse_float=str)
    return _rows(data["nodes"], graph.nodes), _rows(data["edges"], edges_of(graph))


def _rows(rows: list[dict[str, Any]], like: pl.DataFrame) -> pl.DataFrame:
    columns = Columns(tuple(compared(like)))
    for row in rows:
        columns.add({name: _word(value) for name, value in row.items() if not isinstance(value, list | dict)})
    return columns.frame()


def _word(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value
