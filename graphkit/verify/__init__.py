"""Verify: exports read back by foreign readers, and proved to hold one graph. Add a format: one line in READERS."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any, Final

import polars as pl

from graphkit.compression import COMPRESSIONS
from graphkit.errors import SourceError
from graphkit.exporters import EXPORTERS
from graphkit.files import sha256
from graphkit.graph import Graph
from graphkit.graph.directory import facts_of, open_graph, read_manifest
from graphkit.verify.packed import Files
from graphkit.verify.page import PAGE, read_page, shown
from graphkit.verify.parquet import PARQUET, read_parquet, tables
from graphkit.verify.plain import CSV, JSON, read_csv, read_json
from graphkit.verify.pyvis import PYVIS, drawn, read_pyvis
from graphkit.verify.rdf import RDF, reader
from graphkit.verify.tables import Dialect, Read, differences, edges_of, expected, typed
from graphkit.verify.xml import XML, read_gexf, read_graphml


def _whole(graph: Graph, _: Read) -> Read:
    return graph.nodes, edges_of(graph)


@dataclass(frozen=True)
class Reader:
    """How a format is read back: `read` finds what it holds, `told` says what of the graph it should.

    `needs` is a module that the reader wants; where it is not installed, only hashes are compared.
    """

    dialect: Dialect
    read: Callable[[Files, Graph], Read]
    told: Callable[[Graph, Read], Read] = _whole
    needs: str = ""

    def can_read(self) -> bool:
        """Whether what it needs is there."""
        return not self.needs or find_spec(self.needs) is not None


READERS: Final[Mapping[str, Reader]] = {
    "csv": Reader(CSV, read_csv),
    "gexf": Reader(XML, read_gexf),
    "graphml": Reader(XML, read_graphml),
    "html": Reader(PAGE, read_page, shown),
    "json": Reader(JSON, read_json),
    "jsonld": Reader(RDF, reader("graph.jsonld", "JSON_LD")),
    "nq": Reader(RDF, reader("graph.nq", "N_QUADS")),
    "nt": Reader(RDF, reader("graph.nt", "N_TRIPLES")),
    "parquet": Reader(PARQUET, read_parquet, tables, needs="duckdb"),
    "pyvis": Reader(PYVIS, read_pyvis, drawn),
    "trig": Reader(RDF, reader("graph.trig", "TRIG")),
    "ttl": Reader(RDF, reader("graph.ttl", "TURTLE")),
    "ttl12": Reader(RDF, reader("graph.ttl12", "TURTLE")),
}
"""Format name, as in EXPORTERS → its reader. The tables, as Polars reads them, are what all are compared with."""

_PACKED: Final = ("", *(f".{name}" for name in COMPRESSIONS))
_FAULTS: Final = (
    SourceError, OSError, EOFError, zlib.error, struct.error, pl.exceptions.PolarsError, SyntaxError, ValueError,
    LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError,
)  # fmt: skip
"""What readers raise over damaged files."""


@dataclass(frozen=True)
class Verdict:
    """What was read back, what only by its hash, and every difference as `file: what`."""

    read: tuple[str, ...]
    hashed: tuple[str, ...]
    differences: tuple[str, ...]


def verify(folder: str | Path) -> Verdict:
    """Read every export in a graph directory back and compare it with the tables and the manifest.

    Raises OutputError when the directory holds no build, or its tables are damaged.

    >>> verify("exports").differences
    ()
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    facts = facts_of(manifest)
    graph = open_graph(folder)
    there = [each for each in product(EXPORTERS, _PACKED) if _is_there(folder, *each, facts)]
    found = [*changed(folder, facts), *_counts(graph, manifest)]
    for name, packed in there:
        found += compare(folder, name, graph, packed)
    read, hashed = ([f"{name}{end}" for name, end in there if READERS[name].can_read() is can] for can in (True, False))
    return Verdict(tuple(read), tuple(hashed), tuple(found))


def _is_there(folder: Path, name: str, packed: str, facts: Mapping[str, Any]) -> bool:
    names = [f"{file}{packed}" for file in EXPORTERS[name]]
    return all(file in facts or (folder / file).is_file() for file in names)


def changed(folder: Path, facts: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Files that are missing, or not what the build wrote."""
    if not facts:
        yield "manifest.json: names no files; build again"
    for name, fact in facts.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: is missing; build again"
        elif sha256(path) != fact["sha256"]:
            yield f"{name}: is not what the build wrote, {path.stat().st_size} bytes instead of {fact.get('bytes')}"


def _counts(graph: Graph, manifest: Mapping[str, Any]) -> Iterator[str]:
    told = manifest.get("counts", {})
    counts = {"nodes": graph.nodes.height, "edges": graph.edges.height}
    for table in (graph.nodes, graph.edges):
        counts |= {kind: number for kind, number in table["kind"].value_counts().iter_rows() if kind in told}
    for name, number in counts.items():
        if told.get(name, number) != number:
            yield f"manifest.json: counts {told[name]} {name}, the tables hold {number}"


def compare(folder: Path, name: str, graph: Graph, packed: str = "") -> list[str]:
    """Where the export in the format `name` says something else than the graph: lines of `file: what`.

    `packed` is how the names of its files go on: `.gz`, `.zst`, or not at all.
    """
    one, files = READERS[name], [f"{file}{packed}" for file in EXPORTERS[name]]
    if not one.can_read() or not all((folder / file).is_file() for file in files):
        return []
    try:
        found = one.read(Files(folder, packed), graph)
    except _FAULTS as error:
        return [f"{' or '.join(files)}: cannot be read: {str(error) or type(error).__name__}"]
    lines = []
    for what, table, seen, file in zip(
        ("node", "edge"), one.told(graph, found), found, (files[0], files[-1]), strict=True
    ):
        wanted = expected(table, one.dialect)
        lines += [f"{file}: {line}" for line in differences(what, wanted, typed(seen, table, one.dialect), one.dialect)]
    return lines
