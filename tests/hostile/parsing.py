"""What is wrong with exports, as foreign readers and a spreadsheet see them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

import graphkit as gk
from graphkit.graph.directory import facts_of, read_manifest
from graphkit.verify import changed, compare, verify


def faults(folder: Path, *, large: bool = False) -> list[str]:
    """Every difference between the exports, and every cell that a spreadsheet would run.

    Exports whose graph and bytes have been found to be good before are not read again; of a large graph,
    only the CSV is.
    """
    content = _content(folder)
    if content in _good():
        return []
    found = compare(folder, "csv", gk.open_graph(folder)) if large else list(verify(folder).differences)
    ElementTree.parse(folder / "graph.gexf")
    found += [*_live(folder, "nodes"), *_live(folder, "edges")]
    if not found:
        _good().add(content)
    return found


@cache
def _good() -> set[str]:
    return set()


def _content(folder: Path) -> str:
    """The hashes of nodes, edges and exports, once it is sure that they are those of the files."""
    facts = facts_of(read_manifest(folder))
    assert list(changed(folder, facts)) == []
    evidence = ("sightings", "keys", "ledger", "files")
    return " ".join(fact["sha256"] for name, fact in facts.items() if Path(name).stem not in evidence)


def _live(folder: Path, name: str) -> list[str]:
    texts = [
        column for column, dtype in pl.read_parquet_schema(folder / f"{name}.parquet").items() if not dtype.is_numeric()
    ]
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row[column] for row in rows for column in texts if row[column].startswith(("=", "+", "-", "@", "\t", "\r"))]
