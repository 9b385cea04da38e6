"""What is wrong with exports, as foreign readers and a spreadsheet see them."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from graphkit.verify import verify


def faults(folder: Path) -> list[str]:
    """Every difference between the exports, and every cell that a spreadsheet would run."""
    ElementTree.parse(folder / "graph.gexf")
    return [*verify(folder).differences, *_live(folder, "nodes"), *_live(folder, "edges")]


def _live(folder: Path, name: str) -> list[str]:
    texts = [
        column for column, dtype in pl.read_parquet_schema(folder / f"{name}.parquet").items() if not dtype.is_numeric()
    ]
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row[column] for row in rows for column in texts if row[column].startswith(("=", "+", "-", "@", "\t", "\r"))]
