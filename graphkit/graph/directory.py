"""The graph directory: what a build leaves behind so that nothing has to be built twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from graphkit import leftovers
from graphkit.errors import OutputError, SourceError
from graphkit.files import read_regular, sha256
from graphkit.graph.core import Graph
from graphkit.graph.report import Evidence, Report
from graphkit.model import EDGES, FILES, KEYS, LEDGER, NODES, SIGHTINGS, Schema

MANIFEST = leftovers.MANIFEST
NODES_FILE, EDGES_FILE = "nodes.parquet", "edges.parquet"
SIGHTINGS_FILE, KEYS_FILE, LEDGER_FILE = "sightings.parquet", "keys.parquet", "ledger.parquet"
FILES_FILE = "files.parquet"
_LARGEST = 64 * 2**20
_KINDS = {"counts": dict, "min_topic": int, "title": str, "license": str}
"""What others rest on in a manifest."""


def is_graph_directory(path: Path) -> bool:
    """Whether a build left its tables here, or some of them."""
    return any((path / name).exists() for name in (MANIFEST, NODES_FILE, EDGES_FILE))


def open_graph(path: str | Path) -> Graph:
    """The graph that a build left in a directory.

    Raises OutputError, naming the file, when something is missing or damaged.
    """
    folder = Path(path)
    manifest = read_manifest(folder)
    _check_hashes(folder, facts_of(manifest), (NODES_FILE, EDGES_FILE))
    nodes, edges = read_table(folder / NODES_FILE, NODES), read_table(folder / EDGES_FILE, EDGES)
    if edges.height and max(edges.select(pl.max("source", "target")).row(0)) >= nodes.height:
        raise OutputError(f"{folder / EDGES_FILE}: leads to nodes that are not there; build the graph again")
    return Graph(nodes, edges, manifest, origin=folder)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a build says of itself and of each file that it wrote; raises OutputError."""
    try:
        found = dict(json.loads(read_regular(folder / MANIFEST, MANIFEST, _LARGEST, follow=True)))
        if any(name in found and not isinstance(found[name], kind) for name, kind in _KINDS.items()):
            raise TypeError
        return found
    except (SourceError, ValueError, TypeError, RecursionError) as error:
        raise OutputError(
            f"{folder / MANIFEST}: cannot be read; build the graph first: graphkit build -o {folder}"
        ) from error


def facts_of(manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What a manifest says of each file; nothing of those of which it makes no sense."""
    files = manifest.get("files")
    known = files.items() if isinstance(files, dict) else ()
    return {name: fact for name, fact in known if isinstance(fact, dict) and isinstance(fact.get("sha256"), str)}


def outlived(folder: Path, names: Collection[str]) -> set[str]:
    """The files in `folder` that a build wrote, that nobody has changed, and that are not among `names`."""
    try:
        facts = facts_of(read_manifest(folder))
    except OutputError:
        return set()
    old = {name: fact for name, fact in facts.items() if name not in names and Path(name).name == name}
    return {name for name, fact in old.items() if _is_intact(folder / name, fact)}


def _is_intact(path: Path, fact: Mapping[str, Any]) -> bool:
    return path.is_file() and path.stat().st_size == fact.get("bytes") and sha256(path) == fact["sha256"]


def _check_hashes(folder: Path, facts: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> None:
    """Raise OutputError for a damaged file before any library reads it: some end the process over one."""
    for name in names:
        if name in facts and (folder / name).is_file() and not _is_intact(folder / name, facts[name]):
            raise OutputError(f"{folder / name}: is not what {MANIFEST} says, damaged or of another build; build again")


def open_evidence(path: str | Path) -> Evidence:
    """What the graph in a directory rests on.

    Raises OutputError, naming the file, when something is missing or damaged.
    """
    folder = Path(path)
    tables = {SIGHTINGS_FILE: SIGHTINGS, KEYS_FILE: KEYS, LEDGER_FILE: LEDGER, FILES_FILE: FILES}
    _check_hashes(folder, facts_of(read_manifest(folder)), tables)
    evidence = Evidence(*(read_table(folder / name, schema) for name, schema in tables.items()))
    if int(evidence.keys["row"].max() or 0) >= max(evidence.sightings.height, 1):  # type: ignore[arg-type]
        raise OutputError(f"{folder / KEYS_FILE}: speaks of sightings that are not there; build the graph again")
    return evidence


def read_table(path: Path, schema: Schema) -> pl.DataFrame:
    """A table of a graph directory, a Parquet file or a folder of parts, with at least these columns.

    Raises OutputError.
    """
    try:
        table = _narrowed(_parts(path), schema) if path.is_dir() else _file(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise OutputError(f"{path}: cannot be read; build the graph again") from error
    if missing := [column for column, dtype in schema.items() if table.schema.get(column) != dtype]:
        raise OutputError(f"{path}: lacks the columns {', '.join(missing)}; build the graph again")
    return table


def _file(path: Path) -> pl.DataFrame:
    if not path.is_file():  # nobody waits for a pipe
        raise FileNotFoundError(path)
    with path.open("rb") as file:  # Polars takes a name for a pattern
        return pl.read_parquet(file)


def _parts(folder: Path) -> pl.DataFrame:
    if not (parts := sorted(folder.glob("part-*.parquet"))):
        raise FileNotFoundError(folder)
    return pl.concat(_file(part) for part in parts)


def _narrowed(table: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Numbers as graphkit has them: who wrote the parts, Spark, knows no unsigned ones."""
    known = {name: dtype for name, dtype in schema.items() if name in table.columns}
    return table.with_columns(pl.col(name).cast(dtype) for name, dtype in known.items())


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
