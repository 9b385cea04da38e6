"""The graph directory: what a build leaves behind so that nothing has to be built twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from graphkit.errors import OutputError
from graphkit.graph.core import Graph
from graphkit.graph.report import Evidence, Report
from graphkit.model import EDGES, FILES, KEYS, LEDGER, NODES, SIGHTINGS, Schema

MANIFEST = "manifest.json"
NODES_FILE, EDGES_FILE = "nodes.parquet", "edges.parquet"
SIGHTINGS_FILE, KEYS_FILE, LEDGER_FILE = "sightings.parquet", "keys.parquet", "ledger.parquet"
FILES_FILE = "files.parquet"


def is_graph_directory(path: Path) -> bool:
    """Whether a build left its tables here, or some of them."""
    return any((path / name).is_file() for name in (MANIFEST, NODES_FILE, EDGES_FILE))


def open_graph(path: str | Path) -> Graph:
    """The graph that a build left in a directory.

    Raises OutputError, naming the file, when something is missing or damaged.
    """
    folder = Path(path)
    try:
        manifest = dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise OutputError(
            f"{folder / MANIFEST}: cannot be read; build the graph first: graphkit build -o {folder}"
        ) from error
    nodes, edges = read_table(folder / NODES_FILE, NODES), read_table(folder / EDGES_FILE, EDGES)
    if edges.height and max(edges.select(pl.max("source", "target")).row(0)) >= nodes.height:
        raise OutputError(f"{folder / EDGES_FILE}: leads to nodes that are not there; build the graph again")
    return Graph(nodes, edges, manifest, origin=folder)


def open_evidence(path: str | Path) -> Evidence:
    """What the graph in a directory rests on.

    Raises OutputError, naming the file, when something is missing or damaged.
    """
    folder = Path(path)
    tables = {SIGHTINGS_FILE: SIGHTINGS, KEYS_FILE: KEYS, LEDGER_FILE: LEDGER, FILES_FILE: FILES}
    evidence = Evidence(*(read_table(folder / name, schema) for name, schema in tables.items()))
    if int(evidence.keys["row"].max() or 0) >= max(evidence.sightings.height, 1):  # type: ignore[arg-type]
        raise OutputError(f"{folder / KEYS_FILE}: speaks of sightings that are not there; build the graph again")
    return evidence


def read_table(path: Path, schema: Schema) -> pl.DataFrame:
    """A Parquet file of a graph directory with at least these columns; raises OutputError."""
    try:
        table = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise OutputError(f"{path}: cannot be read; build the graph again") from error
    if missing := [column for column, dtype in schema.items() if table.schema.get(column) != dtype]:
        raise OutputError(f"{path}: lacks the columns {', '.join(missing)}; build the graph again")
    return table


def graph_files(graph: Graph, report: Report) -> dict[str, Callable[[BinaryIO], None]]:
    """The files of a graph directory but the manifest, each with the function that writes it."""
    tables = {
        NODES_FILE: graph.nodes,
        EDGES_FILE: graph.edges,
        SIGHTINGS_FILE: report.sightings,
        KEYS_FILE: report.keys,
        LEDGER_FILE: report.ledger,
        FILES_FILE: report.files,
    }
    return {name: _writer(table) for name, table in tables.items()}


def _writer(table: pl.DataFrame) -> Callable[[BinaryIO], None]:
    return lambda out: write_table(table, out)


def write_table(table: pl.DataFrame, out: BinaryIO) -> None:
    """Parquet, the same bytes for the same table."""
    table.write_parquet(out, compression="zstd", statistics=True)


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as JSON text."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
